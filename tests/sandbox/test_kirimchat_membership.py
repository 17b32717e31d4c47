"""Attaching and detaching labels in the emulated KirimChat."""

from __future__ import annotations

import pytest

from tests.sandbox.kirimchat_client import (
    ANA,
    BEN,
    CEM,
    NO_LABEL,
    NOBODY,
    TWO_TEAMS,
    Vendor,
    error,
)


def counts(applied: int, cross_org: int = 0, team_mismatch: int = 0) -> dict[str, int]:
    return {"applied": applied, "skipped_cross_org": cross_org, "skipped_team_mismatch": team_mismatch}


def test_a_bulk_attach_labels_every_contact() -> None:
    vendor = Vendor()
    answer = vendor.bulk([ANA, BEN, CEM], vendor.label("VIP"))
    assert answer.json() == {"data": counts(3), "request_id": answer.headers["X-Request-Id"]}
    assert all("VIP" in vendor.carried(contact) for contact in (ANA, BEN, CEM))
    assert vendor.changes() == [(BEN, "VIP", "add")]


def test_a_bulk_detach_takes_the_label_off() -> None:
    vendor = Vendor()
    answer = vendor.bulk([ANA, BEN, CEM], vendor.label("VIP"), operation="detach")
    assert answer.json()["data"] == counts(3)
    assert [vendor.carried(contact) for contact in (ANA, BEN, CEM)] == [(), (), ("Lead",)]
    assert vendor.changes() == [(ANA, "VIP", "remove"), (CEM, "VIP", "remove")]


def test_applied_counts_contacts_in_the_state_already_unless_switched() -> None:
    vendor = Vendor(applied_counts_noops=False)
    assert vendor.bulk([ANA, BEN, CEM], vendor.label("VIP")).json()["data"] == counts(1)
    assert vendor.bulk([ANA, BEN, CEM], vendor.label("VIP")).json()["data"] == counts(0)
    assert vendor.changes() == [(BEN, "VIP", "add")]


def test_an_id_listed_twice_counts_once() -> None:
    vendor = Vendor()
    assert vendor.bulk([BEN, BEN], vendor.label("VIP")).json()["data"] == counts(1)


def test_an_id_listed_twice_may_count_twice_or_refuse_the_whole_call() -> None:
    twice = Vendor(repeated_ids="counted")
    assert twice.bulk([BEN, BEN], twice.label("VIP")).json()["data"] == counts(2)
    assert twice.changes() == [(BEN, "VIP", "add")]
    strict = Vendor(repeated_ids="refused")
    assert error(strict.bulk([ANA, BEN, BEN], strict.label("VIP")))[3] == "contact_ids"
    assert strict.carried(BEN) == ()


def test_a_malformed_id_may_count_like_an_unknown_one() -> None:
    vendor = Vendor(malformed_ids="unknown")
    assert vendor.bulk([BEN, "ctc_x"], vendor.label("VIP")).json()["data"] == counts(1, 1)


@pytest.mark.parametrize(("unknown_ids", "expected"), [("cross_org", counts(1, 1)), ("uncounted", counts(1))])
def test_an_unknown_id_is_counted_as_another_organisations_or_not(
    unknown_ids: str, expected: dict[str, int]
) -> None:
    vendor = Vendor(unknown_ids=unknown_ids)
    assert vendor.bulk([BEN, NOBODY], vendor.label("VIP")).json()["data"] == expected
    assert vendor.carried(BEN) == ("VIP",)


def test_an_unknown_id_may_refuse_the_whole_transaction() -> None:
    vendor = Vendor(unknown_ids="not_found")
    assert error(vendor.bulk([BEN, NOBODY], vendor.label("VIP")))[0] == 404
    assert vendor.carried(BEN) == ()


def test_a_contact_of_another_organisation_is_skipped_and_counted() -> None:
    vendor = Vendor(foreign_contacts=(BEN,))
    assert vendor.bulk([ANA, BEN], vendor.label("Lead")).json()["data"] == counts(1, 1)
    assert vendor.carried(BEN) == ()
    one = vendor.post(f"/contacts/{BEN}/labels", {"label_id": vendor.label("Lead")})
    assert error(one)[0] == 404


def test_a_contact_of_another_team_is_skipped_and_counted() -> None:
    vendor = Vendor(TWO_TEAMS)
    answer = vendor.bulk([ANA, BEN, NOBODY], vendor.label("VIP"))
    assert answer.json()["data"] == counts(1, 1, 1)
    assert vendor.carried(BEN) == ()


def test_a_silently_skipped_contact_keeps_its_labels_and_is_counted_nowhere() -> None:
    vendor = Vendor(silently_skipped=(ANA, BEN))
    assert vendor.bulk([BEN, CEM], vendor.label("VIP")).json()["data"] == counts(1)
    single = vendor.post(f"/contacts/{BEN}/labels", {"label_id": vendor.label("VIP")})
    assert single.json()["data"]["attached"] is True
    vendor.call("DELETE", f"/contacts/{ANA}/labels/{vendor.label('VIP')}")
    assert [vendor.carried(ANA), vendor.carried(BEN)] == [("VIP",), ()]


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"contact_ids": []}, "invalid_field_value", "contact_ids"),
        (
            {"contact_ids": [f"ctc_{number:026}" for number in range(1001)]},
            "invalid_field_value",
            "contact_ids",
        ),
        ({"contact_ids": [BEN, "ctc_x"]}, "invalid_field_value", "contact_ids"),
        ({"contact_ids": BEN}, "invalid_field_value", "contact_ids"),
        ({"contact_ids": [BEN, 5]}, "invalid_field_value", "contact_ids"),
        ({"label_id": "VIP"}, "invalid_field_value", "label_id"),
        ({"operation": "remove"}, "invalid_field_value", "operation"),
    ],
)
def test_one_malformed_part_refuses_the_whole_bulk_call(
    change: dict[str, object], code: str, param: str
) -> None:
    vendor = Vendor()
    body = {"contact_ids": [BEN], "label_id": vendor.label("VIP"), "operation": "attach"} | change
    refused = vendor.post("/contacts/bulk_label", body)
    assert error(refused) == (400, "invalid_request_error", code, param)
    assert vendor.carried(BEN) == ()


@pytest.mark.parametrize("part", ["contact_ids", "label_id", "operation"])
def test_every_part_of_a_bulk_call_is_required(part: str) -> None:
    vendor = Vendor()
    body = {"contact_ids": [BEN], "label_id": vendor.label("VIP"), "operation": "attach"}
    del body[part]
    assert error(vendor.post("/contacts/bulk_label", body))[2:] == ("missing_required_field", part)


def test_a_bulk_call_takes_1000_ids_and_an_unknown_label_is_404() -> None:
    vendor = Vendor()
    strangers = [f"ctc_{number:026}" for number in range(10, 1009)]
    answer = vendor.bulk([BEN, *strangers], vendor.label("VIP"))
    assert answer.json()["data"] == counts(1, 999)
    assert error(vendor.bulk([BEN], NO_LABEL))[:2] == (404, "not_found")


def test_attaching_one_label_twice_is_one_change() -> None:
    vendor = Vendor()
    key = vendor.label("VIP")
    answers = [vendor.post(f"/contacts/{BEN}/labels", {"label_id": key}) for _ in range(2)]
    expected = {"contact_id": BEN, "label_id": key, "attached": True}
    assert [answer.json()["data"] for answer in answers] == [expected] * 2
    assert vendor.changes() == [(BEN, "VIP", "add")]


def test_detaching_one_label_twice_is_one_change() -> None:
    vendor = Vendor()
    key = vendor.label("VIP")
    answers = [vendor.call("DELETE", f"/contacts/{ANA}/labels/{key}") for _ in range(2)]
    expected = {"contact_id": ANA, "label_id": key, "attached": False}
    assert [answer.json()["data"] for answer in answers] == [expected] * 2
    assert vendor.changes() == [(ANA, "VIP", "remove")]


def test_single_calls_refuse_what_is_unknown_or_malformed() -> None:
    vendor = Vendor()
    key = vendor.label("VIP")
    assert error(vendor.post(f"/contacts/{NOBODY}/labels", {"label_id": key}))[0] == 404
    assert error(vendor.post(f"/contacts/{ANA}/labels", {"label_id": NO_LABEL}))[0] == 404
    assert error(vendor.post(f"/contacts/{ANA}/labels", {}))[2:] == ("missing_required_field", "label_id")
    assert error(vendor.call("DELETE", f"/contacts/{ANA}/labels/{NO_LABEL}"))[0] == 404
    assert error(vendor.call("DELETE", f"/contacts/{NOBODY}/labels/{key}"))[0] == 404


@pytest.mark.parametrize(
    ("switches", "code", "status"),
    [
        ({}, "invalid_field_value", 400),
        ({"team_mismatch_answer": "resource_not_found"}, "resource_not_found", 404),
    ],
)
def test_one_label_cannot_be_attached_across_teams(switches: dict[str, str], code: str, status: int) -> None:
    vendor = Vendor(TWO_TEAMS, **switches)
    refused = vendor.post(f"/contacts/{BEN}/labels", {"label_id": vendor.label("VIP")})
    assert error(refused)[0] == status
    assert error(refused)[2:] == (code, "label_id")
    assert vendor.carried(BEN) == ()


def test_the_labels_of_a_contact_can_be_read_by_a_switch_only() -> None:
    assert error(Vendor().get(f"/contacts/{CEM}/labels"))[0] == 404
    rows = Vendor(contact_labels_route=True).get(f"/contacts/{CEM}/labels").json()["data"]
    assert [row["name"] for row in rows] == ["VIP", "Lead"]
    first = Vendor(contact_labels_route=True).get(f"/contacts/{CEM}/labels", limit=1).json()
    assert [first["has_more"], len(first["data"])] == [True, 1]


def test_labelling_moves_updated_at_by_a_switch_only() -> None:
    for switches in ({}, {"labelling_touches_contact": True}):
        vendor = Vendor(**switches)
        vendor.bulk([BEN], vendor.label("VIP"))
        row = vendor.get(f"/contacts/{BEN}").json()["data"]
        assert (row["updated_at"] != row["created_at"]) is bool(switches)


def test_bulk_works_below_a_phone_number_id() -> None:
    vendor = Vendor()
    body = {"contact_ids": [BEN], "label_id": vendor.label("VIP"), "operation": "attach"}
    assert vendor.post("/1234567/contacts/bulk_label", body).json()["data"] == counts(1)
    assert vendor.carried(BEN) == ("VIP",)
