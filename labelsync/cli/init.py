"""`labelsync init`: a commented manifest to begin with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from labelsync.errors import WrongUsage


@click.command("init")
@click.option("--demo", is_flag=True, help="With emulated accounts and contacts in them: runs at once.")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path, file_okay=False), default=Path())
def command(folder: Path, demo: bool) -> int:  # noqa: FBT001 - click passes by name
    """Write a commented manifest to DIR/states (DIR: this folder). Nothing that is there is overwritten."""
    template = files("labelsync.cli") / "templates" / ("demo" if demo else "empty")
    target = folder / "states"
    if target.exists():
        raise WrongUsage(f"{target} is there already", advice="name another folder: labelsync init DIR")
    for source, name in _files(template, Path()):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.read_bytes())
        click.echo(f"wrote {path}")
    _write_schema(target / "manifest.schema.json")
    _ignore(folder)
    click.echo(_next(folder, demo=demo))
    return 0


def _files(folder: Traversable, below: Path) -> Iterator[tuple[Traversable, Path]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files(entry, below / entry.name)
        else:
            yield entry, below / entry.name


def _write_schema(path: Path) -> None:
    """For editors: the manifest's first line names it."""
    from labelsync.manifest import schema

    path.write_text(json.dumps(schema(), indent=2) + "\n", encoding="utf-8")
    click.echo(f"wrote {path}")


def _ignore(folder: Path) -> None:
    """Keep the journal and the keys out of Git from the start."""
    path = folder / ".gitignore"
    if not path.exists():
        path.write_text(".labelsync/\n", encoding="utf-8")
        click.echo(f"wrote {path}")


def _next(folder: Path, *, demo: bool) -> str:
    where = "" if folder == Path() else f"cd {folder} && "
    if demo:
        emulated = "The accounts are emulators; nothing leaves this machine."
        return f"\nNow: {where}labelsync plan, then: labelsync apply. {emulated}"
    return f"\nNow: fill in states/crm.yaml, then: {where}labelsync validate, and: labelsync plan."
