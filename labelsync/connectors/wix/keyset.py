"""Paging through all contacts by creation date, since Wix gives only offsets and bounds them somewhere.

Each page asks for contacts created at or after the last one of the page before, so labelling never shifts it
and the offset stays 0. Only while a full page shares one date does the offset step onwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import takewhile

from labelsync.connectors.wix.answers import ContactRecord
from labelsync.errors import Incomprehensible

_ADVICE = "try again; if it stays, tell the maintainers: Wix does not page as it documents"


class Keyset:
    """Where the reading stands. `since` and `offset` are what to ask next; `over` once there is no more."""

    def __init__(self, *, limit: int) -> None:
        self.since = ""
        self.offset = 0
        self.over = False
        self._limit = limit
        self._known: set[str] = set()
        self._before = 0
        self._first: int | None = None
        self._stepped = False

    def take(self, records: Sequence[ContactRecord]) -> tuple[ContactRecord, ...]:
        """The page's contacts that are new, and one step on. A short page is the end."""
        fresh = tuple(record for record in records if record.id not in self._known)
        self.over = len(records) < self._limit
        if not self.over:
            self._refuse_disorder(records, fresh)
            self._step(records, fresh)
        return fresh

    def whole(self, remaining: int | None) -> int | None:
        """How many contacts there are in all, on a page of which `remaining` is Wix's total. Before `take`.

        Created before `since` and seen, plus those from `since` on. Once the offset had to step, a contact
        might have slipped between two pages, and only the total of the first page would show it.
        """
        if self._first is None and not self.since and not self.offset:
            self._first = remaining
        if self._first is None or remaining is None or self._stepped:
            return self._first
        return self._before + remaining

    def _refuse_disorder(self, records: Sequence[ContactRecord], fresh: tuple[ContactRecord, ...]) -> None:
        if not fresh and self.offset:
            raise Incomprehensible("Wix answered with the same page of contacts twice", advice=_ADVICE)
        dates = (self.since, records[0].created_date, records[-1].created_date)
        moments = [_moment(date) for date in dates if date]
        if moments != sorted(moments):
            raise Incomprehensible("Wix's contacts did not come by creation date", advice=_ADVICE)

    def _step(self, records: Sequence[ContactRecord], fresh: tuple[ContactRecord, ...]) -> None:
        last = records[-1].created_date
        if not last or last == records[0].created_date:
            self._known.update(record.id for record in fresh)
            self.offset += len(records)
            self._stepped = True
            return
        edge = {
            record.id for record in takewhile(lambda record: record.created_date == last, reversed(records))
        }
        self._before += len(self._known | {record.id for record in fresh}) - len(edge)
        self._known = edge
        self.since, self.offset = last, 0


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as error:
        raise Incomprehensible("Wix gave a creation date that is no date", advice=_ADVICE) from error
