"""Drift, as text and as a document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from labelsync.core.drifting import Cause, Drifted
from labelsync.core.plan import Plan
from labelsync.report.inert import word
from labelsync.report.lines import Line, Tone, text_of
from labelsync.report.wording import counted

FORMAT_VERSION = "1.0"
NAMED = 10
WIDTH = 100
_SAID = {
    Cause.TAKEN_BACK: "we gave it, and something took it back",
    Cause.NEVER_GIVEN: "wanted, and never given",
    Cause.ADDED: "somebody else gave it",
    Cause.LEFT_BEHIND: "we gave it, and it is not wanted any more",
    Cause.THERE: "still there",
    Cause.LABEL: "the label itself is missing, or has another name",
}
_Found = Mapping[str, Sequence[Drifted]]


def drift_text(plan: Plan, drifts: _Found, *, colour: bool) -> str:
    """What differs, account by account; the last line sums it up. `drifts` is by account."""
    return text_of(_page(plan, drifts), colour=colour, width=WIDTH)


def _page(plan: Plan, drifts: _Found) -> Iterator[Line]:
    for account in plan.accounts:
        yield Line(f"{word(account.account)}: {account.connector}, {account.identity}", Tone.STRONG)
        if not account.read.complete:
            yield Line(f"not read whole: {account.read.reason}", Tone.ALONE, 2, prose=True)
        for drift in drifts[account.account]:
            yield from _drift(drift)
        for held in account.withheld:
            what = f"label {word(held.label)}: " if held.label else ""
            said = f"{what}{counted(len(held.contacts), 'contact')} left alone: {held.reason}"
            yield Line(said, Tone.ALONE, 2, prose=True)
        yield Line()
    total = sum(len(drift.contacts) or 1 for found in drifts.values() for drift in found)
    said = f"Drift: {counted(total, 'difference')}." if total else "No drift."
    yield Line(said, Tone.STRONG)


def _drift(drift: Drifted) -> Iterator[Line]:
    what = f"label {word(drift.label)}" if drift.label else "contacts to delete"
    count = f": {counted(len(drift.contacts), 'contact')}" if drift.contacts else ""
    yield Line(f"{what}{count}, {_SAID[drift.cause]}", Tone.REMOVE, 2, prose=True)
    for contact in islice(drift.contacts, NAMED):
        yield Line(word(contact), Tone.REMOVE, 6)
    if len(drift.contacts) > NAMED:
        yield Line(f"... and {len(drift.contacts) - NAMED} more", Tone.FAINT, 6)


def drift_json(plan: Plan, drifts: _Found) -> str:
    """The same as one JSON document."""
    document = {
        "format_version": FORMAT_VERSION,
        "drifted": any(drifts.values()),
        "accounts": [
            {
                "account": account.account,
                "complete": account.read.complete,
                "drift": [
                    {
                        "cause": drift.cause.name.lower(),
                        "label": drift.label or None,
                        "contacts": drift.contacts,
                    }
                    for drift in drifts[account.account]
                ],
                "withheld": [
                    {"label": held.label or None, "contacts": held.contacts, "reason": held.reason}
                    for held in account.withheld
                ],
            }
            for account in plan.accounts
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def _row(drift: Drifted) -> dict[str, object]:
    cause = drift.cause.name.lower()
    return {"cause": cause, "label": drift.label or None, "contacts": drift.contacts}
