"""Packing: every pair in exactly one call, gains before losses, never more calls than a simple grouping."""

import math

from hypothesis import given
from hypothesis import strategies as st

from labelsync.core.packing import pack

CELLS = st.dictionaries(
    st.sampled_from("abcde"), st.frozensets(st.integers(0, 20).map(str), min_size=1), max_size=5
)
SHAPES = st.tuples(st.integers(1, 8), st.sampled_from([1, 2, 100]), st.booleans()).filter(
    lambda shape: shape[1] > 1 or not shape[2]
)


def apart(add, remove):
    return {label: who - add.get(label, frozenset()) for label, who in remove.items()}


@given(add=CELLS, remove=CELLS, shape=SHAPES)
def test_every_pair_is_in_exactly_one_call_and_no_other_pair_is(add, remove, shape):
    height, width, combined = shape
    remove = {label: who for label, who in apart(add, remove).items() if who}
    packing = pack(add, remove, height=height, width=width, combined=combined)
    sent = [
        (sign, label, contact)
        for batch in (*packing.gains, *packing.losses)
        for sign, labels in (("+", batch.add), ("-", batch.remove))
        for label in labels
        for contact in batch.contacts
    ]
    wanted = {("+", label, c) for label, who in add.items() for c in who}
    wanted |= {("-", label, c) for label, who in remove.items() for c in who}
    assert sorted(sent) == sorted(wanted)


@given(add=CELLS, remove=CELLS, shape=SHAPES)
def test_a_call_is_never_larger_than_the_vendor_takes(add, remove, shape):
    height, width, combined = shape
    packing = pack(add, apart(add, remove), height=height, width=width, combined=combined)
    for batch in (*packing.gains, *packing.losses):
        assert 0 < len(batch.contacts) <= height
        assert max(len(batch.add), len(batch.remove)) <= width
        assert combined or not (batch.add and batch.remove)


@given(add=CELLS, remove=CELLS, shape=SHAPES)
def test_what_a_contact_gains_is_sent_before_or_with_what_it_loses(add, remove, shape):
    height, width, combined = shape
    packing = pack(add, apart(add, remove), height=height, width=width, combined=combined)
    assert not any(batch.remove for batch in packing.gains)
    late = {contact for batch in packing.losses if batch.add for contact in batch.contacts}
    lost = {c for batch in packing.losses if batch.remove and not batch.add for c in batch.contacts}
    first = {}
    for number, batch in enumerate(packing.losses):
        for contact in batch.contacts:
            if batch.remove:
                first.setdefault(contact, number)
            if batch.add:
                assert first.get(contact, number) == number
    assert late | lost == {c for batch in packing.losses for c in batch.contacts}


@given(add=CELLS, remove=CELLS, shape=SHAPES)
def test_the_bound_holds_and_one_call_a_label_is_never_beaten_by_us(add, remove, shape):
    height, width, combined = shape
    remove = apart(add, remove)
    packing = pack(add, remove, height=height, width=width, combined=combined)
    calls = len(packing.gains) + len(packing.losses)
    per_label = sum(math.ceil(len(who) / height) for who in (*add.values(), *remove.values()))
    assert packing.bound <= calls <= per_label


def test_contacts_with_the_same_changes_share_a_call():
    who = frozenset(map(str, range(10)))
    packing = pack({"a": who, "b": who}, {"c": who}, height=100, width=100, combined=True)
    assert (len(packing.gains), len(packing.losses), packing.bound) == (0, 1, 1)
    assert packing.losses[0].add == ("a", "b")
