"""The door: a path to a manifest that has no mistakes, or all of its mistakes."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from labelsync.core.connector import Vendor
from labelsync.core.identity import Identity
from labelsync.core.member import Person, Place
from labelsync.core.scope import Manifest
from labelsync.errors import ManifestInvalid
from labelsync.manifest.accounts import read_accounts
from labelsync.manifest.codes import Code
from labelsync.manifest.contradictions import check_contradictions
from labelsync.manifest.entries import read_entries
from labelsync.manifest.ground import Ground
from labelsync.manifest.labels import read_labels
from labelsync.manifest.mistakes import Findings, Mistake, whole_sheet
from labelsync.manifest.namesakes import check_namesakes
from labelsync.manifest.policies import read_policy, read_region
from labelsync.manifest.sections import Sections, merge
from labelsync.manifest.sheet import Sheet, read_sheet
from labelsync.manifest.versions import check_versions

MANY_PEOPLE = 20_000
MAX_PEOPLE = 100_000
_NEEDS_ALL_SHEETS = frozenset(
    {Code.UNKNOWN_ACCOUNT, Code.UNKNOWN_LABEL, Code.EMPTY_WISH, Code.MISSING_KEY, Code.NOT_ON_ACCOUNT}
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A manifest without mistakes, and what is worth a look nevertheless."""

    manifest: Manifest
    warnings: tuple[Mistake, ...]


def load(
    path: Path,
    *,
    root: Path,
    vendors: Mapping[str, Vendor],
    identify: Callable[[str, str], Identity],
    version: str,
) -> Loaded:
    """The manifest at a path: a file, or a folder whose *.yaml and *.yml files are merged in name order.

    Places and list paths are relative to `root`, which holds the path. `identify` turns a text and a region
    into an identity, or raises ValueError with a sentence that does not contain the text. `version` is this
    labelsync's. Raises ManifestInvalid with every mistake.
    """
    root = Path(os.path.abspath(root))  # noqa: PTH100 - symlinks keep the names that the user knows
    path = Path(os.path.abspath(path))  # noqa: PTH100 - the same
    with _without_collector():
        sheets = _sheets(path, root, version)
        findings = Findings()
        sections = merge(sheets, findings)
        folders = (path, path.parent) if path.is_dir() else (path.parent,)
        region = read_region(sections, findings)
        ground = Ground(root, folders, vendors, identify, region, sections, findings)
        loaded = _read(sheets, ground)
        del sheets, findings, sections, ground  # the nodes go before the collector could look at them
    return loaded


def _sheets(path: Path, root: Path, version: str) -> list[Sheet]:
    sheets = [read_sheet(file, file.relative_to(root).as_posix()) for file in _files(path, root)]
    findings = Findings()
    check_versions(sheets, version, findings)
    _refuse(findings.mistakes())
    return sheets


def _read(sheets: list[Sheet], ground: Ground) -> Loaded:
    findings, sections = ground.findings, ground.sections
    accounts, labels = read_accounts(ground), read_labels(ground)
    contacts = read_entries(labels, ground)
    policy = read_policy(ground)
    manifest = Manifest(accounts, labels, contacts, policy, {sheet.file: sheet.digest for sheet in sheets})
    by_file = {sheet.file: sheet for sheet in sheets}
    check_contradictions(labels, contacts, tuple(sections.accounts), by_file, findings)
    check_namesakes(labels, accounts, ground)
    _check_amount(manifest, sheets, findings)
    _check_wish(sections, sheets, findings)
    whole = all(sheet.parsed.whole for sheet in sheets)
    _refuse(findings.mistakes(without=frozenset() if whole else _NEEDS_ALL_SHEETS))
    return Loaded(manifest, findings.warnings())


def _check_wish(sections: Sections, sheets: list[Sheet], findings: Findings) -> None:
    """An empty wish is an error: it is a wrong folder more often than a wish."""
    if not sections.accounts:
        findings.add(Code.EMPTY_WISH, "no account is declared", whole_sheet(sheets[0]))
    if not sections.labels and not any(listing.items for _, listing in sections.contacts):
        findings.add(Code.EMPTY_WISH, "neither a label nor a contact is declared", whole_sheet(sheets[0]))


def _check_amount(manifest: Manifest, sheets: list[Sheet], findings: Findings) -> None:
    members = (label.members or () for label in manifest.labels.values())
    people = sum(sum(type(member) is Person for member in some) for some in members)
    people += sum(type(entry.who) is Person for entry in manifest.contacts)
    if people > MAX_PEOPLE:
        message = f"{people:,} people are written inline, {MAX_PEOPLE:,} may be: use a list file"
        findings.add(Code.TOO_MANY_PEOPLE, message, whole_sheet(sheets[0]))
    elif people > MANY_PEOPLE:
        message = f"{people:,} people are written inline: a list file is the way"
        findings.warn(Code.MANY_PEOPLE, message, whole_sheet(sheets[0]))


def _files(path: Path, root: Path) -> list[Path]:
    if not path.is_relative_to(root):
        _refuse((_about(path.name, "this manifest is not below the folder that it belongs to"),))
    if not path.is_dir():
        return [path]
    names = (entry.name for entry in path.iterdir() if not entry.name.startswith("."))
    files = [path / name for name in sorted(names) if name.endswith((".yaml", ".yml"))]
    for file in files:
        if not file.resolve().is_relative_to(root.resolve()):
            name = file.relative_to(root).as_posix()
            _refuse((_about(name, "this file is a link out of the folder that the manifest belongs to"),))
    if not files:
        name = path.relative_to(root).as_posix()
        _refuse((_about(name, "there is no *.yaml or *.yml file in this folder"),))
    return files


def _about(name: str, message: str) -> Mistake:
    return Mistake(Code.UNREADABLE.value, message, Place(name, 1, 1), 2)


def _refuse(mistakes: tuple[Mistake, ...]) -> None:
    if mistakes:
        raise ManifestInvalid(mistakes)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pauses the garbage collector: it would look at every node again and again, and none is garbage."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
