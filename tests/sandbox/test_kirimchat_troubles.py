"""Trouble on purpose in the emulated KirimChat."""

from __future__ import annotations

import pytest

from labelsync.sandbox.vendors import emulated
from tests.sandbox.kirimchat_client import ANA, BEN, CEM, NOBODY, TWO_TEAMS, Vendor, error


def counts(applied: int, cross_org: int = 0, team_mismatch: int = 0) -> dict[str, int]:
    return {"applied": applied, "skipped_cross_org": cross_org, "skipped_team_mismatch": team_mismatch}


def listed(vendor: Vendor) -> dict[str, list[str]]:
    """The labels that the contact list shows, by contact."""
    rows = vendor.get("/contacts").json()["data"]
    return {row["id"]: [label["name"] for label in row["labels"]] for row in rows}


def test_the_troubles_that_are_had_are_named() -> None:
    assert emulated()["kirimchat"].troubles == {"partial", "skip", "lag", "stuck", "vanish"}


def test_the_last_contacts_of_a_bulk_call_are_refused_as_another_teams() -> None:
    vendor = Vendor()
    vendor.trouble("partial=2@POST:/contacts/bulk_label")
    answer = vendor.bulk([ANA, BEN, CEM], vendor.label("Lead"))
    assert answer.json()["data"] == counts(1, 0, 2)
    assert [vendor.carried(contact) for contact in (ANA, BEN, CEM)] == [("VIP", "Lead"), (), ("VIP", "Lead")]
    assert vendor.bulk([BEN], vendor.label("Lead")).json()["data"] == counts(1)


@pytest.mark.parametrize("kind", ["partial", "skip"])
def test_half_of_the_contacts_are_concerned_unless_told_and_at_least_one(kind: str) -> None:
    vendor = Vendor((), rate_limits=False)
    phones = [f"+62812{number:08}" for number in range(5)]
    people = [vendor.post("/contacts", {"phone_number": phone}).json()["data"]["id"] for phone in phones]
    label = vendor.post("/labels", {"name": "New"}).json()["data"]["id"]
    for named, reached in ((people, 3), (people[:1], 0)):
        vendor.bulk(people, label, operation="detach")
        vendor.trouble(f"{kind}@POST:/contacts/bulk_label")
        vendor.bulk(named, label)
        assert [bool(vendor.carried(key)) for key in named] == [True] * reached + [False] * (
            len(named) - reached
        )


def test_a_contact_that_nobody_has_stays_in_its_bucket_when_it_is_refused() -> None:
    vendor = Vendor(TWO_TEAMS)
    vendor.trouble("partial=2@POST:/contacts/bulk_label")
    assert vendor.bulk([ANA, BEN, NOBODY], vendor.label("VIP")).json()["data"] == counts(1, 1, 1)


def test_the_last_contacts_of_a_bulk_call_are_counted_as_applied_and_stay() -> None:
    vendor = Vendor()
    vendor.trouble("skip=1@POST:/contacts/bulk_label")
    label = vendor.label("VIP")
    assert vendor.bulk([ANA, BEN, CEM], label, operation="detach").json()["data"] == counts(3)
    assert [vendor.carried(contact) for contact in (ANA, CEM)] == [(), ("VIP", "Lead")]
    assert vendor.changes() == [(ANA, "VIP", "remove")]


def test_who_is_passed_over_counts_as_the_others_do_where_only_changes_are_counted() -> None:
    vendor = Vendor(applied_counts_noops=False)
    vendor.trouble("skip=1@POST:/contacts/bulk_label")
    assert vendor.bulk([ANA, BEN], vendor.label("VIP")).json()["data"] == counts(1)
    assert vendor.carried(BEN) == ()


@pytest.mark.parametrize(("code", "status"), [("invalid_field_value", 400), ("resource_not_found", 404)])
def test_a_single_contact_is_refused_as_another_teams(code: str, status: int) -> None:
    vendor = Vendor(team_mismatch_answer=code)
    label = vendor.label("VIP")
    for method, path, contact in (("POST", "labels", BEN), ("DELETE", f"labels/{label}", ANA)):
        vendor.trouble(f"partial@{method}:/contacts/{contact}")
        refused = vendor.call(method, f"/contacts/{contact}/{path}", json={"label_id": label})
        assert error(refused)[::2] == (status, code)
    assert vendor.changes() == []


def test_a_single_contact_is_answered_as_done_and_stays() -> None:
    vendor = Vendor()
    label = vendor.label("VIP")
    for method, path, contact in (("POST", "labels", BEN), ("DELETE", f"labels/{label}", ANA)):
        vendor.trouble(f"skip@{method}:/contacts/{contact}")
        answer = vendor.call(method, f"/contacts/{contact}/{path}", json={"label_id": label})
        assert answer.json()["data"]["attached"] is (method == "POST")
    assert vendor.changes() == []


def test_a_repeated_call_brings_the_troubled_answer_back() -> None:
    vendor = Vendor()
    vendor.trouble("partial=1@POST:/contacts/bulk_label")
    label = vendor.label("VIP")
    first = vendor.bulk([ANA, BEN], label, key="k1")
    assert vendor.bulk([ANA, BEN], label, key="k1").content == first.content
    assert vendor.carried(BEN) == ()


def test_from_a_lag_on_the_list_stays_behind_also_over_a_restart() -> None:
    vendor = Vendor(labels_field=True)
    vendor.trouble("lag=10@POST:/contacts/bulk_label")
    vendor.bulk([BEN], vendor.label("VIP"))
    assert listed(vendor)[BEN] == []
    single = vendor.get(f"/contacts/{BEN}").json()["data"]["labels"]
    assert [label["name"] for label in single] == ["VIP"]
    vendor.restart()
    vendor.clock.at += 9
    assert listed(vendor)[BEN] == []
    vendor.clock.at += 1
    assert listed(vendor)[BEN] == ["VIP"]
    vendor.bulk([BEN], vendor.label("Lead"))
    assert listed(vendor)[BEN] == ["VIP"]


def test_a_stuck_list_learns_nothing_more_also_over_a_restart() -> None:
    vendor = Vendor(labels_field=True)
    vendor.bulk([BEN], vendor.label("VIP"))
    vendor.trouble("stuck@POST:/contacts/bulk_label")
    vendor.bulk([BEN], vendor.label("Lead"))
    vendor.clock.at += 365 * 24 * 3600
    vendor.restart()
    vendor.bulk([ANA], vendor.label("VIP"), operation="detach")
    made = vendor.post("/contacts", {"phone_number": "+628777777777"}).json()["data"]["id"]
    vendor.clock.at += 3600
    assert listed(vendor) == {CEM: ["VIP", "Lead"], BEN: ["VIP"], ANA: ["VIP"]}
    assert vendor.get(f"/contacts/{made}").status_code == 200
    vendor.trouble("lag=0@GET:/me")
    vendor.get("/me")
    assert listed(vendor) == {made: [], CEM: ["VIP", "Lead"], BEN: ["VIP", "Lead"], ANA: []}


def test_what_a_lagging_list_has_shown_it_goes_on_showing_when_it_gets_stuck() -> None:
    vendor = Vendor(labels_field=True, lag_seconds=10)
    vendor.bulk([BEN], vendor.label("VIP"))
    vendor.clock.at += 10
    vendor.trouble("stuck@GET:/me")
    vendor.get("/me")
    vendor.bulk([BEN], vendor.label("Lead"))
    vendor.clock.at += 100
    assert listed(vendor)[BEN] == ["VIP"]


def test_a_contact_that_vanishes_from_a_bulk_call_counts_as_unknown() -> None:
    vendor = Vendor()
    vendor.trouble("vanish@POST:/contacts/bulk_label")
    assert vendor.bulk([CEM, BEN], vendor.label("VIP")).json()["data"] == counts(1, 1)
    assert list(vendor.emulator.view().contacts) == [ANA, BEN]
    assert vendor.changes() == [(BEN, "VIP", "add")]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("PATCH", ""), ("POST", "/labels"), ("DELETE", "/labels/LABEL")]
)
def test_a_contact_that_vanishes_is_404(method: str, path: str) -> None:
    vendor = Vendor()
    label = vendor.label("VIP")
    vendor.trouble(f"vanish@{method}:/contacts/{ANA}")
    gone = vendor.call(method, f"/contacts/{ANA}{path.replace('LABEL', label)}", json={"label_id": label})
    assert error(gone)[:2] == (404, "not_found")
    assert ANA not in vendor.emulator.view().contacts
    assert vendor.changes() == []


def test_nobody_vanishes_with_a_call_that_names_nobody() -> None:
    vendor = Vendor()
    for method, path, body in (
        ("GET", "/contacts", None),
        ("POST", "/labels", {"name": "A"}),
        ("POST", "/contacts/bulk_label", {"contact_ids": 5}),
    ):
        vendor.trouble(f"vanish@{method}:{path}")
        vendor.call(method, path, json=body)
    assert list(vendor.emulator.view().contacts) == [ANA, BEN, CEM]
    vendor.trouble("vanish@GET:/conversations")
    assert vendor.get("/conversations", contact_id=BEN).json()["data"] == []
    assert BEN not in vendor.emulator.view().contacts


@pytest.mark.parametrize("kind", ["merge", "endless"])
def test_trouble_that_is_not_had_changes_nothing(kind: str) -> None:
    vendor = Vendor()
    vendor.trouble(f"{kind}@POST:/contacts/bulk_label")
    assert vendor.bulk([BEN], vendor.label("VIP")).json()["data"] == counts(1)
    assert vendor.carried(BEN) == ("VIP",)


def test_a_deletion_leaves_a_world_that_restores_exactly() -> None:
    vendor = Vendor(lag_seconds=60)
    vendor.bulk([BEN], vendor.label("VIP"))
    vendor.trouble(f"vanish@GET:/contacts/{BEN}")
    vendor.get(f"/contacts/{BEN}")
    before = vendor.emulator.dump()
    vendor.restart()
    assert vendor.emulator.dump() == before
    assert BEN not in before["echoes"]
