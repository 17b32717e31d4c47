"""Even parts of a manifest are read in bulk: to the same nodes, places and flaws as letter by letter."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelsync.manifest import events, runs
from labelsync.manifest.events import Parsed, parse
from labelsync.manifest.nodes import Listing, Mapping

PEOPLE = "".join(f"  - contact: p{i}@example.com\n    labels: [vip, news]\n" for i in range(20))
MEMBERS = "".join(f"  - p{i}@example.com\n" for i in range(20))
QUOTED = "".join(f'  - contact: "+62 811 {i}"\n    labels: ["a b", c, "d"]\n' for i in range(20))
PIECES = (
    PEOPLE,
    MEMBERS,
    QUOTED,
    PEOPLE.replace("  -", "-").replace("    l", "  l"),
    MEMBERS.replace("  -", "      -"),
    "contacts:\n",
    "labels:\n  vip:\n    members:\n",
    "  - contact: x@example.com\n",
    "    labels: [vip]\n",
    "    without: [vip]\n",
    "      more\n",
    "  # said\n",
    "\n",
    "\t\n",
    "key: |\n",
    "key: >-\n  text\n",
    "key: 'open\n",
    "key: [open,\n",
    "key: word\n",
    "- &a x\n",
    "  - *a\n",
    "more: &b\n",
    "  ? x\n",
    "---\n",
    "...\n",
    "]\n",
    "  '\n",
)


def carefully(text: str, *, pure: bool = False) -> Parsed:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "cut_runs", lambda text: runs.Cut(text, {}))
        return parse(text, pure=pure)


@settings(max_examples=1_500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=7))
def test_a_text_with_runs_is_what_it_is_letter_by_letter(pieces: list[str]):
    text = "".join(pieces)
    assert parse(text) == carefully(text)


@pytest.mark.parametrize("people", [PEOPLE, MEMBERS, QUOTED])
@pytest.mark.parametrize("pure", [False, True])
def test_a_run_is_found_and_has_the_places_of_its_texts(people: str, pure: bool):
    text = f"version: 1\ncontacts:\n{people}  - last@example.com\n"
    assert len(runs.cut_runs(text).runs) == 1
    assert parse(text, pure=pure) == carefully(text, pure=pure)
    assert parse(text, pure=pure).whole


def test_a_run_counts_for_every_limit(monkeypatch: pytest.MonkeyPatch):
    deep = "".join("  " * level + "a:\n" for level in range(30)) + MEMBERS.replace("  -", "  " * 30 + "-")
    for text in (deep, deep.replace("a:\n", "a:\n", 1), "a:\n  b:\n" + PEOPLE.replace("  ", "    ", 1)):
        assert parse(text) == carefully(text)
    for most in (20, 60, 160, 167, 168, 200, 400):
        monkeypatch.setattr(events, "MAX_VALUES", most)
        for people in (PEOPLE, MEMBERS):
            assert parse("contacts:\n" + people) == carefully("contacts:\n" + people)


def test_a_text_that_has_the_name_of_a_run_is_read_letter_by_letter():
    text = f"contacts:\n{MEMBERS}  - *{runs.ALIAS}0\n"
    assert parse(text) == carefully(text)


def test_an_item_of_a_list_with_runs_is_the_same_by_its_number():
    root = parse(f"contacts:\n  - first@example.com\n{PEOPLE}  - last@example.com\n{MEMBERS}").root
    assert isinstance(root, Mapping)
    listing = root.get("contacts")
    assert isinstance(listing, Listing)
    assert [listing.items[number] for number in range(-42, 42)] == 2 * list(listing.items)
    assert listing.items[3:9] == list(listing.items)[3:9]
    with pytest.raises(IndexError):
        listing.items[42]
