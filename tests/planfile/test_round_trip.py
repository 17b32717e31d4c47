"""A plan, written to a file and read back, is the same plan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from labelsync.core.change import Add, Change, Delete, Remove
from labelsync.core.plan import Plan
from labelsync.errors import PlanUnfit
from labelsync.planfile import open_sealed, read, seal_plan
from tests.planfile.samples import ASSUMED, CHAT, KEY, PLAN, SEEN, SHOP, plans


@given(plans)
def test_any_plan_survives_the_file(plan: Plan) -> None:
    data = seal_plan(plan, KEY)
    assert open_sealed(data, key=KEY, now=plan.expires - 1) == plan
    assert read(data) == plan


@given(plans)
def test_the_same_plan_is_the_same_file_each_time(plan: Plan) -> None:
    data = seal_plan(plan, KEY)
    assert seal_plan(read(data), KEY) == data


@given(plans)
def test_a_plan_file_is_one_line_of_printable_ascii(plan: Plan) -> None:
    text = seal_plan(plan, KEY).decode("ascii")
    assert text.endswith("\n")
    assert text[:-1].isprintable()


def test_the_order_in_which_maps_were_filled_does_not_show() -> None:
    turned = replace(SHOP, definitions=dict(reversed(list(SHOP.definitions.items()))))
    files = dict(reversed(list(PLAN.origin.files.items())))
    other = replace(PLAN, accounts=(turned, CHAT), origin=replace(PLAN.origin, files=files))
    assert seal_plan(other, KEY) == seal_plan(PLAN, KEY)


def test_a_part_of_a_second_is_dropped_so_that_no_plan_lives_longer() -> None:
    plan = read(seal_plan(replace(PLAN, expires=PLAN.expires + 0.9), KEY))
    assert plan.expires == PLAN.expires


WHO, WHERE = ("id1", "id2"), ("a.yaml:1", "a.yaml:2")


@pytest.mark.parametrize(
    "change",
    [
        Add("trial", WHO, WHERE, WHERE),
        Remove("trial", WHO, WHERE, SEEN),
        Delete(WHO, WHERE, WHERE, SEEN),
        *SHOP.changes,
    ],
    ids=lambda change: type(change).__name__,
)
def test_kinds_of_the_same_shape_stay_what_they_are(change: Change) -> None:
    plan = replace(PLAN, accounts=(replace(SHOP, changes=(change,)),))
    back = read(seal_plan(plan, KEY)).accounts[0].changes
    assert [type(other) for other in back] == [type(change)]
    assert back == (change,)


def test_an_assumed_certificate_never_comes_back_as_a_seen_one() -> None:
    plan = read(seal_plan(PLAN, KEY))
    (removal,) = plan.accounts[1].changes
    assert isinstance(removal, Remove)
    assert removal.grounds == ASSUMED
    assert SEEN in [change.grounds for change in plan.accounts[0].changes if isinstance(change, Remove)]


@pytest.mark.parametrize("doubt", ["seen", "wanted_whole"])
def test_a_removal_whose_label_lacks_a_certificate_cannot_be_read(doubt: str) -> None:
    lines = tuple(replace(line, **{doubt: False}) if line.label == "trial" else line for line in SHOP.labels)
    data = seal_plan(replace(PLAN, accounts=(replace(SHOP, labels=lines),)), KEY)
    with pytest.raises(PlanUnfit, match="takes away what was not seen"):
        read(data)


def test_a_removal_of_a_label_without_a_line_cannot_be_read() -> None:
    data = seal_plan(replace(PLAN, accounts=(replace(SHOP, labels=()),)), KEY)
    with pytest.raises(PlanUnfit, match="takes away what was not seen"):
        read(data)


def test_a_deletion_of_an_account_that_was_not_read_whole_cannot_be_read() -> None:
    changes = tuple(change for change in SHOP.changes if isinstance(change, Delete))
    account = replace(SHOP, changes=changes, read=replace(SHOP.read, complete=False))
    with pytest.raises(PlanUnfit, match="takes away what was not seen"):
        read(seal_plan(replace(PLAN, accounts=(account,)), KEY))


def test_an_assumed_removal_on_an_observed_account_cannot_be_read() -> None:
    removal = Remove("trial", ("id3",), ("states/crm.yaml:33",), ASSUMED)
    with pytest.raises(PlanUnfit, match="takes away what was not seen"):
        read(seal_plan(replace(PLAN, accounts=(replace(SHOP, changes=(removal,)),)), KEY))
