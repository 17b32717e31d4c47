"""Plans and runs for pages of HTML: large ones, and ones in which everything has an evil name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from labelsync.core.change import Add, Change, CreateLabel, DeleteLabel, Remove, RenameLabel
from labelsync.core.outcome import VERIFIED, Kind, Outcome
from labelsync.core.plan import (
    AccountPlan,
    Expiring,
    Firing,
    LabelLine,
    Missing,
    Objection,
    Origin,
    Plan,
    Unmanaged,
    Withheld,
)
from labelsync.core.roster import Definition
from labelsync.core.run import AccountResult, ChangeResult, ContactResult, Run
from tests.planfile.samples import CHAT, PLAN, SEEN, SHOP

EVIL = (
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>alert(1)//",
    "\"'><svg onload=alert(1)>",
    "{{7*7}}{% raw %}",
    "a\u202eb\u200bc\x00\x1b[2J\ud800",
    "javascript:alert(1)",
    "&lt;b&gt;&amp;",
    "x\r\n</style></title>",
)
LABELS = 20


def large(count: int) -> Plan:
    """A plan of so many pairs on two accounts of twenty labels each; ids have 36 letters."""
    half = count // 2
    return replace(PLAN, accounts=(_large(SHOP, half, 0), _large(CHAT, count - half, half)))


def _large(account: AccountPlan, count: int, start: int) -> AccountPlan:
    share = count // LABELS
    sizes = [share] * (LABELS - 1) + [count - share * (LABELS - 1)]
    changes = tuple(_part(number, start + number * share, size) for number, size in enumerate(sizes))
    lines = tuple(
        LabelLine(change.label, size, size, 0, 0, 0, 0, 0, seen=True, wanted_whole=True)
        for change, size in zip(changes, sizes, strict=True)
    )
    return replace(account, changes=changes, labels=lines, withheld=(), unmatched=(), drift=(), fires=())


def _part(number: int, start: int, size: int) -> Add | Remove:
    who = tuple(
        f"{each * 7919 % 2**32:08x}-5f0e-4a6b-9c1d-{each:012x}" for each in range(start, start + size)
    )
    label = f"label {number}"
    if number % 2:
        return Remove(label, who, tuple(f"states/crm.yaml:{10 + row}" for row in range(size)), SEEN)
    places = tuple(f"lists/{number}.csv:{2 + row}" for row in range(size))
    return Add(label, who, places, ("c_0123456789abcdef",) * size)


def evil_plan(text: str) -> Plan:
    """A plan in which everything that comes from outside is this text."""
    return replace(
        PLAN,
        origin=Origin({text: "0f" * 32}, text, text),
        accounts=(_evil_account(text),),
        objections=(Objection(text, text, text, text, text, text),),
        overrides=(text,),
        base=text,
        undoes=text,
        unmanaged=(Unmanaged(text, text, 1),),
    )


def _evil_account(text: str) -> AccountPlan:
    return replace(
        SHOP,
        account=text,
        connector=text,
        identity=text,
        read=replace(SHOP.read, complete=False, reason=text),
        labels=(LabelLine(text, 9, 3, 2, 1, 1, 0, 1, seen=False, wanted_whole=False, taken_over=2),),
        changes=_evil_changes(text),
        withheld=(Withheld("remove", text, (text,), text),),
        unmatched=(Missing(text, text, text),),
        cost=replace(SHOP.cost, quota={text: 0.5}, kinds={text: 3}),
        fires=(Firing(text, "add", text, 1),),
        expiring=(Expiring(text, 1_795_520_000.0, 2, text),),
        drift=(),
    )


def _evil_changes(text: str) -> tuple[Change, ...]:
    label = Definition(text, text)
    return (
        CreateLabel(text, text, by_use=True),
        RenameLabel(text, text, label, text),
        Add(text, (text, f"{text} 2"), (text, f"{text}:7"), (text, text)),
        Remove(text, (text,), (text,), SEEN),
        DeleteLabel(text, label, text, SEEN, takes_along=(text,)),
    )


def evil_run(text: str) -> Run:
    """A run in which everything that comes from outside is this text."""
    failed = Outcome(Kind.FAILED, text)
    changes = (
        ChangeResult("create_label", text, whole=failed),
        ChangeResult(
            "add", text, contacts=(ContactResult(text, failed), ContactResult(f"{text} 2", VERIFIED))
        ),
    )
    account = AccountResult(text, False, changes, error=text, code=69)
    return Run(text, 0.0, 9.0, (account,), {text: 1}, error=text, code=69)


def run_of(plan: Plan) -> Run:
    """A run in which every hundredth pair of the plan failed and all others were verified."""
    failed = Outcome(Kind.FAILED, "CONTACT_LOCKED: the contact is locked")

    def results(account: AccountPlan) -> Iterator[ChangeResult]:
        for change in account.changes:
            if isinstance(change, Add | Remove):
                ends = (
                    ContactResult(contact, VERIFIED if number % 100 else failed)
                    for number, contact in enumerate(change.contacts)
                )
                yield ChangeResult(
                    "add" if isinstance(change, Add) else "remove", change.label, None, tuple(ends)
                )

    accounts = tuple(AccountResult(each.account, True, tuple(results(each))) for each in plan.accounts)
    return Run(
        "20261122T090000Z-5f0e11", PLAN.created, PLAN.created + 95, accounts, {"relabel": 40, "contacts": 9}
    )
