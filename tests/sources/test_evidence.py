"""Lists that are evidence, and lists that are cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelsync.core.wish import Cut, Whole
from labelsync.sources.tables import HEIGHT
from tests.sources.lists import VIP, gathered, shop, vip_of


@pytest.mark.parametrize(
    ("content", "people", "reason"),
    [
        ("", "", "1: there is no header"),
        ("a@b.co\nc@b.co\n", "", "1: the header has no column `email`"),
        ("email,email\na@b.co,x\n", "", "1: the header has the column `email` 2 times"),
        ("email,name\na@b.co,A\nc@b.co", "a", "3: this row has 1 columns where the header has 2"),
        ('email,name\na@b.co,A\nc@b.co,"C', "a", "3: this row is broken, and nothing after it"),
        ('email,name\na@b.co,A\nc@b.co,"C"x\nd@b.co,D\n', "a", "3: this row is broken, and nothing after"),
        ("email,name\na@b.co,A,x\nc@b.co,C\n", "c", "2: this row has 3 columns where the header has 2"),
        ("email\nada\nc@b.co\n", "c", "2: this is neither an e-mail nor a phone number"),
        ("email,name\n,A\nc@b.co,C\n", "c", "2: nobody is named in this row"),
        (b"email,name\na@b.co,\xff\nc@b.co,C\n", "c", "2: bytes that are not UTF-8"),
        (b"email,name\nc@b.co,C\n\xff@b.co,C\n", "c", "3: bytes that are not UTF-8"),
        (b"email,name\nc@b.co,C\nd@b.co,\xc3", "c", "3: bytes that are not UTF-8"),
    ],
)
def test_a_list_that_is_not_read_to_its_end_is_cut_and_its_good_rows_count(
    tmp_path: Path, content: str | bytes, people: str, reason: str
):
    found, certificate = vip_of(tmp_path, content)
    assert found == [f"{name}@b.co" for name in people]
    assert isinstance(certificate, Cut)
    assert len(certificate.reasons) == 1
    assert certificate.reasons[0].startswith(f"vip.csv:{reason}")


def test_a_list_with_fewer_rows_than_expected_is_cut(tmp_path: Path):
    people, certificate = vip_of(tmp_path, "email\na@b.co\n", ", at_least: 2")
    assert people == ["a@b.co"]
    assert certificate == Cut(("vip.csv: 1 rows where at least 2 are expected",))
    assert vip_of(tmp_path, "email\na@b.co\nc@b.co\n", ", at_least: 2")[1] == Whole()


@pytest.mark.parametrize(
    "content",
    [
        "email\n",
        "email",
        "\ufeffemail\r\na@b.co\r\n",
        "email\na@b.co",
        'email,name\n\na@b.co,"A\nB"\n\nc@b.co,"C ""C"""\n\n',
    ],
)
def test_a_list_that_is_whole_is_evidence(tmp_path: Path, content: str):
    assert vip_of(tmp_path, content)[1] == Whole()


def test_a_row_is_named_by_the_line_on_which_it_starts(tmp_path: Path):
    content = 'email,name\n\na@b.co,"A\r\nB"\n\nc@b.co,C\n'
    wishes = shop(tmp_path, VIP, vip_csv=content)
    assert [wish.place.line for wish in wishes.emails.values()] == [3, 6]


def test_a_broken_row_far_down_is_named_and_what_stands_before_it_counts(tmp_path: Path):
    rows = "".join(f"u{i}@b.co,x\n" for i in range(2 * HEIGHT + 7))
    people, certificate = vip_of(tmp_path, "email,name\n" + rows + 'z@b.co,"x')
    assert len(people) == 2 * HEIGHT + 7
    assert isinstance(certificate, Cut)
    assert certificate.reasons[0].startswith(f"vip.csv:{2 * HEIGHT + 9}: this row is broken")


def test_many_flaws_are_counted_and_not_all_told(tmp_path: Path):
    _, certificate = vip_of(tmp_path, "email\n" + "ada\n" * 1_005)
    assert isinstance(certificate, Cut)
    assert len(certificate.reasons) == 6
    assert certificate.reasons[-1] == "vip.csv: 1,000 more rows cannot be used"


def test_no_reason_and_no_warning_holds_a_person(tmp_path: Path):
    found = gathered(tmp_path, VIP, vip_csv="email,name\nLovelace,Ada\nada@,Ada\nada@example.com\n+1,x\n")
    said = " ".join(found.warnings)
    assert said.count("vip.csv:") == 4
    for word in ("ada", "Ada", "Lovelace", "+1"):
        assert word not in said


def test_tab_separated_and_json_lines_are_lists_too(tmp_path: Path):
    text = (
        "labels:\n  a: {members: [{list: a.tsv, column: e}]}\n  b: {members: [{list: b.ndjson, column: e}]}\n"
        "  c: {members: [{list: c.jsonl, column: id, account: shop}]}\n"
    )
    found = gathered(
        tmp_path,
        text,
        a_tsv="n\te\nA\ta@b.co\n",
        b_ndjson='{"e": "b@b.co"}\n\n{"e": "+628123456789"}\n{"e": null}\n[]\n{"e": "x@b.co"\n{}\n',
        c_jsonl='{"id": 17}\n{"id": "q-1"}\n',
    )
    wishes = found.wishes["shop"]
    assert set(wishes.emails) == {"a@b.co", "b@b.co"}
    assert set(wishes.phones) == {"+628123456789"}
    assert set(wishes.ids) == {"17", "q-1"}
    assert (wishes.sources["a"], wishes.sources["c"]) == (Whole(), Whole())
    cut = wishes.sources["b"]
    assert isinstance(cut, Cut)
    assert [reason.split(":")[1] for reason in cut.reasons] == ["4", "5", "6", "7"]
    assert len(found.wishes["agency"].ids) == 0
