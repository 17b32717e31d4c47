"""The command `labelsync`: finds the verb, runs it, turns every error into its exit code."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from keyword import iskeyword

import click

from labelsync import __version__
from labelsync.cli.shell import Shell
from labelsync.cli.sieve import sieved
from labelsync.cli.telling import tell
from labelsync.errors import Interrupted, LabelsyncError, WrongUsage
from labelsync.secrets import redacting

VERBS = {
    "init": "Write a commented manifest; with --demo, one that runs without any account.",
    "import": "Draw a manifest from an account as it is, and prove it by planning it.",
    "validate": "Check the manifest and its lists, offline; show every mistake at once.",
    "fmt": "Lay out the manifest's files in one way; comments stay.",
    "plan": "Look at the accounts, compare, and show what would change. Writes nothing.",
    "drift": "Tell whether the accounts are as the manifest says, and who made them differ.",
    "explain": "Say what a code means, or why somebody does (not) get a label.",
    "apply": "Carry out a plan, verify it, and say what became of every change.",
    "resume": "Settle what was interrupted, and finish it.",
    "undo": "Draft the plan that takes back what a run did.",
    "show": "Show a saved plan or a past run.",
    "history": "List past runs; --verify finds what was altered.",
    "reveal": "Put people in place of the pseudonyms in a plan, a report or a log.",
    "forget": "Take a person out of the journal.",
    "snapshot": "Save what the accounts look like now; plans can be made on it, offline.",
    "unlock": "End the lock of a run whose machine is gone.",
    "doctor": "Look at what the next apply rests on: credentials, limits, clocks, locks.",
    "connectors": "List the vendors that labelsync can talk to, and their settings.",
    "schema": "Print a JSON Schema: of the manifest, the plan or the result document.",
    "completion": "Print what lets bash, zsh or fish complete commands, options and names.",
    "sandbox": "Emulated vendors: serve them over HTTP, look at one, reset one.",
}


@contextmanager
def _uncollected() -> Iterator[None]:
    """Import without the garbage collector: it would look again and again through what stays anyway."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class Verbs(click.Group):
    """A group that imports a verb only when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, in the order of the work."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's command, from the file of its name."""
        del ctx
        if cmd_name not in VERBS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        with _uncollected():
            command: click.Command = import_module(f"labelsync.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs, without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest verb when there is none of that name."""
        from difflib import get_close_matches

        if args and not args[0].startswith("-") and args[0] not in VERBS:
            near = get_close_matches(args[0], VERBS, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"No such command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.command(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "LABELSYNC"},
    epilog="Exit codes: 0 done, 2 changes (--detailed-exitcode), 3 not all was applied, 4 refused by a "
    "guard, 6 unfit plan file, 64 usage, 65 manifest, 69 unreachable, 75 locked, 77 not authorised.",
)
@click.version_option(__version__, prog_name="labelsync", message="%(prog)s %(version)s")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but the result.")
@click.option("-v", "--verbose", count=True, help="Say more; twice for the most.")
@click.option("--no-color", is_flag=True, help="No colour (so does NO_COLOR).")
@click.pass_context
def group(ctx: click.Context, /, quiet: bool, verbose: int, no_color: bool) -> None:  # noqa: FBT001 - click's
    """Keep labels on contacts the way a file says.

    Start with `labelsync init --demo`, then `labelsync plan` and `labelsync apply`.
    """
    shell: Shell = ctx.obj
    ctx.obj = replace(shell, quiet=quiet, verbose=verbose, colour=shell.colour and not no_color)


def run(arguments: Sequence[str], shell: Shell) -> int:
    """Run one command line and return its exit code. Prints, but no secret that it opened; never raises."""
    with redacting() as redact, sieved(redact):
        return _run(arguments, shell)


def _run(arguments: Sequence[str], shell: Shell) -> int:
    try:
        outcome = group.main(list(arguments), prog_name="labelsync", standalone_mode=False, obj=shell)
        return outcome if isinstance(outcome, int) else 0
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (KeyboardInterrupt, Interrupted, Exception) as ending:  # noqa: BLE001 - each way out has its exit code
        return _leave(ending)


def _leave(ending: BaseException) -> int:
    match ending:
        case click.ClickException():
            ending.show()
            return WrongUsage.exit_code
        case click.Abort() | KeyboardInterrupt():
            click.echo("interrupted", err=True)
            return 130
        case Interrupted():
            click.echo("interrupted; nothing of the plan was sent", err=True)
            return ending.exit_code
        case LabelsyncError():
            tell(ending)
            return ending.exit_code
        case BrokenPipeError():
            return 1
        case _:
            return _own_up(ending)


def _own_up(bug: BaseException) -> int:
    """Say where labelsync itself failed: the place, not the people and secrets that a traceback may hold."""
    last = bug.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    where = f" at {last.tb_frame.f_code.co_qualname}:{last.tb_lineno}" if last else ""
    click.echo(f"error: labelsync itself failed: {type(bug).__name__}{where}", err=True)
    click.echo("  next: run the command again; if it stays, report this line", err=True)
    return LabelsyncError.exit_code
