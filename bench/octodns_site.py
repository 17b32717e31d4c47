"""A provider of octoDNS that reads our pages: an assignment is a TXT record, its name the person."""

from __future__ import annotations

import http.client
import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from octodns.provider.base import BaseProvider
from octodns.record import Record
from octodns.zone import Zone


class SiteProvider(BaseProvider):
    """The side that is there."""

    SUPPORTS_GEO = False
    SUPPORTS_ROOT_NS = False
    SUPPORTS = frozenset({"TXT"})

    def __init__(self, id: str, url: str) -> None:  # noqa: A002 - octoDNS passes it by name
        self.log = logging.getLogger(id)
        super().__init__(id)
        self._address = urlsplit(url).netloc

    def populate(self, zone: Zone, target: bool = False, lenient: bool = False) -> bool:  # noqa: ARG002, FBT002 - octoDNS's signature
        """Every contact as a record."""
        for contact in contacts(self._address):
            name, _, _ = contact["primaryInfo"]["email"].partition("@")
            values = [key.removeprefix("custom.") for key in contact["info"]["labelKeys"]["items"]]
            row = {"type": "TXT", "ttl": 3600, "values": values}
            zone.add_record(Record.new(zone, name, row, source=self, lenient=lenient), lenient=lenient)
        return True


def contacts(address: str) -> Iterator[dict[str, Any]]:
    """All contacts, page by page, each once."""
    connection = http.client.HTTPConnection(address)
    since, last, whole = "", "", True
    while whole:
        where = {"filter": {"createdDate": {"$gte": since}}} if since else {}
        body = json.dumps({"query": {**where, "paging": {"limit": 1000}}}, separators=(",", ":"))
        connection.request("POST", "/contacts/v4/contacts/query", body)
        page = json.loads(connection.getresponse().read())["contacts"]
        yield from (contact for contact in page if contact["id"] != last)
        since, last, whole = page[-1]["createdDate"], page[-1]["id"], len(page) == 1000
    connection.close()
