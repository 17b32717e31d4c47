"""The emulated KirimChat as a world: seeded, saved, restored, looked at."""

from __future__ import annotations

import json
import re
from time import perf_counter

import pytest

from labelsync.sandbox.emulator import Person
from tests.sandbox.kirimchat_client import ANA, BEN, NOON, PEOPLE, TWO_TEAMS, Vendor, everything


def test_the_view_shows_the_people_of_the_seed() -> None:
    people = Vendor().emulator.view().contacts
    assert [(person.email, person.phone, person.labels) for person in people.values()] == [
        ("ana@example.org", "+6281200000001", ("VIP",)),
        ("ben@example.org", "+6281200000002", ()),
        ("", "+6281200000003", ("VIP", "Lead")),
    ]
    assert [person.more["team"] for person in Vendor(TWO_TEAMS).emulator.view().contacts.values()] == [
        "main",
        "sales",
    ]


def test_ids_are_made_where_they_are_missing_or_malformed_and_the_same_each_time() -> None:
    people = [Person(id=given, phone=f"+62812000000{n}") for n, given in enumerate(["", "7", "ctc_OIL"])]
    first, second = (list(Vendor(people).emulator.view().contacts) for _ in range(2))
    assert first == second
    assert all(re.fullmatch("ctc_[0-9A-HJKMNP-TV-Z]{26}", key) for key in first)


def test_two_rows_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match=ANA):
        Vendor((PEOPLE[0], PEOPLE[0]))


def test_seeded_instants_and_phones_are_kept() -> None:
    people = [Person(phone="+62 812-000.0001", created="2025-05-05", country="ID"), Person(phone="0812")]
    newer, older = Vendor(people).get("/contacts").json()["data"]
    assert [older["created_at"], older["phone_number"]] == ["2025-05-05T00:00:00.000Z", "+628120000001"]
    assert older["metadata"] == {"country": "ID"}
    assert [newer["created_at"], newer["phone_number"]] == ["2026-01-01T00:00:01.000Z", "0812"]


def test_an_empty_organisation_has_one_team() -> None:
    assert Vendor(()).post("/labels", {"name": "A"}).json()["data"]["team_id"] == "main"


def test_a_contact_made_later_is_of_the_default_team() -> None:
    vendor = Vendor(tuple(reversed(TWO_TEAMS)))
    made = vendor.post("/contacts", {"phone_number": "+628777777777"}).json()["data"]["id"]
    assert vendor.emulator.view().contacts[made].more == {"team": "main"}


def test_a_dump_is_json_and_restores_exactly() -> None:
    vendor = Vendor(lag_seconds=60, labels_field=True, bulk_seconds=5)
    label = vendor.label("VIP")
    vendor.bulk([BEN], label, key="k1")
    vendor.post("/contacts", {"phone_number": "+628777777777", "metadata": {"a": [1, None, "x"]}})
    cursor = vendor.get("/contacts", limit=1).json()["next_cursor"]
    before = vendor.emulator.dump()
    assert json.loads(json.dumps(before)) == before
    vendor.restart()
    assert vendor.emulator.dump() == before
    assert vendor.emulator.revision == before["revision"]
    assert vendor.get("/contacts", cursor=cursor).status_code == 200
    assert vendor.bulk([BEN], label, key="k1").headers["Idempotent-Replayed"] == "true"


def test_ids_stay_unique_when_a_restored_world_meets_the_same_chance() -> None:
    vendor = Vendor()
    vendor.restart()
    first = vendor.post("/labels", {"name": "A"}).json()["data"]["id"]
    vendor.restart()
    second = vendor.post("/labels", {"name": "B"}).json()["data"]["id"]
    assert first != second
    assert vendor.emulator.view().labels[-2:] in (["A", "B"], ["B", "A"])


def test_the_limit_goes_on_where_it_was_after_a_restart() -> None:
    vendor = Vendor(write_per_minute=1)
    vendor.post("/labels", {"name": "A"})
    vendor.restart()
    assert vendor.post("/labels", {"name": "B"}).status_code == 429
    vendor.clock.at = NOON + 60
    assert vendor.post("/labels", {"name": "B"}).status_code == 201


def test_the_revision_grows_with_every_change_of_the_state() -> None:
    vendor = Vendor()
    label = vendor.label("VIP")
    seen = [vendor.emulator.revision]
    for operation in ("attach", "attach", "detach"):
        vendor.bulk([BEN], label, operation=operation)
        seen.append(vendor.emulator.revision)
    assert seen == sorted(set(seen))


def test_a_refused_call_changes_nothing_and_leaves_the_revision() -> None:
    vendor = Vendor()
    before = vendor.emulator.dump()
    vendor.call("POST", "/labels", json={"name": "A"}, headers={"Authorization": "none"})
    assert vendor.emulator.dump() == before


def test_what_was_handed_out_does_not_change_with_the_world() -> None:
    vendor = Vendor()
    dump, view = vendor.emulator.dump(), vendor.emulator.view()
    copy = json.loads(json.dumps(dump))
    vendor.bulk([BEN], vendor.label("VIP"))
    assert dump == copy
    assert view.contacts[BEN].labels == ()


@pytest.mark.parametrize(
    ("method", "path", "writes"),
    [
        ("POST", "/contacts/bulk_label", True),
        ("post", "/v1/1234567/contacts", True),
        ("DELETE", "/labels/lbl_1", True),
        ("PATCH", "/labels/lbl_1", True),
        ("GET", "/contacts", False),
        ("POST", "/me", False),
        ("POST", "/webhook_subscriptions", False),
    ],
)
def test_only_calls_below_contacts_and_labels_write(method: str, path: str, writes: bool) -> None:
    assert Vendor().emulator.writes(method, path) is writes


def test_automations_tell_when_which_label_changed_on_whom() -> None:
    vendor = Vendor()
    label = vendor.label("VIP")
    vendor.clock.at += 3
    vendor.bulk([ANA, BEN], label)
    (automation,) = vendor.emulator.view().automations
    assert (automation.at, automation.contact, automation.label, automation.on) == (
        NOON + 3,
        BEN,
        "VIP",
        "add",
    )


def test_a_hundred_thousand_contacts_are_scanned_and_labelled_page_by_page() -> None:
    people = [Person(phone=f"+628{number:09}", labels=("VIP",)) for number in range(100_000)]
    vendor = Vendor(people, rate_limits=False, lag_seconds=5)
    label = vendor.label("VIP")
    started = perf_counter()
    rows = everything(Vendor(people[:5000], rate_limits=False), "/contacts", limit=100)
    keys = [row["id"] for row in vendor.get("/contacts", limit=100).json()["data"]]
    vendor.bulk(keys, label, operation="detach")
    assert vendor.get("/contacts", phone="+628000000007").json()["data"][0]["phone_number"] == "+628000000007"
    assert perf_counter() - started < 20
    assert [len(rows), len(vendor.changes())] == [5000, 100]
