"""Core values → KirimChat's requests. In its newer generation contacts stand under a phone number's id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

import msgspec

from labelsync.connectors.kirimchat.assumptions import PROBED
from labelsync.connectors.kirimchat.limits import PAGE
from labelsync.core.capability import Repeat
from labelsync.core.connector import Reads
from labelsync.core.exchange import Request

Operation = Literal["attach", "detach"]
Query = tuple[tuple[str, str], ...]

ME = Request("identify", "GET", "/me")
"""Whose key it is, and its rate limits."""


@dataclass(frozen=True, slots=True)
class Routes:
    """The paths of one account. `phone_number_id` is '' on the older generation, whose paths are flat."""

    phone_number_id: str = ""

    @property
    def contacts(self) -> str:
        """Where this account's contacts are."""
        return f"/{_segment(self.phone_number_id)}/contacts" if self.phone_number_id else "/contacts"

    @property
    def reads(self) -> Reads:
        """All that only reads."""
        return (
            ("GET", "/me"),
            ("GET", "/labels"),
            ("GET", self.contacts),
            ("GET", self.contacts + "/{}"),
        )

    @property
    def probe(self) -> Request:
        """As many contacts as show whether this server tells who carries which label."""
        return Request("identify", "GET", self.contacts, query=(("limit", str(PROBED)),))

    def contact_page(self, cursor: str, *, wanted: Query = ()) -> Request:
        """A page of all contacts, or of the `wanted` ones; `cursor` is '' at the start.

        A cursor goes on only with the filter that it came from (documented), so both stand in every page.
        """
        return Request("contacts", "GET", self.contacts, query=_paging(cursor, wanted=wanted))

    def contact(self, contact_id: str) -> Request:
        """One contact."""
        return Request("contacts", "GET", f"{self.contacts}/{_segment(contact_id)}")

    def bulk_label(self, operation: Operation, *, contacts: tuple[str, ...], label: str, key: str) -> Request:
        """One label on or off up to 1,000 contacts, in one transaction; under one key it happens once."""
        body = {"contact_ids": contacts, "label_id": label, "operation": operation}
        return _post("relabel", f"{self.contacts}/bulk_label", body=body, key=key)


def label_page(cursor: str) -> Request:
    """A page of the organisation's labels; `cursor` is '' at the start."""
    return Request("labels", "GET", "/labels", query=_paging(cursor))


def create_label(*, name: str, team_id: str, key: str) -> Request:
    """A new label. Organisations of several teams must say which; `team_id` is '' in the others."""
    body: dict[str, object] = {"name": name, **({"team_id": team_id} if team_id else {})}
    return _post("create_label", "/labels", body=body, key=key)


def rename_label(label: str, *, name: str) -> Request:
    """Gives the label another name in place. Keys are ignored here, as documented; a repeat sets the same."""
    path, body = f"/labels/{_segment(label)}", msgspec.json.encode({"name": name})
    return Request("rename_label", "PATCH", path, body=body, repeat=Repeat.HARMLESS)


def delete_label(label: str) -> Request:
    """Deletes the label for good, and from every contact and conversation. A repeat finds nothing."""
    return Request("delete_label", "DELETE", f"/labels/{_segment(label)}", repeat=Repeat.HARMLESS)


def _post(kind: str, path: str, *, body: Mapping[str, object], key: str) -> Request:
    headers = (("idempotency-key", key),)
    return Request(kind, "POST", path, body=msgspec.json.encode(body), headers=headers, repeat=Repeat.KEYED)


def _paging(cursor: str, *, wanted: Query = ()) -> Query:
    asked = (("limit", str(PAGE)), *wanted)
    return (*asked, ("cursor", cursor)) if cursor else asked


def _segment(text: str) -> str:
    return quote(text, safe="")
