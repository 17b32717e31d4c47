"""The certificate *seen*: only from an answer that ended and whose totals agree."""

import pytest

from labelsync.core.question import Page, Reading, Seen, Unseen
from labelsync.core.roster import Contact


def page(*ids, total=None, last=False):
    return Page(tuple(Contact(name) for name in ids), total=total, last=last)


def read(*pages):
    reading = Reading()
    passed = [contact.id for one in pages for contact in reading.fresh(one)]
    return passed, reading.certificate()


def test_an_answer_that_ended_is_seen():
    assert read(page("a", "b", total=3), page("c", total=3, last=True)) == (
        ["a", "b", "c"],
        Seen(3, 2, total_known=True),
    )


def test_without_totals_the_certificate_says_so():
    assert read(page("a", last=True))[1] == Seen(1, 1, total_known=False)


def test_an_answer_without_its_last_page_is_not_seen():
    assert isinstance(read(page("a", total=1))[1], Unseen)
    assert isinstance(read()[1], Unseen)


@pytest.mark.parametrize("total", [1, 3])
def test_totals_that_disagree_with_what_came_are_not_seen(total):
    found = read(page("a", "b", total=total, last=True))[1]
    assert isinstance(found, Unseen)
    assert "2 distinct contacts" in found.reason


def test_a_shrinking_total_is_seen_when_the_contacts_lie_between():
    assert isinstance(read(page("a", "b", total=4), page("c", total=3, last=True))[1], Seen)


def test_a_contact_that_comes_twice_passes_once():
    passed, found = read(page("a", "b", "a"), page("b", "c", last=True))
    assert passed == ["a", "b", "c"]
    assert found == Seen(3, 2, total_known=False)
