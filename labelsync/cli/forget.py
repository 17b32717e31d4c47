"""`labelsync forget`: take a person out of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from labelsync.cli.naming import is_named, namer, places
from labelsync.cli.options import journal_option, path_argument
from labelsync.cli.setting import confirm, desk_at
from labelsync.cli.shell import Shell
from labelsync.errors import LabelsyncError, WrongUsage
from labelsync.journal.forgetting import Purged, accounts, forget, look
from labelsync.journal.lock import locked
from labelsync.journal.opening import is_kept, is_shared, open_store
from labelsync.journal.search import Sought
from labelsync.journal.store import Place, Store
from labelsync.report.wording import counted, listed
from labelsync.sources import identify
from labelsync.workflow.desk import Desk

ELSEWHERE = """\
labelsync does not reach, so see to them yourself:
  saved plans, snapshots, reports and logs, here and in your pipelines: delete those made until now
  the manifest, its lists, and the history of the repository they are in
  backups of the journal; in PostgreSQL also what VACUUM has not cleared yet
  emulated accounts: labelsync sandbox reset ACCOUNT
  the vendor itself: delete the contact there"""


class NotApproved(LabelsyncError):
    """Somebody was asked, and did not say yes."""


@click.command("forget")
@click.argument("contact")
@path_argument
@click.option("-y", "--auto-approve", is_flag=True, help="Do not ask.")
@journal_option
@click.pass_obj
def command(
    shell: Shell,
    /,
    contact: str,
    path: Path,
    auto_approve: bool,  # noqa: FBT001 - click passes by name
    journal: Place | None,
) -> None:
    """Take a person out of the journal for good, and say in how many places they stood.

    CONTACT is an e-mail, a phone number with its +, or a vendor's id; ACCOUNT:ID narrows an id to one
    account. PATH is the manifest (default: states). Whoever is known by several addresses is forgotten by
    each. Runs stay readable, and `history --verify` still finds them whole.
    """
    if not (auto_approve or shell.terminal):
        advice = "add --auto-approve; what was forgotten cannot be brought back"
        raise WrongUsage("forget would ask, and there is no terminal to answer on", advice=advice)
    desk = desk_at(path, shell, journal=journal)
    with _opened(desk, journal) as store:
        sought = _sought(contact.strip(), desk, accounts(store), shell)
        found = look(store, sought)
        if any(found) and not (auto_approve or _confirmed(found)):
            raise NotApproved("not approved; nothing was forgotten")
        click.echo(
            f"forgotten: {_words(forget(store, sought)) or 'nobody, the journal names no such person'}"
        )
    for place in places(desk, sought.ids):
        shell.say(f"warning: {place} still names this person, so that the next run would meet them again")
    shell.say(ELSEWHERE)


@contextmanager
def _opened(desk: Desk, journal: Place | None) -> Iterator[Store]:
    """The journal, while no run is at work on any account of it."""
    place = journal or desk.folder.journal
    if not is_kept(place):
        raise WrongUsage(
            "there is no journal, so there is nobody to forget", advice="say where it is with --journal"
        )
    beside = place if is_shared(place) else desk.folder.journal
    with (
        closing(open_store(place)) as store,
        locked(beside, sorted({*desk.manifest.accounts, *accounts(store)})),
    ):
        yield store


def _sought(contact: str, desk: Desk, known: frozenset[str], shell: Shell) -> Sought:
    """Who is meant. What is written like an e-mail or a phone number may be a vendor's id all the same."""
    account, _, rest = contact.partition(":")
    if rest and account in known.union(desk.manifest.accounts):
        return Sought(frozenset({rest}), account, _names(rest, desk, shell))
    if "@" not in contact and not contact.startswith("+"):
        return Sought(frozenset({contact}), names=_names(contact, desk, shell))
    try:
        identity = identify(contact, desk.manifest.policy.region).text
    except ValueError as unread:
        advice = "a vendor's id that looks like one is written ACCOUNT:ID"
        raise WrongUsage(f"CONTACT: {unread}", advice=advice) from None
    return Sought(frozenset({contact, identity}), names=frozenset({namer(desk, shell)(identity)}))


def _names(contact: str, desk: Desk, shell: Shell) -> frozenset[str]:
    """The pseudonym of a vendor's id, by which a person may have been wanted."""
    return frozenset({namer(desk, shell)(contact)} if is_named(desk, shell) else ())


def _confirmed(found: Purged) -> bool:
    said = f"This takes a person out of the journal: {_words(found)}."
    return confirm(f"{said}\nThere is no way back. Only `yes` is accepted.")


def _words(purged: Purged) -> str:
    """Counts only."""
    nouns = ("plan", "call", "outcome", "result", "ticket", "ledger row", "pseudonym")
    return listed(counted(count, noun) for count, noun in zip(purged, nouns, strict=True) if count)
