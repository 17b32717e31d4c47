"""`labelsync schema`: the JSON Schemas of the documents that labelsync reads and writes."""

from __future__ import annotations

import json
from pathlib import Path

import click

from labelsync.cli.options import STATES, journal_option
from labelsync.cli.shell import Shell
from labelsync.errors import WrongUsage
from labelsync.journal.store import Place


@click.command("schema")
@click.argument("document", type=click.Choice(["manifest", "plan", "result", "events"]), default="manifest")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--with-labels", is_flag=True, help="Look which labels the accounts have, and suggest them.")
@journal_option
@click.pass_obj
def command(
    shell: Shell,
    /,
    document: str,
    path: Path | None,
    with_labels: bool,  # noqa: FBT001 - click passes by name
    journal: Place | None,
) -> int:
    """Print the JSON Schema of DOCUMENT (default: manifest), for editors and pipelines.

    With --with-labels, the manifest's schema suggests the labels that its accounts have now; it then reads
    the accounts of the manifest at PATH (default: states).
    """
    if (path or with_labels) and not (with_labels and document == "manifest"):
        raise WrongUsage("a path and --with-labels belong to `schema manifest`, together")
    schema = _suggesting(path or STATES, shell, journal) if with_labels else _schema(document)
    click.echo(json.dumps(schema, indent=2))
    return 0


def _suggesting(path: Path, shell: Shell, journal: Place | None) -> object:
    """The manifest's schema, with the labels that its accounts have now."""
    from labelsync.cli.live import live_labels
    from labelsync.manifest.jsonschema import schema
    from labelsync.manifest.suggesting import suggesting

    return suggesting(schema(), live_labels(path, shell, journal))


def _schema(document: str) -> object:
    match document:
        case "plan":
            from labelsync.planfile import schema as plan

            return plan()
        case "result":
            from labelsync.report import result_schema

            return result_schema()
        case "events":
            from labelsync.report.events import schema as events

            return events()
        case _:
            from labelsync.manifest.jsonschema import schema as manifest

            return manifest()
