"""What the program writes passes a sieve: stdout and stderr, whoever writes to them, as text or as bytes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any, AnyStr, Generic, TextIO, cast

from labelsync.secrets import Redactor


class Sieve(Generic[AnyStr]):
    """A stream that is another one in everything but that secrets are taken out of what is written to it.

    Each piece is looked at by itself: whoever cuts a secret in two before writing it gets it through.
    """

    def __init__(self, stream: IO[AnyStr], redact: Redactor) -> None:
        self._stream: IO[AnyStr] = stream
        self._redact = redact

    def write(self, text: AnyStr) -> int:
        """Write without secrets; how much was to be written."""
        self._stream.write(self._redact(text))
        return len(text)

    def writelines(self, lines: Iterable[AnyStr]) -> None:
        """Write one after the other."""
        for line in lines:
            self.write(line)

    @property
    def buffer(self) -> Sieve[bytes]:
        """The stream of bytes below a stream of text, which is no way around."""
        return Sieve(cast(TextIO, self._stream).buffer, self._redact)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def sieved(redact: Redactor) -> Iterator[None]:
    """Let everything that is written to stdout and stderr pass.

    The streams are put back where the block ends by itself only: what the interpreter says of an exception
    that ends the process passes, too.
    """
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (cast(TextIO, Sieve(stream, redact)) if stream else stream for stream in before)
    yield
    sys.stdout, sys.stderr = before
