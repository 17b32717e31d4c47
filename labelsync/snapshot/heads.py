"""What a snapshot says beside contacts: its head, how each account was looked at, and how that ended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from labelsync.core.capability import Capabilities
from labelsync.core.roster import Definition
from labelsync.snapshot.lines import instant_of, is_number, number_of, text_of, texts_of
from labelsync.snapshot.plain import capabilities_of, plain
from labelsync.snapshot.shape import FORMAT, Ending, Head, Look, SnapshotUnfit, unfit

Row = Mapping[str, Any]
_FORMAT = re.compile(r"([1-9][0-9]{0,5})\.(?:0|[1-9][0-9]{0,5})")
_RELEASE = re.compile(r"[0-9A-Za-z.+-]{1,40}")


def head_lines(head: Head) -> Iterator[Row]:
    """The lines of the head."""
    yield {
        "labelsync_snapshot": FORMAT,
        "labelsync": head.labelsync,
        "accounts": head.accounts,
        "identities": "keyed" if head.check else "plain",
        "check": head.check,
        "journal": head.journal,
    }
    yield from ({"managed": pair} for pair in sorted(head.managed))


def look_lines(look: Look) -> Iterator[Row]:
    """The lines of an account that come before its contacts."""
    observed = look.capabilities.readable
    yield {
        "account": look.account,
        "connector": look.connector,
        "identity": look.identity,
        "tenant": look.tenant,
        "capabilities": plain(look.capabilities),
        "started": look.started,
        "basis": "observed" if observed else "assumed",
        "ledger": "known" if look.ledger else "none",
    }
    for one in look.definitions:
        yield {"label": [one.id, one.name], **({"vendor": True} if one.managed_by_vendor else {})}
    yield from ({"remembered": pair} for pair in sorted(look.remembered.items()))
    yield from ({"flapping": pair} for pair in sorted(look.flapping))
    yield from ({"unresolved": pair} for pair in look.unresolved)


def ending_line(ending: Ending) -> Row:
    """The line that ends an account."""
    return {
        "finished": ending.finished,
        "contacts": ending.contacts,
        "pages": ending.pages,
        "totals": ending.totals,
        "ended": ending.ended,
        "reason": ending.reason,
    }


def head_of(rows: Iterable[Row]) -> Head:
    """The head that these lines describe. Raises SnapshotUnfit for another format, or no snapshot."""
    lines = iter(rows)
    first = next(lines, {})
    _check_format(first)
    accounts = texts_of(first.get("accounts"))
    check, plainly = text_of(first, "check"), first.get("identities") == "plain"
    if not accounts or len(set(accounts)) < len(accounts) or bool(check) is plainly:
        raise unfit("its head has another shape")
    managed = frozenset(_pair(row["managed"]) for row in lines if "managed" in row)
    return Head(accounts, text_of(first, "labelsync"), check, first.get("journal") is True, managed)


def _check_format(first: Row) -> None:
    given = first.get("labelsync_snapshot")
    match = _FORMAT.fullmatch(given) if isinstance(given, str) else None
    if match is None:
        raise NO_SNAPSHOT
    if match[1] != FORMAT.partition(".")[0]:
        release = first.get("labelsync")
        known = isinstance(release, str) and _RELEASE.fullmatch(release)
        raise SnapshotUnfit(
            f"the snapshot has format {match[0]}, and this labelsync reads {FORMAT}",
            advice=f"use labelsync {f'{release} or newer' if known else 'of a newer version'}",
        )


NO_SNAPSHOT = SnapshotUnfit(
    "this is no snapshot: it names no format", advice="give a file that `labelsync snapshot -o FILE` wrote"
)


def look_of(first: Row, rows: Iterable[Row]) -> Look:
    """The look that these lines describe. Raises SnapshotUnfit where they describe none."""
    found: dict[str, list[tuple[str, str]]] = {"remembered": [], "flapping": [], "unresolved": []}
    definitions: list[Definition] = []
    for row in rows:
        if "label" in row:
            definitions.append(Definition(*_pair(row["label"]), row.get("vendor") is True))
        for kind in found.keys() & row.keys():
            found[kind].append(_pair(row[kind]))
    return Look(
        account=text_of(first, "account"),
        connector=text_of(first, "connector"),
        identity=text_of(first, "identity"),
        tenant=text_of(first, "tenant"),
        capabilities=_capabilities(first),
        started=instant_of(first, "started"),
        ledger=first.get("ledger") == "known",
        definitions=tuple(definitions),
        remembered=dict(found["remembered"]),
        flapping=frozenset(found["flapping"]),
        unresolved=tuple(found["unresolved"]),
    )


def ending_of(row: Row) -> Ending:
    """The ending that this line describes. Raises SnapshotUnfit where it describes none."""
    totals, reason = row.get("totals"), text_of(row, "reason")
    if totals is not None and not (_is_list(totals) and len(totals) == 2 and all(map(is_number, totals))):
        raise unfit("a total is none")
    return Ending(
        finished=instant_of(row, "finished"),
        contacts=number_of(row, "contacts"),
        pages=number_of(row, "pages"),
        totals=(totals[0], totals[1]) if totals else None,
        ended=row.get("ended") is True,
        reason=reason,
    )


def _capabilities(row: Row) -> Capabilities:
    try:
        return capabilities_of(row.get("capabilities"))
    except ValueError:
        raise unfit("an account's capabilities are none that this labelsync knows") from None


def _pair(given: object) -> tuple[str, str]:
    first, second = texts_of(given, count=2)
    return first, second


def _is_list(given: object) -> bool:
    return isinstance(given, Sequence) and not isinstance(given, str)
