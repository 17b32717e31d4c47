"""Contacts of the emulated KirimChat: lists, pages, single contacts."""

from __future__ import annotations

import base64

import pytest

from labelsync.sandbox.emulator import Person
from tests.sandbox.kirimchat_client import ANA, BEN, CEM, NOBODY, PEOPLE, Vendor, error, everything

MANY = tuple(Person(phone=f"+62812{number:08}", first_name=f"P{number}") for number in range(60))


def test_a_contact_shows_no_labels_and_no_team() -> None:
    answer = Vendor().get(f"/contacts/{BEN}").json()
    assert answer["data"] == {
        "id": BEN,
        "object": "contact",
        "phone_number": "+6281200000002",
        "name": "Ben Ito",
        "email": "ben@example.org",
        "whatsapp_account": {"phone_number": "+6281100000000"},
        "created_at": "2026-01-01T00:00:01.000Z",
        "updated_at": "2026-01-01T00:00:01.000Z",
    }


def test_the_list_shows_contacts_as_they_are_shown_singly() -> None:
    vendor = Vendor()
    rows = vendor.get("/contacts").json()["data"]
    assert rows == [vendor.get(f"/contacts/{key}").json()["data"] for key in (CEM, BEN, ANA)]


def test_a_switch_puts_labels_on_contacts_as_objects_or_ids() -> None:
    objects = Vendor(labels_field=True)
    rows = {row["id"]: row["labels"] for row in objects.get("/contacts").json()["data"]}
    assert [[label["name"] for label in rows[key]] for key in (ANA, BEN, CEM)] == [
        ["VIP"],
        [],
        ["VIP", "Lead"],
    ]
    by_id = Vendor(labels_field=True, labels_as="ids")
    assert by_id.get(f"/contacts/{ANA}").json()["data"]["labels"] == [by_id.label("VIP")]


def test_absent_fields_are_left_out_or_null() -> None:
    assert "email" not in Vendor().get(f"/contacts/{CEM}").json()["data"]
    assert Vendor(absent_fields="null").get(f"/contacts/{CEM}").json()["data"]["email"] is None


@pytest.mark.parametrize("limit", [1, 7, 25, 60, 100])
def test_pages_hold_every_contact_once(limit: int) -> None:
    names = [row["name"] for row in everything(Vendor(MANY), "/contacts", limit=limit)]
    assert names == [f"P{number}" for number in reversed(range(60))]


def test_the_order_can_be_switched() -> None:
    names = [row["name"] for row in everything(Vendor(MANY, contact_order="oldest_first"), "/contacts")]
    assert names == [f"P{number}" for number in range(60)]


def test_a_page_holds_25_unless_told() -> None:
    assert len(Vendor(MANY).get("/contacts").json()["data"]) == 25


@pytest.mark.parametrize("limit", ["0", "101", "-1", "ten", ""])
def test_a_limit_outside_1_to_100_is_refused(limit: str) -> None:
    assert error(Vendor().get("/contacts", limit=limit))[2:] == ("invalid_limit", "limit")


def test_a_cursor_is_tamper_evident_and_bound_to_its_list_and_filters() -> None:
    vendor = Vendor(MANY)
    cursor = vendor.get("/contacts", limit=5, search="p").json()["next_cursor"]
    assert vendor.get("/contacts", limit=9, search="p", cursor=cursor).status_code == 200
    unfiltered = vendor.get("/contacts", limit=5).json()["next_cursor"]
    sealed = base64.urlsafe_b64decode(cursor)
    forged = base64.urlsafe_b64encode(sealed[:-12] + b"0000" + sealed[-8:]).decode()
    refused = [
        vendor.get("/contacts", search="p", cursor=forged),
        vendor.get("/contacts", search="p", cursor=cursor + "!"),
        vendor.get("/contacts", search="p", cursor="nonsense!"),
        vendor.get("/contacts", search="p", cursor=""),
        vendor.get("/contacts", cursor=cursor),
        vendor.get("/labels", cursor=unfiltered),
    ]
    assert {error(answer)[:3] for answer in refused} == {(400, "invalid_request_error", "invalid_cursor")}


def test_a_cursor_of_one_generation_of_paths_is_good_in_the_other() -> None:
    vendor = Vendor(MANY)
    cursor = vendor.get("/contacts", limit=5).json()["next_cursor"]
    assert vendor.get("/1234567/contacts", cursor=cursor).json()["data"][0]["name"] == "P54"


def test_a_contact_made_during_a_scan_neither_repeats_nor_hides_another() -> None:
    vendor = Vendor(MANY)
    page = vendor.get("/contacts", limit=30).json()
    vendor.post("/contacts", {"phone_number": "+628999999999"})
    rest = everything(vendor, "/contacts", limit=30, cursor=page["next_cursor"])
    assert len({row["id"] for row in page["data"] + rest}) == 60


def test_phone_finds_exactly_and_search_finds_in_name_and_email() -> None:
    vendor = Vendor()
    assert [row["id"] for row in vendor.get("/contacts", phone="+6281200000002").json()["data"]] == [BEN]
    assert vendor.get("/contacts", phone="+6281200000009").json()["data"] == []
    assert [row["id"] for row in vendor.get("/contacts", search="ITO").json()["data"]] == [BEN]
    assert [row["id"] for row in vendor.get("/contacts", search="ana@").json()["data"]] == [ANA]


def test_neither_a_label_nor_a_date_is_a_filter() -> None:
    vendor = Vendor()
    assert len(vendor.get("/contacts", label_id=vendor.label("VIP")).json()["data"]) == 3
    assert len(vendor.get("/contacts", updated_since="2027-01-01T00:00:00Z").json()["data"]) == 3


def test_malformed_filters_are_refused() -> None:
    vendor = Vendor()
    assert error(vendor.get("/contacts", phone="0812"))[2:] == ("invalid_phone_number", "phone")
    assert error(vendor.call("GET", "/contacts?phone=+6281200000002"))[2] == "invalid_phone_number"
    for search in ("", "x" * 201):
        assert error(vendor.get("/contacts", search=search))[2:] == ("invalid_field_value", "search")
    for search in ("x", "x" * 200):
        assert vendor.get("/contacts", search=search).status_code == 200


def test_an_unknown_contact_is_404_and_a_malformed_id_400() -> None:
    assert error(Vendor().get(f"/contacts/{NOBODY}"))[:2] == (404, "not_found")
    assert error(Vendor().get("/contacts/ctc_lower"))[0] == 400


def test_a_created_contact_is_listed() -> None:
    vendor = Vendor()
    body = {"phone_number": "+628777777777", "name": "Dee", "metadata": {"tier": 1}}
    made = vendor.post("/contacts", body)
    assert made.status_code == 201
    assert made.json()["data"]["metadata"] == {"tier": 1}
    assert vendor.get("/contacts", limit=1).json()["data"] == [made.json()["data"]]
    assert Vendor(created_status=200).post("/contacts", body).status_code == 200


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        ({}, "missing_required_field", "phone_number"),
        ({"phone_number": "0812"}, "invalid_phone_number", "phone_number"),
        ({"phone_number": "+628777777777", "email": "no"}, "invalid_field_value", "email"),
        ({"phone_number": "+628777777777", "metadata": 3}, "invalid_field_value", "metadata"),
        ([], "invalid_field_value", "body"),
    ],
)
def test_a_malformed_contact_is_refused(body: object, code: str, param: str) -> None:
    vendor = Vendor()
    assert error(vendor.post("/contacts", body)) == (400, "invalid_request_error", code, param)
    assert len(vendor.emulator.view().contacts) == 3


def test_a_body_that_is_not_json_is_refused() -> None:
    assert error(Vendor().call("POST", "/contacts", content=b"{"))[0] == 400


def test_a_known_phone_is_refused_answered_or_doubled() -> None:
    body = {"phone_number": "+6281200000002"}
    assert error(Vendor().post("/contacts", body))[2:] == ("invalid_field_value", "phone_number")
    assert Vendor(duplicate_phone="existing").post("/contacts", body).json()["data"]["id"] == BEN
    twin = Vendor(duplicate_phone="twin")
    made = twin.post("/contacts", body).json()["data"]["id"]
    found = [row["id"] for row in everything(twin, "/contacts", phone="+6281200000002", limit=1)]
    assert found == [made, BEN]


def test_several_accounts_need_a_from_or_a_scoped_path() -> None:
    vendor = Vendor(accounts=("+628111111111", "+628222222222"))
    body = {"phone_number": "+628777777777"}
    assert error(vendor.post("/contacts", body))[2:] == ("missing_required_field", "from")
    assert error(vendor.post("/contacts", body | {"from": "+628333333333"}))[3] == "from"
    made = vendor.post("/contacts", body | {"from": "+628222222222"}).json()["data"]
    assert made["whatsapp_account"] == {"phone_number": "+628222222222"}
    assert vendor.post("/1234567/contacts", {"phone_number": "+628777777778"}).status_code == 201


def test_a_full_plan_takes_no_more_contacts() -> None:
    vendor = Vendor(contact_limit=3)
    assert error(vendor.post("/contacts", {"phone_number": "+628777777777"}))[:2] == (403, "permission_error")


def test_a_patch_changes_what_it_names() -> None:
    vendor = Vendor()
    answer = vendor.call("PATCH", f"/contacts/{ANA}", json={"name": "Anna", "email": None})
    assert answer.json()["data"]["name"] == "Anna"
    assert "email" not in vendor.get(f"/contacts/{ANA}").json()["data"]
    assert answer.json()["data"]["updated_at"] > answer.json()["data"]["created_at"]
    assert vendor.carried(ANA) == ("VIP",)
    assert Vendor(patch_contacts=False).call("PATCH", f"/contacts/{ANA}", json={}).status_code == 404


def test_a_contact_cannot_be_deleted() -> None:
    vendor = Vendor()
    assert error(vendor.call("DELETE", f"/contacts/{ANA}"))[0] == 404
    assert error(Vendor(absent_method_status=405).call("DELETE", f"/contacts/{ANA}"))[0] == 405
    assert ANA in vendor.emulator.view().contacts


def test_a_switch_lets_contacts_be_deleted() -> None:
    vendor = Vendor(delete_contacts_route=True)
    answer = vendor.call("DELETE", f"/contacts/{ANA}")
    assert answer.json()["data"] == {"id": ANA, "object": "contact", "deleted": True}
    assert [row["id"] for row in vendor.get("/contacts").json()["data"]] == [CEM, BEN]
    assert vendor.get("/contacts", phone="+6281200000001").json()["data"] == []
    assert error(vendor.call("DELETE", f"/contacts/{ANA}"))[0] == 404
    assert vendor.post("/contacts", {"phone_number": "+6281200000001"}).status_code == 201


def test_with_a_lag_the_list_shows_what_was_and_a_single_contact_what_is() -> None:
    vendor = Vendor(PEOPLE[:1], lag_seconds=10, labels_field=True)
    lead = vendor.post("/labels", {"name": "Lead"}).json()["data"]["id"]
    vendor.bulk([ANA], lead)
    vendor.clock.at += 4
    vendor.bulk([ANA], vendor.label("VIP"), operation="detach")
    vendor.post("/contacts", {"phone_number": "+628777777777"})

    def listed() -> list[list[str]]:
        rows = vendor.get("/contacts").json()["data"]
        return [[label["name"] for label in row["labels"]] for row in rows]

    single = vendor.get(f"/contacts/{ANA}").json()["data"]["labels"]
    assert [label["name"] for label in single] == ["Lead"]
    assert listed() == [["VIP"]]
    vendor.clock.at += 6
    vendor.restart()
    assert listed() == [["VIP", "Lead"]]
    vendor.clock.at += 4
    assert listed() == [[], ["Lead"]]


def test_conversations_are_filtered_by_contact_and_status_and_carry_no_labels() -> None:
    vendor = Vendor()
    rows = vendor.get("/conversations", contact_id=ANA, status="open").json()["data"]
    assert [row["contact_id"] for row in rows] == [ANA]
    assert "labels" not in rows[0]
    assert vendor.get("/1234567/conversations", status="resolved").json()["data"] == []
    assert len(everything(vendor, "/conversations", limit=2)) == 3
    assert error(vendor.get("/conversations", status="shut"))[3] == "status"
    assert error(vendor.get("/conversations", contact_id="x"))[3] == "contact_id"
