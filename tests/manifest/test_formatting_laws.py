"""However a manifest was scrawled: laid out it says the same, with every comment, and stays as it is."""

from __future__ import annotations

import dataclasses
import json
import random
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from labelsync.core.filtering import FilterCheck
from labelsync.core.member import Place
from labelsync.manifest import load
from labelsync.manifest.formatting import formatted
from tests.manifest.vendors import VENDORS, identify, write

KNOWN = {
    name: dataclasses.replace(one, check_filter=lambda _: FilterCheck(())) for name, one in VENDORS.items()
}
WORDS = """VIP customers|no|0812|1e5|2024-01-01|null|~|a: b|a #b|#x|- x|[x|{|'q'|"q"|é ü|👩‍👩‍👧|12:30|=|<<
*x|&y|%z|@w|`v|!t|?u|x:|true|a,b|back\\slash|0x1F|+1.5|.5|1_000|NULL|Off|y|->|...|---|:z|plain|two words|ends-|https://x.example/a
news*|contacts.*|a]|c}|0b1|0o17|1:2:3|ग्राहक|x\u200fy""".replace("\n", "|").split("|")


OF_THE_LANGUAGE = {
    *("version", "accounts", "labels", "contacts", "policy", "title", "members", "ownership", "fires"),
    *("add", "remove", "contact", "account", "until", "id", "list", "column", "at_least", "native"),
    *(
        "guards",
        "protect",
        "suppress",
        "region",
        "count",
        "free",
        "additions",
        "deletions",
        "total",
        "removals",
    ),
}


class Bare(str):
    """What a filter takes for a number or a word, since it has no quotes."""

    __slots__ = ()


Said = None | str | list["Said"] | dict[str, "Said"]

emails = st.integers(0, 40).map(lambda number: f"p{number}@example.com")
phones = st.integers(1, 9).map(lambda number: f"+62 812-{number}456-7890")
people = emails | phones | phones.map(lambda text: text.replace(" ", "").replace("-", ""))
only = st.sampled_from([{}, {"accounts": ["shop"]}, {"account": "agency"}, {"until": "2099-01-31"}])
filters: st.SearchStrategy[Said] = st.recursive(
    st.sampled_from([*WORDS[:12], Bare("5"), Bare("true"), Bare("null"), Bare("0.5"), "5", "true"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
    max_leaves=6,
)
members: st.SearchStrategy[Said] = st.one_of(
    people,
    st.builds(lambda who, more: {"contact": who, **more}, emails, only),
    st.builds(lambda text: {"id": text, "account": "shop"}, st.sampled_from(["0b1d-2", "x7", "1234"])),
    st.just({"list": "lists/vip.csv", "column": "email", "at_least": "3"}),
    st.builds(lambda one: {"native": {"f": one}, "account": "shop"}, filters),
)
chances = st.integers(0, 2**32).map(random.Random)
terms = st.sampled_from([{}, {"batch": "5", "share": "80 %"}, {"overlap": "true"}])
lengths = st.sampled_from([0, 1, 2, 3, 12])


@st.composite
def labels(draw: st.DrawFn, words: list[str]) -> Said:
    """One label, named by words that nothing else is named by."""
    label: dict[str, Said] = {}
    if draw(st.booleans()):
        label["title"] = words.pop()
    if draw(st.booleans()):
        size = draw(lengths)
        label["members"] = draw(st.lists(members, min_size=size, max_size=size))
    if draw(st.booleans()):
        label["fires"] = {"add": [draw(st.sampled_from(WORDS))], "remove": []}
    if draw(st.booleans()):
        label["ownership"] = "additive"
    return label or None


@st.composite
def manifests(draw: st.DrawFn) -> dict[str, Said]:
    words = draw(st.lists(st.sampled_from(WORDS), unique_by=str.lower, min_size=8, max_size=8))
    keys = [words.pop() for _ in range(draw(st.integers(1, 3)))]
    account: dict[str, Said] = {"connector": "titled", "site_id": "5f0e5f0e", "api_key": {"env": "NO"}}
    said: dict[str, Said] = {
        "version": Bare("1"),
        "accounts": {
            "shop": {**account, **draw(terms)},
            "agency": {"connector": "folding", "location_id": "12345", "token": {"file": "/run/token"}},
        },
        "labels": {key: draw(labels(words)) for key in keys},
    }
    some = st.lists(st.sampled_from(keys), min_size=1)
    entry = st.builds(lambda who, chosen: {"contact": who, "labels": chosen}, people, some)
    if draw(st.booleans()):
        said["contacts"] = draw(st.lists(entry, max_size=3))
    if draw(st.booleans()):
        said["policy"] = {
            "guards": {"additions": {"count": "5", "free": "2"}, "deletions": "1"},
            "protect": {"contacts": draw(st.lists(people, max_size=9)), "labels": ["legal-*"]},
            "suppress": [{"labels": [keys[0]], "contacts": draw(st.lists(emails, max_size=3))}],
            "region": "NO",
        }
    return said


class Hand:
    """Somebody who writes YAML as it comes."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.remarks = 0
        self.anchors: dict[str, str] = {}
        self.anchoring = chance.random() < 0.5

    def write(self, said: dict[str, Said]) -> str:
        lines = ["---"] if self.often(0.1) else []
        lines += self.block(said, 0)
        lines += [self.remark() for _ in range(self.chance.randrange(3))]
        return ("\r\n" if self.often(0.1) else "\n").join(lines) + ("\n" if self.often(0.9) else "")

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def may_mix(self, keys: set[str]) -> bool:
        return bool(keys) and self.often(0.4)

    def remark(self) -> str:
        self.remarks += 1
        return " " * self.chance.randrange(9) + f"# remark {self.remarks}."

    def beside(self) -> str:
        return f" {self.remark()}" if self.often(0.15) else ""

    def above(self) -> list[str]:
        return [*([""] * self.chance.choice([0, 0, 0, 1, 3])), *([self.remark()] if self.often(0.2) else [])]

    def block(self, said: dict[str, Said] | list[Said], column: int) -> list[str]:
        """Lines whose keys or dashes begin in a column."""
        lines: list[str] = []
        items = list(said.items()) if isinstance(said, dict) else [("", item) for item in said]
        if isinstance(said, dict) and self.may_mix(set(said)):
            self.chance.shuffle(items)
        for key, value in items:
            lines += self.above() if lines or self.often(0.5) else []
            head = f"{self.scalar(key, flow=False, key=True)}:" if isinstance(said, dict) else "-"
            lines += self.entry(" " * column + head, value, column)
        return lines

    def entry(self, head: str, value: Said, column: int) -> list[str]:
        if isinstance(value, dict | list) and value and self.often(0.6):
            deeper = column + self.chance.randint(1, 4)
            if head.endswith(":"):
                below = self.block(value, column if isinstance(value, list) and self.often(0.2) else deeper)
                return [f"{head}{self.beside()}", *below]
            first, *others = self.block(value, deeper + 1)
            if first.strip().startswith("#") or not first.strip():
                return [f"{head}{self.beside()}", first, *others]
            return [head + first[len(head) :], *others]
        if isinstance(value, str) and not isinstance(value, Bare) and self.often(0.1) and value.strip():
            return [f"{head} {self.chance.choice(['|-', '>-'])}{self.beside()}", " " * (column + 9) + value]
        text = self.flow(value, column + 2)
        parted = f"{head}{self.beside()}\n{' ' * (column + 2)}{text}" if self.often(0.1) else f"{head} {text}"
        return f"{parted}{self.beside()}".split("\n")

    def flow(self, value: Said, column: int) -> str:
        if not isinstance(value, dict | list):
            return self.scalar(value, flow=True)
        if isinstance(value, dict):
            items = [(f"{self.scalar(key, flow=True, key=True)}: ", item) for key, item in value.items()]
        else:
            items = [("", item) for item in value]
        parts = [key + self.flow(item, column) for key, item in items]
        said = "".join(f"{self.turn(column)}{part} ," for part in parts)
        said = said if self.often(0.1) else said.removesuffix(",")
        return f"{{{said}{self.turn(column)}}}" if isinstance(value, dict) else f"[{said}{self.turn(column)}]"

    def turn(self, column: int) -> str:
        """A space, or a new line and perhaps comments."""
        if self.often(0.85):
            return " "
        own = f"\n{self.remark()}" if self.often(0.3) else ""
        return f"{self.beside()}{own}\n{' ' * (column + self.chance.randrange(3))}"

    def scalar(self, text: str | None, *, flow: bool, key: bool = False) -> str:
        if text is None:
            return "~" if flow else ""
        if isinstance(text, Bare):
            return text
        if self.anchoring and not key and self.often(0.3):
            if text in self.anchors:
                return f"*{self.anchors[text]} "
            self.anchors[text] = f"a{len(self.anchors)}"
            return f"&{self.anchors[text]} {self.quoted(text)}"
        return self.quoted(text)

    def quoted(self, text: str) -> str:
        plain = re.fullmatch(r"[\w./+*][\w ./@+*-]*", text) and text not in {"null", "NULL", "..."}
        ways = [f"'{text.replace(chr(39), chr(39) * 2)}'", json.dumps(text, ensure_ascii=False)]
        return self.chance.choice([*ways, *([text] * 2 if plain and not text.startswith("*") else [])])


class CalmHand(Hand):
    """Somebody who writes one value a line, no comments, and quotes everywhere."""

    def often(self, share: float) -> bool:
        return share >= 0.4

    def may_mix(self, keys: set[str]) -> bool:
        """The order of what people name themselves is theirs."""
        return keys <= OF_THE_LANGUAGE

    def above(self) -> list[str]:
        return []

    def remark(self) -> str:
        return ""

    def beside(self) -> str:
        return ""

    def quoted(self, text: str) -> str:
        return json.dumps(text, ensure_ascii=False)


def placeless(fact: object) -> object:
    """A fact without where it was written."""
    match fact:
        case Place():
            return None
        case tuple() if hasattr(fact, "_fields"):
            return type(fact).__name__, [placeless(part) for part in fact]
        case list() | tuple():
            return [placeless(part) for part in fact]
        case Mapping():
            return {key: placeless(part) for key, part in fact.items()}
        case _ if dataclasses.is_dataclass(fact) and not isinstance(fact, type):
            fields = [field.name for field in dataclasses.fields(fact) if field.name != "files"]
            return type(fact).__name__, {name: placeless(getattr(fact, name)) for name in fields}
        case _:
            return fact


def meaning(root: Path, text: str) -> object:
    (root / "crm.yaml").write_text(text, encoding="utf-8", newline="")
    loaded = load(root / "crm.yaml", root=root, vendors=KNOWN, identify=identify, version="0.1.0")
    return placeless(loaded.manifest)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("laws"), {"lists/vip.csv": "email\n"})


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=manifests(), chance=chances)
def test_a_formatted_manifest_says_the_same_with_every_comment_and_stays_as_it_is(
    root: Path, said: dict[str, Said], chance: random.Random
):
    hand = Hand(chance)
    text = hand.write(said)
    note(text)
    before = meaning(root, text)
    new = formatted(text)
    assert meaning(root, new) == before
    assert formatted(new) == new
    told = sorted(re.findall(r"# remark (\d+)\.", new), key=int)
    assert told == [str(number) for number in range(1, hand.remarks + 1)]
    assert not re.search(r"[ \t\r]$|\n\n\n|\A\n|\n\n\Z", new, re.MULTILINE)
    assert new.endswith("\n")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=manifests(), one=chances, other=chances)
def test_two_orders_of_keys_and_two_indentations_come_to_one_layout(
    said: dict[str, Said], one: random.Random, other: random.Random
):
    assert formatted(CalmHand(one).write(said)) == formatted(CalmHand(other).write(said))
