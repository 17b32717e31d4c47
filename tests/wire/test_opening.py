"""The line as it is opened: how many calls it may have in flight, on real loopback sockets."""

from __future__ import annotations

import asyncio
import random

import pytest

from labelsync.core.capability import Bucket
from labelsync.wire.clock import SystemClock
from labelsync.wire.line import OpenReader
from labelsync.wire.opening import Terms, open_line
from labelsync.wire.waiting import Waits
from tests.wire.loopback import OK, listening
from tests.wire.scene import LOOK, access


async def _answer_late(writer: asyncio.StreamWriter) -> None:
    await SystemClock().sleep(0.03)
    writer.write(OK)
    await writer.drain()


def connections(terms: Terms, *, requests: int = 40) -> int:
    """How many connections a slow vendor sees when so many requests are asked for at once."""

    async def read() -> int:
        async with listening(_answer_late) as server:
            way = access(f"http://127.0.0.1:{server.port}", buckets=(Bucket("burst", 5000, 10.0),))
            line = open_line(way, terms, waits=Waits(SystemClock()), chance=random.Random(1))
            try:
                await asyncio.gather(*(OpenReader(line).read(LOOK) for _ in range(requests)))
            finally:
                await line.close()
            return server.connections

    return asyncio.run(read())


def test_a_vendor_that_answers_late_is_asked_by_more_calls_up_to_the_ceiling():
    assert connections(Terms("labelsync/test", concurrency=1, ceiling=5)) == 5


@pytest.mark.parametrize("calls", [1, 3])
def test_without_a_ceiling_there_are_as_many_calls_as_were_set(calls):
    assert connections(Terms("labelsync/test", concurrency=calls)) == calls
