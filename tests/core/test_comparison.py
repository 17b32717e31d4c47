"""The fold: pages of contacts past the wishes of one account."""

from hypothesis import given
from hypothesis import strategies as st

from labelsync.core.capability import LabelRules
from labelsync.core.change import Add, Assumed, CreateLabel, Delete, DeleteLabel, Remove
from labelsync.core.diff import Comparison
from labelsync.core.draft import DELETIONS, Draft, Facts, draft
from labelsync.core.member import Place
from labelsync.core.policy import Ambiguous
from labelsync.core.question import Seen, Unseen
from labelsync.core.roster import Contact, Definition
from labelsync.core.scope import LabelScope
from labelsync.core.wish import Cut, Stance, Whole, Wish, Wishes

PLACE = Place("states/crm.yaml", 7)
RULES = LabelRules(
    by="id",
    folded=False,
    from_key=False,
    made_on_use=False,
    deletable=True,
    renamable=True,
    takes_along=("contacts",),
    max_length=50,
)
SEEN = Seen(contacts=3, pages=1, total_known=True)


def label(key="vip", **more):
    known = {"definition": Definition(f"id-{key}", key), "exact": True} | more
    return LabelScope(key, key, PLACE, **known)


def wish(*wanted, without=(), absent=False, line=7):
    return Wish(Stance(frozenset(wanted), frozenset(without), absent), Place("states/crm.yaml", line))


def wishes(emails=None, phones=None, ids=None, **more):
    return Wishes(emails or {}, phones or {}, ids or {}, **more)


def contact(number, *labels, email="", phone="", **more):
    ids = frozenset(f"id-{key}" for key in labels)
    return Contact(f"c{number}", email or f"c{number}@example.com", phone, ids, **more)


def drawn(
    scope, wanted, contacts, *, certificate=SEEN, ambiguous=Ambiguous.WITHHOLD, rules=RULES, any_=False
):
    comparison = Comparison(wanted, scope, ambiguous, any_)
    comparison.take(contacts)
    proofs = dict.fromkeys((*(line.label for line in scope), DELETIONS), certificate)
    facts = Facts(tuple(scope), wanted, comparison.difference(), proofs, rules, lambda text: f"~{text}")
    return draft(facts)


def pairs(drafted: Draft, kind):
    return {(c.label, who) for c in drafted.changes if isinstance(c, kind) for who in c.contacts}


def test_who_is_wanted_and_does_not_carry_gains_and_who_is_not_wanted_loses():
    found = drawn(
        [label()], wishes({"c1@example.com": wish("vip")}), [contact(1), contact(2, "vip"), contact(3)]
    )
    assert pairs(found, Add) == {("vip", "c1")}
    assert pairs(found, Remove) == {("vip", "c2")}
    assert not found.withheld


def test_an_additive_label_is_never_taken_from_anyone_unless_without_says_so():
    wanted = wishes({"c2@example.com": wish(without=["vip"])})
    found = drawn([label(exact=False)], wanted, [contact(1, "vip"), contact(2, "vip")])
    assert pairs(found, Remove) == {("vip", "c2")}


def test_a_label_outside_the_scope_is_left_alone():
    wanted = wishes({"c1@example.com": wish("vip", "other")})
    found = drawn([label()], wanted, [contact(1, "vip", "foreign"), contact(2, "foreign")])
    assert found.changes == ()


def test_a_person_is_found_by_id_email_or_phone():
    wanted = wishes({"a@example.com": wish("vip")}, {"+62811111111": wish("vip")}, {"c3": wish("vip")})
    people = [
        contact(1, email="a@example.com"),
        contact(2, phone="+62811111111"),
        contact(3),
        contact(4),
    ]
    assert pairs(drawn([label()], wanted, people), Add) == {("vip", "c1"), ("vip", "c2"), ("vip", "c3")}


def test_other_addresses_count_only_where_the_account_says_any():
    wanted = wishes({"second@example.com": wish("vip")})
    people = [contact(1, emails=("second@example.com",))]
    assert pairs(drawn([label()], wanted, people), Add) == set()
    assert pairs(drawn([label()], wanted, people, any_=True), Add) == {("vip", "c1")}


def test_an_identity_that_two_contacts_share_is_withheld_for_both():
    wanted = wishes({"shared@example.com": wish("vip")})
    twins = [contact(1, email="shared@example.com"), contact(2, "vip", email="shared@example.com")]
    found = drawn([label()], wanted, twins)
    assert found.changes == ()
    assert {(held.action, held.contacts, held.reason) for held in found.withheld} == {
        ("add", ("c1",), "ambiguous")
    }
    [line] = found.labels
    assert (line.wanted, line.both, line.ambiguous) == (1, 0, 1)


def test_an_identity_that_two_contacts_share_may_mean_both():
    wanted = wishes({"shared@example.com": wish("vip")})
    twins = [contact(1, email="shared@example.com"), contact(2, email="shared@example.com")]
    found = drawn([label()], wanted, twins, ambiguous=Ambiguous.ALL)
    assert pairs(found, Add) == {("vip", "c1"), ("vip", "c2")}


def test_a_contact_wanted_by_email_and_unwanted_by_phone_is_withheld_with_both_places():
    wanted = wishes({"a@example.com": wish("vip", line=3)}, {"+62811111111": wish(without=["vip"], line=9)})
    found = drawn([label()], wanted, [contact(1, email="a@example.com", phone="+62811111111")])
    assert found.changes == ()
    assert found.withheld[0].reason == "contradictory: states/crm.yaml:3 and states/crm.yaml:9"


def test_protected_people_neither_gain_nor_lose():
    wanted = wishes({"c1@example.com": wish("vip")}, protected=frozenset({"c1@example.com", "c2"}))
    found = drawn([label()], wanted, [contact(1), contact(2, "vip"), contact(3, "vip")])
    assert pairs(found, Add) == set()
    assert pairs(found, Remove) == {("vip", "c3")}
    assert {held.reason for held in found.withheld} == {"protected"}


def test_without_the_seen_certificate_nothing_is_taken_away():
    wanted = wishes({"c1@example.com": wish("vip"), "c3@example.com": wish(absent=True)})
    found = drawn(
        [label()],
        wanted,
        [contact(1), contact(2, "vip"), contact(3)],
        certificate=Unseen("the answer ended before its last page", 3, 1),
    )
    assert pairs(found, Add) == {("vip", "c1")}
    assert {held.action for held in found.withheld} == {"remove", "delete"}
    assert all("ended before its last page" in held.reason for held in found.withheld)


def test_a_list_that_is_cut_short_withholds_the_removals_of_its_labels_only():
    wanted = wishes(
        {"c1@example.com": wish("vip")},
        sources={"vip": Cut(("lists/vip.csv:3: broken row",)), "gold": Whole()},
    )
    found = drawn([label(), label("gold")], wanted, [contact(1), contact(2, "vip", "gold")])
    assert pairs(found, Remove) == {("gold", "c2")}
    assert found.withheld[0].reason == "the wanted side is cut short: lists/vip.csv:3: broken row"
    assert [line.wanted_whole for line in found.labels] == [False, True]


def test_a_contact_to_be_deleted_gets_no_other_change_and_counts_in_no_removal():
    wanted = wishes({"c1@example.com": wish(absent=True)})
    found = drawn([label()], wanted, [contact(1, "vip")])
    [change] = found.changes
    assert isinstance(change, Delete)
    assert (change.contacts, change.because, change.rests) == (
        ("c1",),
        ("states/crm.yaml:7",),
        ("~c1@example.com",),
    )


def test_a_label_that_is_not_there_is_created_before_it_is_given():
    found = drawn([label(definition=None)], wishes({"c1@example.com": wish("vip")}), [contact(1)])
    assert [type(change) for change in found.changes] == [CreateLabel, Add]


def test_a_dropped_label_takes_its_carriers_along_in_one_change_where_the_vendor_does():
    scope = [label(absent=True, drop=True, emptied=True)]
    found = drawn(scope, wishes(), [contact(1, "vip")])
    assert [type(change) for change in found.changes] == [DeleteLabel]
    slow = LabelRules(**{**{f: getattr(RULES, f) for f in RULES.__slots__}, "takes_along": None})
    found = drawn(scope, wishes(), [contact(1, "vip")], rules=slow)
    assert [type(change) for change in found.changes] == [Remove, DeleteLabel]


def test_an_unreadable_vendor_removes_what_the_ledger_shows():
    found = drawn([label()], wishes(), [contact(1, "vip")], certificate=Assumed())
    [change] = found.changes
    assert isinstance(change, Remove)
    assert isinstance(change.grounds.seen, Assumed)


KEYS = ("vip", "gold", "news")
LABELS = st.frozensets(st.sampled_from(KEYS))
STANCES = st.tuples(LABELS, LABELS).map(lambda both: (both[0], both[1] - both[0]))


@given(
    wanted=st.dictionaries(st.integers(0, 7), STANCES),
    have=st.dictionaries(st.integers(0, 9), st.tuples(LABELS, st.integers(0, 9))),
    exact=LABELS,
)
def test_the_counts_of_a_label_add_up_whatever_is_wanted_and_found(wanted, have, exact):
    scope = [label(key, exact=key in exact) for key in KEYS]
    asked = wishes({f"p{n}@example.com": wish(*w, without=x) for n, (w, x) in wanted.items()})
    people = [contact(n, *labels, email=f"p{p}@example.com") for n, (labels, p) in have.items()]
    found = drawn(scope, asked, people)
    for line in found.labels:
        adding = sum(1 for key, _ in pairs(found, Add) if key == line.label)
        entries = sum(line.label in w for w, _ in wanted.values())
        assert line.wanted == entries
        parts = line.both + adding + line.unmatched + line.ambiguous + line.suppressed + line.withheld
        assert line.wanted == parts


@given(
    wanted=st.dictionaries(st.integers(0, 7), STANCES),
    have=st.dictionaries(st.integers(0, 7), LABELS),
    exact=LABELS,
)
def test_after_the_changes_nothing_is_left_to_change(wanted, have, exact):
    scope = [label(key, exact=key in exact) for key in KEYS]
    asked = wishes({f"p{n}@example.com": wish(*w, without=x) for n, (w, x) in wanted.items()})
    people = {f"c{n}": contact(n, *labels, email=f"p{n}@example.com") for n, labels in have.items()}
    found = drawn(scope, asked, people.values())
    for key, who in pairs(found, Add):
        people[who] = people[who]._replace(labels=people[who].labels | {f"id-{key}"})
    for key, who in pairs(found, Remove):
        people[who] = people[who]._replace(labels=people[who].labels - {f"id-{key}"})
    assert drawn(scope, asked, people.values()).changes == ()
