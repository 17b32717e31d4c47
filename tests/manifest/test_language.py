"""What the manifest's language means, and what it refuses: each with its code, line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelsync.core.identity import Email, Phone, VendorId
from labelsync.core.member import ListSource, Person, Place
from labelsync.core.policy import Ambiguous, Guards, Limit, Unmatched
from labelsync.manifest.codes import Code
from tests.manifest.vendors import HEAD, mistakes, read, write

ROWS = HEAD.count("\n")


def codes(root: Path, text: str) -> list[str]:
    return [code for code, _, _ in mistakes(root, text)]


def test_a_label_says_who_carries_it(tmp_path: Path):
    write(tmp_path, {"lists/vip.csv": "email\n"})
    manifest = read(
        tmp_path,
        """\
labels:
  vip:
    title: VIP customers
    accounts: [shop, agency]
    members:
      - Ada@Example.com
      - "+62 812-3456-7890"
      - {id: 0b1d2c3e, account: shop}
      - {list: lists/vip.csv, column: email, at_least: 900}
      - {contact: bob@example.com, accounts: [shop, agency]}
    names: {shop: Very important}
  news:
""",
    ).manifest
    vip = manifest.labels["vip"]

    def at(line: int, column: int) -> Place:
        return Place("crm.yaml", ROWS + line, column)

    assert vip.members == (
        Person(Email("ada@example.com"), at(6, 9)),
        Person(Phone("+6281234567890"), at(7, 9)),
        Person(VendorId("0b1d2c3e"), at(8, 14), "shop"),
        ListSource("lists/vip.csv", "email", at(9, 16), at_least=900),
        Person(Email("bob@example.com"), at(10, 19), "shop"),
        Person(Email("bob@example.com"), at(10, 19), "agency"),
    )
    assert (vip.exact, vip.title, vip.name_on("shop"), vip.name_on("agency")) == (
        True,
        "VIP customers",
        "Very important",
        "VIP customers",
    )
    news = manifest.labels["news"]
    assert (news.exact, news.members, news.accounts, news.title) == (False, None, ("shop", "agency"), "news")


def test_an_empty_list_of_members_means_nobody_and_nothing_written_is_a_mistake(tmp_path: Path):
    vip = read(tmp_path, "labels:\n  vip: {members: []}\n").manifest.labels["vip"]
    assert (vip.members, vip.exact) == ((), True)
    assert mistakes(tmp_path, "labels:\n  vip:\n    members:\n") == [(Code.WRONG_KIND, 3, 5)]


def test_ownership_can_be_written_out(tmp_path: Path):
    text = "labels:\n  a: {ownership: additive, members: [a@b.co]}\n  b: {ownership: exact}\n"
    labels = read(tmp_path, text).manifest.labels
    assert (labels["a"].exact, labels["b"].exact) == (False, True)


def test_an_entry_says_what_a_person_carries(tmp_path: Path):
    write(tmp_path, {"lists/segments.csv": "email,label\n"})
    manifest = read(
        tmp_path,
        """\
labels: {vip: , news: , trial: {state: absent, definition: absent}}
contacts:
  - {contact: grace@example.com, labels: [vip, news], without: [trial]}
  - {list: lists/segments.csv, column: email, label_column: label, account: shop}
  - contact: spam@example.com
    accounts: [shop]
    state: absent
  - {id: a1, account: agency, labels: [vip]}
  - {contact: {id: a2, account: shop}, labels: [vip]}
""",
    ).manifest
    first, second, third, fourth, fifth = manifest.contacts
    assert (first.labels, first.without, first.accounts) == (("vip", "news"), ("trial",), ())
    assert isinstance(second.who, ListSource)
    assert (second.who.label_column, second.who.account, second.accounts) == ("label", "shop", ("shop",))
    assert (third.absent, third.accounts) == (True, ("shop",))
    assert (fourth.who, fourth.accounts) == (
        Person(VendorId("a1"), Place("crm.yaml", ROWS + 8, 10), "agency"),
        ("agency",),
    )
    assert isinstance(fifth.who, Person)
    assert fifth.who.account == "shop"
    trial = manifest.labels["trial"]
    assert (trial.absent, trial.drop) == (True, True)


def test_a_policy_has_safe_defaults_and_a_bare_number_is_the_count_alone(tmp_path: Path):
    policy = read(
        tmp_path,
        """\
labels: {vip: }
policy:
  guards: {additions: 7, removals: {percent: 5 %}, fires: 9, total: {additions: 1}, empty: allow}
  protect: {contacts: [ceo@example.com, {id: x1, account: shop}], labels: [legal-hold, "contacts.*"]}
  unmatched: refuse
  ambiguous: all
  region: ID
""",
    ).manifest.policy
    assert policy.guards == Guards(
        additions=Limit(count=7, percent=None, free=0),
        removals=Limit(count=100, percent=5.0, free=3),
        fires=9,
        total_additions=1,
        empty_refused=False,
    )
    assert policy.protected == (Email("ceo@example.com"), VendorId("x1"))
    assert policy.protected_labels == ("legal-hold", "contacts.*")
    assert (policy.unmatched, policy.ambiguous, policy.region) == (Unmatched.REFUSE, Ambiguous.ALL, "ID")


@pytest.mark.parametrize(
    "text",
    [
        "labels: {vip: {members: [{where: 'contact.id'}]}}",
        "labels: {vip: {members: [{sql: select, source: {env: X}}]}}",
        "labels: {vip: {members: [{list: lists/a.parquet, column: email}]}}",
    ],
)
def test_what_this_version_does_not_know_yet_is_said_so(tmp_path: Path, text: str):
    assert codes(tmp_path, text) == [Code.NOT_KNOWN_YET]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("labels: {vip: {titel: x}}", (Code.UNKNOWN_KEY, 1, 16)),
        ("labels: {vip: {members: {a: b}}}", (Code.WRONG_KIND, 1, 25)),
        ("labels: {vip: {members: [ada]}}", (Code.NOT_AN_IDENTITY, 1, 26)),
        ("labels: {vip: {members: [~]}}", (Code.MEMBER_SHAPE, 1, 26)),
        ("labels: {vip: {members: [[a]]}}", (Code.MEMBER_SHAPE, 1, 26)),
        ("labels: {vip: {members: [{id: x}]}}", (Code.ID_WITHOUT_ACCOUNT, 1, 26)),
        ("labels: {vip: {members: [{id: x, account: shpo}]}}", (Code.UNKNOWN_ACCOUNT, 1, 43)),
        ("labels: {vip: {members: [{lst: x}]}}", (Code.UNKNOWN_KEY, 1, 27)),
        ("labels: {vip: {accounts: [shpo]}}", (Code.UNKNOWN_ACCOUNT, 1, 27)),
        ("labels: {vip: {accounts: []}}", (Code.WRONG_KIND, 1, 26)),
        ("labels: {vip: {names: {shpo: x}}}", (Code.UNKNOWN_ACCOUNT, 1, 24)),
        ("labels: {vip: {state: gone}}", (Code.NOT_ONE_OF, 1, 23)),
        ("labels: {vip: {title: }}", (Code.WRONG_KIND, 1, 16)),
        ("labels: {vip: {title: ''}}", (Code.BAD_FORM, 1, 23)),
        ("labels: {vip: {state: absent, members: [a@b.co]}}", (Code.ABSENT_LABEL, 1, 10)),
        ("labels: {vip: {definition: absent}}", (Code.MISSING_KEY, 1, 10)),
        ("labels: {'a\\nb': , \"c\\nd\": }", (Code.BAD_FORM, 1, 20)),
        ("labels: [vip]\ncontacts: [{contact: a@b.co, without: [x]}]", (Code.WRONG_KIND, 1, 9)),
        ("lables: {vip: }\nlabels: {vip: }", (Code.UNKNOWN_KEY, 1, 1)),
        ("labels: {vip: }\ncontacts: [ada]", (Code.WRONG_KIND, 2, 12)),
        ("labels: {vip: }\ncontacts: [{labels: [vip]}]", (Code.MISSING_KEY, 2, 12)),
        ("labels: {vip: }\ncontacts: [{contact: a@b.co}]", (Code.MISSING_KEY, 2, 12)),
        ("labels: {vip: }\ncontacts: [{contact: a@b.co, labels: [vpi]}]", (Code.UNKNOWN_LABEL, 2, 39)),
        ("labels: {vip: }\ncontacts: [{contact: a@b.co, labels: vip}]", (Code.WRONG_KIND, 2, 38)),
        ("labels: {vip: }\ncontacts: [{id: x, labels: [vip]}]", (Code.ID_WITHOUT_ACCOUNT, 2, 17)),
        ("labels: {vip: }\npolicy: {guards: {additions: -1}}", (Code.NOT_A_NUMBER, 2, 30)),
        ("labels: {vip: }\npolicy: {guards: {removals: {percent: 101}}}", (Code.NOT_A_NUMBER, 2, 39)),
        ("labels: {vip: }\npolicy: {guards: {total: 5}}", (Code.WRONG_KIND, 2, 26)),
        ("labels: {vip: }\npolicy: {region: id}", (Code.BAD_FORM, 2, 18)),
        ("labels: {vip: }\npolicy: {protect: {contacts: [ceo]}}", (Code.NOT_AN_IDENTITY, 2, 31)),
    ],
)
def test_a_mistake_has_its_code_and_its_place(tmp_path: Path, text: str, expected: tuple[str, int, int]):
    assert expected in mistakes(tmp_path, text)


def test_a_member_narrowed_to_an_account_that_the_label_is_not_on_is_a_mistake(tmp_path: Path):
    text = "labels: {vip: {accounts: [shop], members: [{contact: a@b.co, account: agency}]}}"
    assert codes(tmp_path, text) == [Code.NOT_ON_ACCOUNT]
    text = "labels: {vip: {accounts: [shop]}}\ncontacts: [{contact: a@b.co, account: agency, labels: [vip]}]"
    assert codes(tmp_path, text) == [Code.NOT_ON_ACCOUNT]


def test_a_day_ends_with_itself_in_utc_and_a_time_has_its_zone(tmp_path):
    text = (
        "labels:\n  vip:\n    members:\n"
        "      - {contact: a@b.co, until: 2027-01-31}\n"
        "      - {id: x1, account: shop, until: 2027-01-31T18:00+07:00}\n"
        "      - {list: vip.csv, column: email, until: 2027-01-31T11:00:00Z}\n"
    )
    (tmp_path / "vip.csv").write_text("email\n")
    members = read(tmp_path, text).manifest.labels["vip"].members
    assert [member.until for member in members or ()] == [1801440000.0, 1801393200.0, 1801393200.0]


@pytest.mark.parametrize(
    "until", ["tomorrow", "2027-02-30", "2027-01-31T18:00", "31.01.2027", "0001-01-01T00:00Z"]
)
def test_what_is_no_instant_is_refused_at_its_place(tmp_path, until):
    text = f"labels: {{vip: {{members: [{{contact: a@b.co, until: '{until}'}}]}}}}"
    assert codes(tmp_path, text) == [Code.BAD_FORM]


def test_opt_outs_are_people_and_lists_against_labels_by_name_or_pattern(tmp_path):
    (tmp_path / "out.csv").write_text("email\n")
    text = (
        "labels: {news-a: , news-b: }\npolicy:\n  suppress:\n"
        "    - {labels: [news-a], contacts: [a@b.co, {id: x1, account: shop}]}\n"
        '    - {labels: ["news-*"], contacts: [{list: out.csv, column: email, at_least: 1}]}\n'
    )
    first, second = read(tmp_path, text).manifest.policy.suppressions
    assert (first.labels, [type(one) for one in first.who]) == (("news-a",), [Person, Person])
    assert (second.labels, [one.at_least for one in second.who]) == (("news-*",), [1])


@pytest.mark.parametrize(
    ("suppress", "code"),
    [
        ("[{labels: [vpi], contacts: [a@b.co]}]", Code.UNKNOWN_LABEL),
        ("[{labels: [vip]}]", Code.WRONG_KIND),
        ("[{contacts: [a@b.co]}]", Code.MISSING_KEY),
        ("{labels: [vip]}", Code.WRONG_KIND),
        ("[{labels: [vip], contacts: [{native: {x: y}, account: shop}]}]", Code.NO_FILTERS),
        ("[{labels: [vip], contacts: [nobody]}]", Code.NOT_AN_IDENTITY),
        ("[{labels: [vip], contacts: [{list: gone.csv, column: email}]}]", Code.FILE_MISSING),
    ],
)
def test_an_opt_out_that_would_silently_suppress_nobody_is_a_mistake(tmp_path, suppress, code):
    assert code in codes(tmp_path, f"labels: {{vip: }}\npolicy: {{suppress: {suppress}}}")
