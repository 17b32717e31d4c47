"""What a change alters on the wanted side, as text and as a document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from labelsync.core.desire import Altered, Entry
from labelsync.report.inert import word
from labelsync.report.lines import Line, Tone, text_of
from labelsync.report.wording import counted, listed

FORMAT_VERSION = "1.0"
NAMED = 10
WIDTH = 100
_Name = Callable[[str], str]


def desire_text(found: Sequence[Altered], base: str, name: _Name, *, colour: bool) -> str:
    """Label by label who is wanted now and was not, or the other way. `name` says in public who is meant."""
    return text_of(_page(found, base, name), colour=colour, width=WIDTH)


def _page(found: Sequence[Altered], base: str, name: _Name) -> Iterator[Line]:
    yield Line(f"Against {word(base)}, on the wanted side alone: no account was looked at.", prose=True)
    yield Line()
    for one in found:
        yield Line(_heading(one), Tone.STRONG)
        yield from _entries("+", Tone.ADD, one.gains, name)
        yield from _entries("-", Tone.REMOVE, one.loses, name)
    if found:
        yield Line()
    gains, loses = (sum(len(getattr(one, side)) for one in found) for side in ("gains", "loses"))
    said = f"This change wants {counted(gains, 'pair')} more and {counted(loses, 'pair')} no longer."
    yield Line(said if found else "This change alters nothing that is wanted.", Tone.STRONG)


def _heading(one: Altered) -> str:
    what = f"label {word(one.label)}" if one.label else "contacts to delete"
    notes = listed(("new here" if one.defined else "", "no longer managed here" if one.dropped else ""))
    return f"{word(one.account)}: {what}" + (f" ({notes})" if notes else "")


def _entries(sign: str, tone: Tone, entries: Sequence[Entry], name: _Name) -> Iterator[Line]:
    for entry in islice(entries, NAMED):
        yield Line(f"{sign} {word(name(entry.who))}", tone, 4, end=entry.place)
    if len(entries) > NAMED:
        yield Line(f"{sign} ... and {len(entries) - NAMED} more", Tone.FAINT, 4)


def desire_json(found: Sequence[Altered], base: str, name: _Name) -> str:
    """The same as one JSON document, everybody in it."""
    document = {
        "format_version": FORMAT_VERSION,
        "base": base,
        "altered": [
            {
                "account": one.account,
                "label": one.label or None,
                "defined": one.defined,
                "dropped": one.dropped,
                "gains": _rows(one.gains, name),
                "loses": _rows(one.loses, name),
            }
            for one in found
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def _rows(entries: Sequence[Entry], name: _Name) -> list[dict[str, str]]:
    return [{"contact": name(entry.who), "place": entry.place} for entry in entries]
