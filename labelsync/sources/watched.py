"""A list file as it is read: its bytes are hashed and checked in passing, so they are read once."""

from __future__ import annotations

import codecs
import hashlib
import io
from pathlib import Path


class Watched(io.RawIOBase):
    """The bytes of a file. `clean` turns false with the first bytes that are not UTF-8."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._raw = path.open("rb", buffering=0)
        self._hash = hashlib.sha256()
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.clean = True

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # what BufferedReader hands in
        """Fills the buffer, and looks at what came."""
        count = self._raw.readinto(buffer) or 0
        self._hash.update(buffer[:count])
        self._check(bytes(buffer[:count]), final=count == 0)
        return count

    def _check(self, content: bytes, *, final: bool) -> None:
        try:
            if self.clean:
                self._decoder.decode(content, final)
        except UnicodeDecodeError:
            self.clean = False

    def digest(self) -> str:
        """The SHA-256 of all bytes, in hex; what was not read yet is read now."""
        while content := self._raw.read(1 << 20):
            self._hash.update(content)
        return self._hash.hexdigest()

    def close(self) -> None:
        """Closes the file."""
        self._raw.close()
        super().close()


def is_text(cell: str) -> bool:
    """Whether a cell was UTF-8: bytes that were not are read as lone surrogates."""
    if cell.isascii():
        return True
    try:
        cell.encode()
    except UnicodeEncodeError:
        return False
    return True
