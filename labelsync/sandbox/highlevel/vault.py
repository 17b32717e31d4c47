"""Tokens and codes the emulator has issued: what they grant, until when, and what was used up."""

from __future__ import annotations

from typing import Any

import msgspec

from labelsync.sandbox.highlevel.switches import Grant


class Issue(msgspec.Struct, frozen=True):
    """An access and a refresh token given out together, by and to whom."""

    access: str
    refresh: str
    grant: Grant
    user: str
    refresh_until: float


class Rotation(msgspec.Struct, frozen=True):
    """A refresh token that was used: when, by which client secret, and what it was exchanged for."""

    at: float
    secret: str
    issue: Issue


class Vault(msgspec.Struct):
    """Everything the OAuth calls remember; a dump of it restores every token's life."""

    grants: dict[str, Grant] = msgspec.field(default_factory=dict)
    refreshable: dict[str, Issue] = msgspec.field(default_factory=dict)
    rotated: dict[str, Rotation] = msgspec.field(default_factory=dict)
    open_codes: dict[str, float] = msgspec.field(default_factory=dict)
    code_grants: dict[str, Grant] = msgspec.field(default_factory=dict)
    used_codes: dict[str, float] = msgspec.field(default_factory=dict)

    def keep(self, issue: Issue) -> None:
        """Remember a pair of tokens just issued."""
        self.grants[issue.access] = issue.grant
        self.refreshable[issue.refresh] = issue

    def dump(self) -> dict[str, Any]:
        """The vault as JSON values."""
        plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return plain
