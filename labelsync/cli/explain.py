"""`labelsync explain`: what a code, a guard or an exit code means, or why somebody does (not) get a label."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelsync.cli.explanations.pages import text_of, words
from labelsync.cli.options import journal_option, path_argument
from labelsync.cli.shell import Shell
from labelsync.errors import WrongUsage

if TYPE_CHECKING:
    from labelsync.journal.store import Place

_LIKE = 0.7
_PAIR = "for a person: labelsync explain LABEL CONTACT"


@click.command("explain")
@click.argument("what", metavar="WORD|LABEL")
@click.argument("contact", default="")
@path_argument
@journal_option
@click.pass_obj
def command(shell: Shell, /, what: str, contact: str, path: Path, journal: Place | None) -> None:
    """Say what a WORD means: LS102, removals, 75. Or why a CONTACT does, or does not, get a LABEL.

    WORD is a mistake's code, a guard or an exit code; nothing is looked at. CONTACT is an e-mail, a phone
    number or a vendor's id; the accounts are looked at, and nothing is written.
    """
    if not contact:
        click.echo(_said(what, shell.width))
        return
    from labelsync.cli.storytelling import story_of

    click.echo(story_of(what, contact, path, shell=shell, journal=journal))


def _said(word: str, width: int) -> str:
    text = text_of(word, width=width)
    if text is None:
        raise WrongUsage("there is no such code, guard or exit code", advice=f"{_meant(word)}; {_PAIR}")
    return text


def _meant(word: str) -> str:
    """The words that may have been meant, or what such words look like."""
    folded = {known.lower(): known for known in words()}
    near = [folded[close] for close in get_close_matches(word.lower(), folded, cutoff=_LIKE)]
    if near:
        return f"labelsync explain {' or '.join(near)}, if that was meant"
    return "codes look like LS102, guards like removals, exit codes like 75"
