"""Guards object, say the number, and name the override that answers them."""

from dataclasses import replace

import pytest

from labelsync.core import guard
from labelsync.core.change import Add, Delete, DeleteLabel, Grounds, Remove
from labelsync.core.cost import Cost
from labelsync.core.firing import firings
from labelsync.core.guard import measures, parse_override
from labelsync.core.member import Place
from labelsync.core.plan import AccountPlan, Firing, LabelLine, Read
from labelsync.core.policy import Guards, Limit
from labelsync.core.question import Seen
from labelsync.core.roster import Definition
from labelsync.core.scope import Fires, LabelDeclaration
from labelsync.core.wish import Whole

GROUNDS = Grounds(Seen(100, 1, total_known=True), Whole())


def names(count, prefix="c"):
    return tuple(f"{prefix}{number}" for number in range(count))


def add(count):
    return Add("vip", names(count), names(count), names(count))


def remove(count):
    return Remove("vip", names(count), names(count), GROUNDS)


def line(carry=0, unmatched=0, left_empty_by=0):
    return LabelLine("vip", carry, 0, 0, unmatched, 0, 0, 0, True, True, left_empty_by)


def plan(*changes, contacts=1000, **counts):
    read = Read("observed", True, contacts, 1, 0.0, 0.0)
    cost = Cost(0, 0, 0, 0, 0, 0, 0.0)
    return AccountPlan("shop", "wix", "site", "t", read, (line(**counts),), changes, (), (), cost)


def objections(accounts, guards, overrides):
    return guard.objections(measures(accounts, guards), overrides)


def test_what_is_counted_is_known_though_nothing_is_exceeded():
    [one, total] = measures([plan(remove(2), carry=100)], Guards())
    assert (one.guard, one.pairs, one.base, one.percent, one.free) == ("removals", 2, 100, 30, 3)
    assert (total.guard, total.pairs, total.base) == ("total_removals", 2, 0)
    assert objections([plan(remove(2), carry=100)], Guards(), {}) == ()


def test_few_pairs_are_free_whatever_part_they_are():
    assert objections([plan(remove(3), carry=3)], Guards(), {}) == ()


def test_a_count_above_the_limit_is_refused_with_the_override_to_type():
    [objection] = objections([plan(remove(101), carry=1000)], Guards(), {})
    assert objection.guard == "removals"
    assert objection.override == "removals:vip@shop=101"
    assert objection.measured == "101 (10 % of 1000)"
    assert objection.limit == "100 or 30 %"


def test_a_percentage_above_the_limit_is_refused():
    [objection] = objections([plan(remove(31), carry=100)], Guards(), {})
    assert objection.override == "removals:vip@shop=31"
    [objection] = objections([plan(add(31), contacts=100)], Guards(), {})
    assert objection.override == "additions:vip@shop=31"


def test_an_override_holds_up_to_its_number():
    big = [plan(remove(101), carry=1000)]
    assert objections(big, Guards(), {"removals:vip@shop": 101}) == ()
    assert objections(big, Guards(), {"removals:vip@shop": 100}) != ()
    assert objections(big, Guards(), {"removals:vip@agency": 500}) != ()


def test_deleting_contacts_must_be_allowed_by_number():
    deletion = Delete(("c1",), ("p",), ("r",), GROUNDS)
    [objection] = objections([plan(deletion)], Guards(), {})
    assert objection.override == "deletions@shop=1"
    assert objections([plan(deletion)], Guards(deletions=Limit(count=1)), {}) == ()


def test_a_label_left_with_nobody_is_refused_even_when_few_carried_it():
    [objection] = objections([plan(remove(2), carry=2, left_empty_by=2)], Guards(), {})
    assert (objection.guard, objection.override) == ("empty", "empty:vip@shop=2")
    assert objections([plan(remove(2), carry=2, left_empty_by=2)], Guards(empty_refused=False), {}) == ()


def test_removals_beside_people_whom_nobody_found_are_refused():
    [objection] = objections([plan(remove(4), carry=100, unmatched=9)], Guards(), {})
    assert (objection.guard, objection.override) == ("moved", "moved:vip@shop=4")


def test_the_whole_plan_has_its_own_numbers():
    many = [plan(add(60), contacts=10_000) for _ in range(3)]
    [objection] = objections(many, Guards(total_additions=100), {})
    assert (objection.guard, objection.override) == ("total_additions", "total_additions=180")


def test_nobody_seen_counts_as_all_of_them():
    assert Limit(count=1000, percent=30, free=3).exceeded(4, base=0)


@pytest.mark.parametrize("text", ["removals", "removals:vip@shop", "=3", "removals=-1", "removals=x", ""])
def test_what_is_no_override_is_refused(text):
    with pytest.raises(ValueError, match=f"^{text}$"):
        parse_override(text)


def started(*firings):
    return replace(plan(), fires=tuple(Firing(*firing) for firing in firings))


def test_an_automation_counts_over_all_labels_and_accounts_and_the_override_names_it():
    plans = [
        started(("vip", "add", "sms", 300)),
        started(("vip", "add", "sms", 150), ("old", "remove", "sms", 51)),
    ]
    [objection] = objections(plans, Guards(), {})
    assert (objection.guard, objection.label, objection.measured, objection.limit) == (
        "fires",
        "sms",
        "501",
        "500",
    )
    assert objections(plans, Guards(), dict([parse_override(objection.override)])) == ()
    assert objections(plans, Guards(fires=501), {}) == ()


def test_what_starts_follows_the_changes_and_a_label_that_goes_as_a_whole_counts_its_carriers():
    place = Place("crm.yaml", 1)
    vip = LabelDeclaration("vip", "VIP", ("shop",), place, fires=Fires(("welcome", "sms"), ("bye",)))
    gone = DeleteLabel("vip", Definition("custom.vip", "VIP"), "crm.yaml:1", GROUNDS, carriers=9)
    assert firings((add(3),), {"vip": vip}) == (("vip", "add", "sms", 3), ("vip", "add", "welcome", 3))
    assert firings((remove(2),), {"vip": vip}) == (("vip", "remove", "bye", 2),)
    assert firings((gone,), {"vip": vip}) == (("vip", "remove", "bye", 9),)
    assert firings((remove(2), gone), {"vip": vip}) == (("vip", "remove", "bye", 2),)
    assert firings((add(3), remove(2)), {}) == ()
