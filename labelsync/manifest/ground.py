"""What all parts of a manifest are read on: who is known, where files may lie, and where mistakes go."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from pathlib import Path

from labelsync.core.connector import Vendor
from labelsync.core.identity import Identity
from labelsync.manifest.codes import Code
from labelsync.manifest.mistakes import Findings, Spot, named, spot
from labelsync.manifest.nodes import Mapping, Node, Scalar, texts
from labelsync.manifest.paths import PathRefused, below
from labelsync.manifest.sections import Sections
from labelsync.manifest.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Ground:
    """Files lie below one of the `folders`, the nearest first; places are relative to `root`."""

    root: Path
    folders: tuple[Path, ...]
    vendors: MappingOf[str, Vendor]
    identify: Callable[[str, str], Identity]
    region: str
    sections: Sections
    findings: Findings

    def check_account(self, name: str, at: Spot) -> bool:
        """Whether an account is declared; a mistake if not."""
        if name in self.sections.accounts:
            return True
        near = self.findings.nearest(name, self.sections.accounts)
        self.findings.add(Code.UNKNOWN_ACCOUNT, f"unknown account {named(name)}", at, suggestion=near)
        return False

    def vendor_of(self, account: str) -> Vendor | None:
        """The vendor of a declared account; None where its connector is not known, which is noted there."""
        declared = self.sections.accounts.get(account)
        node = declared.value.get("connector") if declared and isinstance(declared.value, Mapping) else None
        return self.vendors.get(node.text) if isinstance(node, Scalar) else None

    def check_label(self, name: str, at: Spot) -> bool:
        """Whether a label is declared; a mistake if not."""
        if name in self.sections.labels:
            return True
        near = self.findings.nearest(name, self.sections.labels)
        self.findings.add(Code.UNKNOWN_LABEL, f"unknown label {named(name)}", at, suggestion=near)
        return False

    def file(self, text: str, at: Spot) -> str:
        """The path of a file that is there, relative to the root; '' and a mistake if it may not be used."""
        try:
            return below(text, self.folders, self.root)
        except PathRefused as refused:
            self.findings.add(refused.code, refused.message, at)
        return ""

    def identity(self, text: str, at: Spot) -> Identity | None:
        """Who is meant, or None and a mistake."""
        try:
            return self.identify(text, self.region)
        except ValueError as problem:
            self.findings.add(Code.NOT_AN_IDENTITY, str(problem), at)
        return None


def name_spots(node: Node | None, sheet: Sheet) -> list[tuple[str, Spot]]:
    """The names in a list of names, or the one name, each with its spot; what is no text is left out."""
    names = texts(node) if node else ()
    return [(unicodedata.normalize("NFC", name.text), spot(sheet, name)) for name in names if not name.void]
