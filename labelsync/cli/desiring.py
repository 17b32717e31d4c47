"""`labelsync plan --desired-only`: what a change alters on the wanted side, without keys and accounts."""

from __future__ import annotations

from itertools import chain

import click

from labelsync.cli.basing import base_of
from labelsync.cli.narrowing import Scope
from labelsync.cli.setting import pseudonym_key
from labelsync.cli.shell import Shell
from labelsync.core.desire import Altered, altered
from labelsync.errors import EXIT_CHANGES, WrongUsage
from labelsync.planfile import pseudonym
from labelsync.report import desire_json, desire_text
from labelsync.workflow.desk import Desk


def desired(shell: Shell, desk: Desk, scope: Scope, *, form: str, detailed: bool, saved: bool) -> int:
    """Print what the manifest wants otherwise than its base did, and return the exit code."""
    if not scope.base:
        raise WrongUsage("--desired-only needs something to compare with", advice="add --base REV or PATH")
    if saved:
        raise WrongUsage("there is no plan to save: no account is looked at", advice="leave out -o")
    found = list(_altered(desk, scope))
    key = pseudonym(pseudonym_key(desk, shell))

    def name(who: str) -> str:
        return key(who) if "@" in who or who.startswith("+") else who

    page = desire_json(found, scope.base, name)
    text = desire_text(found, scope.base, name, colour=shell.colour)
    click.echo((page if form == "json" else text).rstrip("\n"))
    return EXIT_CHANGES if detailed and found else 0


def _altered(desk: Desk, scope: Scope) -> chain[Altered]:
    base = base_of(scope.base, desk)
    names = dict.fromkeys((*base.wishes, *desk.wishes))
    each = (altered(name, base.wishes.get(name), desk.wishes.get(name)) for name in names if _in(name, scope))
    return chain.from_iterable((one for one in some if _labelled(one, scope)) for some in each)


def _in(account: str, scope: Scope) -> bool:
    return not scope.accounts or account in scope.accounts


def _labelled(one: Altered, scope: Scope) -> bool:
    return not scope.labels or one.label in scope.labels
