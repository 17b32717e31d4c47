"""Setting the table for a verb: the manifest on the desk, keys, journal."""

from __future__ import annotations

import asyncio
import hmac
import os
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from labelsync.cli.basing import base_of
from labelsync.cli.interrupting import raising
from labelsync.cli.narrowing import Scope
from labelsync.cli.shell import Shell
from labelsync.connectors.registry import vendors
from labelsync.core.guard import OVERRIDABLE, Overrides, parts
from labelsync.core.plan import Plan
from labelsync.core.scope import former
from labelsync.errors import WrongUsage
from labelsync.journal.journal import Journal
from labelsync.journal.memory import Memory
from labelsync.journal.opening import is_kept
from labelsync.journal.store import Place
from labelsync.planfile.keys import PSEUDONYM_KEY, key, pseudonym
from labelsync.report import inert
from labelsync.secrets import redactor
from labelsync.workflow.desk import Desk, Outside, open_desk
from labelsync.workflow.folder import folder_of
from labelsync.workflow.wanted import Wanted

T = TypeVar("T")


def check_overrides(overrides: Overrides, desk: Desk) -> None:
    """Refuse an override that can never hold: of a guard, a label or an account that there is not."""
    for given in overrides:
        guard, label, account = parts(given)
        for word, name, known in (
            ("guard", guard, OVERRIDABLE),
            ("automation" if guard == "fires" else "label", label, ("", *_subjects(desk, guard))),
            ("account", account, ("", *desk.manifest.accounts)),
        ):
            if name not in known:
                raise WrongUsage(
                    f"--override {given}: no {word} is called {name}",
                    advice=f"there are {', '.join(filter(None, known))}",
                )


def _subjects(desk: Desk, guard: str) -> Iterator[str]:
    """What an override of a guard may name: automations, or labels and their former selves."""
    for label in desk.manifest.labels.values():
        if guard == "fires":
            yield from (*label.fires.add, *label.fires.remove)
            continue
        yield label.key
        yield from (former(label.key, name) for name in label.previously)


def desk_at(path: Path, shell: Shell, *, journal: Place | None = None, at: float | None = None) -> Desk:
    """The manifest at a path, read and gathered, its warnings said. `journal` is the place that was named.

    `at` is the instant whose wishes are meant (epoch seconds), now where it is left out.
    """
    outside = Outside(shell.clock, shell.chance, shell.environment, shell.version, journal)
    desk = open_desk(folder_of(path), vendors(), outside, at=at)
    for warning in desk.warnings:
        shell.warn(inert(warning))
    return desk


def wanted_at(desk: Desk, scope: Scope, overrides: Overrides, memory: Memory | None, shell: Shell) -> Wanted:
    """The wanted side and the terms of a plan."""
    return Wanted(
        manifest=desk.manifest,
        wishes=desk.wishes,
        origin=desk.origin(),
        overrides=overrides,
        memory=memory,
        pseudonym=pseudonym(pseudonym_key(desk, shell)),
        labels=scope.labels,
        partial=bool(scope.accounts or scope.labels),
        base=base_of(scope.base, desk) if scope.base else None,
        only_new=scope.only_new,
        require_ledger=scope.require_ledger,
    )


def save_plan(plan: Plan, out: Path, desk: Desk, shell: Shell) -> None:
    """Seal the plan into a file. What vendors call themselves passes the redactor."""
    from labelsync.planfile import save

    redact = redactor()
    accounts = tuple(replace(one, identity=redact(one.identity)) for one in plan.accounts)
    save(replace(plan, accounts=accounts), out, seal_key(desk, shell))
    shell.say(f"saved to {out}; carry it out with: labelsync apply {out}")


def seal_key(desk: Desk, shell: Shell) -> bytes:
    """The key of plan files: `LABELSYNC_SEAL_KEY`, else made once in `.labelsync/`."""
    return key(desk.folder.kept, shell.environment.get("LABELSYNC_SEAL_KEY"), chance=os.urandom)


def pseudonym_key(desk: Desk, shell: Shell) -> bytes:
    """The key of pseudonyms: `LABELSYNC_PSEUDONYM_KEY`, else the seal key's sister, else made once.

    Machines that share the seal key call people the same.
    """
    given = shell.environment.get("LABELSYNC_PSEUDONYM_KEY")
    seal = shell.environment.get("LABELSYNC_SEAL_KEY")
    if given is None and seal is not None:
        given = hmac.digest(seal_key(desk, shell), b"labelsync pseudonyms", "sha256").hex()
    return key(desk.folder.kept, given, chance=os.urandom, name=PSEUDONYM_KEY)


@contextmanager
def memory_at(path: Place | None, desk: Desk) -> Iterator[Memory | None]:
    """What the journal remembers; None where there is no journal yet: looking makes no file."""
    if not is_kept(path or desk.folder.journal):
        yield None
        return
    with journal_at(path, desk) as journal:
        yield journal.memory


@contextmanager
def journal_at(path: Place | None, desk: Desk) -> Iterator[Journal]:
    """The journal, made when it is not there, closed in the end."""
    place = path or desk.folder.kept / "journal.db"
    with ThreadPoolExecutor(1, thread_name_prefix="journal") as pool:

        def thread(call: Callable[[], T]) -> Awaitable[T]:
            return asyncio.get_running_loop().run_in_executor(pool, partial(call))

        journal = Journal(place, thread, redact=redactor())
        try:
            yield journal
        finally:
            journal.close()


def plant_pasts(desk: Desk, scope: Scope, shell: Shell, journal: Place | None) -> None:
    """Let the ledger learn what fresh sandbox worlds begin with."""
    if not any(account.sandbox for account in desk.manifest.accounts.values()):
        return
    from labelsync.workflow.planting import pasts, plant

    found = pasts(desk, scope.accounts)
    there = is_kept(journal or desk.folder.journal)
    if found and (there or any(past.pairs for past in found)):
        with journal_at(journal, desk) as opened:
            shell.run(plant(desk, found, opened))


def confirm(question: str) -> bool:
    """Ask; only `yes` is yes. The event loop's own handlers would let signals pass unheard meanwhile."""
    click.echo(question, err=True)
    with raising():
        answer: str = click.prompt("  Enter a value", default="", show_default=False, err=True)
    return answer.strip() == "yes"
