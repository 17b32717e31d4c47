"""Opening a snapshot: it is gone through to its end first, so that what is planned with is there whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from labelsync.core.roster import Contact
from labelsync.snapshot.heads import NO_SNAPSHOT, Row, ending_of, head_of, look_of
from labelsync.snapshot.lines import contact_of, parse
from labelsync.snapshot.member import CUT, Unpacked
from labelsync.snapshot.shape import CHECK, LONGEST_PAGE, Allowance, Head, Part, SnapshotUnfit, unfit

MAGIC = b"\x1f\x8b"
_CONTACT, _PAGE = b"[", b'{"page"'


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file that was gone through to its end. What is in memory are its labels; contacts are read anew."""

    path: Path
    head: Head
    parts: Mapping[str, Part]

    @property
    def masked(self) -> bool:
        """Whether e-mails and phones are pseudonyms."""
        return bool(self.head.check)

    def pages(self, account: str) -> Iterator[tuple[Contact, ...]]:
        """An account's contacts, in the pages in which they came. Raises SnapshotUnfit."""
        part = self.parts[account]
        known = [label.id for label in part.look.definitions]
        page: list[Contact] = []
        with _opened(self.path) as file:
            for text in Unpacked(file, part.offset).lines():
                if text.startswith(_CONTACT):
                    page.append(contact_of(parse(text), known, masked=self.masked))
                elif text.startswith(_PAGE):
                    yield tuple(page)
                    page = []


def open_snapshot(path: Path, named: Callable[[str], str]) -> Snapshot:
    """The snapshot of a file; `named` is what turns people into pseudonyms here.

    Raises SnapshotUnfit for a file that is none, is not whole, has a newer format, or whose people are
    pseudonyms by another key.
    """
    with _opened(path) as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise NO_SNAPSHOT
        survey = _Survey(file)
        head = head_of(survey.rows())
        _check_key(head, named)
        parts = {name: survey.part(name) for name in head.accounts}
        survey.conclude()
    return Snapshot(path, head, parts)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as failure:
        raise SnapshotUnfit(
            f"the snapshot cannot be read: {failure.strerror}", advice="look at its path and its permissions"
        ) from failure


def _check_key(head: Head, named: Callable[[str], str]) -> None:
    if head.check and head.check != named(CHECK):
        raise SnapshotUnfit(
            "the snapshot's people are pseudonyms by another key: nobody in it could be found",
            advice="set LABELSYNC_PSEUDONYM_KEY to that of the machine that took it, or copy its "
            ".labelsync/pseudonym.key, or take it --with-identities",
        )


class _Survey:
    """Goes through a file once: counts, keeps what is no contact, and holds all of it against the digest."""

    def __init__(self, file: BinaryIO) -> None:
        self._unpacked = Unpacked(file)
        self._allowance = Allowance()
        self._digest = hashlib.sha256()
        self._contacts = self._pages = 0
        self._last: Row = {}

    def rows(self) -> Iterator[Row]:
        """The lines of the next member but for contacts and the marks of pages, which are counted."""
        if self._unpacked.over:
            raise unfit(CUT)
        self._contacts = self._pages = size = 0
        for text in self._unpacked.lines():
            if text.startswith(_CONTACT):
                self._contacts += 1
                size += len(text)
            elif text.startswith(_PAGE):
                self._pages += 1
                size = 0
            else:
                yield self._row(text)
            if size > LONGEST_PAGE:
                raise unfit("a page is too long")
        if size:
            raise unfit("a page does not end")
        self._digest.update(self._unpacked.digest.digest())

    def _row(self, text: bytes) -> Row:
        if not self._allowance.spend(len(text)):
            raise unfit("it has more labels than people would make")
        row = parse(text)
        if not isinstance(row, dict):
            raise unfit("a line is neither a contact nor a fact")
        return row

    def part(self, name: str) -> Part:
        """The next account, which has to be the one of this name."""
        offset, rows, self._last = self._unpacked.offset, self.rows(), {}
        look = look_of(next(rows, {}), self._before_the_end(rows))
        ending = ending_of(self._last)
        if look.account != name or (ending.contacts, ending.pages) != (self._contacts, self._pages):
            raise unfit("an account is not the one that was to come, or its counts are wrong")
        return Part(look, ending, offset)

    def _before_the_end(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            if "finished" in row:
                self._last = row
            else:
                yield row

    def conclude(self) -> None:
        """The digest, and nothing after it."""
        digest = self._digest.hexdigest()
        ends = [row.get("end") for row in self.rows()]
        if ends != [digest] or not self._unpacked.over:
            raise unfit("its digest is not that of what is in it")
