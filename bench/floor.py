"""The floor: the least that has to be done, without names, places, safety, or a plan.

A raw socket, a typed decoder that sees ids and labels alone, label sets that are compared by identity. Usage:
`floor URL LIST`; the list names contacts by id, the rows of a contact one after the other.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

_PREFIX = len("custom.")


class Keys(msgspec.Struct, gc=False):
    """The labels of a contact."""

    items: list[str] = []


class Details(msgspec.Struct, gc=False, rename="camel"):
    """Where the labels are."""

    label_keys: Keys


class Contact(msgspec.Struct, gc=False, rename="camel"):
    """A contact."""

    id: str
    created_date: str
    info: Details


class Page(msgspec.Struct):
    """A page of contacts."""

    contacts: list[Contact]


def read_list(path: Path) -> dict[str, frozenset[str]]:
    """The wanted labels by contact, equal sets once."""
    shared: dict[frozenset[str], frozenset[str]] = {}
    wanted: dict[str, frozenset[str]] = {}
    with path.open(encoding="utf-8") as file:
        next(file)
        rows = (line.rstrip("\n").split(",") for line in file)
        for who, some in groupby(rows, key=lambda row: row[0]):
            labels = frozenset([label for _, label in some])
            wanted[who] = shared.setdefault(labels, labels)
    return wanted


def pages(url: str) -> Iterator[list[Contact]]:
    """All pages; each but the first begins with the last contact of the one before."""
    address = urlsplit(url)
    decoder = msgspec.json.Decoder(Page)
    since, whole = "", True
    with socket.create_connection((address.hostname, address.port)) as line, line.makefile("rb") as file:
        while whole:
            body = b'{"filter":{"createdDate":{"$gte":"%b"}}}' % since.encode() if since else b"{}"
            line.sendall(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body))
            length = 0
            while (head := file.readline()) != b"\r\n":
                if head.startswith(b"content-length"):
                    length = int(head.partition(b":")[2])
            contacts = decoder.decode(file.read(length)).contacts
            yield contacts[1:] if since else contacts
            since, whole = contacts[-1].created_date, len(contacts) == 1000


def differing(url: str, path: Path) -> int:
    """How many contacts do not carry what they should."""
    wanted, known, count = read_list(path), dict[tuple[str, ...], frozenset[str]](), 0
    shared = {labels: labels for labels in wanted.values()}
    for contacts in pages(url):
        for contact in contacts:
            keys = tuple(contact.info.label_keys.items)
            labels = known.get(keys)
            if labels is None:
                found = frozenset(key[_PREFIX:] for key in keys)
                labels = known.setdefault(keys, shared.setdefault(found, found))
            count += wanted.get(contact.id) is not labels
    return count


if __name__ == "__main__":
    sys.stdout.write(f"{differing(sys.argv[1], Path(sys.argv[2]))}\n")
