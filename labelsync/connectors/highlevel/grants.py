"""What is kept of a grant between runs, and where: in the vault, durable before it is used."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import msgspec

from labelsync.core.connector import Ports

EARLY = 60.0
"""Seconds before its end from which an access token is not used any more."""


class Grant(msgspec.Struct, frozen=True):
    """An access token and its end (seconds since the epoch), and the refresh token that renews it.

    `refresh` is '' where there is none. `root` is the digest of the setting's refresh token at the time:
    another digest means that somebody has given a new one since, and that this grant is of no use.
    """

    access: str
    ends: float
    refresh: str
    root: str

    def __repr__(self) -> str:
        return "Grant(...)"


_GRANT = msgspec.json.Decoder(Grant)


def digest(*texts: str) -> str:
    """A name for these texts from which they cannot be told."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


@dataclass(slots=True)
class Drawer:
    """The place of one grant: in the vault under `name`, and at hand. What the vault holds is the newest."""

    ports: Ports
    name: str
    root: str
    _at_hand: Grant | None = field(default=None, repr=False)
    _dead: str = field(default="", repr=False)
    _renewed: float = float("-inf")

    def good(self) -> str:
        """The access token, good for a minute at least; '' where there is none."""
        if not self._is_good():
            self._at_hand = self.kept()
        return self._at_hand.access if self._at_hand and self._is_good() else ""

    def kept(self) -> Grant | None:
        """What the vault holds; None for nothing, and for what comes from another setting."""
        try:
            grant = _GRANT.decode(self.ports.vault.read(self.name) or "null")
        except (msgspec.DecodeError, UnicodeError):
            return None
        return grant if grant.root == self.root else None

    async def keep(self, *, access: str, ends: float, refresh: str = "") -> str:
        """Return the access token once the grant is durable. Raises JournalUnwritable."""
        grant = Grant(access, ends, refresh, self.root)
        await self.ports.vault.keep(self.name, msgspec.json.encode(grant).decode())
        self._at_hand, self._renewed = grant, self.ports.clock.now()
        return access

    def forget(self) -> None:
        """The access token was refused as ended. One that is younger than a minute stays.

        For requests run side by side: the refusal may be its predecessor's.
        """
        if self._at_hand and self.ports.clock.now() >= self._renewed + EARLY:
            self._dead, self._at_hand = self._at_hand.access, None

    def _is_good(self) -> bool:
        held = self._at_hand
        return held is not None and held.access != self._dead and self.ports.clock.now() < held.ends - EARLY
