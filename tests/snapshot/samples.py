"""Snapshots of every shape, and one that is written down at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import strategies as st

from labelsync.connectors.registry import vendors
from labelsync.core.roster import Contact, Definition
from labelsync.planfile import pseudonym
from labelsync.snapshot import CHECK, Head, Look, Snapshot, drafted, open_snapshot
from labelsync.testing.time import VirtualClock
from labelsync.workflow.describing import described

KEY = pseudonym(b"a key of these tests")
CAPABILITIES = {name: described(vendor, VirtualClock()) for name, vendor in vendors().items()}
TEXTS = st.text(min_size=1, max_size=12)
PAIRS = st.tuples(TEXTS, TEXTS)
LABELS = tuple(f"label {number}" for number in range(6))


@dataclass(frozen=True)
class Account:
    """One account to be written: the look, the pages, how they ended."""

    look: Look
    pages: Sequence[Sequence[Contact]]
    total: int | None
    reason: str = ""


def look(account: str = "a", connector: str = "wix") -> Look:
    definitions = (
        Definition("label 0", "Label 0"),
        Definition("label 1", "Vendor's", managed_by_vendor=True),
    )
    return Look(
        account,
        connector,
        f"site of {account}",
        account,
        CAPABILITIES[connector],
        7.5,
        definitions=definitions,
    )


def write(path: Path, *accounts: Account, check: str = KEY(CHECK), head: Head | None = None) -> None:
    known = tuple(account.look.account for account in accounts)
    with drafted(path, head or Head(known, "0.1.0", check)) as draft:
        for account in accounts:
            part = draft.part(account.look)
            for number, page in enumerate(account.pages, 1):
                last = number == len(account.pages) and not account.reason
                part.page(page, total=account.total, last=last)
            part.end(account.reason, finished=9.25)


def read(path: Path) -> Snapshot:
    return open_snapshot(path, KEY)


def few(path: Path) -> Path:
    """A small snapshot, of two accounts."""
    people = [
        Contact(f"id {number}", f"c_{number:016}", labels=frozenset({"label 0"})) for number in range(5)
    ]
    write(path, Account(look(), [people[:2], people[2:]], 5), Account(look("b", "kirimchat"), [people], None))
    return path


CONTACTS = st.builds(
    Contact,
    id=TEXTS,
    email=st.text(max_size=9),
    phone=st.text(max_size=9),
    labels=st.frozensets(st.sampled_from(LABELS)),
    emails=st.lists(TEXTS, max_size=2).map(tuple),
    phones=st.lists(TEXTS, max_size=2).map(tuple),
    merged_into=st.text(max_size=3),
    unsure=st.booleans(),
)
LOOKS = st.builds(
    Look,
    account=TEXTS,
    connector=TEXTS,
    identity=st.text(max_size=9),
    tenant=st.text(max_size=9),
    capabilities=st.sampled_from(
        [*CAPABILITIES.values(), replace(CAPABILITIES["wix"], deletes_restorable=True)]
    ),
    started=st.floats(0, 1e11),
    ledger=st.booleans(),
    definitions=st.lists(
        st.builds(Definition, st.sampled_from(LABELS), st.text(max_size=9), st.booleans()),
        unique_by=lambda one: one.id,
    ).map(tuple),
    remembered=st.dictionaries(TEXTS, TEXTS, max_size=3),
    flapping=st.frozensets(PAIRS, max_size=3),
    unresolved=st.lists(PAIRS, max_size=3).map(tuple),
)
ACCOUNTS = st.builds(
    Account,
    look=LOOKS,
    pages=st.lists(st.lists(CONTACTS, max_size=3), max_size=3),
    total=st.none() | st.integers(0, 9),
    reason=st.text(max_size=9),
)
