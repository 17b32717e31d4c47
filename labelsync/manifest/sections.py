"""The sections of all sheets of a manifest, merged: every name and every part of the policy declared once."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from labelsync.core.member import Place
from labelsync.manifest.codes import Code
from labelsync.manifest.mistakes import Findings, Spot, named, spot, whole_sheet
from labelsync.manifest.nodes import Listing, Mapping, Node, Scalar
from labelsync.manifest.shapes import ManifestShape, PolicyShape
from labelsync.manifest.sheet import Sheet
from labelsync.manifest.verdicts import unknown_key


class Declared(NamedTuple):
    """A key of a section and its value, with the sheet they stand in."""

    sheet: Sheet
    key: Scalar
    value: Node

    @property
    def spot(self) -> Spot:
        """Where it is declared."""
        return spot(self.sheet, self.key)

    @property
    def place(self) -> Place:
        """Where it is declared."""
        return self.spot.place


@dataclass(frozen=True, slots=True)
class Sections:
    """What the sheets declare, by name; `contacts` has the list of each sheet that has one."""

    accounts: dict[str, Declared]
    labels: dict[str, Declared]
    policy: dict[str, Declared]
    contacts: list[tuple[Sheet, Listing]]


def merge(sheets: Sequence[Sheet], findings: Findings) -> Sections:
    """The sections of all sheets; what is declared twice, or is no section, is a mistake."""
    merged = Sections({}, {}, {}, [])
    for sheet in sheets:
        _note_flaws(sheet, findings)
        match sheet.parsed.root:
            case Mapping() as root:
                for entry in root.entries.values():
                    _take(Declared(sheet, entry.key, entry.value), merged, findings)
            case None:
                continue
            case Scalar() as nothing if nothing.void:
                continue
            case other:
                message = "a manifest is a mapping of sections"
                findings.add(Code.WRONG_KIND, message, spot(sheet, other))
    if sheets and not any(_says_version(sheet) for sheet in sheets):
        findings.add(Code.MISSING_KEY, "missing key `version`", whole_sheet(sheets[0]))
    return merged


def _says_version(sheet: Sheet) -> bool:
    root = sheet.parsed.root
    return isinstance(root, Mapping) and "version" in root.entries


def _note_flaws(sheet: Sheet, findings: Findings) -> None:
    for flaw in sheet.parsed.flaws:
        other = (Spot(sheet, flaw.other).place,) if flaw.other else ()
        findings.add(flaw.code, flaw.message, Spot(sheet, flaw.span), related=other)


def _take(section: Declared, merged: Sections, findings: Findings) -> None:
    match section.key.text:
        case "accounts":
            _merge_mapping(section, merged.accounts, findings)
        case "labels":
            _merge_mapping(section, merged.labels, findings)
        case "policy":
            known = tuple(PolicyShape.model_fields)
            _merge_mapping(section, merged.policy, findings, known=known)
        case "contacts":
            _merge_contacts(section, merged, findings)
        case "version" | "requires" | "<<":
            return
        case _:
            unknown_key(section.key, ManifestShape.model_fields, section.sheet, findings)


def _merge_mapping(
    section: Declared, into: dict[str, Declared], findings: Findings, *, known: Sequence[str] = ()
) -> None:
    sheet, key, value = section
    if isinstance(value, Scalar) and value.void:
        return
    if not isinstance(value, Mapping):
        findings.add(Code.WRONG_KIND, f"`{key.text}` is a mapping", spot(sheet, value))
        return
    for written, entry in value.entries.items():
        name = unicodedata.normalize("NFC", written)
        declared = Declared(sheet, entry.key, entry.value)
        if known and name not in known:
            unknown_key(entry.key, known, sheet, findings)
        elif name in into:
            message = f"{named(name)} is declared twice"
            findings.add(Code.DECLARED_TWICE, message, declared.spot, related=[into[name].place])
        else:
            into[name] = declared


def _merge_contacts(section: Declared, merged: Sections, findings: Findings) -> None:
    sheet, _, value = section
    if isinstance(value, Listing):
        merged.contacts.append((sheet, value))
    elif not (isinstance(value, Scalar) and value.void):
        findings.add(Code.WRONG_KIND, "`contacts` is a list", spot(sheet, value))
