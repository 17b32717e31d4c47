"""Members to wishes: for each account, by identity, who is to carry what."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from labelsync.core.identity import Email, Identity, Phone, VendorId
from labelsync.core.member import ListSource, Member, NativeSource, Person
from labelsync.core.policy import Suppression
from labelsync.core.scope import ContactDeclaration, LabelDeclaration, Manifest
from labelsync.core.wish import Native, Stance, Wishes
from labelsync.errors import ManifestInvalid
from labelsync.sources.contradiction import Contradiction
from labelsync.sources.naming import Kind
from labelsync.sources.reading import ListReader, Use
from labelsync.sources.register import Register

MAX_CONTRADICTIONS = 50
_Registers = Mapping[str, Register]
_Said = tuple[str, tuple[str, ...], tuple[str, ...], bool]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The wishes of each account, the SHA-256 of each list file read, and warnings with places."""

    wishes: Mapping[str, Wishes]
    files: Mapping[str, str]
    warnings: tuple[str, ...]


def gather(manifest: Manifest, *, root: Path, now: float) -> Gathered:
    """Reads the lists of a manifest (paths are relative to `root`) and merges them with the people inline.

    Whatever was to hold until `now` (epoch seconds) or earlier is as if it were not written.

    A list that is not read to its end cuts the labels that use it: its good rows are wanted all the same, but
    nobody is deleted or denied a label by it. Raises ManifestInvalid when a list is not there, or when its
    rows contradict the manifest or one another.
    """
    registers = {name: Register(name, _scope(name, manifest)) for name in manifest.accounts}
    with _without_collector():
        notes = _Notes(manifest, registers, now)
        files, warnings = _read_lists(notes.take(), manifest, root)
        notes.conclude()
        _refuse(f for register in registers.values() for f in register.contradictions(MAX_CONTRADICTIONS))
        protected = frozenset(identity.text for identity in manifest.policy.protected)
        wishes = {name: register.wishes(protected) for name, register in registers.items()}
    return Gathered(wishes, files, tuple(dict.fromkeys(warnings)))


def _scope(account: str, manifest: Manifest) -> Iterator[str]:
    return (label.key for label in manifest.labels.values() if account in label.accounts)


@dataclass(slots=True)
class _Notes:
    """Who is written inline, and what is said about lists. Whoever is wanted for a time comes last."""

    manifest: Manifest
    registers: _Registers
    now: float
    _later: list[tuple[Register, Person, Stance]] = field(default_factory=list)
    _known: dict[_Said, Stance] = field(default_factory=dict)

    def take(self) -> Iterator[Use]:
        """Notes the people, and yields the uses of lists."""
        uses: list[Use] = []
        for label in self.manifest.labels.values():
            uses += self._members(label)
        for entry in self.manifest.contacts:
            uses += self._entry(entry)
        for suppression in self.manifest.policy.suppressions:
            uses += self._suppressed(suppression)
        yield from sorted(uses, key=lambda use: use.source.until)

    def conclude(self) -> None:
        """Notes those who are wanted for a time, once all others are."""
        for register, person, stance in self._later:
            kind, text = kind_of(person.identity), person.identity.text
            register.limit(kind, text, stance, person.until)
            register.add(kind, text, person.place, stance)

    def _members(self, label: LabelDeclaration) -> Iterator[Use]:
        stances = {name: self.registers[name].stance((label.key,)) for name in label.accounts}
        for member in label.members or ():
            for name in self._meant(member, label.accounts):
                match member:
                    case ListSource():
                        yield Use(self.registers[name], member, (label.key,))
                    case NativeSource(text, place):
                        self.registers[name].ask(Native(label.key, text, place))
                    case Person():
                        self._person(self.registers[name], member, stances[name])

    def _entry(self, entry: ContactDeclaration) -> Iterator[Use]:
        for name in self._meant(entry.who, entry.accounts or tuple(self.registers)):
            register = self.registers[name]
            if isinstance(entry.who, ListSource):
                yield Use(register, entry.who, entry.labels, entry.without, entry.absent)
                continue
            stance = self._stance(register, entry)
            if stance.wanted or stance.without or stance.absent:
                self._person(register, entry.who, stance)

    def _stance(self, register: Register, entry: ContactDeclaration) -> Stance:
        """What an entry says on an account, looked up where another one said the same."""
        said = (register.account, entry.labels, entry.without, entry.absent)
        known = self._known.get(said)
        if known is None:
            known = register.stance(entry.labels, entry.without, absent=entry.absent)
            self._known[said] = known
        return known

    def _suppressed(self, suppression: Suppression) -> Iterator[Use]:
        for who in suppression.who:
            for name in self._meant(who, tuple(self.registers)):
                labels = tuple(self._matching(suppression.labels, name))
                if isinstance(who, ListSource):
                    yield Use(self.registers[name], who, barred=labels)
                else:
                    self.registers[name].bar([who.identity.text], [who.place], labels)

    def _matching(self, globs: Sequence[str], account: str) -> Iterator[str]:
        """The labels of an account whose key, or name there, is one of these patterns."""
        for label in self.manifest.labels.values():
            texts = (label.key, label.name_on(account), label.key_on(account))
            if any(fnmatchcase(text, glob) for text in texts for glob in globs):
                yield label.key

    def _person(self, register: Register, person: Person, stance: Stance) -> None:
        if person.until:
            self._later.append((register, person, stance))
        else:
            register.add(kind_of(person.identity), person.identity.text, person.place, stance)

    def _meant(self, member: Member, accounts: tuple[str, ...]) -> tuple[str, ...]:
        """The accounts on which a member is meant, of these; none once its time is over."""
        if not isinstance(member, NativeSource) and 0.0 < member.until <= self.now:
            return ()
        if not member.account:
            return accounts
        return (member.account,) if member.account in accounts else ()


def kind_of(identity: Identity) -> Kind:
    """The map of `Wishes` in which an identity is."""
    match identity:
        case Email():
            return "emails"
        case Phone():
            return "phones"
        case VendorId():
            return "ids"


def _read_lists(uses: Iterable[Use], manifest: Manifest, root: Path) -> tuple[dict[str, str], list[str]]:
    grouped: dict[tuple[str, str, str, float], list[Use]] = {}
    for use in uses:
        source = use.source
        columns = (source.path, source.column, source.label_column)
        grouped.setdefault((*columns, source.until), []).append(use)
    files: dict[str, str] = {}
    warnings: list[str] = []
    mistakes: list[Contradiction] = []
    for listed in grouped.values():
        source = listed[0].source
        try:
            _check_there(source, root)
            reading = ListReader(source, listed, manifest).read(root)
        except OSError:
            mistakes.append(Contradiction("LS502", "this file is not there, or cannot be read", source.place))
            continue
        files[source.path] = reading.digest
        warnings += reading.warnings
        mistakes += reading.mistakes
    _refuse(mistakes)
    return files, warnings


def _check_there(source: ListSource, root: Path) -> None:
    """The manifest looked already; a file may vanish, or turn into a way out, between then and now."""
    path = root / source.path
    if not path.resolve(strict=True).is_relative_to(root.resolve()) or not path.is_file():
        raise FileNotFoundError


def _refuse(mistakes: Iterable[Contradiction]) -> None:
    found = sorted(mistakes, key=lambda mistake: mistake.place)[:MAX_CONTRADICTIONS]
    if found:
        raise ManifestInvalid(tuple(found))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pauses the garbage collector: a million wishes are made, and none of them is garbage."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
