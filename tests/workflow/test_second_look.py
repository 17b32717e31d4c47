"""The second look before a batch leaves: what the manifest says of a contact as it is now decides."""

from __future__ import annotations

from labelsync.core.batch import Deletion, Relabel
from labelsync.core.member import Place
from labelsync.core.outcome import Kind
from labelsync.core.roster import Contact
from labelsync.core.wish import Stance, Wish, Wishes
from labelsync.workflow.still import Terms, still

PLACE = Place("crm.yaml", 1)
VIP = frozenset({"vip"})
WANTED = {"a@example.com": Wish(Stance(VIP), PLACE)}


def terms(wishes: Wishes) -> Terms:
    return Terms({"vip": "VIP"}, {"c1": "~a@example.com"}, lambda text: f"~{text}", wishes)


def looked(batch, contact: Contact, wishes: Wishes, *, now: float = 0.0):
    found = still(batch, {contact.id: contact}, terms(wishes), now=now)
    outcomes = [outcome for _, some in found.settled for outcome in some.values()]
    assert all(outcome.kind is Kind.CONFLICT for outcome in outcomes)
    return len(found.batches), [outcome.reason for outcome in outcomes]


def test_what_is_as_planned_goes_on():
    ada = Contact("c1", "a@example.com", "", frozenset())
    assert looked(Relabel(("c1",), ("vip",), ()), ada, Wishes(WANTED, {}, {})) == (1, [])


def test_an_addition_whose_time_is_over_is_a_conflict():
    ada = Contact("c1", "a@example.com", "", frozenset())
    wishes = Wishes(WANTED, {}, {}, ends={("a@example.com", "vip"): 100.0})
    batch = Relabel(("c1",), ("vip",), ())
    assert looked(batch, ada, wishes, now=99.0) == (1, [])
    assert looked(batch, ada, wishes, now=100.0) == (0, ["then: wanted; now: its `until` has passed"])


def test_who_became_somebody_that_opted_out_is_not_given_the_label():
    ada = Contact("c1", "a@example.com", "+621", frozenset())
    wishes = Wishes(WANTED, {}, {}, barred={"+621": Wish(Stance(without=VIP), PLACE)})
    reason = "then: might be given it; now: one of those who must not be"
    assert looked(Relabel(("c1",), ("vip",), ()), ada, wishes) == (0, [reason])


def test_who_became_protected_is_left_alone():
    ada = Contact("c1", "a@example.com", "", frozenset({"VIP"}))
    wishes = Wishes({}, {}, {}, protected=frozenset({"a@example.com"}))
    reason = "then: not protected; now: one of the protected"
    assert looked(Relabel(("c1",), (), ("vip",)), ada, wishes) == (0, [reason])
    assert looked(Deletion(("c1",)), ada, wishes) == (0, [reason])


def test_who_became_somebody_that_is_wanted_neither_loses_the_label_nor_goes():
    ada = Contact("c1", "a@example.com", "", frozenset({"VIP"}))
    reason = "then: wanted by nobody; now: a person whom the manifest wants"
    assert looked(Relabel(("c1",), (), ("vip",)), ada, Wishes(WANTED, {}, {})) == (0, [reason])
    assert looked(Deletion(("c1",)), ada, Wishes(WANTED, {}, {})) == (0, [reason])
