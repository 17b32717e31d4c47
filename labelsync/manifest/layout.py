"""How a manifest is laid out: the order of keys, what stands in brackets and what in lines, and quotes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from ruamel.yaml.resolver import implicit_resolvers

from labelsync.manifest import nodes
from labelsync.manifest.drawing import scalar
from labelsync.manifest.natives import as_json
from labelsync.manifest.outline import Text
from labelsync.manifest.shapes import (
    AccountShape,
    FiresShape,
    GuardsShape,
    LabelShape,
    LimitShape,
    ManifestShape,
    PolicyShape,
    ProtectShape,
    SuppressionShape,
    TotalShape,
)

OTHERS = ""
"""The place of keys that an order does not name."""

_MISREAD = tuple(pattern for _, tag, pattern, _ in implicit_resolvers if not tag.endswith(":yaml"))
_UNSAFE = re.compile(r"^[-?:,\[\]{}#&*!|>'\"%@`=]|: | #|:$|[\t\n]|^\s|\s$|^$|^\.\.\.")
_BRACKETS = re.compile(r"[,\[\]{}:]")


class Form(Enum):
    """A part stands in lines, or in brackets where it fits a line, or in brackets where it was written so."""

    LINES = "lines"
    BRACKETS = "brackets"
    WRITTEN = "as written"


class Kind(Enum):
    """What a scalar is to those who read it: a text, a number or a day, or what its quotes make it.

    A vendor's setting keeps its quotes where they matter, and so does a value in a filter.
    """

    TEXT = "text"
    NUMBER = "number"
    SETTING = "setting"
    FILTER = "filter"


class Rule(NamedTuple):
    """How one part of a manifest is laid out. `each` is for items of a list, and for keys not in `keys`."""

    form: Form = Form.WRITTEN
    order: tuple[str, ...] = ()
    keys: Mapping[str, Rule] = {}
    each: Rule | None = None
    kind: Kind = Kind.TEXT

    def of(self, key: str) -> Rule:
        """The rule of what stands under a key, or is an item: then the key is ''."""
        return self.keys.get(key) or self.each or (self if self.kind is Kind.FILTER else TEXT)


TEXT = Rule()
NUMBER = Rule(kind=Kind.NUMBER)
_NAMES = Rule(Form.BRACKETS)
_FILTER = Rule(kind=Kind.FILTER)
_WHO = (
    *("contact", "id", "native", "list", "column", "label_column", "account", "accounts", "at_least"),
    *("labels", "without", "until", "state"),
)
_PERSON = {
    **dict.fromkeys(("accounts", "labels", "without"), _NAMES),
    **dict.fromkeys(("at_least", "until"), NUMBER),
    "contact": Rule(Form.BRACKETS, _WHO),
    "native": _FILTER,
}
_MEMBERS = Rule(each=Rule(Form.BRACKETS, _WHO, _PERSON))
_ENTRIES = Rule(Form.LINES, each=Rule(Form.WRITTEN, _WHO, _PERSON))
_LABEL = Rule(
    order=tuple(LabelShape.model_fields),
    keys={
        **dict.fromkeys(("accounts", "names", "previously"), _NAMES),
        "fires": Rule(Form.BRACKETS, tuple(FiresShape.model_fields), each=_NAMES),
        "members": _MEMBERS,
    },
)
_OWN = ("connector", "sandbox", "base_url", OTHERS)
_ACCOUNT = Rule(
    Form.LINES,
    (*_OWN, *(name for name in AccountShape.model_fields if name not in _OWN)),
    {
        **dict.fromkeys(("connector", "sandbox", "base_url", "match"), TEXT),
        **dict.fromkeys(("batch", "pace", "share", "concurrency", "overlap"), NUMBER),
    },
    each=Rule(Form.BRACKETS, kind=Kind.SETTING),
)
_LIMIT = Rule(Form.BRACKETS, tuple(LimitShape.model_fields), each=NUMBER, kind=Kind.NUMBER)
_GUARDS = Rule(
    Form.LINES,
    tuple(GuardsShape.model_fields),
    {
        **dict.fromkeys(("additions", "removals", "deletions", "fires"), _LIMIT),
        "total": Rule(Form.BRACKETS, tuple(TotalShape.model_fields), each=NUMBER),
    },
)
_POLICY = Rule(
    Form.LINES,
    tuple(PolicyShape.model_fields),
    {
        "guards": _GUARDS,
        "protect": Rule(
            Form.LINES, tuple(ProtectShape.model_fields), {"contacts": _MEMBERS, "labels": _NAMES}
        ),
        "suppress": Rule(
            Form.LINES,
            each=Rule(
                order=tuple(SuppressionShape.model_fields), keys={"labels": _NAMES, "contacts": _MEMBERS}
            ),
        ),
    },
)
MANIFEST = Rule(
    Form.LINES,
    tuple(ManifestShape.model_fields),
    {
        "version": NUMBER,
        "accounts": Rule(Form.LINES, each=_ACCOUNT),
        "labels": Rule(Form.LINES, each=_LABEL),
        "contacts": _ENTRIES,
        "policy": _POLICY,
    },
)


def rank(order: Sequence[str], key: str) -> int:
    """Where a key stands in an order; those that it does not name keep theirs among themselves."""
    if key in order:
        return order.index(key)
    return order.index(OTHERS) if OTHERS in order else len(order)


def quoted(text: Text, kind: Kind, *, brackets: bool) -> str:
    """A scalar as it is written: in double quotes where a reader of YAML 1.1 or 1.2 could misread it.

    Quotes that a text does not need go where it begins with a letter and holds nothing unusual; else those
    that a person wrote stay. `brackets`: it stands in a list or mapping in brackets.
    """
    if text.plain and text.text in nodes.NULLS:
        return "null"
    bare = scalar(text.text)
    if bare == text.text:
        return bare
    unsafe = _UNSAFE.search(text.text) or (brackets and _BRACKETS.search(text.text))
    return text.text if _is_plain(text, kind) and not unsafe else text.raw or bare


def _is_plain(text: Text, kind: Kind) -> bool:
    """Whether the text may stand without quotes. An anchor may be followed from where quotes matter."""
    match Kind.SETTING if text.anchor else kind:
        case Kind.NUMBER:
            return True
        case Kind.SETTING:
            return text.plain
        case Kind.FILTER if text.plain and not isinstance(as_json(_node(text)), str):
            return True
        case Kind.TEXT | Kind.FILTER:
            return text.plain and not is_misread(text.text)


def _node(text: Text) -> nodes.Node:
    return nodes.Scalar(text.text, text.plain, *nodes.START)


def is_misread(text: str) -> bool:
    """Whether some reader of YAML takes the text, without quotes, for a number, a day or a word of its."""
    return any(pattern.match(text) for pattern in _MISREAD)
