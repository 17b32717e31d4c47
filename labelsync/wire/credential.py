"""What goes with every request of an account beside its own headers: a credential that ends, and echoes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from labelsync.core.exchange import Answer, Authority, Headers, Post
from labelsync.wire.client import check_headers


@dataclass(slots=True)
class Credential:
    """The credential of one account as its authority gives it, and the headers that the vendor wants back."""

    authority: Authority | None
    echoes: tuple[str, ...]
    _heard: dict[str, str] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def headers(self, post: Post) -> Headers:
        """The headers for the next request. However many requests wait, the authority is asked once."""
        given: Headers = ()
        if self.authority is not None:
            async with self._turn:
                given = await self.authority.headers(post)
            check_headers(given)
        return (*given, *self._heard.items())

    def hear(self, headers: Mapping[str, str]) -> None:
        """Keep what the vendor wants to hear again; a value that no header carries is passed over."""
        for name in self.echoes:
            value = headers.get(name, "")
            if value and value.isascii() and value.isprintable() and value == value.strip():
                self._heard[name] = value

    def refused(self, answer: Answer) -> bool:
        """Whether the credential has ended, so that the same request may be sent once more with a new one."""
        return self.authority is not None and self.authority.refused(answer)
