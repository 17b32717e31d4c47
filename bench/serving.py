"""A site's contacts behind a real socket: pages made beforehand, in a process whose work nobody counts.

Speaks as much of Wix's REST as planning asks for: its labels, and its contacts by creation date. Prints its
address once it is ready, and ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import msgspec

from bench.population import PHONES, Population, carried, contact_id, email, label, people, phone

PAGE = 1000
_SINCE = re.compile(rb'"\$gte":"([^"]+)"')
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_BEGAN = datetime(2020, 1, 1, tzinfo=UTC)


def key(number: int) -> str:
    """What the vendor calls a label."""
    return f"custom.{label(number)}"


def _created(number: int) -> str:
    return (_BEGAN + timedelta(seconds=number)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _record(number: int, population: Population) -> str:
    """A contact as Query Contacts shows it, with the fields that the connector asks for."""
    address, digits, tag = email(number), phone(number), contact_id(number + 7)
    emails = f'{{"items":[{{"id":"{tag}","tag":"UNTAGGED","email":"{address}","primary":true}}]}}'
    phones = ""
    if number % PHONES == 0:
        shape = f'"id":"{tag}","tag":"MOBILE","phone":"{digits[3:]}","e164Phone":"{digits}"'
        phones = f'"phones":{{"items":[{{{shape},"primary":true}}]}},'
    keys = ",".join(f'"{key(one)}"' for one in carried(number, population))
    return (
        f'{{"id":"{contact_id(number)}","revision":3,"createdDate":"{_created(number)}",'
        f'"primaryInfo":{{"email":"{address}"}},'
        f'"info":{{"emails":{emails},{phones}"labelKeys":{{"items":[{keys}]}}}}}}'
    )


def _answer(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


def pages(population: Population) -> dict[bytes, bytes]:
    """Every answer by the date it begins with, b"" for the first: the last contact of the one before."""
    records = [_record(number, population).encode() for number in people(population)]
    answers: dict[bytes, bytes] = {}
    for start in range(0, max(1, len(records)), PAGE - 1):
        some = records[start : start + PAGE]
        paging = f'{{"count":{len(some)},"offset":0,"total":{len(records) - start},"tooManyToCount":false}}'
        body = b'{"contacts":[' + b",".join(some) + f'],"pagingMetadata":{paging}}}'.encode()
        answers[_created(start).encode() if start else b""] = _answer(body)
    return answers


def _labels(population: Population) -> bytes:
    rows = [
        {"key": key(number), "displayName": label(number), "labelType": "USER_DEFINED"}
        for number in range(population.labels)
    ]
    return _answer(msgspec.json.encode({"labels": rows, "pagingMetadata": {"total": len(rows)}}))


class Site(asyncio.Protocol):
    """One connection, kept alive."""

    def __init__(self, answers: dict[bytes, bytes], labels: bytes) -> None:
        self._answers = answers
        self._labels = labels
        self._taken = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer as soon as a request is whole."""
        self._taken += data
        head, end, body = self._taken.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not end or len(body) < (int(length[1]) if length else 0):
            return
        self._taken = b""
        since = _SINCE.search(body)
        answer = self._labels if head.startswith(b"GET") else self._answers[since[1] if since else b""]
        assert isinstance(self._transport, asyncio.Transport)
        self._transport.write(answer)


async def _serve(population: Population) -> None:
    answers, labels = pages(population), _labels(population)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Site(answers, labels), "127.0.0.1", 0)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)


@contextmanager
def serving(population: Population) -> Iterator[str]:
    """Serve these people by another process until the block ends; gives the address."""
    command = [sys.executable, "-m", "bench.serving", *map(str, population)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


if __name__ == "__main__":
    asyncio.run(_serve(Population(*map(int, sys.argv[1:]))))
