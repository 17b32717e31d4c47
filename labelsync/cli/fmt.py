"""`labelsync fmt`: the files of a manifest in the one layout, comments kept."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

import click

from labelsync.cli.options import path_argument
from labelsync.cli.setting import desk_at
from labelsync.cli.shell import Shell
from labelsync.errors import LabelsyncError
from labelsync.manifest.formatting import check_size, formatted
from labelsync.planfile.durable import write_durably
from labelsync.report import counted, inert
from labelsync.workflow.desk import Desk

WOULD_CHANGE = 1


@click.command("fmt")
@path_argument
@click.option("--check", is_flag=True, help="Write nothing; name the files that would change, and exit 1.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.pass_obj
def command(shell: Shell, /, path: Path, check: bool, diff: bool) -> int:  # noqa: FBT001 - click passes by name
    """Lay out the files of the manifest at PATH (default: states) as `import` and `init` write them.

    Comments, and the order of labels, members and contacts, stay. A manifest with mistakes is left alone, and
    so is a file that is laid out so already. Lists are never touched, and no secret is opened.
    """
    sheets = _read(desk_at(path, replace(shell, quiet=True)))
    drafts = [draft for draft in map(_draft, sheets) if draft.new != draft.old]
    if not (check or diff):
        for draft in drafts:
            _put(draft, shell)
    for draft in drafts:
        click.echo("\n".join(_difference(draft, shell)) if diff else inert(draft.name))
    said = "would change" if check or diff else "laid out anew"
    shell.say(f"{counted(len(drafts), 'file')} {said}, {len(sheets) - len(drafts)} as they should be")
    return WOULD_CHANGE if check and drafts else 0


class _Draft(NamedTuple):
    """A file of the manifest: its name in places, where it is, and its bytes before and after."""

    name: str
    path: Path
    old: bytes
    new: bytes = b""


def _read(desk: Desk) -> list[_Draft]:
    """The manifest's files. Raises WrongUsage where one is too large to be formatted."""
    sheets = []
    for name, digest in desk.manifest.files.items():
        path = desk.folder.root / name
        old = path.read_bytes()
        if hashlib.sha256(old).hexdigest() != digest:
            raise LabelsyncError(f"{name} was changed meanwhile", advice="run the command again")
        sheets.append(_Draft(name, path, old))
    check_size(desk.manifest, {sheet.name: len(sheet.old) for sheet in sheets})
    return sheets


def _draft(sheet: _Draft) -> _Draft:
    return sheet._replace(new=formatted(sheet.old.decode("utf-8-sig"), name=sheet.name).encode())


def _difference(draft: _Draft, shell: Shell) -> Iterator[str]:
    """A unified diff; on a screen its lines cannot move the cursor or hide anything."""
    before, after = (_lines(text.decode()) for text in (draft.old, draft.new))
    for line in unified_diff(before, after, draft.name, draft.name, lineterm=""):
        yield from (inert(part) if shell.screen else part for part in line.split("\n"))


def _lines(text: str) -> Sequence[str]:
    """The lines as a diff has them, which says where the last one does not end."""
    *lines, last = text.split("\n")
    return [*lines, *([f"{last}\n\\ No newline at end of file"] if last else [])]


def _put(draft: _Draft, shell: Shell) -> None:
    """Replace the file, whole or not at all; its mode stays."""
    target = draft.path.resolve()
    fresh = target.with_name(f".{target.name}.{shell.chance.getrandbits(32):08x}")
    try:
        write_durably(fresh, draft.new)
        fresh.chmod(stat.S_IMODE(target.stat().st_mode))
        fresh.replace(target)
    except OSError as failure:
        said = f"{draft.name} cannot be replaced ({type(failure).__name__})"
        raise LabelsyncError(said, advice="check the rights of the manifest's folder") from failure
    finally:
        fresh.unlink(missing_ok=True)
