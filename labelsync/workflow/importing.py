"""Importing: an account as it is becomes a manifest, and planning that manifest proves that it says so."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import NamedTuple

from labelsync.core.connector import Vendor
from labelsync.core.identity import Email, Identity, Phone, VendorId
from labelsync.core.policy import Policy
from labelsync.core.question import Definitions, Everyone, Reading, Unseen
from labelsync.core.roster import Contact, Definition
from labelsync.core.scope import Manifest
from labelsync.errors import LabelsyncError, WrongUsage
from labelsync.journal.memory import Memory
from labelsync.manifest import nodes
from labelsync.manifest.drawing import Drawing, DrawnLabel, draw, read_declared, slug, text_flaw, unused
from labelsync.manifest.mistakes import named
from labelsync.sources.identities import identify
from labelsync.workflow.afresh import afresh
from labelsync.workflow.desk import Desk, Outside
from labelsync.workflow.folder import Folder
from labelsync.workflow.renaming import is_called
from labelsync.workflow.site import Site

SHEET = "crm.yaml"
AGAIN = "nothing was written; run the command again when nobody is changing the account"
_KINDS = (Email, Phone, VendorId)


class NotProven(LabelsyncError):
    """What was drawn could not be shown to be what is there. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Source:
    """An account as a manifest declares it. `desk` knows the accounts of that manifest and nothing else."""

    account: str
    entry: nodes.Mapping
    desk: Desk

    @property
    def seed(self) -> dict[str, bytes]:
        """A sandbox account's seed file, by its path below the manifest's folder; nothing for others."""
        text = self.entry.get("sandbox")
        if not isinstance(text, nodes.Scalar):
            return {}
        seed = self.desk.folder.root / self.desk.manifest.accounts[self.account].sandbox
        return {os.path.normpath(text.text): seed.read_bytes()}


@dataclass(frozen=True, slots=True)
class Imported:
    """A manifest that was drawn. `files` are its sheet, its lists and a sandbox's seed, by path.

    `people` counts those who carry one of the `labels`; `warnings` say what was left out.
    """

    text: str
    lists: tuple[str, ...]
    files: Mapping[str, bytes]
    labels: int
    people: int
    warnings: tuple[str, ...]


def source_of(folder: Folder, vendors: Mapping[str, Vendor], outside: Outside, *, account: str) -> Source:
    """The account, declared in a manifest that need not have labels yet: only its accounts are read.

    Raises ManifestInvalid with every mistake in them, WrongUsage where no account has that name.
    """
    found = read_declared(folder.manifest, root=folder.root, vendors=vendors, version=outside.version)
    if account not in found.accounts:
        known = ", ".join(found.accounts)
        advice = f"it has {known}" if known else "declare it under `accounts`"
        raise WrongUsage(f"the manifest has no account called {account}", advice=advice)
    manifest = Manifest(found.accounts, {}, (), Policy(), {})
    return Source(account, found.entries[account], Desk(folder, manifest, {}, {}, (), vendors, outside))


async def take(site: Site, source: Source, memory: Memory | None, globs: Sequence[str]) -> Imported:
    """Read the account and draw its manifest; `globs` narrow it to labels by key, name or id, () for all.

    Raises WrongUsage where there is nothing to import, NotProven where not everybody was seen.
    """
    await site.connector.identify(site.reader)
    if not site.capabilities.readable:
        raise WrongUsage(
            f"{site.vendor.title} does not show who carries a label, so there is nothing to import",
            advice="write the labels and their members by hand; labelsync remembers whom it gave them to",
        )
    live = await look(site, memory)
    drafts = [draft for draft in _drafts(site, live) if _fits(draft, globs)]
    labels = tuple(draft.label for draft in drafts if draft.label)
    warnings = tuple(f"{named(one.definition.name)} is left out: {one.flaw}" for one in drafts if one.flaw)
    if not labels:
        said = "; ".join(("the account has no such label to import", *warnings[:3]))
        raise WrongUsage(said, advice="look at --label, and at the account")
    remarks = () if globs else tuple(_remarks(site, live))
    return _imported(source, Drawing(source.account, source.entry, labels, remarks), warnings)


def _remarks(site: Site, live: Live) -> Iterator[str]:
    managed = sum(one.managed_by_vendor for one in live.definitions.values())
    unlisted = len(live.census.carriers.keys() - live.definitions.keys())
    reasons = ((managed, "manages itself"), (unlisted, "does not list, though contacts carry them"))
    yield from (f"Left out: {count} that {site.vendor.title} {why}." for count, why in reasons if count)


def _imported(source: Source, drawing: Drawing, warnings: tuple[str, ...]) -> Imported:
    drawn = draw(drawing)
    lists = {path: text.encode() for path, text in drawn.lists.items()}
    return Imported(
        text=drawn.text,
        lists=tuple(lists),
        files={SHEET: drawn.text.encode(), **lists, **source.seed},
        labels=len(drawing.labels),
        people=len({(type(member), member) for label in drawing.labels for member in label.members}),
        warnings=warnings,
    )


@dataclass(slots=True)
class Census:
    """An account's contacts as they pass: what each could be called by, and who carries what.

    `match_any`: an e-mail or phone names whoever has it anywhere, not only as the first one.
    """

    match_any: bool
    carriers: dict[str, list[Contact]] = field(default_factory=dict)
    _claims: Counter[str] = field(default_factory=Counter)

    def take(self, contacts: Iterable[Contact]) -> None:
        """Let some contacts pass. No contact may pass twice."""
        for contact in contacts:
            claimed = {contact.email, contact.phone}
            if self.match_any:
                claimed.update(contact.emails, contact.phones)
            self._claims.update(claimed)
            for label in contact.labels:
                self.carriers.setdefault(label, []).append(contact)

    def identity(self, contact: Contact) -> Identity | None:
        """The e-mail, else the phone that is this contact's alone, else its id; None: there is no way."""
        for text in (contact.email, contact.phone):
            known = text and self._claims[text] == 1 and text[0] not in "=-@"  # no formula
            if known and (meant := _meant(text)) and meant.text == text:
                return meant
        return None if text_flaw(contact.id) else VendorId(contact.id)


def _meant(text: str) -> Identity | None:
    """Who a manifest means by this text: it is read as all members are."""
    try:
        return identify(text, "")
    except ValueError:
        return None


class Live(NamedTuple):
    """An account as it was seen, whole: its label definitions by vendor id, and everybody."""

    definitions: Mapping[str, Definition]
    census: Census


async def look(site: Site, memory: Memory | None) -> Live:
    """Read the labels and everybody. Raises NotProven where the answer is not whole."""
    newer = await afresh(site, memory)
    known: dict[str, Definition] = {}
    async for page in site.connector.observe(Definitions(), site.reader):
        known.update({definition.id: definition for definition in page.definitions})
    reading, census = Reading(), Census(site.account.match_any)
    async for page in site.connector.observe(Everyone(), site.reader):
        census.take(newer.people(reading.fresh(page)))
    certificate = reading.certificate()
    if isinstance(certificate, Unseen):
        raise NotProven(f"the account was not seen whole: {certificate.reason}", advice=AGAIN)
    return Live(newer.labels(known), census)


class _Draft(NamedTuple):
    """A label of the account: as it is to be drawn, or why it cannot be (`label` is None then)."""

    definition: Definition
    label: DrawnLabel | None
    flaw: str = ""


def _drafts(site: Site, live: Live) -> Iterator[_Draft]:
    """The labels that people manage, by name. Keys do not depend on which of them are chosen later."""
    from_key = site.vendor.labels.from_key
    taken = set(live.definitions) if from_key else set[str]()
    names = Counter(_folded(site, definition) for definition in live.definitions.values())
    ours = (definition for definition in live.definitions.values() if not definition.managed_by_vendor)
    for definition in sorted(ours, key=lambda one: (one.name.casefold(), one.name, one.id)):
        name = _name(site, definition)
        people = [live.census.identity(contact) for contact in live.census.carriers.get(definition.id, ())]
        flaw = _flaw(site, definition, name)
        if names[_folded(site, definition)] > 1:
            flaw = "the account has several labels of that name"
        elif None in people:
            flaw = f"{people.count(None)} of those who carry it cannot be named in a manifest"
        label = None if flaw else _label(name, taken, filter(None, people), from_key=from_key)
        yield _Draft(definition, label, flaw)


def _label(name: str, taken: set[str], people: Iterable[Identity], *, from_key: bool) -> DrawnLabel:
    members = tuple(sorted(people, key=lambda one: (_KINDS.index(type(one)), one.text)))
    if from_key and " (was " not in name:
        return DrawnLabel(name, "", "", members)
    key = unused(slug(name), taken)
    differs = "" if key == name else name
    return DrawnLabel(key, "", name, members) if from_key else DrawnLabel(key, differs, "", members)


def _folded(site: Site, definition: Definition) -> str:
    """What the vendor tells labels apart by."""
    rules = site.vendor.labels
    text = definition.id if rules.by == "name" else definition.name
    return text.lower() if rules.folded else text


def _name(site: Site, definition: Definition) -> str:
    """The text to write for a label: as people see it, or as the vendor stores it where only that will do."""
    texts = (definition.name, definition.id)
    return next((text for text in texts if not _flaw(site, definition, text)), definition.name)


def _flaw(site: Site, definition: Definition, text: str) -> str:
    """Why a manifest with this text would not mean this label, '' if it does."""
    called, longest = site.vendor.label_name(key=text, title=text), site.vendor.labels.max_length
    flaw = text_flaw(text) or text_flaw(called)
    if flaw:
        return f"its name cannot be written in a manifest: {flaw}"
    if 0 < longest < len(called):
        return f"its name is longer than the {longest} characters that {site.vendor.title} is sent"
    return "" if is_called(site, definition, called) else f"{site.vendor.title} would not find it by its name"


def _fits(draft: _Draft, globs: Sequence[str]) -> bool:
    texts = (draft.definition.name, draft.definition.id, *([draft.label.key] if draft.label else []))
    return not globs or any(fnmatchcase(text, glob) for text in texts for glob in globs)
