"""`labelsync connectors`: which vendors there are, and what their accounts are set with."""

from __future__ import annotations

import json

import click

from labelsync.cli.options import format_option
from labelsync.connectors.registry import vendors
from labelsync.core.connector import Vendor
from labelsync.core.setting import SettingDescription


@click.command("connectors")
@format_option("text", "json")
def command(form: str) -> int:
    """List the installed connectors and the settings of their accounts."""
    found = vendors().values()
    if form == "json":
        click.echo(json.dumps([_row(vendor) for vendor in found], indent=2))
        return 0
    for vendor in found:
        click.echo(f"{vendor.name}  ({vendor.title}, {vendor.base_url})")
        for setting in vendor.settings:
            click.echo(f"  {setting.name:<18}{_needed(setting):<10}{setting.doc}")
    return 0


def _needed(setting: SettingDescription) -> str:
    return "required" if setting.required else "optional"


def _row(vendor: Vendor) -> dict[str, object]:
    settings = [
        {"name": s.name, "kind": s.kind.value, "required": s.required, "doc": s.doc, "pattern": s.pattern}
        for s in vendor.settings
    ]
    return {"name": vendor.name, "title": vendor.title, "base_url": vendor.base_url, "settings": settings}
