"""At full pace against served emulators, in real time: each counts in its own way, and none ever refuses."""

from __future__ import annotations

import asyncio
import random

import pytest

from labelsync.connectors.highlevel import VENDOR as HIGHLEVEL
from labelsync.connectors.kirimchat import VENDOR as KIRIMCHAT
from labelsync.connectors.wix import VENDOR as WIX
from labelsync.core.connector import Ports, Vendor
from labelsync.core.exchange import Request
from labelsync.core.setting import AccountSettings
from labelsync.testing.served import served
from labelsync.wire.clock import SystemClock
from labelsync.wire.line import Line, OpenReader
from labelsync.wire.opening import CEILING, Terms, open_line
from labelsync.wire.patience import Patience
from labelsync.wire.waiting import Waits

LOCATION = "LOC00000000000000001"
WORK = (
    (
        WIX,
        {"site_id": "5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a"},
        {"api_key": "IST.any"},
        "/contacts/v4/labels",
        260,
    ),
    (HIGHLEVEL, {"location_id": LOCATION}, {"token": "pit-any"}, f"/locations/{LOCATION}/tags", 420),
    (KIRIMCHAT, {}, {"token": f"kdv_live_{'0' * 24}"}, "/labels", 900),
)
"""Each vendor with more requests than one of its windows takes."""


class NoVault:
    """Keeps nothing: these credentials do not end."""

    outlives = False

    def read(self, name: str) -> str:
        raise AssertionError(name)

    async def keep(self, name: str, text: str) -> None:
        raise AssertionError(name + text)


def line_to(vendor: Vendor, texts: dict[str, str], secrets: dict[str, str], url: str) -> Line:
    """A line that may use all of the vendor's rate, and tries nothing twice: a 429 is raised."""
    clock = SystemClock()
    settings = AccountSettings(texts=texts, secrets=secrets, base_url=url, batch=0, pace=0.0, concurrency=0)
    opened = vendor.open(settings, Ports(clock, NoVault()))
    terms = Terms("labelsync/test", share=1.0, concurrency=4, ceiling=CEILING, patience=Patience(tries=1))
    return open_line(opened.access, terms, waits=Waits(clock), chance=random.Random(1))


async def asked(line: Line, path: str, requests: int) -> int:
    """How many of so many requests, all asked for at once, were answered."""
    request = Request("labels", "GET", path)
    try:
        answers = await asyncio.gather(*(OpenReader(line).read(request) for _ in range(requests)))
    finally:
        await line.close()
    return sum(answer.status == 200 for answer in answers)


@pytest.mark.prove
def test_no_served_vendor_refuses_for_pace_while_its_whole_rate_is_used():
    async def everywhere(urls: dict[str, str]) -> list[int]:
        return await asyncio.gather(
            *(
                asked(line_to(vendor, texts, secrets, urls[vendor.name]), path, requests)
                for vendor, texts, secrets, path, requests in WORK
            )
        )

    with served() as urls:
        assert asyncio.run(everywhere(urls)) == [requests for *_, requests in WORK]
