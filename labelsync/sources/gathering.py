"""Members to wishes: for each account, by identity, who is to carry what."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from labelsync.core.identity import Email, Identity, Phone, VendorId
from labelsync.core.member import ListSource, Member, NativeSource, Person
from labelsync.core.scope import ContactDeclaration, LabelDeclaration, Manifest
from labelsync.core.wish import Native, Wishes
from labelsync.errors import ManifestInvalid
from labelsync.sources.contradiction import Contradiction
from labelsync.sources.naming import Kind
from labelsync.sources.reading import ListReader, Use
from labelsync.sources.register import Register

MAX_CONTRADICTIONS = 50
_Registers = Mapping[str, Register]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The wishes of each account, the SHA-256 of each list file read, and warnings with places."""

    wishes: Mapping[str, Wishes]
    files: Mapping[str, str]
    warnings: tuple[str, ...]


def gather(manifest: Manifest, *, root: Path) -> Gathered:
    """Reads the lists of a manifest (paths are relative to `root`) and merges them with the people inline.

    A list that is not read to its end cuts the labels that use it: its good rows are wanted all the same, but
    nobody is deleted or denied a label by it. Raises ManifestInvalid when a list is not there, or when its
    rows contradict the manifest or one another.
    """
    registers = {name: Register(name, _scope(name, manifest)) for name in manifest.accounts}
    with _without_collector():
        uses = list(_noted(manifest, registers))
        files, warnings = _read_lists(uses, manifest, root)
        _refuse(f for register in registers.values() for f in register.contradictions(MAX_CONTRADICTIONS))
        protected = frozenset(identity.text for identity in manifest.policy.protected)
        wishes = {name: register.wishes(protected) for name, register in registers.items()}
    return Gathered(wishes, files, tuple(dict.fromkeys(warnings)))


def _scope(account: str, manifest: Manifest) -> Iterator[str]:
    return (label.key for label in manifest.labels.values() if account in label.accounts)


def _noted(manifest: Manifest, registers: _Registers) -> Iterator[Use]:
    """Notes the people written inline, and yields what is said about lists."""
    for label in manifest.labels.values():
        yield from _note_members(label, registers)
    for entry in manifest.contacts:
        yield from _note_entry(entry, registers)


def _note_members(label: LabelDeclaration, registers: _Registers) -> Iterator[Use]:
    stances = {name: registers[name].stance((label.key,)) for name in label.accounts}
    for member in label.members or ():
        for name in _meant(member, label.accounts):
            match member:
                case ListSource():
                    yield Use(registers[name], member, (label.key,))
                case NativeSource(text, place):
                    registers[name].ask(Native(label.key, text, place))
                case Person(identity, place):
                    registers[name].add(kind_of(identity), identity.text, place, stances[name])


def _note_entry(entry: ContactDeclaration, registers: _Registers) -> Iterator[Use]:
    for name in _meant(entry.who, entry.accounts or tuple(registers)):
        register = registers[name]
        if isinstance(entry.who, ListSource):
            yield Use(register, entry.who, entry.labels, entry.without, entry.absent)
            continue
        stance = register.stance(entry.labels, entry.without, absent=entry.absent)
        if stance.wanted or stance.without or stance.absent:
            register.add(kind_of(entry.who.identity), entry.who.identity.text, entry.who.place, stance)


def _meant(member: Member, accounts: tuple[str, ...]) -> tuple[str, ...]:
    """The accounts on which a member is meant, of these."""
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
    grouped: dict[tuple[str, str, str], list[Use]] = {}
    for use in uses:
        source = use.source
        grouped.setdefault((source.path, source.column, source.label_column), []).append(use)
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
