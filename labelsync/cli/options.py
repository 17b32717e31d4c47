"""Options that several verbs share."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import click

from labelsync.core.guard import Overrides, parse_override
from labelsync.core.wave import Wave, parse_waves
from labelsync.journal.opening import is_shared
from labelsync.journal.store import Place

F = TypeVar("F", bound=Callable[..., Any])
STATES = Path("states")


class OverrideType(click.ParamType[tuple[str, int]]):
    """`GUARD[:LABEL][@ACCOUNT]=NUMBER`."""

    name = "guard=number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        """The guard's key and the number up to which it is overridden."""
        try:
            return parse_override(value)
        except ValueError:
            self.fail(f"{value!r} is not GUARD[:LABEL][@ACCOUNT]=NUMBER, as the plan prints it", param, ctx)


class LifeType(click.ParamType[float]):
    """`30s`, `90m`, `24h`, `14d`: a time of at most 14 days, in seconds."""

    name = "time"
    units: ClassVar[dict[str, int]] = {"s": 1, "m": 60, "h": 3600, "d": 86_400}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Seconds."""
        if isinstance(value, float):
            return value
        match = re.fullmatch(r"([0-9]{1,5})([smhd])", value)
        seconds = float(match[1]) * self.units[match[2]] if match else 0.0
        if not 0 < seconds <= 14 * 86_400:
            self.fail(f"{value!r} is not a time like 90m, 24h or 14d, of 14 days at most", param, ctx)
        return seconds


class WavesType(click.ParamType[tuple[Wave, ...]]):
    """`20,5%,100%`."""

    name = "waves"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Wave, ...]:
        """The waves."""
        if isinstance(value, tuple):
            return value
        try:
            return parse_waves(value)
        except ValueError as problem:
            self.fail(f"{value!r}: {problem}", param, ctx)


class ShareType(click.ParamType[float]):
    """`5%`, as a part of one."""

    name = "percent"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """A part of one."""
        if isinstance(value, float):
            return value
        match = re.fullmatch(r"([0-9]{1,2}(?:\.[0-9]{1,3})?)%?", value)
        if match is None:
            self.fail(f"{value!r} is not a percentage like 5%", param, ctx)
        return float(match[1]) / 100


def bounds_options(verb: F) -> Callable[..., Any]:
    """How far a run may go: by time, in waves, by requests; the verb is handed `bounds`."""

    @wraps(verb)
    def bounded(
        *handed: object,
        deadline: float | None,
        waves: tuple[Wave, ...] | None,
        tolerate: float | None,
        budget: int | None,
        **rest: object,
    ) -> Any:
        from labelsync.workflow.apply import Bounds

        bounds = Bounds(deadline or 0.0, waves or (), tolerate or 0.0, budget or 0)
        return verb(*handed, bounds=bounds, **rest)

    found: Callable[..., Any] = bounded
    for name, kind, text in (
        ("--budget", click.IntRange(1), "At most this many writing requests."),
        ("--tolerate", ShareType(), "The share of a wave that may go wrong before the next (default: 0%)."),
        ("--waves", WavesType(), "Reach contacts in steps, each read back before the next: 20,5%,100%."),
        ("--deadline", LifeType(), "Stop cleanly before so much time is over, from now: 50m."),
    ):
        found = click.option(name, type=kind, help=text, default=None)(found)
    return found


def path_argument(verb: F) -> F:
    """The manifest: a file or a folder."""
    return click.argument("path", type=click.Path(path_type=Path), default=STATES)(verb)


def within_option(verb: F) -> F:
    """The way of pipelines: made anew, and carried out if a reviewed plan allows all of it."""
    return click.option(
        "--within",
        metavar="PLANFILE",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Go on without asking if the plan made now does nothing beyond that reviewed plan.",
    )(verb)


def override_option(verb: F) -> F:
    """Answer a guard, by name and number. Never from the environment."""
    return click.option(
        "--override",
        "overrides",
        multiple=True,
        type=OverrideType(),
        allow_from_autoenv=False,
        help="Let a guard pass up to a number: removals:trial@shop=412.",
    )(verb)


class PlaceType(click.ParamType[Place]):
    """A file, or `postgresql://…`: an address would lose its slashes if it were taken for a path."""

    name = "file|address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Place:
        """The journal's place."""
        del param, ctx
        return value if isinstance(value, Path) or is_shared(value) else Path(value)


def journal_option(verb: F) -> F:
    """Put the journal elsewhere."""
    return click.option(
        "--journal",
        type=PlaceType(),
        envvar="LABELSYNC_JOURNAL",
        help="The journal's file, or postgresql://… (default: .labelsync/journal.db beside the manifest).",
    )(verb)


def pii_option(verb: F) -> F:
    """Show who is meant. Never from the environment."""
    return click.option(
        "--show-pii",
        "pii",
        is_flag=True,
        allow_from_autoenv=False,
        help="Show e-mails and phone numbers; on a terminal only.",
    )(verb)


def lock_wait_option(verb: F) -> F:
    """Wait for another run to end."""
    return click.option(
        "--lock-wait", type=LifeType(), default=None, help="Wait so long for another run to end: 10m."
    )(verb)


def format_option(*formats: str) -> Callable[[F], F]:
    """What goes to stdout."""

    def decorate(verb: F) -> F:
        return click.option(
            "--format",
            "form",
            type=click.Choice(formats),
            default=formats[0],
            show_default=True,
            envvar="LABELSYNC_FORMAT",
            help="What goes to stdout.",
        )(verb)

    return decorate


def collected(overrides: tuple[tuple[str, int], ...]) -> Overrides:
    """The overrides given, the largest number for each guard."""
    largest: dict[str, int] = {}
    for key, number in overrides:
        largest[key] = max(number, largest.get(key, 0))
    return largest
