"""What became of a run, as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from labelsync.core.outcome import Kind, Outcome
from labelsync.core.run import AccountResult, ChangeResult, Run
from labelsync.report.inert import word
from labelsync.report.lines import Line, Tone, text_of
from labelsync.report.wording import listed

NAMED = frozenset({Kind.FAILED, Kind.CONFLICT, Kind.UNKNOWN})
SENT = frozenset({Kind.APPLIED, Kind.VERIFIED, Kind.FAILED, Kind.UNKNOWN})
UNFINISHED = frozenset({Kind.FAILED, Kind.UNKNOWN, Kind.NOT_STARTED})
WIDTH = 100
NOTHING = "nothing to do"


def result_text(run: Run, *, colour: bool) -> str:
    """Outcomes by account, everyone whose change went wrong by name, requests, and what to do next.

    The last line begins with `Apply complete:` when the run's exit code is 0, else `Apply incomplete:`.
    """
    return text_of(_page(run), colour=colour, width=WIDTH)


def _page(run: Run) -> Iterator[Line]:
    for account in run.accounts:
        yield from _account(account)
    yield Line(f"Run: {word(run.id)}", Tone.FAINT)
    if run.requests:
        sent = listed(f"{count} {kind}" for kind, count in sorted(run.requests.items()))
        yield Line(f"Requests: {sent}", Tone.FAINT, prose=True)
    done = run.exit_code == 0
    yield Line(run_said(run, done=done), Tone.ADD if done else Tone.REFUSAL)


def _account(account: AccountResult) -> Iterator[Line]:
    outcomes = account.outcomes()
    nothing = "nothing was done" if account.error else NOTHING
    counts = {kind.value: outcomes[kind] for kind in Kind}
    yield Line(f"{word(account.account)}: {outcomes_said(counts) or nothing}", Tone.STRONG)
    if account.error:
        yield Line(f"stopped: {account.error}", Tone.REFUSAL, 2, prose=True)
    for change in account.changes:
        yield from _mishaps(change)
    yield Line()


def _mishaps(change: ChangeResult) -> Iterator[Line]:
    what = f"{change.action} {word(change.label)}" if change.label else change.action
    if change.whole is not None and change.whole.kind in NAMED:
        yield _mishap(what, change.whole)
    for contact, outcome in change.contacts:
        if outcome.kind in NAMED:
            yield _mishap(f"{what} {word(contact)}", outcome)


def _mishap(what: str, outcome: Outcome) -> Line:
    reason = f": {outcome.reason}" if outcome.reason else ""
    return Line(f"~ {outcome.kind.value}  {what}{reason}", Tone.REMOVE, 2)


def outcomes_said(summary: Mapping[str, int]) -> str:
    """The outcomes that there were, counted."""
    return listed(f"{count} {kind.replace('_', ' ')}" for kind, count in summary.items() if count)


def run_said(run: Run, *, done: bool) -> str:
    """The run in one sentence."""
    sums = outcomes_said(run.summary()) or (NOTHING if done else "nothing was done")
    if done:
        unread = " Not all of it was read back; `labelsync plan` shows whether anything is left."
        return f"Apply complete: {sums}." + ("" if run.converged else unread)
    how = "interrupted; " if run.interrupted else ""
    return f"Apply incomplete: {how}{sums}. {_advice(run)}"


def _advice(run: Run) -> str:
    """What to do next, from what is left open."""
    kinds = {Kind(kind) for kind, count in run.summary().items() if count}
    if kinds & UNFINISHED and kinds & SENT:
        return "Next: run `labelsync apply` again; it looks up what is open first, then goes on."
    if Kind.CONFLICT in kinds:
        return "Next: `labelsync plan`, since what these changes rested on is different now."
    return "Next: mend what stopped it, then apply again."
