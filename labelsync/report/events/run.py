"""What became of a run, as events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from labelsync.core.run import DONE, AccountResult, ChangeResult, ContactResult, Run
from labelsync.report.events.going import Event, counts_of, stopped
from labelsync.report.events.planned import MOST


def ended(run: Run, told: Collection[object] = ()) -> Iterator[Event]:
    """Why accounts stopped, unless that was `told`; what became of each change; and the run's result."""
    for account in run.accounts:
        if account.error and account.error not in told:
            yield stopped(account.error, account.code, account=account.account)
    if run.interrupted and not run.error:
        yield stopped("interrupted", run.interrupted)
    for account in run.accounts:
        for change in account.changes:
            yield from _parts(account, change)
    yield _summary(run)


def _parts(account: AccountResult, change: ChangeResult) -> Iterator[Event]:
    whole = change.whole
    ends = [change.whole] if change.whole else [contact.outcome for contact in change.contacts]
    counts = counts_of(Counter(end.kind for end in ends))
    bad = [contact for contact in change.contacts if contact.outcome.kind not in DONE]
    parts = range(0, max(len(bad), 1), MOST)
    for part, start in enumerate(parts, 1):
        yield {
            "type": "outcome",
            "account": account.account,
            "action": change.action,
            "label": change.label or None,
            "counts": counts,
            "reason": (whole.reason or None) if whole else None,
            "part": part,
            "parts": len(parts),
            "contacts": [_row(contact) for contact in bad[start : start + MOST]],
        }


def _row(contact: ContactResult) -> Event:
    outcome = contact.outcome
    return {"id": contact.id, "outcome": outcome.kind.value, "reason": outcome.reason or None}


def _summary(run: Run) -> Event:
    return {
        "type": "run_summary",
        "run": run.id,
        "converged": run.converged,
        "error": run.error or None,
        "exit_code": run.exit_code,
        "summary": run.summary(),
        "requests": dict(sorted(run.requests.items())),
    }
