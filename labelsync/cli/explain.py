"""`labelsync explain`: what a code means, or why somebody does or does not get a label."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from labelsync.cli.narrowing import Scope
from labelsync.cli.options import journal_option, path_argument
from labelsync.cli.progress import progress
from labelsync.cli.setting import desk_at, memory_at, wanted_at
from labelsync.cli.shell import Shell
from labelsync.core.identity import Identity, VendorId
from labelsync.errors import WrongUsage
from labelsync.journal.store import Place
from labelsync.manifest import CATALOGUE
from labelsync.report import story_text
from labelsync.sources import identify
from labelsync.workflow.desk import Desk
from labelsync.workflow.opening import opened
from labelsync.workflow.story import Pair, Told, story
from labelsync.workflow.wanted import Wanted


@click.command("explain")
@click.argument("what", metavar="CODE|LABEL")
@click.argument("contact", default="")
@path_argument
@journal_option
@click.pass_obj
def command(shell: Shell, /, what: str, contact: str, path: Path, journal: Place | None) -> None:
    """Say what a code like LS102 means; or why a CONTACT does, or does not, get a LABEL.

    CONTACT is an e-mail, a phone number or a vendor's id. The accounts are looked at; nothing is written.
    """
    if not contact:
        click.echo(_code(what))
        return
    desk = desk_at(path, shell, journal=journal)
    Scope(labels=(what,)).check(desk)
    pair = Pair(what, _identity(contact, desk))
    with memory_at(journal, desk) as memory:
        wanted = replace(wanted_at(desk, Scope(labels=(what,)), {}, memory, shell), partial=True)
        told = shell.run(_look(shell, desk, wanted, pair))
    click.echo(story_text(what, told, colour=shell.colour).rstrip("\n"))


def _code(text: str) -> str:
    found = CATALOGUE.get(text.upper())
    if found is None:
        raise WrongUsage(
            f"there is no code {text}",
            advice="codes look like LS102; for a person: labelsync explain LABEL CONTACT",
        )
    return f"{text.upper()}: {found.title}\n\n{found.text}"


def _identity(text: str, desk: Desk) -> Identity:
    """Whoever is neither an e-mail nor a phone number is a vendor's id."""
    try:
        return identify(text, desk.manifest.policy.region)
    except ValueError:
        return VendorId(text)


async def _look(shell: Shell, desk: Desk, wanted: Wanted, pair: Pair) -> tuple[Told, ...]:
    accounts = desk.manifest.labels[pair.label].accounts
    async with opened(desk, accounts) as sites, progress(shell, sites):
        return await story(list(sites), wanted, pair)
