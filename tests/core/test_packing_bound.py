"""The bound: what it knows of grids whose fewest calls can be told by hand."""

from labelsync.core.packing import pack


def bound(add, *, height, width=10, overlap=True):
    return pack(add, {}, height=height, width=width, combined=False, overlap=overlap).bound


def test_contacts_fill_calls_by_the_height():
    assert bound({"a": [f"c{n}" for n in range(41)]}, height=10) == 5


def test_labels_that_nobody_shares_are_rounded_up_one_by_one():
    add = {f"l{label}": [f"c{label}-{n}" for n in range(11)] for label in range(6)}
    assert bound(add, height=10) == 12


def test_a_few_contacts_with_two_labels_do_not_take_the_rounding_away():
    add = {f"l{label}": [f"c{label}-{n}" for n in range(150)] for label in range(20)}
    add["l0"] += ["c1-0", "c2-0", "c3-0"]
    assert bound(add, height=100) == 40


def test_pairs_of_labels_that_few_share_cost_two_places():
    add = {f"l{n}": [f"c{one:03}" for one in range(120) if one % 12 != n] for n in range(12)}
    packing = pack(add, {}, height=10, width=3, combined=False, overlap=True)
    assert packing.bound == 48


def test_where_pairs_are_not_shared_the_rank_holds():
    add = {"a": ["1", "2"], "b": ["1", "2", "3"], "c": ["2", "3"]}
    assert bound(add, height=10, overlap=False) == 3
    assert bound(add, height=10, overlap=True) == 2
