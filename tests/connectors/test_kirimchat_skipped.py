"""KirimChat: a bulk call only counts whom it skipped; halves sent again find out who they are."""

from __future__ import annotations

import asyncio

import respx
from hypothesis import given
from hypothesis import strategies as st

from labelsync.connectors.kirimchat.answers import Tally
from labelsync.connectors.kirimchat.skipped import BUDGET, Segment, Span, tell_apart
from labelsync.core.batch import Relabel
from labelsync.core.outcome import APPLIED, Kind, Outcome
from tests.connectors.kirimchat_organisation import BULK, KEY, VIP, Counter, organised, person
from tests.connectors.straight import Kept

MISMATCHED = "skipped_team_mismatch: the contact belongs to another team than the label"
FOREIGN = "skipped_cross_org: the contact is not of this organisation, or is gone"


def people(count: int) -> tuple[str, ...]:
    return tuple(map(person, range(count)))


def counted(counter: Counter, count: int) -> dict[str, Outcome]:
    at = organised()
    batch = Relabel(people(count), add=(VIP,))
    with respx.mock() as router:
        router.post(BULK).mock(side_effect=counter)
        return dict(asyncio.run(at.connector.perform(batch, at.straight, Kept(KEY))).contacts)


def test_the_skipped_are_found_and_named_with_their_reason() -> None:
    counter = Counter(foreign=frozenset({person(3)}), mismatched=frozenset({person(700)}))
    outcomes = counted(counter, 1000)
    wrong = {contact: outcome for contact, outcome in outcomes.items() if outcome != APPLIED}
    assert wrong == {
        person(3): Outcome(Kind.FAILED, FOREIGN),
        person(700): Outcome(Kind.FAILED, MISMATCHED),
    }
    assert len(outcomes) == 1000
    assert len(counter.keys) <= 1 + 2 * 10


def test_every_further_call_has_a_derived_key_that_is_the_same_next_time() -> None:
    first, second = (Counter(mismatched=frozenset({person(5)})) for _ in range(2))
    assert counted(first, 8) == counted(second, 8)
    assert first.keys == second.keys
    assert first.keys[:2] == [KEY, f"{KEY}-0-4"]
    assert len(set(first.keys)) == len(first.keys)


def test_a_call_in_which_all_are_skipped_for_one_reason_needs_no_other() -> None:
    counter = Counter(foreign=frozenset(people(500)))
    assert set(counted(counter, 500).values()) == {Outcome(Kind.FAILED, FOREIGN)}
    assert counter.keys == [KEY]


def tally(span: Span, *, foreign: set[int], mismatched: set[int]) -> Tally:
    here = set(range(span.start, span.stop))
    return Tally(0, skipped_cross_org=len(here & foreign), skipped_team_mismatch=len(here & mismatched))


@given(st.integers(1, 65), st.sets(st.integers(0, 64)), st.sets(st.integers(0, 64)))
def test_so_few_contacts_are_always_told_apart(size: int, foreign: set[int], mismatched: set[int]) -> None:
    foreign = {number for number in foreign if number < size}
    mismatched = {number for number in mismatched if number < size} - foreign
    asked: list[Span] = []

    async def ask(span: Span) -> Tally:
        asked.append(span)
        return tally(span, foreign=foreign, mismatched=mismatched)

    everybody = Span(0, size)
    whole = Segment.of(everybody, tally(everybody, foreign=foreign, mismatched=mismatched))
    told = asyncio.run(tell_apart(whole, ask))
    reasons = {number: outcome.reason for span, outcome in told for number in range(span.start, span.stop)}
    assert reasons == {
        number: FOREIGN if number in foreign else MISMATCHED if number in mismatched else ""
        for number in range(size)
    }
    assert len(asked) <= BUDGET


def test_a_half_that_contradicts_the_whole_makes_the_other_half_be_asked() -> None:
    # the world moved: the whole call skipped one contact, its left half now skips two
    tallies = {Span(0, 2): Tally(0, skipped_cross_org=2), Span(2, 4): Tally(2)}
    asked: list[Span] = []

    async def ask(span: Span) -> Tally:
        asked.append(span)
        return tallies[span]

    told = dict(asyncio.run(tell_apart(Segment(Span(0, 4), foreign=1, mismatched=0), ask)))
    assert asked == [Span(0, 2), Span(2, 4)]
    assert told == {Span(0, 2): Outcome(Kind.FAILED, FOREIGN), Span(2, 4): APPLIED}


def test_when_the_budget_is_over_the_rest_is_unknown_with_its_counts() -> None:
    counter = Counter(mismatched=frozenset(people(1000)[::7]))
    outcomes = counted(counter, 1000)
    assert len(counter.keys) == 1 + 64
    for contact, outcome in outcomes.items():
        right = Outcome(Kind.FAILED, MISMATCHED) if contact in counter.mismatched else Outcome(Kind.APPLIED)
        assert outcome == right or outcome.kind is Kind.UNKNOWN
    unknown = [outcome for outcome in outcomes.values() if outcome.kind is Kind.UNKNOWN]
    assert 0 < len(unknown) < 1000
    assert all("without saying which" in outcome.reason for outcome in unknown)


def test_a_refusal_on_the_way_leaves_the_rest_unknown() -> None:
    counter = Counter(foreign=frozenset({person(0), person(7)}), lifetime=2)
    outcomes = counted(counter, 8)
    assert {outcome.kind for outcome in outcomes.values()} == {Kind.UNKNOWN}
    assert len(counter.keys) == 3


def test_contacts_that_are_not_counted_are_applied_with_a_note() -> None:
    counter = Counter(uncounted=frozenset({person(1)}), foreign=frozenset({person(2)}))
    outcomes = counted(counter, 4)
    assert outcomes[person(2)] == Outcome(Kind.FAILED, FOREIGN)
    rest = {outcomes[person(number)] for number in (0, 1, 3)}
    assert {outcome.kind for outcome in rest} == {Kind.APPLIED}
    assert all("counts 1 of the call's contacts neither" in outcome.reason for outcome in rest)


def test_a_count_that_leaves_out_whoever_was_so_already_hides_nobody() -> None:
    skipped = frozenset({person(2), person(5)})
    already = set(people(8)) - skipped
    counter = Counter(foreign=skipped, leaves_out=True, carriers=set(already))
    outcomes = counted(counter, 8)
    assert {
        contact for contact, outcome in outcomes.items() if outcome == Outcome(Kind.FAILED, FOREIGN)
    } == skipped
    assert {outcomes[contact].kind for contact in already} == {Kind.APPLIED}
    assert counter.carriers == already


def test_a_call_that_changes_nobody_is_applied_with_a_note() -> None:
    counter = Counter(leaves_out=True, carriers=set(people(3)))
    note = "KirimChat counts 3 of the call's contacts neither as applied nor as skipped"
    assert set(counted(counter, 3).values()) == {Outcome(Kind.APPLIED, note)}
    assert counter.keys == [KEY]


def test_the_halves_find_out_although_the_first_call_made_them_all_no_ops() -> None:
    counter = Counter(mismatched=frozenset({person(6)}), leaves_out=True)
    outcomes = counted(counter, 8)
    assert outcomes.pop(person(6)) == Outcome(Kind.FAILED, MISMATCHED)
    assert set(outcomes.values()) == {APPLIED}
    assert len(counter.keys) == 1 + 3
