"""A snapshot while it is taken: accounts side by side, each in a draft of its own; in the end one file."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from labelsync.core.roster import Contact
from labelsync.errors import LabelsyncError
from labelsync.snapshot.heads import ending_line, head_lines, look_lines
from labelsync.snapshot.lines import contact_row, line, numbered
from labelsync.snapshot.member import Packed
from labelsync.snapshot.shape import LONGEST_LINE, LONGEST_PAGE, Allowance, Ending, Head, Look

HALF = LONGEST_PAGE // 2


class TooLarge(LabelsyncError):
    """An account whose snapshot nobody could read back: too many labels, or a contact with too much to it."""


class PartDraft:
    """One account while it is read. Holds a page in memory, and the numbers of its labels."""

    def __init__(self, packed: Packed, look: Look, allowance: Allowance) -> None:
        self._packed = packed
        self._known = numbered(look.definitions)
        self._allowance = allowance
        self._contacts = self._pages = 0
        self._totals: list[int | None] = []
        self._ended = False
        packed.write(b"".join(allowed(look_lines(look), allowance)))

    def page(self, contacts: Iterable[Contact], *, total: int | None, last: bool) -> None:
        """The contacts of the next page, parted where it is long; `total` and `last` are the page's."""
        self._totals = [*self._totals[:1], total]
        self._ended = last
        rows: list[bytes] = []
        size = 0
        for contact in contacts:
            rows.append(_short(line(contact_row(contact, self._known))))
            size += len(rows[-1])
            if size > HALF:
                self._end_page(rows)
                rows, size = [], 0
        self._end_page(rows)

    def end(self, reason: str, *, finished: float, gone: int = 0) -> None:
        """The answer is over, at an instant in epoch seconds; `reason` says why not everybody was seen.

        `gone` is how many contacts of its pages were left out, since they are known to be there no longer.
        """
        totals = [total - gone for total in (*self._totals[:1], *self._totals[-1:]) if total is not None]
        both = (totals[0], totals[1]) if len(totals) == 2 else None
        ending = Ending(finished, self._contacts, self._pages, both, self._ended, reason)
        self._packed.write(b"".join(allowed([ending_line(ending)], self._allowance)))

    def _end_page(self, rows: Sequence[bytes]) -> None:
        self._packed.write(b"".join(rows) + line({"page": len(rows)}))
        self._contacts += len(rows)
        self._pages += 1


def allowed(values: Iterable[object], allowance: Allowance) -> Iterator[bytes]:
    """The lines of what is kept when the file is open. Raises TooLarge where that is too much."""
    for value in values:
        text = _short(line(value))
        if not allowance.spend(len(text)):
            raise TooLarge(
                "the accounts have more labels than a snapshot holds", advice="narrow it: --account"
            )
        yield text


def _short(text: bytes) -> bytes:
    if len(text) > LONGEST_LINE:
        raise TooLarge("a contact or a label has more to it than a line of a snapshot holds")
    return text


class Draft:
    """A snapshot while it is taken. `folder` takes the drafts of its accounts."""

    def __init__(self, head: Head, folder: Path) -> None:
        self._head = head
        self._folder = folder
        self._allowance = Allowance()
        self._members: dict[str, Packed] = {}

    def part(self, look: Look) -> PartDraft:
        """Begin an account."""
        packed = self._members[look.account] = Packed(self._folder)
        return PartDraft(packed, look, self._allowance)

    def move(self, file: BinaryIO) -> None:
        """Put everything into a file: the head, the accounts, the digest of all their digests."""
        digest = hashlib.sha256(self._member(head_lines(self._head)).move(file))
        for name in self._head.accounts:
            digest.update(self._members[name].move(file))
        self._member([{"end": digest.hexdigest()}]).move(file)

    def close(self) -> None:
        """Let go of the drafts."""
        for member in self._members.values():
            member.close()

    def _member(self, values: Iterable[object]) -> Packed:
        packed = Packed(self._folder)
        for text in allowed(values, self._allowance):
            packed.write(text)
        return packed


@contextmanager
def drafted(path: Path, head: Head) -> Iterator[Draft]:
    """A draft that becomes the file, mode 0600, whole or not at all, once the block is through.

    An older file of that name gives way only to the complete new one. Raises LabelsyncError where the folder
    takes no file.
    """
    draft = Draft(head, path.parent)
    try:
        yield draft
        _place(path, draft)
    except OSError as failure:
        raise LabelsyncError(
            f"`{path.name}` cannot be written: {failure.strerror}",
            advice="look at the folder's permissions and the space left on its disk",
        ) from failure
    finally:
        draft.close()


def _place(path: Path, draft: Draft) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            draft.move(file)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Make the new name durable, not only what it names."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
