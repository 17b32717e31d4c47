"""`labelsync validate`: every mistake of the manifest at once, offline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelsync.cli.options import format_option, path_argument
from labelsync.cli.setting import desk_at
from labelsync.cli.shell import Shell
from labelsync.connectors.registry import vendors
from labelsync.errors import ManifestInvalid
from labelsync.manifest import CATALOGUE, Mistake, load, rows
from labelsync.report import counted, inert
from labelsync.sources import gather, identify
from labelsync.workflow.folder import folder_of

if TYPE_CHECKING:
    from labelsync.manifest.mistakes import Described
    from labelsync.report import Fault


@click.command("validate")
@path_argument
@format_option("text", "json", "sarif")
@click.pass_obj
def command(shell: Shell, path: Path, form: str) -> int:
    """Check the manifest at PATH (default: states) and the lists it names.

    Nothing is fetched and no secret is opened. Every mistake is shown at once, with its place.
    """
    if form == "json":
        return _as_json(shell, path)
    if form == "sarif":
        return _as_sarif(shell, path)
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


def _as_sarif(shell: Shell, path: Path) -> int:
    from labelsync.report import faults_sarif

    code = 0
    try:
        faults = [_fault(warning, warning=True) for warning in _warnings(shell, path)]
    except ManifestInvalid as invalid:
        faults = [_fault(mistake, warning=False) for mistake in invalid.mistakes]
        code = invalid.exit_code
    click.echo(faults_sarif(faults, CATALOGUE, version=shell.version))
    return code


def _warnings(shell: Shell, path: Path) -> tuple[Mistake, ...]:
    """The manifest's own; those of lists have no code, so they are said on stderr, as in every format."""
    folder = folder_of(path)
    known = vendors()
    loaded = load(folder.manifest, root=folder.root, vendors=known, identify=identify, version=shell.version)
    for warning in gather(loaded.manifest, root=folder.root, now=shell.clock.now()).warnings:
        shell.say(f"warning: {inert(warning)}")
    return loaded.warnings


def _fault(found: Described, *, warning: bool) -> Fault:
    from labelsync.report import Fault, Spot

    file, line, column = found.place
    return Fault(
        found.code,
        found.message,
        Spot(file, line, column, found.end_column),
        found.suggestion,
        tuple(Spot(*place) for place in found.related),
        warning,
    )
