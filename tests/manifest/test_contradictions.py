"""What cannot be true together: both places are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelsync.manifest.codes import Code
from tests.manifest.vendors import HEAD, mistakes, mistakes_at, read, write

ROWS = HEAD.count("\n")


def codes(root: Path, text: str) -> list[str]:
    return [code for code, _, _ in mistakes(root, text)]


def test_giving_an_absent_label_is_a_mistake_with_both_places(tmp_path: Path):
    text = "labels: {vip: {state: absent}}\ncontacts: [{contact: a@b.co, labels: [vip]}]"
    write(tmp_path, {"crm.yaml": HEAD + text})
    (found,) = mistakes_at(tmp_path / "crm.yaml", tmp_path)
    assert (found.code, found.place.line) == (Code.ABSENT_LABEL, ROWS + 2)
    assert [place.line for place in found.related] == [ROWS + 1]


def test_two_labels_that_a_vendor_takes_for_one_are_a_mistake_with_both_places(tmp_path: Path):
    write(
        tmp_path, {"crm.yaml": HEAD + "labels:\n  VIP: {accounts: [agency]}\n  vip: {accounts: [agency]}\n"}
    )
    (found,) = mistakes_at(tmp_path / "crm.yaml", tmp_path)
    assert (found.code, found.place.line, found.related[0].line) == (Code.SAME_NAME, ROWS + 3, ROWS + 2)
    by_title = "labels: {a: {title: Same, accounts: [shop]}, b: {title: Same, accounts: [shop]}}"
    assert codes(tmp_path, by_title) == [Code.SAME_NAME]
    apart = "labels: {a: {title: Same, names: {shop: Other}}, b: {title: Same}}"
    assert codes(tmp_path, apart) == []
    assert codes(tmp_path, "labels: {VIP: {accounts: [shop]}, vip: {accounts: [agency]}}") == []


def test_a_name_longer_than_the_vendor_takes_is_a_mistake(tmp_path: Path):
    assert codes(tmp_path, f"labels: {{{'x' * 51}: {{accounts: [shop]}}}}") == [Code.NAME_TOO_LONG]


def test_labels_that_look_alike_are_a_warning(tmp_path: Path):
    loaded = read(tmp_path, "labels: {big-spender: , Big Spender: , vip: }\n")
    assert [(w.code, w.related[0].line) for w in loaded.warnings] == [(Code.LOOK_ALIKE, ROWS + 1)]
    assert "look alike" in loaded.warnings[0].message


@pytest.mark.parametrize(
    ("text", "line", "other"),
    [
        (
            "labels: {vip: {members: [A@b.co]}}\ncontacts:\n  - {contact: a@B.co, without: [vip]}",
            1,
            3,
        ),
        (
            "labels: {vip: {members: [+62 812 3456 7890]}}\ncontacts:\n"
            "  - {contact: '+6281234567890', state: absent}",
            1,
            3,
        ),
        (
            "labels: {vip: }\ncontacts:\n  - {contact: a@b.co, labels: [vip]}\n"
            "  - {contact: a@b.co, without: [vip]}",
            3,
            4,
        ),
        (
            "labels: {vip: }\ncontacts:\n  - {id: x, account: shop, labels: [vip]}\n"
            "  - {id: x, account: shop, state: absent}",
            3,
            4,
        ),
    ],
)
def test_a_person_wanted_and_not_wanted_is_a_mistake_with_both_places(
    tmp_path: Path, text: str, line: int, other: int
):
    write(tmp_path, {"crm.yaml": HEAD + text})
    found = mistakes_at(tmp_path / "crm.yaml", tmp_path)
    assert {(m.code, m.place.line - ROWS, m.related[0].line - ROWS) for m in found} == {
        (Code.CONTRADICTION, line, other)
    }


def test_a_person_wanted_here_and_not_wanted_on_another_account_is_no_contradiction(tmp_path: Path):
    text = (
        "labels: {vip: {accounts: [shop], members: [a@b.co]}, news: {members: [{id: x, account: shop}]}}\n"
        "contacts:\n  - {contact: a@b.co, state: absent, accounts: [agency]}\n"
        "  - {id: x, account: agency, without: [news]}\n"
    )
    assert mistakes(tmp_path, text) == []
