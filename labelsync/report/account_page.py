"""One account's part of a plan, as lines: what was read, what would change, the counts, the cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from labelsync.core.change import action, label_of
from labelsync.core.cost import Cost
from labelsync.core.instant import instant
from labelsync.core.plan import AccountPlan, Expiring, Firing, LabelLine, Measure, Read
from labelsync.report.change_page import PLAIN, Manner, of_change, of_unmatched, of_withheld
from labelsync.report.gauge import bar, is_telling, measured_said
from labelsync.report.inert import word
from labelsync.report.lines import Line, Tone
from labelsync.report.wording import counted, listed


def of_account(
    account: AccountPlan, measures: Sequence[Measure] = (), manner: Manner = PLAIN
) -> Iterator[Line]:
    """The account's header, each label with what happens to it, deletions of contacts, and the cost.

    `measures` are what guards counted on the account.
    """
    yield Line(f"{word(account.account)}: {account.connector}, {account.identity}", Tone.STRONG)
    yield Line(f"read: {read_said(account.read)}", Tone.FAINT, 2, prose=True)
    manner = replace(manner, headed=True)
    for label in _labels(account):
        yield from _of_label(account, label, [one for one in measures if one.label == label], manner)
    yield Line(f"cost: {cost_said(account.cost)}", Tone.FAINT, 2, prose=True)
    yield Line()


def _labels(account: AccountPlan) -> Iterable[str]:
    """The labels in the manifest's order; at last '', for what is about whole contacts."""
    said = (*map(label_of, account.changes), *(held.label for held in account.withheld))
    every = dict.fromkeys((*(line.label for line in account.labels), *said))
    return (*(label for label in every if label), "")


def _of_label(
    account: AccountPlan, label: str, measures: Sequence[Measure], manner: Manner
) -> Iterator[Line]:
    """A label's counts and all that happens to it; nothing where nothing does and all is known."""
    line = next((line for line in account.labels if line.label == label), None)
    within = [*_happens(account, label, measures, manner)]
    if within or (line and doubtful(line, account.read)):
        yield Line(_head(label, line, account.read), Tone.STRONG, 2, prose=True)
    yield from within


def _happens(account: AccountPlan, label: str, measures: Sequence[Measure], manner: Manner) -> Iterator[Line]:
    due = {(drift.action, drift.label): len(drift.contacts) for drift in account.drift}
    lines = {line.label: line for line in account.labels}
    for change in account.changes:
        if label_of(change) == label:
            old = due.get((action(change), label), 0)
            yield from of_change(change, lines, due=old, manner=manner)
    for held in account.withheld:
        if held.label == label:
            yield from of_withheld(held, manner)
    yield from of_unmatched([one for one in account.unmatched if one.label == label], manner)
    for said, tone in _remarks(account, label, lines.get(label), measures):
        yield Line(said, tone, 4, prose=True)


def _remarks(
    account: AccountPlan, label: str, line: LabelLine | None, measures: Sequence[Measure]
) -> Iterator[tuple[str, Tone]]:
    yield from ((f"{bar(one)} {measured_said(one)}", Tone.FAINT) for one in measures if is_telling(one))
    if line and line.taken_over:
        yield f"managed for the first time: {taken_over_said(line)}", Tone.ALONE
    yield from ((firing_said(firing), Tone.ALONE) for firing in account.fires if firing.label == label)
    yield from ((expiring_said(one), Tone.ALONE) for one in account.expiring if one.label == label)


def _head(label: str, line: LabelLine | None, read: Read) -> str:
    if not label:
        return "contacts"
    return f"label {word(label)}: {_counts(line, read)}" if line else f"label {word(label)}"


def read_said(read: Read) -> str:
    """How the observed side came to be."""
    basis = "observed" if read.basis == "observed" else "labels assumed"
    what = f"{counted(read.contacts, 'contact')} in {counted(read.pages, 'page')}{_spared(read)}, {basis}"
    reason = read.reason or "the answer did not reach its end"
    return f"{what}, complete" if read.complete else f"{what}, NOT complete: {reason}"


def _spared(read: Read) -> str:
    if read.spared is None:
        return ""
    whose = f", {counted(read.spared, 'page')} fewer than all {read.total} take" if read.total else ""
    return f" by label and identity{whose}"


def doubtful(line: LabelLine, read: Read) -> bool:
    """Whether something is left alone, or was not read whole."""
    doubts = line.unmatched + line.ambiguous + line.suppressed + line.withheld
    return doubts > 0 or not (answered(line, read) and line.wanted_whole)


def answered(line: LabelLine, read: Read) -> bool:
    """Whether the carriers were seen, or there was no need to ask for them."""
    return line.seen or unasked(line, read)


def unasked(line: LabelLine, read: Read) -> bool:
    """Whether who else carries a label was not asked, and need not be."""
    return not line.seen and read.complete and read.spared is not None


def _counts(line: LabelLine, read: Read) -> str:
    doubts = (
        (line.unmatched, "unmatched"),
        (line.ambiguous, "ambiguous"),
        (line.suppressed, "suppressed"),
        (line.withheld, "withheld"),
    )
    return listed(
        (
            f"{_carried(line.carry)}, {line.wanted:,} wanted, {line.both:,} both",
            *(f"{number:,} {what}" for number, what in doubts if number),
            "" if answered(line, read) else "not seen whole",
            "who else carries it was not asked" if unasked(line, read) else "",
            "" if line.wanted_whole else "the wanted side was not read to its end",
        )
    )


def _carried(count: int) -> str:
    return "1 carries it" if count == 1 else f"{count:,} carry it"


def taken_over_said(line: LabelLine) -> str:
    """Who carries a label that is managed for the first time."""
    return f"{_carried(line.taken_over)} whom nobody listed"


def firing_said(firing: Firing) -> str:
    """An automation that the changes start."""
    how = "given" if firing.on == "add" else "taken off"
    return (
        f"starts: {word(firing.automation)} {counted(firing.times, 'time')}, as {word(firing.label)} is {how}"
    )


def expiring_said(one: Expiring) -> str:
    """What holds until soon."""
    who = "1 entry" if one.people == 1 else f"{one.people} entries"
    return f"expires at {instant(one.until)}: {who} of {word(one.label)}, {word(one.place)}"


def cost_said(cost: Cost) -> str:
    """What the account's part takes, in requests, quota and time."""
    after = listed(
        (
            f"{counted(cost.rereads, 'reread')} before writing" if cost.rereads else "",
            f"at least {counted(cost.polls_at_least, 'poll')}" if cost.polls_at_least else "",
            f"at least {cost.verify_at_least} to verify" if cost.verify_at_least else "",
        )
    )
    quota = listed(f"{100 * part:.3g} % of the {name} quota" for name, part in cost.quota.items() if part)
    parts = (
        f"{counted(cost.requests, 'request')} (at least {cost.lower_bound})",
        f"{counted(cost.reads, 'read')} while planning",
        after,
        quota,
        f"about {cost.seconds:.3g} s" if cost.seconds < 1000 else f"about {cost.seconds:.0f} s",
    )
    return "; ".join(part for part in parts if part)
