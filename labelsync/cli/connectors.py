"""`labelsync connectors`: which vendors there are, what they can do, and what their accounts are set with."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import Enum
from importlib.metadata import entry_points

import click

from labelsync.cli.options import format_option
from labelsync.cli.shell import Shell
from labelsync.connectors.registry import vendors
from labelsync.core.connector import Vendor
from labelsync.core.setting import SettingDescription
from labelsync.report import capability_table
from labelsync.workflow.describing import described


@click.command("connectors")
@format_option("text", "json", "markdown")
@click.pass_obj
def command(shell: Shell, form: str) -> int:
    """List the installed connectors, what each vendor can do, and the settings of their accounts."""
    found = vendors().values()
    match form:
        case "json":
            click.echo(json.dumps([_row(vendor, shell) for vendor in found], indent=2))
        case "markdown":
            click.echo(capability_table([(one, described(one, shell.clock)) for one in found]), nl=False)
        case _:
            for vendor in found:
                _show(vendor)
    return 0


def _show(vendor: Vendor) -> None:
    click.echo(f"{vendor.name}  ({vendor.title}, {vendor.base_url}; from {_origin(vendor)})")
    for setting in vendor.settings:
        click.echo(f"  {setting.name:<18}{_needed(setting, vendor):<12}{setting.doc}")
    for number, names in enumerate(vendor.credentials):
        click.echo(f"  {'or' if number else 'opened by':<10}{' and '.join(names)}")


def _needed(setting: SettingDescription, vendor: Vendor) -> str:
    if any(setting.name in names for names in vendor.credentials):
        return "credential"
    return "required" if setting.required else "optional"


def _origin(vendor: Vendor) -> str:
    """The installed package that brings the connector."""
    for entry in entry_points(group="labelsync.connectors"):
        if entry.name == vendor.name and entry.dist is not None:
            return entry.dist.name
    return "no package"


def _row(vendor: Vendor, shell: Shell) -> dict[str, object]:
    settings = [
        {"name": s.name, "kind": s.kind.value, "required": s.required, "doc": s.doc, "pattern": s.pattern}
        for s in vendor.settings
    ]
    return {
        "name": vendor.name,
        "title": vendor.title,
        "base_url": vendor.base_url,
        "package": _origin(vendor),
        "credentials": [list(names) for names in vendor.credentials],
        "settings": settings,
        "capabilities": asdict(described(vendor, shell.clock), dict_factory=_plain),
    }


def _plain(pairs: list[tuple[str, object]]) -> dict[str, object]:
    return {name: value.value if isinstance(value, Enum) else value for name, value in pairs}
