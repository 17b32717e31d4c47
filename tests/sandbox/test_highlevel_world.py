"""The world as a whole: seeds, dumps that another process takes over, and size."""

from __future__ import annotations

import json
from time import perf_counter

import msgspec

from labelsync.sandbox.emulator import Emulator, Person
from labelsync.sandbox.highlevel import Grant, Switches
from tests.sandbox.highlevel_client import LOCATION, OLDEST_FIRST, Location, contact_id, person, where


def test_the_emulator_keeps_the_seam() -> None:
    emulator: Emulator = Location().emulator
    assert emulator.vendor == "highlevel"


def test_seeded_people_are_readable_searchable_and_logged_nowhere() -> None:
    location = Location(person(1, "VIP", " vip", phone="+1", country="ID"))
    seen = location.view().contacts[contact_id(1)]
    assert (seen.email, seen.phone, seen.country, seen.labels) == ("p1@example.com", "+1", "ID", ("vip",))
    assert location.found(where("tags", "eq", "vip")) == [1]
    assert location.view().automations == ()
    assert list(location.view().labels) == ["vip"]


def test_rows_without_id_or_instant_get_some() -> None:
    location = Location(Person(email="a@example.com"), Person(id="not well formed"), person(2), person(2))
    rows = location.search(sort=OLDEST_FIRST)["contacts"]
    assert [row["dateAdded"][:19] for row in rows] == [f"2026-01-01T00:00:0{number}" for number in range(4)]
    assert len({row["id"] for row in rows}) == 4
    assert all(len(row["id"]) == 20 for row in rows)
    again = Location(Person(email="a@example.com"), Person(id="not well formed"), person(2), person(2))
    assert again.view().contacts.keys() == location.view().contacts.keys()


def busy() -> Location:
    location = Location(*(person(number, "old") for number in range(20)), index_lag_spread=3.0)
    location.bulk("add", [1, 2, 3], ["first"])
    location.wait(4)
    location.found()
    location.bulk("remove", [2, 4], ["old"])
    location.call("DELETE", f"/contacts/{contact_id(5)}")
    location.call("POST", "/contacts/", {"locationId": LOCATION, "email": "new@example.com", "tags": ["x"]})
    form = {"client_id": "a", "client_secret": "b", "grant_type": "authorization_code", "code": "c"}
    location.call("POST", "/oauth/token", data=form)
    return location


def test_a_dump_is_json_and_restores_to_itself() -> None:
    location = busy()
    state = location.emulator.dump()
    assert json.loads(json.dumps(state)) == state
    before = location.view()
    location.reborn()
    assert location.emulator.dump() == state
    assert location.view() == before
    assert location.emulator.revision == state["revision"]


def test_a_restored_world_goes_on_as_if_nothing_had_happened() -> None:
    one, other = busy(), busy()
    other.reborn()
    for _ in range(4):
        for location in (one, other):
            location.wait(2)
        assert one.search(sort=OLDEST_FIRST)["contacts"] == other.search(sort=OLDEST_FIRST)["contacts"]
    body = {"locationId": LOCATION, "email": "next@example.com"}
    made = [location.call("POST", "/contacts/", body).json()["contact"] for location in (one, other)]
    assert made[0] == made[1]
    headers = [location.call("GET", f"/contacts/{contact_id(1)}").headers for location in (one, other)]
    assert headers[0]["x-ratelimit-daily-remaining"] == headers[1]["x-ratelimit-daily-remaining"]


def test_a_restored_world_knows_its_tokens_and_used_refresh_tokens() -> None:
    location = Location(person(1))
    form = {"client_id": "a", "client_secret": "b", "grant_type": "authorization_code", "code": "c"}
    told = location.call("POST", "/oauth/token", data=form).json()
    form |= {"grant_type": "refresh_token", "refresh_token": told["refresh_token"]}
    assert location.call("POST", "/oauth/token", data=form).status_code == 200
    location.reborn()
    location.wait(31)
    assert location.call("POST", "/oauth/token", data=form).status_code == 400
    assert location.call("GET", f"/contacts/{contact_id(1)}", token=told["access_token"]).status_code == 200
    location.wait(86_400)
    assert location.call("GET", f"/contacts/{contact_id(1)}", token=told["access_token"]).status_code == 401


def test_the_revision_grows_with_every_change_of_the_dump() -> None:
    location = Location(person(1))
    seen = [(location.emulator.revision, location.emulator.dump())]
    calls = (
        ("POST", f"/contacts/{contact_id(1)}/tags", {"tags": ["a"]}),
        ("GET", f"/contacts/{contact_id(1)}", None),
        ("POST", f"/locations/{LOCATION}/tags", {"name": "b"}),
        ("DELETE", f"/contacts/{contact_id(1)}", None),
    )
    for method, path, body in calls:
        location.call(method, path, body)
        seen.append((location.emulator.revision, location.emulator.dump()))
    revisions = [revision for revision, _ in seen]
    assert revisions == sorted(set(revisions))


def test_switches_can_be_read_from_plain_values() -> None:
    plain = {"index_lag": 0, "tokens": {"t": {"kind": "company"}}, "skipped": ["x"], "location_id": LOCATION}
    switches = msgspec.convert(plain, Switches)
    assert switches.tokens == {"t": Grant(kind="company")}
    assert switches.skipped == frozenset({"x"})


def test_a_hundred_thousand_contacts_are_scanned_and_tagged_in_seconds() -> None:
    people = [person(number, "even" if number % 2 == 0 else "odd") for number in range(100_000)]
    location = Location(*people, rate_limit=100_000)
    began = perf_counter()
    after, seen = None, 0
    while rows := location.search(sort=OLDEST_FIRST, pageLimit=500, searchAfter=after)["contacts"]:
        seen, after = seen + len(rows), rows[-1]["searchAfter"]
    assert seen == 100_000
    assert location.search(where("tags", "eq", "even"), pageLimit=500, sort=OLDEST_FIRST)["total"] == 50_000
    for batch in range(20):
        location.bulk("add", list(range(batch * 500, batch * 500 + 500)), ["vip"])
        location.wait(6)
        either = [where("id", "eq", contact_id(batch * 500 + number)) for number in range(50)]
        assert len(location.found({"group": "OR", "filters": either})) == 50
    assert location.search(where("tags", "eq", "vip"), pageLimit=1)["total"] == 10_000
    assert perf_counter() - began < 40
