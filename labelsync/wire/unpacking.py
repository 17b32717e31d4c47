"""The body of an answer, unpacked as it comes in and bounded on the way: a bomb never grows in memory."""

from __future__ import annotations

import zlib

from labelsync.errors import Incomprehensible

ENCODING = "gzip"
"""The one packing that is asked for."""

_GZIP = 16 + zlib.MAX_WBITS


class Body:
    """What has come of a body so far. Raises Incomprehensible as soon as it is too long or wrongly packed."""

    def __init__(self, encoding: str, *, longest: int) -> None:
        """Begin. `encoding` is the `content-encoding` header, `longest` the most bytes once unpacked."""
        if encoding not in ("", "identity", ENCODING):
            raise Incomprehensible("the answer is packed in a way that was not asked for", advice=_ADVICE)
        self._gzip = zlib.decompressobj(_GZIP) if encoding == ENCODING else None
        self._longest = longest
        self._taken = bytearray()

    def take(self, chunk: bytes) -> None:
        """Add what came in, never holding more than one byte above the bound."""
        room = self._longest + 1 - len(self._taken)
        self._taken += self._unpacked(chunk, room)
        if len(self._taken) > self._longest:
            raise Incomprehensible(f"the answer is longer than {self._longest >> 20} MiB", advice=_ADVICE)

    def whole(self) -> bytes:
        """All of it, once nothing more comes."""
        if self._gzip is not None and self._taken and not self._gzip.eof:
            raise Incomprehensible("the packed answer ends too early", advice=_ADVICE)
        return bytes(self._taken)

    def _unpacked(self, chunk: bytes, room: int) -> bytes:
        if self._gzip is None:
            return chunk[:room]
        try:
            return self._gzip.decompress(chunk, room)
        except zlib.error:
            raise Incomprehensible("the answer cannot be unpacked", advice=_ADVICE) from None


_ADVICE = "check that the account's base_url leads to the vendor and not to something in between"
