"""People by the pseudonyms under which plans and the journal know them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from labelsync.cli.setting import pseudonym_key
from labelsync.cli.shell import Shell
from labelsync.errors import WrongUsage
from labelsync.planfile import PSEUDONYM_KEY, pseudonym
from labelsync.workflow.desk import Desk

GIVEN = ("LABELSYNC_PSEUDONYM_KEY", "LABELSYNC_SEAL_KEY")


def is_named(desk: Desk, shell: Shell) -> bool:
    """Whether there is a key of pseudonyms. Looking makes none."""
    made = (desk.folder.journal.parent / PSEUDONYM_KEY).exists()
    return made or any(name in shell.environment for name in GIVEN)


def namer(desk: Desk, shell: Shell) -> Callable[[str], str]:
    """What turns an identity into its pseudonym. Raises WrongUsage where no key was ever made."""
    if not is_named(desk, shell):
        raise WrongUsage(
            "there is no key of pseudonyms here, by which people are known",
            advice=f"run it where the plans were made, or set {GIVEN[0]} to the key that was used there",
        )
    return pseudonym(pseudonym_key(desk, shell))


def people(desk: Desk) -> Iterator[str]:
    """Every identity that the manifest and its lists name: wanted, protected or barred; some come twice."""
    for wishes in desk.wishes.values():
        for named in (wishes.emails, wishes.phones, wishes.ids, wishes.barred):
            yield from named
        yield from wishes.protected


def places(desk: Desk, identities: frozenset[str]) -> tuple[str, ...]:
    """Where the manifest, or a list of it, first names any of these identities on each account."""
    found = set()
    for wishes in desk.wishes.values():
        for text in identities:
            found |= {str(wish.place) for wish in (wishes.find(text), wishes.barred.get(text)) if wish}
            found |= {"policy.protect"} if text in wishes.protected else set()
    return tuple(sorted(found))
