"""Reports in files: the same plan or run in other formats, written in the same command."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from labelsync.cli.forms import BYTES, FORMATS

F = TypeVar("F", bound=Callable[..., Any])

LEAST = 500


class Report(NamedTuple):
    """A format, and the file that it goes into."""

    form: str
    path: Path


class ReportType(click.ParamType[Report]):
    """`html=plan.html`."""

    name = "FORMAT=FILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Report:
        """The report's format and file."""
        if isinstance(value, Report):
            return value
        form, _, path = str(value).partition("=")
        if form not in FORMATS or not path:
            self.fail(
                f"{value!r} is none; a report is FORMAT=FILE, FORMAT one of {', '.join(FORMATS)}", param, ctx
            )
        return Report(form, Path(path))


def report_option(verb: F) -> F:
    """Other formats of the same, as files, and how long Markdown may be."""
    verb = click.option(
        "--max-bytes",
        "limit",
        type=click.IntRange(LEAST),
        default=BYTES,
        show_default=True,
        help="How many bytes Markdown may take; what does not fit is counted.",
    )(verb)
    return click.option(
        "--report",
        "reports",
        type=ReportType(),
        multiple=True,
        help=f"The same in a file, readable by its owner only: {', '.join(FORMATS)}. May be repeated.",
    )(verb)


def write_reports(reports: Iterable[Report], told: Callable[[str], str]) -> None:
    """Write each report, whole or not at all; `told` gives the text of a format."""
    if not reports:
        return
    from labelsync.planfile.durable import write_durably

    for form, path in reports:
        write_durably(path, told(form).encode())
