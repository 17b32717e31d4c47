"""That each invariant can fail: what a good seed left is falsified in one place, and it is noticed."""

from dataclasses import replace
from pathlib import Path

import pytest

from labelsync.core.batch import Relabel
from labelsync.core.outcome import Kind, Outcome
from labelsync.testing.simulation import Simulation
from labelsync.testing.simulation.invariants import INVARIANTS, violations

LATER = 10_000_000.0


@pytest.fixture(scope="module")
def good():
    """A seed in which much happened and nothing was wrong."""
    report = next(report for report in map(live, range(40)) if is_busy(report.evidence))
    assert report.violations == ()
    return report.evidence


def live(seed):
    return Simulation(seed, "highlevel").run()


def is_busy(evidence):
    """Whether labels went both ways, somebody carries one that nobody manages, and a price was compared."""
    ways = {event.on for event in evidence.chronicle.events if not event.theirs}
    free = any("legal" in person.labels for person in evidence.chronicle.people.values())
    return ways == {"add", "remove"} and free and any(priced(evidence)) and any(verified(evidence))


def priced(evidence):
    return [one for one in evidence.played if one.priced and one.plan.accounts[0].cost.requests]


def verified(evidence):
    """Intents that give a label, each with a contact whose outcome was verified."""
    return [
        (entry, contact)
        for entry in evidence.entries
        if isinstance(entry.batch, Relabel) and entry.batch.add and entry.performed
        for contact, outcome in entry.performed.contacts.items()
        if outcome.kind is Kind.VERIFIED
    ]


def broken(evidence):
    return {violation.invariant for violation in violations(evidence)}


def chronicled(evidence, **changes):
    return replace(evidence, chronicle=replace(evidence.chronicle, **changes))


def event_of(evidence, on):
    return next(event for event in evidence.chronicle.events if event.on == on and not event.theirs)


def test_a_run_that_does_not_end_and_plans_that_never_come_out_empty_are_noticed(good):
    endless = [replace(one, ended=False) for one in good.played]
    assert "it_ends" in broken(replace(good, played=tuple(endless)))
    assert "it_ends" in broken(replace(good, settled=False))


def test_an_intent_that_stays_open_for_ever_is_noticed(good):
    left = [entry._replace(settled=None, performed=None) for entry in good.entries]
    assert "it_ends" in broken(replace(good, entries=tuple(left)))


def test_somebody_who_carries_no_label_at_all_is_noticed(good):
    bare = {contact: replace(one, labels=()) for contact, one in good.chronicle.people.items()}
    assert "the_world_is_as_wished" in broken(chronicled(good, people=bare))


def test_a_label_that_nobody_manages_and_that_moved_is_noticed(good):
    stray = event_of(good, "add")._replace(label="legal", key="legal")
    assert broken(chronicled(good, events=[*good.chronicle.events, stray])) == {"nothing_else_moved"}


def test_a_change_that_is_taken_back_and_made_again_is_noticed(good):
    first = event_of(good, "add")._replace(at=LATER + good.last.began)
    again = [first, first._replace(on="remove"), first]
    assert "nothing_fires_twice" in broken(chronicled(good, events=[*good.chronicle.events, *again]))


def test_a_lost_call_that_is_sent_again_at_once_is_noticed(good):
    sent = list(good.chronicle.sent)
    place = next(n for n, one in enumerate(sent) if one.writes and one.named and 200 <= one.status < 300)
    sent.insert(place + 1, sent[place])
    sent[place] = sent[place]._replace(status=0)
    assert "nothing_is_repeated_blindly" in broken(chronicled(good, sent=sent))


def test_an_outcome_that_denies_what_happened_or_claims_what_did_not_is_noticed(good):
    entry, contact = verified(good)[0]
    event = next(e for e in good.chronicle.events if e.contact == contact and e.key in entry.batch.add)
    rest = [one for one in good.chronicle.events if one != event]
    assert "the_journal_is_true" in broken(chronicled(good, events=rest))
    assert "the_journal_is_true" in broken(told(good, entry, contact, Outcome(Kind.FAILED)))


def told(evidence, entry, contact, outcome):
    """The same, but for what the journal says of one contact."""
    performed = replace(entry.performed, contacts={**entry.performed.contacts, contact: outcome})
    known = [one._replace(performed=performed) if one.id == entry.id else one for one in evidence.entries]
    return replace(evidence, entries=tuple(known))


def test_an_outcome_that_is_verified_without_a_look_is_noticed(good):
    _, contact = verified(good)[0]
    blind = [one for one in good.chronicle.sent if one.writes or contact not in one.named]
    assert "verified_was_read" in broken(chronicled(good, sent=blind))


def test_a_request_more_than_the_price_is_noticed(good):
    number = priced(good)[0].number
    more = next(one for one in good.chronicle.sent if one.run == number and one.writes)
    assert "the_price_is_kept" in broken(chronicled(good, sent=[*good.chronicle.sent, more]))


def test_a_writing_request_of_a_plan_is_noticed(good):
    sent = [one._replace(looking=one.looking or one.writes) for one in good.chronicle.sent]
    assert broken(chronicled(good, sent=sent)) == {"a_plan_only_looks"}


def test_a_writing_request_without_an_intent_is_noticed(good):
    assert "the_intent_comes_first" in broken(replace(good, entries=good.entries[1:]))


def test_there_is_a_test_here_for_every_invariant():
    source = Path(__file__).read_text("utf-8")
    assert all(f'"{name}"' in source for name in INVARIANTS)
