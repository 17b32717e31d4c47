"""Paths of requests: which are straight, and which only read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from labelsync.core.connector import Reads
from labelsync.core.exchange import Request

_SEGMENT = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,=:@]|%[0-9A-Fa-f]{2})+")
_HIDDEN = re.compile(r"[/\\%?#;\x00-\x1f\x7f]")


def is_straight(path: str) -> bool:
    """Whether the path says where it leads: encoded segments, none of them empty, `.` or `..`, no query."""
    first, *segments = path.split("/")
    return not first and bool(segments) and all(map(_leads_on, segments))


def _leads_on(segment: str) -> bool:
    return _SEGMENT.fullmatch(segment) is not None and unquote(segment) not in (".", "..")


@dataclass(frozen=True, slots=True)
class Table:
    """The (method, path pattern) pairs that only read; `{}` stands for one path segment."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]

    @classmethod
    def of(cls, reads: Reads) -> Table:
        """Compile a connector's list."""
        return cls(tuple((method, _pattern(path)) for method, path in reads))

    def holds(self, request: Request) -> bool:
        """Whether this request only reads, however the vendor's server may decode its path."""
        return (
            is_straight(request.path)
            and not any(_HIDDEN.search(unquote(segment)) for segment in request.path.split("/"))
            and not any("method" in name.lower() for name, _ in request.headers)
            and any(m == request.method and path.fullmatch(request.path) for m, path in self.patterns)
        )


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("[^/]+".join(re.escape(part) for part in path.split("{}")))
