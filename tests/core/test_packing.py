"""Packing: every pair in exactly one call, gains before losses, never more calls than a simple grouping."""

import math
import random
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelsync.core.packing import pack

CELLS = st.dictionaries(
    st.sampled_from("abcde"), st.frozensets(st.integers(0, 20).map(str), min_size=1), max_size=5
)
SHAPES = st.tuples(st.integers(1, 8), st.sampled_from([1, 2, 100]), st.booleans()).filter(
    lambda shape: shape[1] > 1 or not shape[2]
)
unhurried = settings(deadline=None, max_examples=60)


def apart(add, remove):
    return {label: who - add.get(label, frozenset()) for label, who in remove.items()}


def calls_of(packing):
    return (*packing.gains, *packing.both, *packing.losses)


def pairs_of(packing):
    return [
        (sign, label, contact)
        for batch in calls_of(packing)
        for sign, labels in (("+", batch.add), ("-", batch.remove))
        for label in labels
        for contact in batch.contacts
    ]


def wanted(add, remove):
    return {("+", label, c) for label, who in add.items() for c in who} | {
        ("-", label, c) for label, who in remove.items() for c in who
    }


@given(add=CELLS, remove=CELLS, shape=SHAPES)
@unhurried
def test_every_pair_is_in_exactly_one_call_and_no_other_pair_is(add, remove, shape):
    height, width, combined = shape
    remove = {label: who for label, who in apart(add, remove).items() if who}
    packing = pack(add, remove, height=height, width=width, combined=combined)
    assert sorted(pairs_of(packing)) == sorted(wanted(add, remove))


@given(add=CELLS, remove=CELLS, shape=SHAPES)
@unhurried
def test_where_calls_may_share_pairs_every_pair_is_in_one_and_no_other_pair_is(add, remove, shape):
    height, width, combined = shape
    remove = apart(add, remove)
    packing = pack(add, remove, height=height, width=width, combined=combined, overlap=True)
    assert set(pairs_of(packing)) == wanted(add, remove)


@given(add=CELLS, remove=CELLS, shape=SHAPES, overlap=st.booleans())
@unhurried
def test_a_call_is_never_larger_than_the_vendor_takes(add, remove, shape, overlap):
    height, width, combined = shape
    packing = pack(add, apart(add, remove), height=height, width=width, combined=combined, overlap=overlap)
    for batch in calls_of(packing):
        assert 0 < len(batch.contacts) <= height
        assert len(set(batch.contacts)) == len(batch.contacts)
        assert max(len(batch.add), len(batch.remove)) <= width
        assert combined or not (batch.add and batch.remove)


@given(add=CELLS, remove=CELLS, shape=SHAPES, overlap=st.booleans())
@unhurried
def test_what_a_contact_gains_is_sent_before_or_with_what_it_loses(add, remove, shape, overlap):
    height, width, combined = shape
    packing = pack(add, apart(add, remove), height=height, width=width, combined=combined, overlap=overlap)
    assert not any(batch.remove for batch in packing.gains)
    assert all(batch.add and batch.remove for batch in packing.both)
    assert not any(batch.add for batch in packing.losses)
    mixed = Counter(contact for batch in packing.both for contact in batch.contacts)
    assert max(mixed.values(), default=0) <= 1


@given(add=CELLS, remove=CELLS, shape=SHAPES, overlap=st.booleans())
@unhurried
def test_the_bound_holds_and_one_call_a_label_is_never_beaten_by_us(add, remove, shape, overlap):
    height, width, combined = shape
    remove = apart(add, remove)
    packing = pack(add, remove, height=height, width=width, combined=combined, overlap=overlap)
    calls = len(calls_of(packing))
    per_label = sum(math.ceil(len(who) / height) for who in (*add.values(), *remove.values()))
    assert packing.bound <= calls <= per_label


@given(add=CELLS, remove=CELLS, shape=SHAPES, overlap=st.booleans())
@unhurried
def test_one_call_for_contacts_that_need_the_same_is_never_beaten_by_us(add, remove, shape, overlap):
    height, width, combined = shape
    remove = apart(add, remove)
    packing = pack(add, remove, height=height, width=width, combined=combined, overlap=overlap)
    assert len(calls_of(packing)) <= min(
        sum(grouped({**gained}, {**lost}, height, width) for gained, lost in sides)
        for sides in ([(add, {}), ({}, remove)], *([[(add, remove)]] if combined else []))
    )


def grouped(add, remove, height, width):
    """Calls if contacts that need the same share theirs, the last of their gains with losses."""
    kinds = Counter()
    for contact in {c for who in (*add.values(), *remove.values()) for c in who}:
        gained = sum(contact in who for who in add.values())
        lost = sum(contact in who for who in remove.values())
        labels = tuple(sorted(pair[:2] for pair in wanted(add, remove) if pair[2] == contact))
        kinds[labels, math.ceil(gained / width) + math.ceil(lost / width) - bool(gained and lost)] += 1
    return sum(calls * math.ceil(number / height) for (_, calls), number in kinds.items())


def test_contacts_with_the_same_changes_share_a_call():
    who = frozenset(map(str, range(10)))
    packing = pack({"a": who, "b": who}, {"c": who}, height=100, width=100, combined=True)
    assert (len(packing.gains), len(packing.both), len(packing.losses), packing.bound) == (0, 1, 0, 1)
    assert packing.both[0].add == ("a", "b")


def test_where_calls_may_share_pairs_two_are_enough_for_three_overlapping_kinds():
    add = {"a": ["1", "2"], "b": ["1", "2", "3"], "c": ["2", "3"]}
    strict = pack(add, {}, height=10, width=10, combined=False)
    shared = pack(add, {}, height=10, width=10, combined=False, overlap=True)
    assert (len(strict.gains), len(shared.gains), shared.bound) == (3, 2, 2)


def drawn(seed):
    """Some hundred contacts with overlapping labels: too many for the polish, enough for a cover."""
    chance = random.Random(seed)
    people = [f"c{number:03}" for number in range(400)]
    add = {f"g{n}": chance.sample(people, chance.randint(20, 200)) for n in range(9)}
    remove = {f"l{n}": chance.sample(people, chance.randint(20, 200)) for n in range(5)}
    return add, remove


@pytest.mark.parametrize("overlap", [False, True])
@pytest.mark.parametrize("combined", [False, True])
def test_the_same_pairs_give_the_same_calls_in_whatever_order_and_kind_they_come(combined, overlap):
    add, remove = drawn(seed=7)
    shape = {"height": 30, "width": 4, "combined": combined, "overlap": overlap}
    shuffled = [
        {label: frozenset(side[label]) for label in random.Random(3).sample(sorted(side), len(side))}
        for side in (add, remove)
    ]
    assert pack(add, remove, **shape) == pack(*shuffled, **shape)


def test_the_same_pairs_give_the_same_calls_whatever_the_hash_seed():
    code = (
        "from tests.core.test_packing import drawn; from labelsync.core.packing import pack;"
        "add, remove = drawn(seed=5); sides = [{l: set(w) for l, w in s.items()} for s in (add, remove)];"
        "print(pack(*sides, height=25, width=3, combined=True, overlap=True))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_calls_and_what_is_in_them_are_sorted():
    packing = pack(*drawn(seed=2), height=30, width=4, combined=True)
    for batches in (packing.gains, packing.both, packing.losses):
        keys = [(batch.add, batch.remove, batch.contacts) for batch in batches]
        assert keys == sorted(keys)
    for batch in calls_of(packing):
        assert list(batch.contacts) == sorted(batch.contacts)
        assert (list(batch.add), list(batch.remove)) == (sorted(batch.add), sorted(batch.remove))


@pytest.mark.parametrize("overlap", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_hundreds_of_contacts_are_packed_whole_within_the_bound_and_the_simple_ways(seed, overlap):
    add, remove = drawn(seed)
    packing = pack(add, remove, height=40, width=5, combined=True, overlap=overlap)
    pairs = pairs_of(packing)
    assert set(pairs) == wanted(add, remove)
    assert overlap or len(pairs) == len(set(pairs))
    per_label = sum(math.ceil(len(who) / 40) for who in (*add.values(), *remove.values()))
    assert packing.bound <= len(calls_of(packing)) <= per_label
