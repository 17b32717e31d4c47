"""The one layout: what a formatted manifest looks like, and what is not formatted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from labelsync.core.identity import Email, Phone, VendorId
from labelsync.errors import WrongUsage
from labelsync.manifest import formatting, layout, schema
from labelsync.manifest.drawing import Drawing, DrawnLabel, draw
from labelsync.manifest.events import parse
from labelsync.manifest.formatting import MAX_PEOPLE, Unformatted, check_size, formatted
from labelsync.manifest.layout import Kind, is_misread
from labelsync.manifest.nodes import Mapping
from labelsync.manifest.outline import outline
from tests.manifest.vendors import HEAD, read

ROOT = Path(__file__).parents[2]
SAMPLES = [ROOT / "states/crm.yaml", *(ROOT / "labelsync/cli/templates").glob("*/crm.yaml")]
PAGE = (ROOT / "docs/manifest.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
SCRAWLED = """\
# yaml-language-server: $schema=./manifest.schema.json

# who is who
labels:
    vip:   # the best
           # of all
      # who they are
      members: [ada@example.com,   # first
        'b@example.com',
        # a phone
        +628123456789, {account: shop, id: "0b1d"} ]
      title:   # seen by people
        'VIP'
      names: {
         shop: "No"
      }
    no: {title: 2024, state: absent, definition:   absent}   # gone



    old:
      accounts:
      - shop
      - agency
      # that is all
  # no more labels
accounts:
  shop: {connector: wix, # a comment in brackets
     api_key: {env: KEY}, site_id: 5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a}
contacts:
- labels:
    - vip
    - "new"   # because
  # above the contact
  contact: x@example.com
- {contact: y@example.com, until: "2027-01-31", labels: [vip]}
policy:
  region: NO
  guards: {removals: 5, additions: {free: "3", count: 4}}
version: "1"
# the end"""


def test_a_scrawled_manifest_is_laid_out():
    assert formatted(SCRAWLED) == snapshot(
        """\
# yaml-language-server: $schema=./manifest.schema.json

version: 1

accounts:
  shop:
    connector: wix  # a comment in brackets
    api_key: {env: KEY}
    site_id: 5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a

# who is who
labels:
  vip:     # the best
           # of all
    title: VIP  # seen by people
    names: {shop: "No"}
    # who they are
    members:
      - ada@example.com  # first
      - b@example.com
      # a phone
      - "+628123456789"
      - {id: "0b1d", account: shop}
  "no": {title: "2024", state: absent, definition: absent}   # gone

  old:
    accounts:
      - shop
      - agency
      # that is all
  # no more labels

contacts:
  # above the contact
  - contact: x@example.com
    labels:
      - vip
      - new   # because
  - {contact: y@example.com, labels: [vip], until: 2027-01-31}

policy:
  guards:
    additions: {count: 4, free: 3}
    removals: 5
  region: "NO"
# the end
"""
    )


@pytest.mark.parametrize("text", [path.read_text("utf-8") for path in SAMPLES], ids=lambda text: text[-20:])
def test_what_init_writes_is_laid_out_so(text: str):
    assert formatted(text) == text


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: text[:9].strip())
def test_what_the_documents_show_is_laid_out_so(text: str):
    assert formatted(text) == text


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=20
)
WHO = st.one_of(
    st.integers(0, 99).map(lambda number: Email(f"{number}p@example.com")),
    st.integers(10**8, 10**9).map(lambda number: Phone(f"+{number}")),
    st.sampled_from(["0b1d-2", "1234", "x7", "-"]).map(VendorId),
)


LABELS = st.builds(DrawnLabel, NAMES, NAMES, NAMES, st.lists(WHO, max_size=30).map(tuple))


@given(st.lists(LABELS, min_size=1, max_size=3))
def test_what_import_writes_is_laid_out_so(labels: list[DrawnLabel]):
    root = parse("connector: wix\nsite_id: 5f0e-1\napi_key: {env: KEY}\npace: 8/s\n").root
    assert isinstance(root, Mapping)
    labels = [label._replace(key=f"{number} {label.key}") for number, label in enumerate(labels)]
    text = draw(Drawing("shop", root, tuple(labels), ("Left out: 2.",))).text
    assert formatted(text) == text


def test_brackets_that_do_not_fit_a_line_are_opened():
    people = ", ".join(f"person{number}@example.com" for number in range(9))
    text = f"labels: {{vip: {{members: [{people}]}}, small: {{members: [a@b.co]}}}}"
    assert formatted(text) == snapshot("""\
labels:
  vip:
    members:
      - person0@example.com
      - person1@example.com
      - person2@example.com
      - person3@example.com
      - person4@example.com
      - person5@example.com
      - person6@example.com
      - person7@example.com
      - person8@example.com
  small: {members: [a@b.co]}
""")


def test_where_there_are_anchors_keys_keep_their_order():
    text = "labels:\n  b:\n    members: &a [x@example.com]\n    title: &t B\n  c: {members: *a, title: *t}\n"
    assert formatted(text) == text


def test_filters_keep_what_their_quotes_mean():
    written = '{native: {a: "5", b: 5, c: "true", d: true, e: "null", f: ~, g: yes}, account: shop}'
    kept = '{native: {a: "5", b: 5, c: "true", d: true, e: "null", f: null, g: "yes"}, account: shop}'
    start = "labels:\n  vip:\n    members:\n      - "
    assert formatted(f"{start}{written}\n") == f"{start}{kept}\n"


@pytest.mark.parametrize(
    ("written", "laid"),
    [
        ("'VIP customers'", "VIP customers"),
        ("no", '"no"'),
        ("2024", '"2024"'),
        ("1e5", '"1e5"'),
        ("'on'", '"on"'),
        ("12:30", '"12:30"'),
        ("'a: b'", '"a: b"'),
        ("'say \"hi\"'", '"say \\"hi\\""'),
        ('"\\u00e9"', '"\\u00e9"'),
        ("Käse", "Käse"),
        ("'Käse'", '"Käse"'),
        ("5f0e-1", "5f0e-1"),
        (">-\n      two\n      lines", "two lines"),
    ],
)
def test_texts_are_quoted_where_some_reader_would_take_them_for_something_else(written: str, laid: str):
    assert formatted(f"labels:\n  a:\n    title: {written}\n") == f"labels:\n  a:\n    title: {laid}\n"


@pytest.mark.parametrize(
    "text",
    ["a: x\r\nb: two\r\n", "a: x\rb: two", "\n\n\na: x   \n\n\n\nb: two\n\n\n", "---\na: x\nb: two\n...\n"],
)
def test_lines_end_in_line_feeds_and_nothing_else(text: str):
    assert formatted(text).replace("\n\n", "\n") == "a: x\nb: two\n"


@pytest.mark.parametrize("text", ["", "# nothing\n", "# a\n\n\n# b", "~ # nothing\n", "{} # nothing\n"])
def test_a_file_that_says_nothing_keeps_its_comments(text: str):
    assert formatted(text).count("#") == text.count("#")
    assert formatted(formatted(text)) == formatted(text)


def test_numbers_are_the_keys_that_the_schema_says_are_numbers():
    """So that an editor, which goes by the schema, does not take a number for a text."""
    typed = set()

    def walk(part: object, key: str = "") -> None:
        match part:
            case {"properties": dict(properties)}:
                for name, below in properties.items():
                    walk(below, name)
            case {"type": "integer" | "number" | "boolean"} | {"anyOf": [{"type": "integer" | "number"}, *_]}:
                typed.add(key)

    drawn = json.loads(json.dumps(schema()))
    for shape in (drawn, *drawn["$defs"].values()):
        walk(shape)
    rules = list(numbers(layout.MANIFEST))
    assert typed - {"version"} <= set(rules)


def numbers(rule: layout.Rule):
    for key, below in rule.keys.items():
        if below.kind is Kind.NUMBER:
            yield key
        yield from numbers(below)
    if rule.each:
        yield from rule.order if rule.each.kind is Kind.NUMBER else ()
        yield from numbers(rule.each)


@pytest.mark.parametrize(
    ("text", "misread"),
    [("no", True), ("Y", True), ("0812", True), ("1_0", True), ("~", True), ("<<", True), ("=", True),
     ("0o7", True), ("1:30", True), ("-.inf", True), ("vip", False), ("5f0e", False), ("none", False)],
)  # fmt: skip
def test_readers_of_yaml_1_1_and_1_2_are_both_thought_of(text: str, misread: bool):
    assert is_misread(text) is misread


@pytest.mark.parametrize("text", ["%YAML 1.2\n---\na: 1\n", "%TAG !e! tag:x\n---\na: 1\n"])
def test_a_directive_is_not_passed_over(text: str):
    with pytest.raises(Unformatted) as refused:
        formatted(text, name="crm.yaml")
    assert "crm.yaml" in refused.value.reason


@pytest.mark.parametrize(
    "broken", ["a: x\n", "# kept\na: two\n", "# kept\na: x\nb: two\n", "# kept\n# twice\na: x\n"]
)
def test_a_layout_that_would_lose_or_change_something_is_refused(
    broken: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(formatting, "printed", lambda _: broken)
    with pytest.raises(Unformatted):
        formatted("# kept\na: x\n")


def test_a_file_of_more_than_5000_people_is_refused_with_the_way_to_go_on(tmp_path: Path):
    people = "".join(f"      - p{number}@example.com\n" for number in range(MAX_PEOPLE))
    manifest = read(tmp_path, f"labels:\n  vip:\n    members:\n{people}").manifest
    check_size(manifest, {"crm.yaml": 1000})
    more = read(
        tmp_path, f"labels:\n  vip:\n    members:\n{people}contacts: [{{contact: a@b.co, labels: [vip]}}]\n"
    )
    with pytest.raises(WrongUsage) as refused:
        check_size(more.manifest, {"crm.yaml": 1000})
    assert "5,001 people" in refused.value.reason
    assert "list" in refused.value.advice
    check_size(more.manifest, {"other.yaml": 1000})
    with pytest.raises(WrongUsage):
        check_size(manifest, {"other.yaml": formatting.MAX_BYTES + 1})


def test_comments_are_told_from_what_only_looks_like_one():
    text = HEAD + "labels:\n  'a # b': # 1\n    title: x#y # 2\n    names: {shop: \"# no\"} # 3\n  c#d: # 4\n"
    assert outline(text).comments == ("# 1", "# 2", "# 3", "# 4")
