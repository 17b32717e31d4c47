"""What the ledger believes: only what stands."""

import pytest

from labelsync.core.batch import Creation, Deletion, Relabel, Undefinition
from labelsync.core.outcome import Kind, Outcome, Performed
from labelsync.core.roster import Definition
from tests.journal.made import TENANT, alike, begun, now, opened, record

STANDING = (Kind.APPLIED, Kind.VERIFIED, Kind.ALREADY)
OTHERS = tuple(kind for kind in Kind if kind not in STANDING)
VIP = Relabel(("c1", "c2"), ("vip",), ())
OLD = Undefinition("vip", Definition("vip", "VIP"))


def given_vip(place):
    journal = begun(place)
    record(journal, VIP, alike("c1", "c2"))
    return journal


def test_there_is_no_ledger_before_the_first_relabelling(place):
    journal = begun(place)
    record(journal, Creation("vip", "VIP"), Performed(whole=Outcome(Kind.APPLIED)))
    assert journal.memory.ledger(TENANT) is None


@pytest.mark.parametrize("kind", STANDING)
def test_an_addition_that_stands_is_believed(place, kind):
    journal = begun(place)
    record(journal, VIP, alike("c1", "c2", kind=kind))
    assert journal.memory.ledger(TENANT) == {"c1": {"vip"}, "c2": {"vip"}}
    assert journal.memory.ledger("another tenant") is None


@pytest.mark.parametrize("kind", OTHERS)
def test_an_addition_that_does_not_stand_is_not_believed_but_the_ledger_has_begun(place, kind):
    journal = begun(place)
    record(journal, VIP, alike("c1", "c2", kind=kind))
    assert journal.memory.ledger(TENANT) == {}


def test_of_a_call_that_was_partly_accepted_only_the_accepted_part_is_believed(place):
    journal = begun(place)
    record(journal, VIP, Performed({"c1": Outcome(Kind.APPLIED), "c2": Outcome(Kind.FAILED, "no")}))
    assert journal.memory.ledger(TENANT) == {"c1": {"vip"}}


@pytest.mark.parametrize("kind", STANDING)
def test_a_removal_that_stands_takes_the_pair_out(place, kind):
    journal = given_vip(place)
    record(journal, Relabel(("c1",), (), ("vip",)), alike("c1", kind=kind))
    assert journal.memory.ledger(TENANT) == {"c2": {"vip"}}


@pytest.mark.parametrize("kind", OTHERS)
def test_a_removal_a_deletion_and_an_undefinition_that_do_not_stand_change_nothing(place, kind):
    journal = given_vip(place)
    record(journal, Relabel(("c1",), (), ("vip",)), alike("c1", kind=kind))
    record(journal, Deletion(("c1",)), alike("c1", kind=kind))
    record(journal, OLD, Performed(whole=Outcome(kind)))
    assert journal.memory.ledger(TENANT) == {"c1": {"vip"}, "c2": {"vip"}}


def test_a_call_that_adds_and_removes_is_believed_on_both_sides(place):
    journal = given_vip(place)
    record(journal, Relabel(("c1",), ("gold",), ("vip",)), alike("c1"))
    assert journal.memory.ledger(TENANT) == {"c1": {"gold"}, "c2": {"vip"}}


def test_a_deleted_contact_leaves_the_ledger_with_all_its_labels(place):
    journal = given_vip(place)
    record(journal, Relabel(("c1",), ("gold",), ()), alike("c1"))
    record(journal, Deletion(("c1",)), alike("c1", kind=Kind.VERIFIED))
    assert journal.memory.ledger(TENANT) == {"c2": {"vip"}}


def test_a_deleted_label_leaves_the_ledger_with_all_its_carriers(place):
    journal = given_vip(place)
    record(journal, Relabel(("c1",), ("gold",), ()), alike("c1"))
    record(journal, OLD, Performed(whole=Outcome(Kind.APPLIED)))
    assert journal.memory.ledger(TENANT) == {"c1": {"gold"}}


def test_a_ledger_that_is_brought_in_replaces_the_former_one_and_only_its_tenant_s(place):
    journal = given_vip(place)
    now(journal.replace_ledger("another tenant", [("d1", "vip")], at=1.0))
    now(journal.replace_ledger(TENANT, [("c9", "gold")], at=1.0))
    assert journal.memory.ledger(TENANT) == {"c9": {"gold"}}
    assert journal.memory.ledger("another tenant") == {"d1": {"vip"}}
    now(journal.replace_ledger(TENANT, [], at=1.0))
    assert journal.memory.ledger(TENANT) is None


def test_the_ledger_is_there_again_when_it_is_opened_again(place):
    given_vip(place).close()
    assert opened(place).memory.ledger(TENANT) == {"c1": {"vip"}, "c2": {"vip"}}
