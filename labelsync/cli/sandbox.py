"""`labelsync sandbox`: the emulated vendors, served, shown and reset."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from contextlib import suppress
from pathlib import Path

import click

from labelsync.cli.options import format_option
from labelsync.cli.setting import desk_at
from labelsync.cli.shell import Shell
from labelsync.errors import WrongUsage
from labelsync.sandbox.keeping import World, reset_world
from labelsync.workflow.desk import Desk


@click.group("sandbox")
def command() -> None:
    """Emulated vendors with their limits, lags and faults. No account and no network."""


@command.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 picks a free one.")
@click.option("--contacts", type=click.IntRange(0), default=50, show_default=True, help="Made-up contacts.")
@click.option(
    "--seed-from",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A CSV file of contacts instead.",
)
@click.option("--fault", "faults", multiple=True, help="KIND[=AMOUNT][xTIMES][@METHOD:/path], e.g. 429=2x3.")
@click.pass_obj
def serve(shell: Shell, /, port: int, contacts: int, seed_from: Path | None, faults: tuple[str, ...]) -> None:
    """Serve the emulators on 127.0.0.1. The first line of output is JSON: each vendor's API root.

    Any well-formed credential is accepted. The worlds are in memory and end with the process. What they hold
    is at /sandbox/NAME; how to call each vendor is said on stderr.
    """
    from labelsync.sandbox.faults import parse_fault
    from labelsync.sandbox.seed import make_people, read_seed
    from labelsync.sandbox.serving import Serving

    people = read_seed(seed_from) if seed_from else tuple(make_people(contacts))
    serving = Serving(people, [parse_fault(text) for text in faults], shell.clock, shell.chance)
    with suppress(KeyboardInterrupt):  # the usual way to end a server
        shell.run(serving.serve(port, lambda urls: _announce(urls, shell)))


def _announce(urls: dict[str, str], shell: Shell) -> None:
    """The JSON that programs read, and for people how to call each vendor."""
    from labelsync.sandbox.vendors import emulated

    click.echo(json.dumps(urls))
    for name, vendor in emulated().items():
        example = shlex.join(part.replace("{url}", urls[name]) for part in vendor.example)
        shell.say(f"{name}: {urls[name]}\n  curl {example}")
    root = next(iter(urls.values())).rpartition("/")[0]
    shell.say(f"what they hold: {root}/sandbox/NAME, other faults: PUT {root}/sandbox/NAME/faults")


@command.command("show")
@click.argument("account")
@click.option(
    "--manifest", "path", type=click.Path(path_type=Path), default=Path("states"), show_default=True
)
@format_option("text", "json")
@click.pass_obj
def show(shell: Shell, /, account: str, path: Path, form: str) -> None:
    """Show what an account's emulator holds, and how many requests it was sent."""
    desk = desk_at(path, shell)
    world = _world(desk, account)
    sent = Counter("writes" if row.writes else "reads" for row in world.requests())
    view = world.emulator.view()
    carriers = {label: [c for c, p in view.contacts.items() if label in p.labels] for label in view.labels}
    if form == "json":
        click.echo(json.dumps(_document(world, carriers, sent), indent=2))
        return
    click.echo(
        f"{account} ({world.emulator.vendor}): {len(view.contacts)} contacts, {len(view.labels)} labels"
    )
    for label, contacts in sorted(carriers.items()):
        click.echo(
            f"  {label}: {len(contacts)} carriers  {' '.join(contacts[:5])}{' …' if contacts[5:] else ''}"
        )
    click.echo(f"  requests: {sent['reads']} reading, {sent['writes']} writing")
    click.echo(f"  automations started: {len(view.automations)}")


@command.command("reset")
@click.argument("account")
@click.option(
    "--manifest", "path", type=click.Path(path_type=Path), default=Path("states"), show_default=True
)
@click.pass_obj
def reset(shell: Shell, /, account: str, path: Path) -> None:
    """Put an account's emulator back to its seed."""
    desk = desk_at(path, shell)
    _declared(desk, account)
    there = reset_world(account=account, folder=desk.folder.worlds)
    click.echo(f"{account} is back at its seed." if there else f"{account} was at its seed already.")


def _declared(desk: Desk, account: str) -> None:
    declared = desk.manifest.accounts.get(account)
    if declared is None or not declared.sandbox:
        known = [name for name, entry in desk.manifest.accounts.items() if entry.sandbox]
        raise WrongUsage(
            f"no sandbox account is called {account}", advice=f"there are {', '.join(known) or 'none'}"
        )


def _world(desk: Desk, account: str) -> World:
    _declared(desk, account)
    return desk.world(desk.manifest.accounts[account])


def _document(world: World, carriers: dict[str, list[str]], sent: Counter[str]) -> dict[str, object]:
    view = world.emulator.view()
    return {
        "vendor": world.emulator.vendor,
        "contacts": sorted(view.contacts),
        "labels": carriers,
        "requests": {"reads": sent["reads"], "writes": sent["writes"]},
        "automations": [{"contact": a.contact, "label": a.label, "on": a.on} for a in view.automations],
    }
