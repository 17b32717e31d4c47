"""One member of the file, packed and unpacked a piece at a time, and bounded whatever the file says."""

from __future__ import annotations

import hashlib
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, Protocol

from labelsync.snapshot.shape import LONGEST_LINE, unfit

GZIP = 31
"""zlib's word for gzip with its header, whose time is 0: what is equal unpacked is equal packed."""
LEVEL = 6
PIECE = 1 << 18
"""Bytes that are read, and unpacked, at once."""
LOOSE, DENSEST = 16 << 20, 200
"""A file may unpack to so many bytes; beyond that to so many times its own size."""
CUT = "it ends too early"


class Digest(Protocol):
    """A running digest."""

    def update(self, text: bytes, /) -> None:
        """Take more of the text in."""

    def digest(self) -> bytes:
        """The digest of all so far."""


class Packed:
    """A member that is being written, to a draft in `folder` that nobody else can open."""

    def __init__(self, folder: Path) -> None:
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by `close`
        self._pack = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
        self._digest = hashlib.sha256()

    def write(self, text: bytes) -> None:
        """Take a line, or several whole ones."""
        self._digest.update(text)
        self._file.write(self._pack.compress(text))

    def move(self, file: BinaryIO) -> bytes:
        """Append the packed member to a file, and let go of the draft. Returns the digest of its text."""
        self._file.write(self._pack.flush())
        self._file.seek(0)
        shutil.copyfileobj(self._file, file)
        self.close()
        return self._digest.digest()

    def close(self) -> None:
        """Let go of the draft."""
        self._file.close()


class Unpacked:
    """The members of an open file, one by one, from `offset` on (bytes); `digest` is the last one's."""

    def __init__(self, file: BinaryIO, offset: int = 0) -> None:
        self.offset = offset
        self.digest: Digest = hashlib.sha256()
        self._file = file
        self._taken = self._given = 0

    @property
    def over(self) -> bool:
        """Whether there is no member any more."""
        self._file.seek(self.offset)
        return not self._file.read(1)

    def lines(self) -> Iterator[bytes]:
        """The lines of the next member. Raises SnapshotUnfit where it is cut, or grows too large."""
        self.digest, rest = hashlib.sha256(), b""
        for text in self._texts():
            self.digest.update(text)
            *whole, rest = (rest + text).split(b"\n")
            yield from whole
            if len(rest) > LONGEST_LINE:
                raise unfit("a line is too long")
        if rest:
            raise unfit("its last line does not end")

    def _texts(self) -> Iterator[bytes]:
        unpack = zlib.decompressobj(GZIP)
        self._file.seek(self.offset)
        while not unpack.eof:
            packed = unpack.unconsumed_tail or self._read()
            try:
                text = unpack.decompress(packed, PIECE)
            except zlib.error:
                raise unfit("it is damaged") from None
            if not packed and not text and not unpack.eof:
                raise unfit(CUT)
            self._count(len(text))
            yield text
        self.offset = self._file.tell() - len(unpack.unused_data)

    def _read(self) -> bytes:
        packed = self._file.read(PIECE)
        self._taken += len(packed)
        return packed

    def _count(self, more: int) -> None:
        self._given += more
        if self._given > LOOSE and self._given > self._taken * DENSEST:
            raise unfit("it unpacks to far more than people would")
