"""Text to nodes: every place is right, every limit holds, whichever parser is there."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from labelsync.manifest import events
from labelsync.manifest.codes import Code
from labelsync.manifest.events import MAX_ALIASED, MAX_TEXT, parse
from labelsync.manifest.nodes import Listing, Mapping, Node, Scalar, plain
from labelsync.manifest.sheet import read_text

leaf = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")), max_size=12
)
key = leaf.filter(lambda text: text != "<<")
tree = st.recursive(
    leaf, lambda c: st.lists(c, max_size=4) | st.dictionaries(key, c, max_size=4), max_leaves=20
)


def quoted(tree: object) -> str:
    out, yaml = io.StringIO(), YAML(typ="safe", pure=True)
    yaml.default_style, yaml.width, yaml.allow_unicode = '"', 10**6, True
    yaml.dump(tree, out)
    return out.getvalue()


def scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Listing():
            for item in node.items:
                yield from scalars(item)
        case Mapping():
            for entry in node.entries.values():
                yield entry.key
                yield from scalars(entry.value)


def codes(text: str, *, pure: bool = False) -> list[str]:
    return [flaw.code for flaw in parse(text, pure=pure).flaws]


@settings(max_examples=300, deadline=None)
@given(tree)
def test_the_text_at_the_place_of_every_scalar_parses_back_to_its_value(value: object):
    text = quoted(value)
    parsed = parse(text)
    assert parsed.whole
    assert parsed.root is not None
    assert plain(parsed.root) == value
    lines = text.split("\n")
    for scalar in scalars(parsed.root):
        assert scalar.line == scalar.end_line
        written = lines[scalar.line - 1][scalar.column - 1 : scalar.end_column - 1]
        again = parse(written).root
        assert isinstance(again, Scalar)
        assert again.text == scalar.text


@settings(max_examples=150, deadline=None)
@given(tree)
def test_the_python_parser_gives_the_same_nodes_and_places(value: object):
    text = quoted(value)
    assert parse(text) == parse(text, pure=True)


WRITTEN = """\
labels:
  vip:
    members:
      - ada@example.com
      - "+62 1"
      - {id: a, account: b}
  empty:
  other: &x [a, 'b c',
    d]
more: *x
long: >-
  one
  two
nothing: ~\r
last: Ünï 中
"""


def test_the_python_parser_gives_the_same_places_in_what_people_write():
    here, there = parse(WRITTEN), parse(WRITTEN, pure=True)
    assert here == there
    assert here.whole


def test_scalars_stay_what_was_written():
    root = parse("[0812, no, 2024-01-01, 1e3, +62, 0x1F, 1_000, yes, 12:30]").root
    assert root is not None
    assert plain(root) == ["0812", "no", "2024-01-01", "1e3", "+62", "0x1F", "1_000", "yes", "12:30"]


def test_nothing_is_not_an_empty_text():
    root = parse("a:\nb: ''\nc: ~\nd: '~'").root
    assert root is not None
    assert plain(root) == {"a": None, "b": "", "c": None, "d": "~"}


@pytest.mark.parametrize(
    ("bomb", "code"),
    [
        ("[" * 200_000, Code.TOO_DEEP),
        ("{" * 200_000, Code.TOO_DEEP),
        ("- " * 200_000, Code.TOO_DEEP),
        ("? " * 200_000, Code.TOO_DEEP),
        ("{a: " * 100_000, Code.TOO_DEEP),
        ("\n".join(" " * i + "-" for i in range(1_000)), Code.TOO_DEEP),
        ('"' + "a" * 3_000_000 + '"', Code.TEXT_TOO_LONG),
    ],
    ids=["brackets", "braces", "dashes", "question marks", "maps", "block lists", "giant scalar"],
)
def test_a_bomb_is_refused_at_once(bomb: str, code: Code):
    parse("warm: up")
    before = time.process_time()
    assert codes(bomb) == [code]
    assert time.process_time() - before < 1.0, "the bench holds the 100 ms; this only rules out reading on"


def test_more_values_than_memory_should_hold_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(events, "MAX_VALUES", 12)
    assert codes("[a, b, c]") == []
    assert codes("[a, b, c, d, e, f, g, h, i, j, k]") == [Code.TOO_LARGE]


def test_depth_is_refused_at_the_first_bracket_too_many():
    flaw = parse("[" * 33 + "]" * 33).flaws[0]
    assert (flaw.span.line, flaw.span.column) == (1, 33)
    assert parse("[" * 32 + "]" * 32).whole


def test_aliases_that_stand_for_too_many_values_are_refused():
    text = (
        "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: [*c,*c]"
    )
    assert codes(text) == [Code.BAD_ALIAS]
    assert codes("a: &a [x, y]\nb: *a\nc: *a") == []
    assert codes("a: &a x\nb: [" + "*a, " * MAX_ALIASED + "]") == []
    assert codes("a: &a x\nb: [" + "*a, " * (MAX_ALIASED + 1) + "]") == [Code.BAD_ALIAS]


def test_an_alias_inside_its_own_anchor_points_at_nothing():
    assert codes("a: &a [*a]") == [Code.BAD_ALIAS]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: !!str b", Code.TAG),
        ("a: !x [b]", Code.TAG),
        ("b: &b {c: d}\na:\n  <<: *b", Code.MERGE_KEY),
        ("a: b\na: c", Code.DUPLICATE_KEY),
        ("? [a]\n: b", Code.KEY_NOT_TEXT),
        ("a: b\n---\nc: d", Code.SECOND_DOCUMENT),
        ("a: [b", Code.NOT_YAML),
        ("a: *nobody", Code.BAD_ALIAS),
        ("a: " + "b" * (MAX_TEXT + 1), Code.TEXT_TOO_LONG),
    ],
)
@pytest.mark.parametrize("pure", [False, True])
def test_what_the_language_does_not_have_is_refused_by_both_parsers(text: str, code: Code, pure: bool):
    assert codes(text, pure=pure)[0] == code


def test_a_duplicate_key_names_both_places_and_the_rest_is_read_on():
    parsed = parse("a: 1\nb: 2\na: 3\nc: !x d\n")
    first, second = parsed.flaws
    assert first.span[:2] == (3, 1)
    assert first.other is not None
    assert first.other[:2] == (1, 1)
    assert second.code == Code.TAG
    assert parsed.whole


def test_a_character_that_parsers_disagree_about_is_refused_with_its_place():
    for character in "\x00\x1b\x85\u2028\ufeff\ud800":
        flaw = read_text(f"a: b\nc: d{character}").flaws[0]
        assert (flaw.code, flaw.span.line, flaw.span.column) == (Code.BAD_CHARACTER, 2, 5)


def test_a_syntax_error_does_not_repeat_what_is_written():
    for text in (
        "a: &ada@example.com b",
        "%FOO ada\n---\na",
        "a: 'ada@example.com",
        "- ada@example.com\n: x: y",
    ):
        for pure in (False, True):
            assert all("example" not in flaw.message for flaw in parse(text, pure=pure).flaws)
