"""Seeding, looking at, saving and restoring an emulated site."""

from __future__ import annotations

import asyncio
import json
import random

import httpx
import pytest

from labelsync.sandbox.around import Around
from labelsync.sandbox.emulator import Emulator, Person
from labelsync.sandbox.wix import Switches, WixEmulator, emulate
from tests.sandbox.wix_client import BULK, CONTACTS, HEADERS, JOBS, LABELS, Clock, Site, guid, people, person


def busy_site() -> tuple[Site, str]:
    """A site with pending index entries, a running job, a token, a merge and automations."""
    site = Site(*people(20, "Old"), person(21, "VIP"), person(22))
    site.ok("POST", "/oauth2/token", json={**_TOKEN})
    site.ok(
        "POST",
        f"{CONTACTS}/{guid(21)}/merge",
        json={"targetContactRevision": 1, "sourceContactIds": [guid(22)]},
    )
    site.new_label("New")
    job = site.label([guid(number) for number in range(1, 21)], add=("custom.vip",), remove=("custom.old",))
    site.wait(1.12)
    assert site.job(job)["status"] == "RUNNING"
    return site, job


_TOKEN = {"grant_type": "client_credentials", "client_id": "a", "client_secret": "b", "instance_id": "c"}


def later(site: Site, job: str) -> list[object]:
    """What a client sees from here on."""
    seen: list[object] = []
    for _ in range(12):
        seen.append(site.job(job))
        seen.append(site.query({"info.labelKeys": {"$hasSome": ["custom.vip"]}}))
        seen.append(site.ok("GET", CONTACTS))
        seen.append(site.ok("GET", LABELS))
        seen.append(site.label([guid(1)], add=("custom.old",)))
        site.wait(0.3)
    return [*seen, site.emulator.dump(), site.view()]


def test_an_emulator_is_what_the_seam_asks_for():
    site: Emulator = Site().emulator
    assert site.vendor == "wix"


def test_a_restored_site_goes_on_exactly_as_the_one_that_was_saved():
    (first, job), (second, same) = busy_site(), busy_site()
    assert job == same
    second.reborn()
    assert later(first, job) == later(second, job)


def test_a_dump_survives_the_round_trip_unchanged():
    site, _ = busy_site()
    before = site.emulator.dump()
    assert json.loads(json.dumps(before)) == before
    assert site.reborn().dump() == before


def test_a_dump_holds_plain_values_only():
    def kinds(value: object) -> set[type]:
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return {type(value)}.union(*map(kinds, inside))

    site, _ = busy_site()
    assert kinds(site.emulator.dump()) <= {dict, list, str, int, float, bool, type(None)}


def test_ids_follow_from_the_seed_and_never_come_twice_after_a_restore():
    def made(site: Site, name: str) -> str:
        return site.ok("POST", CONTACTS, json={"info": {"name": {"first": name}}})["contact"]["id"]

    one, two, other = Site(seed=1), Site(seed=1), Site(seed=2)
    first = made(one, "A")
    assert first == made(two, "A")
    assert first != made(other, "A")
    one.reborn()
    assert made(one, "A") != first


def test_the_limit_is_remembered_by_a_restored_site():
    site = Site(rate_limit=1)
    site.ok("GET", JOBS)
    site.reborn()
    site.refused(429, "GET", JOBS)


def test_a_token_is_remembered_by_a_restored_site():
    site = Site(only_issued_tokens=True)
    token = site.ok("POST", "/oauth2/token", json=_TOKEN)["access_token"]
    site.reborn()
    site.ok("GET", JOBS, headers={"Authorization": token})


def test_the_revision_grows_with_every_change_and_every_counted_request():
    site = Site(person(1, "VIP"), rate_limit=0)
    still = site.emulator.revision
    site.ok("GET", JOBS)
    site.refused(404, "GET", f"{CONTACTS}/{guid(9)}")
    assert site.emulator.revision == still
    site.ok("DELETE", f"{CONTACTS}/{guid(1)}/labels", params={"labelKeys": "custom.vip"})
    assert site.emulator.revision > still
    limited = Site()
    limited.ok("GET", JOBS)
    assert limited.emulator.revision > 0


def test_seed_rows_become_contacts_visible_at_once():
    site = Site(
        Person(id="not-a-guid", email="a@example.com", labels=("My Label", "Customers")),
        Person(
            id=guid(5), email="b@example.com", phone="+49 30 1", first_name="B", last_name="Bo", country="DE"
        ),
        Person(id=guid(5), email="c@example.com", created="2025-12-24"),
    )
    by_email = {contact.email: contact for contact in site.view().contacts.values()}
    assert len(site.found()) == len(by_email) == 3
    assert by_email["a@example.com"].labels == ("My Label", "Customers")
    assert by_email["a@example.com"].created == "2026-01-01T00:00:00.000Z"
    assert by_email["b@example.com"].created == "2026-01-01T00:00:01.000Z"
    assert by_email["c@example.com"].created == "2025-12-24T00:00:00.000Z"
    shown = by_email["b@example.com"]
    assert (shown.id, shown.phone, shown.country, shown.last_name) == (guid(5), "+49301", "DE", "Bo")
    assert site.view().labels == ("Customers", "Contacted Me", "My Label")
    assert site.ok("GET", f"{LABELS}/custom.my-label")["label"]["displayName"] == "My Label"


def test_a_view_has_the_work_that_was_due():
    site = Site(person(1), person(2, "VIP"))
    site.label([guid(1)], add=("custom.vip",))
    site.wait(10)
    assert site.labels_of(guid(1)) == ("VIP",)


@pytest.mark.parametrize(
    ("method", "path", "writes"),
    [
        ("POST", f"{BULK}/add-remove-labels", True),
        ("DELETE", f"{CONTACTS}/{guid(1)}/labels", True),
        ("PATCH", "/_api/contacts/v4/labels/custom.vip", True),
        ("POST", LABELS, True),
        ("POST", f"{CONTACTS}/{guid(1)}/merge", True),
        ("POST", f"{CONTACTS}/{guid(1)}/preview-merge", False),
        ("POST", f"{CONTACTS}/query", False),
        ("POST", f"{CONTACTS}/facets/query", False),
        ("POST", "/_api/contacts/v4/labels/query", False),
        ("POST", "/oauth2/token", False),
        ("GET", CONTACTS, False),
    ],
)
def test_writes_are_told_from_reads(method, path, writes):
    assert Site().emulator.writes(method, path) is writes


def test_a_hundred_thousand_contacts_are_scanned_page_by_page_in_seconds():
    clock = Clock()
    rows = [person(number, "VIP" if number % 2 else "Old") for number in range(100_000)]
    around = Around(clock.now, clock.sleep, random.Random(1))
    site = emulate(rows, switches=Switches(rate_limit=0), around=around)
    assert asyncio.run(_scanned(site, clock)) == 100_000


async def _scanned(site: WixEmulator, clock: Clock) -> int:
    """Every contact by keyset pages, with a bulk job and a look at its contacts between pages."""
    seen: set[str] = set()
    since = "2000-01-01"
    transport = httpx.ASGITransport(app=site.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://wix", headers=HEADERS) as client:
        while True:
            query = {"filter": {"createdDate": {"$gte": since}}, "paging": {"limit": 1000}}
            query["fields"] = ["createdDate", "info.labelKeys"]
            page = (await client.post(f"{CONTACTS}/query", json={"query": query})).json()["contacts"]
            seen.update(contact["id"] for contact in page)
            if len(page) < 1000:
                return len(seen)
            since = page[-1]["createdDate"]
            ids = {"id": {"$in": [contact["id"] for contact in page[:100]]}}
            await client.post(
                f"{BULK}/add-remove-labels", json={"filter": ids, "labelKeysToAdd": ["custom.vip"]}
            )
            clock.at += 5
            await client.post(f"{CONTACTS}/query", json={"query": {"filter": ids}})


def test_changes_everybody_has_learnt_of_are_not_kept():
    site = Site(person(1, "VIP"))
    site.ok("DELETE", f"{CONTACTS}/{guid(1)}/labels", params={"labelKeys": "custom.vip"})
    assert len(site.emulator.dump()["pending"]) == 1
    site.wait(2)
    site.ok("GET", JOBS)
    assert site.emulator.dump()["pending"] == []
