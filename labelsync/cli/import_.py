"""`labelsync import`: an account as it is, written as a manifest, and proven by planning that."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from labelsync.cli.options import journal_option, path_argument
from labelsync.cli.progress import progress
from labelsync.cli.setting import memory_at
from labelsync.cli.shell import Shell
from labelsync.connectors.registry import vendors
from labelsync.core.change import Delete, action, pairs
from labelsync.core.member import Place
from labelsync.core.plan import AccountPlan, Plan
from labelsync.core.scope import Account
from labelsync.errors import ManifestInvalid, WrongUsage
from labelsync.journal import store
from labelsync.journal.memory import Memory
from labelsync.manifest.mistakes import named
from labelsync.report import counted, inert
from labelsync.workflow.desk import Desk, Outside, open_desk
from labelsync.workflow.folder import Folder, folder_of
from labelsync.workflow.importing import AGAIN, SHEET, Imported, NotProven, Source, source_of, take
from labelsync.workflow.opening import opened
from labelsync.workflow.prepare import prepare
from labelsync.workflow.site import Site
from labelsync.workflow.wanted import Wanted

_NOWHERE = Place("", 0)


@click.command("import")
@click.argument("account")
@path_argument
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), metavar="DIR", help="Write a folder, not to stdout."
)
@click.option(
    "--label",
    "globs",
    multiple=True,
    metavar="GLOB",
    help="Only labels whose key, name or id is like this (repeatable).",
)
@journal_option
@click.pass_obj
def command(
    shell: Shell,
    /,
    account: str,
    path: Path,
    out: Path | None,
    globs: tuple[str, ...],
    journal: store.Place | None,
) -> None:
    """Write what ACCOUNT is like now as a manifest: its labels, and who carries them, by e-mail.

    The manifest at PATH (default: states) says how to reach it; it needs no labels yet. The account is read
    twice: planning what was drawn must find nothing to do, else nothing is written. Labels with more than 20
    members get list files, and need --out. Nothing that is there is overwritten.
    """
    if out and (out.exists() or out.is_symlink()):
        raise WrongUsage(f"{out} is there already", advice="name another folder: nothing is overwritten")
    outside = Outside(shell.clock, shell.chance, shell.environment, shell.version, journal)
    source = source_of(folder_of(path), vendors(), outside, account=account)
    with memory_at(journal, source.desk) as memory:
        imported, requests = shell.run(_import(shell, source, memory, globs, to_stdout=out is None))
    for warning in imported.warnings:
        shell.say(f"warning: {inert(warning)}")
    if out:
        _write(imported, source, out, shell)
    else:
        click.echo(imported.text, nl=False)
    what = f"{counted(imported.labels, 'label')}, {imported.people} members, {counted(requests, 'request')}"
    shell.say(f"proven: planning it finds nothing to do ({what})")


async def _import(
    shell: Shell, source: Source, memory: Memory | None, globs: tuple[str, ...], *, to_stdout: bool
) -> tuple[Imported, int]:
    """Draw, and prove. Gives the manifest and how many requests both took."""
    async with opened(source.desk, (source.account,)) as sites, progress(shell, sites):
        imported = await take(sites[0], source, memory, globs)
        if to_stdout and imported.lists:
            many = counted(len(imported.lists), "list file")
            advice = "name a folder that is not there yet: -o DIR"
            raise WrongUsage(f"{many} would be needed, for labels with more than 20 members", advice=advice)
        await prove(sites[0], source, imported, memory)
        return imported, sum(sites[0].line.sent.values())


async def prove(site: Site, source: Source, imported: Imported, memory: Memory | None) -> None:
    """Plan what was drawn on the account, read again. Raises NotProven unless there is nothing to do."""
    plan = await prepare([site], _wanted(source, imported, memory))
    differences = list(_differences(plan))
    if differences:
        said = f"planning what was drawn finds a difference: {'; '.join(differences)}"
        raise NotProven(said, advice=AGAIN)


def _wanted(source: Source, imported: Imported, memory: Memory | None) -> Wanted:
    """The drawn manifest as any command reads it, from files in a folder of its own."""
    with TemporaryDirectory() as name:
        root = Path(name).resolve()
        _put(imported.files, root / "drawn")
        try:
            desk = open_desk(Folder(root, root / "drawn"), source.desk.vendors, source.desk.outside)
        except ManifestInvalid as invalid:
            codes = ", ".join(sorted({str(mistake.code) for mistake in invalid.mistakes}))
            raise NotProven(f"the manifest that was drawn is not valid: {codes}", advice=AGAIN) from None
        if _terms(source.desk, source.account) != _terms(desk, source.account):
            raise NotProven("the account's entry was not drawn as it stands", advice=AGAIN)
        return Wanted(desk.manifest, desk.wishes, desk.origin(), {}, memory, lambda _: "")


def _terms(desk: Desk, name: str) -> Account:
    """What an account is set to, wherever it is written."""
    account = desk.manifest.accounts[name]
    secrets = {key: replace(secret, place=_NOWHERE) for key, secret in account.secrets.items()}
    return replace(account, place=_NOWHERE, sandbox="", secrets=secrets)


def _differences(plan: Plan) -> Iterator[str]:
    """What is not as it was drawn: counts and label keys, and nobody's name."""
    for account in plan.accounts:
        yield from _apart(account)
    for objection in plan.objections:
        yield f"{objection.guard} {named(objection.label)}" if objection.label else objection.guard


def _apart(account: AccountPlan) -> Iterator[str]:
    if not account.read.complete:
        yield f"the account was not seen whole: {account.read.reason}"
    for change in account.changes:
        label = "" if isinstance(change, Delete) else change.label
        yield f"{action(change)} {pairs(change) or 1} {named(label)}"
    for held in account.withheld:
        yield f"{held.action} {len(held.contacts)} {named(held.label)} (withheld)"
    for label, count in sorted(Counter(missing.label for missing in account.unmatched).items()):
        yield f"{count} of {named(label)} not found"


def _write(imported: Imported, source: Source, out: Path, shell: Shell) -> None:
    """Write the folder, whole or not at all, and say what is in it."""
    target = out.resolve()
    files = dict(_needed(imported.files, target))
    staging = target.with_name(f".{target.name}.{shell.chance.getrandbits(32):08x}")
    try:
        _put(files, staging)
        staging.rename(target)
    except OSError as failure:
        said = f"{out} cannot be written ({type(failure).__name__}); nothing was"
        raise WrongUsage(said, advice="name another folder: -o DIR") from failure
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    for path in files:
        shell.say(f"wrote {out / path}")
    for warning in _strangers(source, target):
        shell.say(f"warning: {warning}")


def _needed(files: Mapping[str, bytes], target: Path) -> Iterator[tuple[str, bytes]]:
    """The files without those that lie beside the folder already, where a manifest finds them as well.

    Another file of that path there would make it ambiguous: WrongUsage.
    """
    for path, content in files.items():
        beside = target.parent / path
        if path == SHEET or not beside.exists():
            yield path, content
        elif not beside.is_file() or beside.read_bytes() != content:
            said = f"{path} lies beside {target.name} already, so a manifest could mean either"
            raise WrongUsage(said, advice="name a folder elsewhere: -o DIR")


def _strangers(source: Source, target: Path) -> Iterator[str]:
    """What the account's entry refers to and was not brought along."""
    account = source.desk.manifest.accounts[source.account]
    for name, secret in account.secrets.items():
        if secret.kind == "file" and not Path(secret.name).is_absolute():
            yield f"`{name}` is in a file below the manifest's folder, which was not copied"
    if account.sandbox and target.parent != source.desk.folder.root:
        yield "the emulator begins anew there, at its seed: what is in it now belongs to the other manifest"


def _put(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files below a folder that is not there yet. Raises OSError."""
    folder.mkdir(parents=True)
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
