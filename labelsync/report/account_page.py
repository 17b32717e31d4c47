"""One account's part of a plan, as lines: what was read, what would change, the counts, the cost."""

from __future__ import annotations

from collections.abc import Iterator

from labelsync.core.change import Delete, action, label_of
from labelsync.core.cost import Cost
from labelsync.core.instant import instant
from labelsync.core.plan import AccountPlan, Expiring, Firing, LabelLine, Read
from labelsync.report.change_page import NAMELESS, Names, of_change, of_unmatched, of_withheld
from labelsync.report.inert import word
from labelsync.report.lines import Line, Tone
from labelsync.report.wording import counted, listed


def of_account(account: AccountPlan, names: Names = NAMELESS) -> Iterator[Line]:
    """The account's header, its changes and what is left alone, its counts and its cost.

    `names` is what people are called.
    """
    yield Line(f"{word(account.account)}: {account.connector}, {account.identity}", Tone.STRONG)
    yield Line(f"read: {read_said(account.read)}", Tone.FAINT, 2, prose=True)
    lines = {line.label: line for line in account.labels}
    due = {(drift.action, drift.label): len(drift.contacts) for drift in account.drift}
    for change in account.changes:
        yield from of_change(change, lines, due=due.get((action(change), label_of(change)), 0), names=names)
    for withheld in account.withheld:
        yield from of_withheld(withheld, names)
    yield from of_unmatched(account.unmatched, names)
    moved = {change.label for change in account.changes if not isinstance(change, Delete)}
    for line in account.labels:
        if line.label in moved or doubtful(line, account.read):
            yield Line(_counts(line, account.read), Tone.FAINT, 2, prose=True)
        if line.taken_over:
            yield Line(taken_over_said(line), Tone.ALONE, 2, prose=True)
    for firing in account.fires:
        yield Line(firing_said(firing), Tone.ALONE, 2, prose=True)
    for one in account.expiring:
        yield Line(expiring_said(one), Tone.ALONE, 2, prose=True)
    yield Line(f"cost: {cost_said(account.cost)}", Tone.FAINT, 2, prose=True)
    yield Line()


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
    return f"counts of {word(line.label)}: " + listed(
        (
            f"{line.carry} carry it, {line.wanted} wanted, {line.both} both",
            *(f"{number} {what}" for number, what in doubts if number),
            "" if answered(line, read) else "not seen whole",
            "who else carries it was not asked" if unasked(line, read) else "",
            "" if line.wanted_whole else "the wanted side was not read to its end",
        )
    )


def taken_over_said(line: LabelLine) -> str:
    """Who carries a label that is managed for the first time."""
    who = "1 carries" if line.taken_over == 1 else f"{line.taken_over} carry"
    return f"label {word(line.label)} is managed for the first time: {who} it whom nobody listed"


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
