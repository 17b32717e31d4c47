"""A vendor's own filter as a member: YAML becomes JSON, and the connector finds what is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from labelsync.core.filtering import Flaw
from labelsync.core.member import NativeSource, Place
from labelsync.manifest.codes import Code
from labelsync.manifest.ground import Ground
from labelsync.manifest.mistakes import Mistake, named, spot
from labelsync.manifest.nodes import Listing, Mapping, Node, Scalar, located
from labelsync.manifest.shapes import NativeShape
from labelsync.manifest.sheet import Sheet
from labelsync.manifest.verdicts import validated

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?")
_WORDS: dict[str, Json] = {"true": True, "false": False}


def read_native(node: Node, sheet: Sheet, ground: Ground) -> Iterator[NativeSource]:
    """The member of {native:, account:}, unless it has mistakes."""
    shape = validated(NativeShape, node, sheet, ground.findings)
    if shape is None or not isinstance(node, Mapping):
        return
    written, account = node.entries["native"], node.entries["account"].value
    if not ground.check_account(shape.account, spot(sheet, account)):
        return
    text = json.dumps(as_json(written.value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if _passes(text, written.value, shape.account, sheet, ground):
        yield NativeSource(text, spot(sheet, written.value).place, shape.account)


def as_json(node: Node) -> Json:
    """The node as JSON reads it: unquoted numbers, `true`, `false` and nothing are such, all else is text."""
    match node:
        case Mapping():
            return {key: as_json(entry.value) for key, entry in node.entries.items()}
        case Listing():
            return [as_json(item) for item in node.items]
        case Scalar(text, plain=True):
            return None if node.void else _plain(text)
        case Scalar(text):
            return text


def _plain(text: str) -> Json:
    if text in _WORDS:
        return _WORDS[text]
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


def _passes(text: str, node: Node, account: str, sheet: Sheet, ground: Ground) -> bool:
    """Whether the account's connector takes the filter; what it finds wrong is noted, each at its place."""
    vendor = ground.vendor_of(account)
    if vendor is None:
        return False
    if vendor.check_filter is None:
        message = f"{vendor.title} cannot be asked by a filter"
        ground.findings.add(Code.NO_FILTERS, message, spot(sheet, node))
        return False
    flaws = vendor.check_filter(text).flaws
    for flaw in flaws:
        _note(flaw, node, sheet, ground)
    return not flaws


def _note(flaw: Flaw, node: Node, sheet: Sheet, ground: Ground) -> None:
    value, key = located(node, flaw.path)
    at = spot(sheet, key if flaw.key and key is not None else value)
    ground.findings.add(Code.FILTER, flaw.reason, at, suggestion=flaw.near)


def circular(label: str, place: Place) -> Mistake:
    """The mistake of a filter that asks about a label which is managed on its account."""
    message = f"this filter asks about the label {named(label)}, which is managed here"
    return Mistake(Code.MANAGED_IN_FILTER, message, place)
