"""A manifest's text from values, as a person would write it; whatever a name holds, it stays a text.

The account's entry is taken over from a manifest, of which nothing but the accounts is read.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from labelsync.core.connector import Vendor
from labelsync.core.identity import Email, Identity, Phone, VendorId
from labelsync.core.scope import Account
from labelsync.errors import ManifestInvalid
from labelsync.manifest.accounts import read_accounts
from labelsync.manifest.ground import Ground
from labelsync.manifest.mistakes import Findings
from labelsync.manifest.nodes import Listing, Mapping, Node, Scalar
from labelsync.manifest.sections import merge
from labelsync.manifest.sheet import read_sheet
from labelsync.manifest.texts import name_flaw
from labelsync.manifest.versions import check_versions

INLINE = 20
"""Members written one by one, at most; more of them go into list files."""

_LONGEST = 40
_HEAD = """\
# The labels of {account} and who carries them, drawn by `labelsync import`.
# Members are written, so every label is exact: whoever is not named here loses it at the next apply.
version: 1
"""
_KINDS = ((Email, "email", ""), (Phone, "phone", ".phones"), (VendorId, "id", ".ids"))
_PLAIN = re.compile(r"[A-Za-z][\w.@+/-]*(?: [\w.@+/-]+)*|[\w+][\w.+-]*@[\w.-]+", re.ASCII)
_MEANING = frozenset(["true", "false", "yes", "no", "on", "off", "y", "n", "null", "none", "nan", "inf"])
_KEPT = re.compile(r"[\w/.][\w/.%+-]*(?: [\w/.%+-]+)*", re.ASCII)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


class Declarations(NamedTuple):
    """The accounts that a manifest declares, by name, and their entries as they stand there."""

    accounts: MappingOf[str, Account]
    entries: MappingOf[str, Mapping]


def read_declared(path: Path, *, root: Path, vendors: MappingOf[str, Vendor], version: str) -> Declarations:
    """The accounts of a manifest that need not say anything else yet; the arguments are those of `load`.

    Raises ManifestInvalid with every mistake in the texts as such, and in their accounts.
    """
    sheets = [read_sheet(file, file.relative_to(root).as_posix()) for file in _files(path)]
    findings = Findings()
    check_versions(sheets, version, findings)
    sections = merge(sheets, findings)
    below = (path, path.parent) if path.is_dir() else (path.parent,)
    accounts = read_accounts(Ground(root, below, vendors, _nobody, "", sections, findings))
    mistakes = findings.mistakes()
    if mistakes:
        raise ManifestInvalid(mistakes)
    values = {name: declared.value for name, declared in sections.accounts.items()}
    return Declarations(accounts, {name: node for name, node in values.items() if isinstance(node, Mapping)})


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(f for f in path.iterdir() if f.suffix in {".yaml", ".yml"} and not f.name.startswith("."))


def _nobody(text: str, region: str) -> Identity:  # noqa: ARG001 - what a ground is handed
    """Accounts name no people."""
    raise ValueError


class DrawnLabel(NamedTuple):
    """One label to be drawn. `title` is what people see, `name` what this account calls it: '' like the key.

    Nobody is among the members twice.
    """

    key: str
    title: str
    name: str
    members: tuple[Identity, ...]


class Drawing(NamedTuple):
    """What a manifest of one account says. `entry` is the account's own, `remarks` are lines of comment."""

    account: str
    entry: Mapping
    labels: tuple[DrawnLabel, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A manifest's text, and the texts of its list files by their paths below its folder."""

    text: str
    lists: MappingOf[str, str]


def draw(drawing: Drawing) -> Drawn:
    """The manifest: one YAML document, and a list file for each label with more than `INLINE` members."""
    stems: set[str] = set()
    lists: dict[str, str] = {}
    lines = [*_account(drawing), "", "labels:", *(f"  # {remark}" for remark in drawing.remarks)]
    for label in drawing.labels:
        lines += _named(label, drawing.account)
        if len(label.members) <= INLINE:
            lines += _members(label, drawing.account)
            continue
        lines.append("    members:")
        for path, column, people in _listed(label, unused(slug(label.key), stems)):
            lists[path] = _table(column, people)
            lines.append(f"      - {_list_of(path, column, drawing.account)}")
    head = _HEAD.format(account=drawing.account)
    return Drawn("\n".join([head, *lines, ""]), lists)


def _account(drawing: Drawing) -> Iterator[str]:
    yield "accounts:"
    yield f"  {scalar(drawing.account)}:"
    yield from (f"    {scalar(key)}: {_again(entry.value)}" for key, entry in drawing.entry.entries.items())


def _again(node: Node) -> str:
    """A value as it stands in its source, on one line."""
    match node:
        case Scalar():
            return node.text if node.plain and _KEPT.fullmatch(node.text) else scalar(node.text)
        case Listing():
            return f"[{', '.join(map(_again, node.items))}]"
        case Mapping():
            pairs = (f"{scalar(key)}: {_again(entry.value)}" for key, entry in node.entries.items())
            return f"{{{', '.join(pairs)}}}"


def _named(label: DrawnLabel, account: str) -> Iterator[str]:
    yield f"  {scalar(label.key)}:"
    if label.title:
        yield f"    title: {scalar(label.title)}"
    if label.name:
        yield f"    names: {{{scalar(account)}: {scalar(label.name)}}}"


def _members(label: DrawnLabel, account: str) -> Iterator[str]:
    if not label.members:
        yield "    members: []"
        return
    yield "    members:"
    yield from (f"      - {_member(member, account)}" for member in label.members)


def _member(member: Identity, account: str) -> str:
    match member:
        case Email(text) | Phone(text):
            return scalar(text)
        case VendorId(text):
            return f"{{id: {scalar(text)}, account: {scalar(account)}}}"


def _listed(label: DrawnLabel, stem: str) -> Iterator[tuple[str, str, list[str]]]:
    """A label's members in lists: each kind has a file, by path, and a column of its own."""
    for kind, column, suffix in _KINDS:
        people = [member.text for member in label.members if type(member) is kind]
        if people:
            yield f"lists/{stem}{suffix}.csv", column, people


def _list_of(path: str, column: str, account: str) -> str:
    where = f", account: {scalar(account)}" if column == "id" else ""
    return f"{{list: {scalar(path)}, column: {column}{where}}}"


def _table(column: str, people: list[str]) -> str:
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([[column], *([text] for text in people)])
    return table.getvalue()


def scalar(text: str) -> str:
    """A text in YAML: plain where no parser takes it for anything else, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _MEANING:
        return text
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(char: str) -> str:
    if char in _ESCAPES or char.isprintable():
        return _ESCAPES.get(char, char)
    code = ord(char)
    return f"\\x{code:02X}" if code < 1 << 8 else f"\\u{code:04X}" if code < 1 << 16 else f"\\U{code:08X}"


def slug(text: str) -> str:
    """`VIP customers` as `vip-customers`: letters and digits of any script, 40 at most; `label` for none."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = "".join(char if char.isalnum() or _is_mark(char) else " " for char in folded).split()
    return unicodedata.normalize("NFC", "-".join(words))[:_LONGEST].strip("-") or "label"


def _is_mark(char: str) -> bool:
    """Vowel signs and accents belong to the letters before them; variation selectors belong to emoji."""
    is_mark = unicodedata.category(char) in {"Mn", "Mc"}
    return is_mark and not unicodedata.name(char, "").startswith("VARIATION SELECTOR")


def unused(text: str, taken: set[str]) -> str:
    """The text, with `-2`, `-3` and so on where it is taken; it is taken from now on."""
    found, number = text, 2
    while found in taken:
        found, number = f"{text}-{number}", number + 1
    taken.add(found)
    return found


def text_flaw(text: str) -> str:
    """Why a name would not arrive as it is written in a manifest, '' if it does."""
    flaw = name_flaw(text)
    if flaw:
        return flaw
    return "" if unicodedata.is_normalized("NFC", text) else "its characters are composed in another way"
