"""What a command was narrowed to, and the options that say it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import click

from labelsync.errors import WrongUsage
from labelsync.workflow.desk import Desk

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Scope:
    """What a command was narrowed to; empty for everything.

    `base` is a revision or path to compare the manifest with; `only_new` leaves alone what was due by it.
    `require_ledger` refuses where nothing is known of an account whose labels cannot be read.
    """

    accounts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    base: str = ""
    only_new: bool = False
    require_ledger: bool = False

    def check(self, desk: Desk) -> None:
        """Refuse names that the manifest does not have, and what needs a base without one."""
        if self.only_new and not self.base:
            raise WrongUsage(
                "--only-this-change needs something to compare with",
                advice="add --base: a branch or a folder",
            )
        for kind, given, known in (
            ("account", self.accounts, desk.manifest.accounts),
            ("label", self.labels, desk.manifest.labels),
        ):
            unknown = [name for name in given if name not in known]
            if unknown:
                raise WrongUsage(
                    f"the manifest has no {kind} called {unknown[0]}", advice=f"it has {', '.join(known)}"
                )


def scope_options(verb: F) -> Callable[..., Any]:
    """Narrow what is looked at, and tell this change from drift; the verb is handed a `scope`."""

    @wraps(verb)
    def narrowed(
        *handed: object,
        accounts: tuple[str, ...],
        labels: tuple[str, ...],
        base: str | None,
        only_new: bool,
        require_ledger: bool,
        **rest: object,
    ) -> Any:
        scope = Scope(accounts, labels, base or "", only_new, require_ledger)
        return verb(*handed, scope=scope, **rest)

    options = (
        *(_repeatable(what) for what in ("account", "label")),
        click.option(
            "--base",
            metavar="REV|PATH",
            help="Tell this change from drift that was there before: a Git revision, or a path.",
        ),
        click.option(
            "--only-this-change",
            "only_new",
            is_flag=True,
            help="Leave alone what was due by the base already.",
        ),
        click.option(
            "--require-ledger",
            is_flag=True,
            help="Refuse where labels cannot be read and no ledger says what was attached before.",
        ),
    )
    found: Callable[..., Any] = narrowed
    for option in reversed(options):
        found = option(found)
    return found


def _repeatable(what: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        f"--{what}",
        f"{what}s",
        multiple=True,
        metavar="NAME",
        envvar=f"LABELSYNC_{what.upper()}",
        help=f"Only this {what} (repeatable).",
    )
