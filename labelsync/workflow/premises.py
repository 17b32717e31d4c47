"""A check-up of what all accounts rest on: versions, the journal, the keys, and who holds which lock."""

from __future__ import annotations

import platform
import stat
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from labelsync.core.finding import Finding, Grade
from labelsync.errors import LabelsyncError, Locked
from labelsync.journal.lock import locked
from labelsync.journal.memory import Memory
from labelsync.journal.opening import is_kept, is_shared
from labelsync.journal.store import Place
from labelsync.planfile.keys import PSEUDONYM_KEY, SEAL_KEY
from labelsync.report.wording import counted
from labelsync.workflow.desk import Desk

LIBRARIES = ("httpx", "pydantic", "ruamel.yaml", "msgspec")
VARIABLES = {SEAL_KEY: "LABELSYNC_SEAL_KEY", PSEUDONYM_KEY: "LABELSYNC_PSEUDONYM_KEY"}


def premises(desk: Desk, place: Place, memory: Memory | None) -> Iterator[Finding]:
    """What is so whatever the account."""
    yield Finding("", "versions", Grade.FINE, _versions(desk.outside.version))
    yield Finding("", "manifest", Grade.FINE, _sizes(desk))
    yield from _journal(place, memory)
    for name, variable in VARIABLES.items():
        yield _key(
            desk.folder.root / ".labelsync" / name, variable, given=variable in desk.outside.environment
        )


def _versions(own: str) -> str:
    found = ", ".join(f"{name} {_version(name)}" for name in LIBRARIES)
    return f"labelsync {own}, Python {platform.python_version()} on {platform.system()}; {found}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "of an unknown version"


def _sizes(desk: Desk) -> str:
    people = sum(map(len, desk.wishes.values()))
    sizes = ((desk.manifest.accounts, "account"), (desk.manifest.labels, "label"), (desk.files, "file"))
    found = ", ".join(counted(len(names), noun) for names, noun in sizes)
    return f"valid: {found}; {people:,} named, each account by itself"


def _journal(place: Place, memory: Memory | None) -> Iterator[Finding]:
    where = "PostgreSQL" if is_shared(place) else str(place)
    if memory is None:
        yield Finding("", "journal", Grade.FINE, "none yet; the first apply makes it")
        return
    verdict = memory.verify_chain()
    if verdict.flaw is not None:
        advice = "labelsync history --verify tells where; restore it from a copy that is whole"
        yield Finding("", "journal", Grade.TROUBLE, f"{where}: altered since it was written", advice, 1)
        return
    yield Finding("", "journal", Grade.FINE, f"{where}: whole, {verdict.rows:,} rows")
    if not is_shared(place) and _is_open_to_others(Path(place)):
        advice = f"chmod 600 {place}"
        yield Finding("", "journal", Grade.NOTE, "others on this machine may read it", advice)


def _key(path: Path, variable: str, *, given: bool) -> Finding:
    name = path.stem
    if given:
        return Finding("", f"{name} key", Grade.FINE, f"from the environment variable {variable}")
    if not path.exists():
        return Finding("", f"{name} key", Grade.FINE, "none yet; made here when it is first needed")
    if _is_open_to_others(path):
        said = "others on this machine may read it, and seal plans with it"
        return Finding("", f"{name} key", Grade.NOTE, said, f"chmod 600 {path}")
    return Finding("", f"{name} key", Grade.FINE, "beside the journal, for its owner only")


def _is_open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def locks(accounts: Iterable[str], place: Place) -> Iterator[Finding]:
    """Whether somebody works on these accounts now. Each lock is taken and given back at once."""
    for account in accounts if is_kept(place) else ():
        try:
            with locked(place, [account]):
                yield Finding(account, "lock", Grade.FINE, "free")
        except Locked as held:
            yield Finding(account, "lock", Grade.NOTE, held.reason, held.advice, held.exit_code)
        except LabelsyncError as failure:
            yield Finding(account, "lock", Grade.TROUBLE, failure.reason, failure.advice, failure.exit_code)
