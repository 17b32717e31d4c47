"""The order of things: an intent before its call, a ticket before its use, an outcome after its answer.

A second connection looks into the journal while the vendor is being asked.
"""

from typing import NamedTuple

import pytest

from labelsync.core.batch import Creation, Deletion, Relabel, Undefinition
from tests.crash.mortal import Entry, today, yesterday
from tests.journal.made import Elsewhere, entries

VENDORS = ("wix", "highlevel", "kirimchat")
KINDS = (
    ("/contacts/v4/labels", Creation),
    ("/labels", Creation),
    ("/contacts/v4/bulk/contacts/add-remove-labels", Relabel),
    ("/contacts/bulk/tags/update/add", Relabel),
    ("/contacts/bulk/tags/update/remove", Relabel),
    ("/contacts/bulk_label", Relabel),
    ("/contacts/v4/bulk/contacts/delete", Deletion),
)


class Sight(NamedTuple):
    """A writing request, and what was durable when it reached the vendor."""

    method: str
    path: str
    key: str
    body: bytes
    durable: tuple[Entry, ...]

    @property
    def open(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.durable if entry.settled is None)


def watched(folder, vendor, place):
    scene = Elsewhere(folder, vendor, place)
    yesterday(scene)
    today(scene)
    sights = []

    def look(asked):
        key = asked.headers.get("idempotency-key", "")
        sights.append(Sight(asked.method, asked.path, key, asked.body, tuple(entries(scene.place))))

    scene.on_write = look
    assert scene.apply().converged
    assert len(sights) > 5
    return scene, sights


def kind_of(sight):
    kinds = dict(KINDS)
    if sight.method == "DELETE":
        return Undefinition if "label" in sight.path or "/tags/" in sight.path else Deletion
    return kinds[sight.path]


@pytest.mark.parametrize("vendor", VENDORS)
def test_when_a_call_reaches_the_vendor_its_intent_is_durable_and_open(tmp_path, place, vendor):
    _, sights = watched(tmp_path, vendor, place)
    for sight in sights:
        fitting = [entry for entry in sight.open if isinstance(entry.batch, kind_of(sight))]
        assert fitting, sight.path
        ids = [contact for e in fitting if isinstance(e.batch, Relabel) for contact in e.batch.contacts]
        assert kind_of(sight) is not Relabel or any(contact.encode() in sight.body for contact in ids)


@pytest.mark.parametrize("vendor", VENDORS)
def test_no_outcome_is_durable_before_its_call_and_every_one_is_after_the_run(tmp_path, place, vendor):
    scene, sights = watched(tmp_path, vendor, place)
    assert all(sight.open for sight in sights)
    after = tuple(entries(scene.place))
    assert all(entry.performed for entry in after)
    assert all(entry.settled >= entry.at for entry in after)
    assert len(after) == len({entry.id for sight in sights for entry in sight.durable})


@pytest.mark.parametrize("vendor", ["wix", "highlevel"])
def test_calls_of_one_phase_are_over_and_recorded_before_the_next_phase_begins(tmp_path, place, vendor):
    _, sights = watched(tmp_path, vendor, place)
    last = sights[-1]
    assert kind_of(last) is Undefinition
    assert {type(entry.batch) for entry in last.open} == {Undefinition}


def test_a_key_is_durable_before_it_is_used_and_belongs_to_one_call_alone(tmp_path, place):
    _, sights = watched(tmp_path, "kirimchat", place)
    keyed = [sight for sight in sights if sight.method == "POST"]
    assert len({sight.key for sight in keyed}) == len(keyed)
    for sight in keyed:
        [owner] = [entry for entry in sight.open if ("key", sight.key) in entry.tickets]
        assert isinstance(owner.batch, kind_of(sight))


def test_a_job_is_durable_before_it_is_first_asked_after(tmp_path, place):
    scene = Elsewhere(tmp_path, "wix", place)
    yesterday(scene)
    today(scene)
    seen = []
    vendor_side = scene.counting.application

    async def look(scope, receive, send):
        if scope["path"].startswith("/contacts/v4/bulk/jobs/"):
            job = scope["path"].rsplit("/", 1)[1]
            seen.append(any(("job", job) in entry.tickets for entry in entries(scene.place)))
        await vendor_side(scope, receive, send)

    scene.counting.application = look
    assert scene.apply().converged
    assert len(seen) > 5
    assert all(seen)
