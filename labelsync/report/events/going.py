"""Events of the work as it goes on: its beginning, its progress, and what went wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from labelsync.core.outcome import Kind
from labelsync.errors import AccountsFailed, Interrupted, LabelsyncError, ManifestInvalid

Event = dict[str, object]
"""One line's keys and values; its type is the first of them."""

FORMAT_VERSION = "1.0"
AGAIN = "run the command again; if it stays, report this line"


def line(event: Event, at: str) -> str:
    """The event as one line of ASCII, with its instant. Nothing in it can drive a terminal."""
    row = {"type": event["type"], "at": at, **event}
    return json.dumps(row, allow_nan=False, separators=(",", ":")).replace("\x7f", "\\u007f") + "\n"


def version(labelsync: str, verb: str) -> Event:
    """Who writes what follows, in which format, and for which command."""
    return {"type": "version", "format_version": FORMAT_VERSION, "labelsync": labelsync, "verb": verb}


def warned(text: str) -> Event:
    """Something to know that stops nothing."""
    return _diagnostic("warning", text)


def failed(ending: BaseException, account: str = "") -> Iterator[Event]:
    """What ended the command (or an account's part of it): each mistake, each account's error, by itself."""
    match ending:
        case ManifestInvalid():
            yield from (_mistake(mistake, ending.exit_code, account) for mistake in ending.mistakes)
        case AccountsFailed():
            for name, failure in sorted(ending.failures.items()):
                yield from failed(failure, name)
        case LabelsyncError(reason=reason, advice=advice, exit_code=code):
            yield stopped(reason, code, account=account, advice=advice)
        case Interrupted():
            yield stopped("interrupted", ending.exit_code)
        case KeyboardInterrupt():
            yield stopped("interrupted", 130)
        case _:
            name = type(ending).__name__
            yield stopped(f"labelsync itself failed ({name})", LabelsyncError.exit_code, advice=AGAIN)


def stopped(reason: str, code: int, *, account: str = "", advice: str = "") -> Event:
    """An error, and the exit code that it earns."""
    return _diagnostic("error", reason, exit_code=code, account=account or None, advice=advice or None)


def _mistake(mistake: Any, code: int, account: str) -> Event:
    """A mistake of a manifest; the rooms of manifest and sources have each their own type of them."""
    advice = f"did you mean `{mistake.suggestion}`?" if mistake.suggestion else None
    return _diagnostic(
        "error",
        mistake.message,
        code=mistake.code,
        exit_code=code,
        account=account or None,
        advice=advice,
        place=str(mistake.place),
    )


def _diagnostic(severity: str, reason: str, **more: object) -> Event:
    empty: Event = dict.fromkeys(("code", "exit_code", "advice", "account", "place"))
    return {"type": "diagnostic", "severity": severity, "reason": reason, **empty, **more}


def read_progress(account: str, *, contacts: int, total: int | None, pages: int, ended: bool) -> Event:
    """How much of an account was read; `total` is what the vendor counts, None where it does not say."""
    counts: Event = {"contacts": contacts, "total": total, "pages": pages}
    return {"type": "read_progress", "account": account, **counts, "ended": ended}


def apply_progress(
    account: str,
    *,
    batches: tuple[int, int],
    outcomes: Mapping[Kind, int],
    waiting: tuple[str, float] | None,
    ended: bool,
) -> Event:
    """How many batches ended of how many, what came of them, and what is waited for, for how many seconds.

    0 seconds: nobody can say.
    """
    done, planned = batches
    reason, seconds = waiting or (None, 0.0)
    return {
        "type": "apply_progress",
        "account": account,
        "batches": done,
        "planned": planned,
        "outcomes": counts_of(outcomes),
        "waiting": reason,
        "seconds": round(seconds, 1) or None,
        "ended": ended,
    }


def counts_of(outcomes: Mapping[Kind, int]) -> Event:
    """The number of each of the eight kinds."""
    return {kind.value: outcomes.get(kind, 0) for kind in Kind}
