"""`labelsync validate`: every mistake of the manifest at once, offline."""

from __future__ import annotations

import json
from pathlib import Path

import click

from labelsync.cli.options import format_option, path_argument
from labelsync.cli.setting import desk_at
from labelsync.cli.shell import Shell
from labelsync.errors import ManifestInvalid
from labelsync.manifest import rows
from labelsync.report import counted


@click.command("validate")
@path_argument
@format_option("text", "json")
@click.pass_obj
def command(shell: Shell, path: Path, form: str) -> int:
    """Check the manifest at PATH (default: states) and the lists it names.

    Nothing is fetched and no secret is opened. Every mistake is shown at once, with its place.
    """
    if form == "json":
        return _as_json(shell, path)
    desk = desk_at(path, shell)
    counts = [(desk.manifest.accounts, "account"), (desk.manifest.labels, "label"), (desk.files, "file")]
    found = ", ".join(counted(len(names), noun) for names, noun in counts)
    click.echo(f"{desk.folder.relative()} is valid: {found}.")
    return 0


def _as_json(shell: Shell, path: Path) -> int:
    try:
        desk = desk_at(path, shell)
    except ManifestInvalid as invalid:
        click.echo(json.dumps({"valid": False, "mistakes": rows(invalid.mistakes)}, indent=2))
        return invalid.exit_code
    click.echo(json.dumps({"valid": True, "mistakes": [], "warnings": desk.warnings}, indent=2))
    return 0
