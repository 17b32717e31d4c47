"""`labelsync snapshot`: save what the accounts look like now."""

from __future__ import annotations

from pathlib import Path

import click

from labelsync.cli.narrowing import Scope
from labelsync.cli.options import journal_option, path_argument
from labelsync.cli.progress import progress
from labelsync.cli.setting import desk_at, memory_at, plant_pasts, pseudonym_key
from labelsync.cli.shell import Shell
from labelsync.core.question import Unseen
from labelsync.errors import WrongUsage
from labelsync.journal.store import Place
from labelsync.planfile import instant, pseudonym
from labelsync.report import counted, inert
from labelsync.snapshot import Snapshot, drafted, open_snapshot
from labelsync.workflow.desk import Desk
from labelsync.workflow.opening import opened
from labelsync.workflow.snapshot import Taken, Terms, head_of, take


@click.command("snapshot")
@path_argument
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    required=True,
    help="The snapshot; an older one of that name gives way to it.",
)
@click.option(
    "--account",
    "accounts",
    multiple=True,
    metavar="NAME",
    envvar="LABELSYNC_ACCOUNT",
    help="Only this account (repeatable).",
)
@click.option(
    "--with-identities",
    is_flag=True,
    allow_from_autoenv=False,
    help="E-mails and phones as they are, not as pseudonyms.",
)
@journal_option
@click.pass_obj
def command(
    shell: Shell,
    /,
    path: Path,
    out: Path,
    accounts: tuple[str, ...],
    with_identities: bool,  # noqa: FBT001 - click passes by name
    journal: Place | None,
) -> None:
    """Save what the accounts of the manifest at PATH (default: states) look like now: labels, and everybody.

    Nothing is written to a vendor. E-mails and phones become pseudonyms, by the key that plans use. Whoever
    has the key can plan on the file, without network and secrets: `labelsync plan --offline FILE`.
    """
    desk = desk_at(path, shell, journal=journal)
    scope = Scope(accounts)
    scope.check(desk)
    plant_pasts(desk, scope, shell, journal)
    mask = None if with_identities else pseudonym(pseudonym_key(desk, shell))
    with memory_at(journal, desk) as memory:
        taken = shell.run(_take(shell, desk, scope, out, Terms(memory, mask, shell.version)))
    for one in taken:
        _tell(one, shell)
    people = "people as they are" if with_identities else "people as pseudonyms"
    shell.say(f"saved to {out} ({out.stat().st_size} bytes, {people})")


async def _take(shell: Shell, desk: Desk, scope: Scope, out: Path, terms: Terms) -> list[Taken]:
    async with opened(desk, scope.accounts) as sites, progress(shell, sites):
        with drafted(out, head_of(sites, terms)) as draft:
            return await take(sites, draft, terms)


def _tell(taken: Taken, shell: Shell) -> None:
    seen = taken.certificate
    shell.say(f"{taken.account}: {counted(seen.contacts, 'contact')}, {counted(taken.labels, 'label')}")
    if isinstance(seen, Unseen):
        shell.say(f"warning: {taken.account} was not seen whole: {inert(seen.reason)}")


def snapshot_for(path: Path, desk: Desk, shell: Shell, *, saved: bool) -> Snapshot:
    """The snapshot that a plan is to be made on.

    Raises WrongUsage where the plan is to be saved, SnapshotUnfit where the file is no whole snapshot, or its
    people are pseudonyms by another key than this desk's.
    """
    if saved:
        raise WrongUsage(
            "a plan on a snapshot is for looking, and cannot be saved", advice="leave out --out, or --offline"
        )
    snapshot = open_snapshot(path, pseudonym(pseudonym_key(desk, shell)))
    oldest = min(part.look.started for part in snapshot.parts.values())
    shell.say(f"on a snapshot of {instant(oldest)}: no account is asked")
    return snapshot
