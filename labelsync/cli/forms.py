"""A plan or a run in one of the formats, as a text with a final newline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from labelsync.cli.shell import Shell
from labelsync.core.plan import Plan
from labelsync.core.run import Run
from labelsync.report import Manner, Names

FORMATS = ("text", "json", "markdown", "html")
BYTES = 60_000


@dataclass(frozen=True, slots=True)
class Look:
    """How it is told: on which terminal, what people are called by account, how many of a group are named.

    `limit` is how many bytes Markdown may take; `plan` is what a run carried out, None where nobody knows.
    """

    shell: Shell
    names: Mapping[str, Names] = field(default_factory=dict)
    manner: Manner = field(default_factory=Manner)
    limit: int = BYTES
    plan: Plan | None = None


def plan_as(form: str, plan: Plan, look: Look) -> str:
    """The plan in one of `FORMATS`."""
    match form:
        case "json":
            text = _plan_json(plan)
        case "markdown":
            text = _plan_markdown(plan, look)
        case "html":
            text = _plan_html(plan, look)
        case _:
            text = _plan_text(plan, look)
    return text.rstrip("\n") + "\n"


def run_as(form: str, run: Run, look: Look) -> str:
    """The run in one of `FORMATS`."""
    match form:
        case "json":
            text = _run_json(run)
        case "markdown":
            text = _run_markdown(run, look)
        case "html":
            text = _run_html(run, look)
        case _:
            text = _run_text(run, look)
    return text.rstrip("\n") + "\n"


def _plan_text(plan: Plan, look: Look) -> str:
    from labelsync.report import plan_text

    shell = look.shell
    return plan_text(plan, colour=shell.colour, width=shell.width, names=look.names, manner=look.manner)


def _plan_json(plan: Plan) -> str:
    from labelsync.planfile import document
    from labelsync.report import plan_json

    return plan_json(document(plan))


def _plan_markdown(plan: Plan, look: Look) -> str:
    from labelsync.report import plan_markdown

    return plan_markdown(plan, limit=look.limit, names=look.names)


def _plan_html(plan: Plan, look: Look) -> str:
    from labelsync.report import plan_html

    return plan_html(plan, names=look.names)


def _run_text(run: Run, look: Look) -> str:
    from labelsync.report import result_text

    return result_text(run, colour=look.shell.colour)


def _run_json(run: Run) -> str:
    from labelsync.report import result_json

    return result_json(run)


def _run_markdown(run: Run, look: Look) -> str:
    from labelsync.report import run_markdown

    return run_markdown(run, limit=look.limit)


def _run_html(run: Run, look: Look) -> str:
    from labelsync.report import run_html

    return run_html(run, look.plan, names=look.names)
