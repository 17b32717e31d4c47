"""One plan with every kind of change in it, and plans of every shape."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

from labelsync.core.change import (
    Action,
    Add,
    Assumed,
    Change,
    CreateLabel,
    Delete,
    DeleteLabel,
    Grounds,
    Remove,
)
from labelsync.core.cost import Cost
from labelsync.core.plan import (
    AccountPlan,
    Drift,
    Expiring,
    Firing,
    LabelLine,
    Measure,
    Missing,
    Objection,
    Origin,
    Plan,
    Read,
    Unmanaged,
    Withheld,
)
from labelsync.core.question import Seen
from labelsync.core.roster import Definition
from labelsync.core.wish import Whole

KEY = b"a key of these tests"
CREATED = 1795338000.0  # 2026-11-22T09:00:00Z
EXPIRES = CREATED + 86400
SEEN = Grounds(Seen(12043, 13, total_known=True), Whole())
ASSUMED = Grounds(Assumed(), Whole())

VIP = LabelLine("vip", 1179, 1185, 1178, 4, 1, 0, 0, seen=True, wanted_whole=True, taken_over=1)
TRIAL = LabelLine("trial", 3, 2, 2, 0, 0, 0, 0, seen=True, wanted_whole=True)
OLD = LabelLine("old", 0, 0, 0, 0, 0, 0, 0, seen=True, wanted_whole=True)
QUIET = LabelLine("quiet", 7, 7, 7, 0, 0, 0, 0, seen=True, wanted_whole=True)

SHOP = AccountPlan(
    account="shop",
    connector="wix",
    identity="site 5f0e",
    tenant="5f0e",
    read=Read("observed", True, 12043, 13, CREATED - 20, CREATED - 1),
    labels=(VIP, TRIAL, OLD, QUIET),
    changes=(
        CreateLabel("gold", "Gold", by_use=True),
        Add("vip", ("id1", "id2"), ("states/crm.yaml:21", "lists/vip.csv:7"), ("c_1", "c_2")),
        Remove("trial", ("id3",), ("states/crm.yaml:33",), SEEN),
        Delete(("id4",), ("states/crm.yaml:41",), ("c_4",), SEEN),
        DeleteLabel("old", Definition("custom.old", "Old"), "states/crm.yaml:50", SEEN),
    ),
    withheld=(
        Withheld("remove", "vip", ("id5",), "protected"),
        Withheld("delete", "", ("id6",), "protected"),
    ),
    unmatched=(Missing("vip", "c_7f3a000000000000", "lists/vip.csv:9"),),
    cost=Cost(5, 5, 13, 1, 3, 1, 7.5, {"minute": 0.12}, {"contacts": 15, "relabel": 2}, tokens=1),
    definitions={"vip": "custom.vip", "trial": "custom.trial"},
    fires=(Firing("trial", "remove", "goodbye", 1), Firing("vip", "add", "sms-welcome", 2)),
    expiring=(Expiring("vip", 1_795_520_000.0, 2, "states/crm.yaml:23"),),
    drift=(Drift("add", "vip", ("id2",)), Drift("delete", "", ("id4",))),
)
CHAT = AccountPlan(
    account="chat",
    connector="kirimchat",
    identity="organisation 9",
    tenant="9",
    read=Read("assumed", True, 40, 1, CREATED - 2, CREATED - 1, total=900, spared=8),
    labels=(LabelLine("trial", 3, 2, 2, 0, 0, 0, 0, seen=True, wanted_whole=True),),
    changes=(Remove("trial", ("ctc_1",), ("states/crm.yaml:33",), ASSUMED),),
    withheld=(),
    unmatched=(),
    cost=Cost(1, 1, 1, 0, 0, 0, 0.4),
)
PLAN = Plan(
    created=CREATED,
    expires=EXPIRES,
    origin=Origin({"states/crm.yaml": "ab" * 32, "lists/vip.csv": "cd" * 32}, "", "states"),
    partial=False,
    accounts=(SHOP, CHAT),
    objections=(
        Objection("removals", "shop", "trial", "1 (33 % of 3)", "100 or 30 %", "removals:trial@shop=1"),
        Objection("total_removals", "", "", "2", "1", "total_removals=2"),
    ),
    overrides=("deletions@shop=1",),
    measures=(
        Measure("removals", "shop", "trial", 1, 3, 100, 30.0, 0),
        Measure("total_removals", "", "", 2, 0, 1, None, 0),
    ),
    base="main",
    undoes="20261121T090000Z-1a2b3c",
    unmanaged=(Unmanaged("shop", "spring", 12), Unmanaged("branch", "", None)),
)

texts = st.text(max_size=12)
names = st.text(min_size=1, max_size=8)
counts = st.integers(0, 10**9)
instants = st.integers(0, 4 * 10**9).map(float)
amounts = st.floats(0, 1e12)
contacts = st.lists(names, min_size=1, max_size=13, unique=True).map(tuple)


firings = st.builds(Firing, names, st.sampled_from(["add", "remove"]), names, counts)
drifts = st.builds(Drift, st.sampled_from(get_args(Action)), texts, contacts)


@st.composite
def _changes(draw: st.DrawFn, label: str, grounds: Grounds) -> Change:
    who = draw(contacts)
    because, rests = (tuple(draw(texts) for _ in who) for _ in range(2))
    return draw(
        st.sampled_from(
            [
                CreateLabel(label, draw(texts), by_use=draw(st.booleans())),
                Add(label, who, because, rests),
                Remove(label, who, because, grounds),
                Delete(who, because, rests, grounds),
                DeleteLabel(
                    label, Definition(draw(texts), draw(texts), draw(st.booleans())), because[0], grounds
                ),
            ]
        )
    )


def _lines(label: str) -> st.SearchStrategy[LabelLine]:
    return st.builds(LabelLine, st.just(label), *[counts] * 7, st.just(True), st.just(True), counts, counts)


@st.composite
def _accounts(draw: st.DrawFn) -> AccountPlan:
    labels = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    read = draw(
        st.builds(
            Read,
            basis=st.sampled_from(["observed", "assumed"]),
            complete=st.just(True),
            contacts=counts,
            pages=counts,
            started=instants,
            finished=instants,
            reason=texts,
            ledger=st.booleans(),
        )
    )
    seen = Seen(draw(counts), draw(counts), draw(st.booleans()))
    grounds = ASSUMED if read.basis == "assumed" else Grounds(seen, Whole())
    change = st.sampled_from(labels).flatmap(lambda label: _changes(label, grounds))
    return AccountPlan(
        account=draw(names),
        connector=draw(names),
        identity=draw(texts),
        tenant=draw(texts),
        read=read,
        labels=tuple(draw(_lines(label)) for label in labels),
        changes=tuple(draw(st.lists(change, max_size=4))),
        withheld=tuple(
            draw(
                st.lists(
                    st.builds(Withheld, st.sampled_from(get_args(Action)), texts, contacts, texts), max_size=2
                )
            )
        ),
        unmatched=tuple(draw(st.lists(st.builds(Missing, texts, texts, texts), max_size=2))),
        cost=draw(st.builds(Cost, *[counts] * 6, amounts, st.dictionaries(texts, amounts, max_size=2))),
        definitions=draw(st.dictionaries(texts, texts, max_size=2)),
        fires=tuple(draw(st.lists(firings, max_size=2))),
        expiring=tuple(draw(st.lists(st.builds(Expiring, names, instants, counts, texts), max_size=2))),
        drift=tuple(draw(st.lists(drifts, max_size=2))),
    )


origins = st.builds(
    Origin,
    st.dictionaries(
        names.filter(lambda name: "/" not in name and name != ".."), st.just("0f" * 32), max_size=3
    ),
    texts,
    texts.filter(lambda path: "/" not in path and path != ".."),
)
objections = st.builds(Objection, names, texts, texts, texts, texts, texts)
limits = st.none() | counts
measured = st.builds(
    Measure, names, texts, texts, st.integers(1, 10**9), counts, limits, st.none() | amounts, counts
)
plans = st.builds(
    Plan,
    created=instants,
    expires=instants,
    origin=origins,
    partial=st.booleans(),
    accounts=st.lists(_accounts(), max_size=2).map(tuple),
    objections=st.lists(objections, max_size=2).map(tuple),
    overrides=st.lists(names, max_size=2).map(tuple),
    base=texts,
    undoes=texts,
    unmanaged=st.lists(st.builds(Unmanaged, names, texts, st.none() | counts), max_size=2).map(tuple),
    measures=st.lists(measured, max_size=2).map(tuple),
)
