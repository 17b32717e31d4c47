"""Documents for programs: the plan's as it comes, a run's result, and the result's JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from labelsync.core.instant import epoch, instant
from labelsync.core.outcome import Kind, Outcome
from labelsync.core.run import AccountResult, ChangeResult, ContactResult, Run
from labelsync.core.timeline import Stretch, Timeline

FORMAT_VERSION = "1.0"
ACTIONS = ("rename_label", "create_label", "add", "remove", "delete", "delete_label")
Shape = dict[str, object]
INSTANT: Shape = {"type": "string", "format": "date-time"}


def plan_json(document: Mapping[str, object]) -> str:
    """A plan's document as one JSON text, indented, in ASCII, so that it is inert on a terminal too."""
    return _text(document)


def result_json(run: Run) -> str:
    """A run's result document as one JSON text."""
    return _text(
        {
            "format_version": FORMAT_VERSION,
            "run": run.id,
            "started": instant(run.started),
            "finished": instant(run.finished),
            "converged": run.converged,
            "error": run.error or None,
            "exit_code": run.exit_code,
            "summary": run.summary(),
            "requests": dict(sorted(run.requests.items())),
            "accounts": [_account(account) for account in run.accounts],
        }
    )


def read_run(text: str) -> Run:
    """The run of a result document, as far as it says."""
    row: dict[str, Any] = json.loads(text)
    accounts = tuple(_account_of(account) for account in row["accounts"])
    error = row.get("error") or ""
    code = row["exit_code"] if error else 0
    began, ended = (epoch(row[key]) if row.get(key) else 0.0 for key in ("started", "finished"))
    return Run(row["run"], began, ended, accounts, row["requests"], error=error, code=code)


def _account_of(row: dict[str, Any]) -> AccountResult:
    changes = tuple(_change_of(change) for change in row["changes"])
    error, timeline = row["error"] or "", _timeline_of(row.get("timeline"))
    return AccountResult(row["account"], row["readable"], changes, error, row["exit_code"], timeline)


def _timeline_of(row: dict[str, Any] | None) -> Timeline | None:
    if row is None:
        return None
    stretches = zip(row["sent"], row["refused"], row["waited"], strict=True)
    return Timeline(epoch(row["began"]), row["width"], tuple(Stretch(*each) for each in stretches))


def _change_of(row: dict[str, Any]) -> ChangeResult:
    whole = _outcome_of(row) if "outcome" in row else None
    contacts = tuple(
        ContactResult(contact["id"], _outcome_of(contact)) for contact in row.get("contacts", ())
    )
    return ChangeResult(row["action"], row["label"] or "", whole, contacts)


def _outcome_of(row: dict[str, Any]) -> Outcome:
    return Outcome(Kind(row["outcome"]), row["reason"] or "")


def _text(document: Mapping[str, object]) -> str:
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def _account(account: AccountResult) -> Shape:
    changes = [_change(change) for change in account.changes]
    return {
        "account": account.account,
        "error": account.error or None,
        "exit_code": account.code,
        "readable": account.readable,
        "timeline": _timeline(account.timeline),
        "changes": changes,
    }


def _timeline(timeline: Timeline | None) -> Shape | None:
    if timeline is None:
        return None
    return {
        "began": instant(timeline.began),
        "width": timeline.width,
        "sent": [one.sent for one in timeline.stretches],
        "refused": [one.refused for one in timeline.stretches],
        "waited": [round(one.waited, 3) for one in timeline.stretches],
    }


def _change(change: ChangeResult) -> Shape:
    row: Shape = {"action": change.action, "label": change.label or None}
    if change.whole is not None:
        return row | _outcome(change.whole)
    return row | {"contacts": [{"id": contact, **_outcome(end)} for contact, end in change.contacts]}


def _outcome(outcome: Outcome) -> Shape:
    return {"outcome": outcome.kind.value, "reason": outcome.reason or None}


def result_schema() -> Shape:
    """The JSON Schema (2020-12) of a result document."""
    count: Shape = {"type": "integer", "minimum": 0}
    counts: Shape = {"type": "object", "additionalProperties": count}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"labelsync result, format {FORMAT_VERSION}",
        "description": "What became of every change of a run. Minor versions only add keys.",
        **_mapping(
            {
                "format_version": {"const": FORMAT_VERSION},
                "run": {"type": "string", "minLength": 1},
                "started": INSTANT,
                "finished": INSTANT,
                "converged": {"type": "boolean"},
                "error": {"type": ["string", "null"], "minLength": 1},
                "exit_code": {"type": "integer", "minimum": 0},
                "summary": _mapping(dict.fromkeys((kind.value for kind in Kind), count)),
                "requests": counts,
                "accounts": {"type": "array", "items": _account_shape()},
            }
        ),
    }


def _account_shape() -> Shape:
    name: Shape = {"type": "string", "minLength": 1}
    error: Shape = {"type": ["string", "null"], "minLength": 1}
    return _mapping(
        {
            "account": name,
            "error": error,
            "exit_code": {"type": "integer", "minimum": 0},
            "readable": {"type": "boolean"},
            "timeline": {"anyOf": [{"type": "null"}, _timeline_shape()]},
            "changes": {"type": "array", "items": _change_shape()},
        }
    )


def _timeline_shape() -> Shape:
    """What was sent, refused and waited for (seconds) in each stretch of `width` seconds since `began`."""
    count: Shape = {"type": "array", "items": {"type": "integer", "minimum": 0}}
    seconds: Shape = {"type": "array", "items": {"type": "number", "minimum": 0}}
    width: Shape = {"type": "number", "exclusiveMinimum": 0}
    return _mapping({"began": INSTANT, "width": width, "sent": count, "refused": count, "waited": seconds})


def _change_shape() -> Shape:
    """A label change has an outcome of its own; every other change has one for each contact."""
    text: Shape = {"type": ["string", "null"], "minLength": 1}
    end: Shape = {"outcome": {"enum": [kind.value for kind in Kind]}, "reason": text}
    contact = _mapping({"id": {"type": "string"}, **end})
    what: Shape = {"action": {"enum": list(ACTIONS)}, "label": text}
    contacts: Shape = {"contacts": {"type": "array", "items": contact}}
    return {"oneOf": [_mapping(what | end), _mapping(what | contacts)]}


def _mapping(properties: Shape) -> Shape:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
