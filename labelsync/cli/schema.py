"""`labelsync schema`: the JSON Schemas of the documents that labelsync reads and writes."""

from __future__ import annotations

import json

import click


@click.command("schema")
@click.argument("document", type=click.Choice(["manifest", "plan", "result"]), default="manifest")
def command(document: str) -> int:
    """Print the JSON Schema of DOCUMENT (default: manifest), for editors and pipelines."""
    click.echo(json.dumps(_schema(document), indent=2))
    return 0


def _schema(document: str) -> object:
    match document:
        case "plan":
            from labelsync.planfile import schema as plan

            return plan()
        case "result":
            from labelsync.report import result_schema

            return result_schema()
        case _:
            from labelsync.manifest.jsonschema import schema as manifest

            return manifest()
