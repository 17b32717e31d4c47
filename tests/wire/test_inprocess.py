"""An application in this process: it streams, is late, crashes and is let go of like a server far away."""

import asyncio

import httpx
import pytest

from labelsync.testing.time import VirtualClock
from labelsync.wire.inprocess import AHEAD, InProcess

START = {"type": "http.response.start", "status": 200, "headers": [(b"x-a", b"b")]}


def piece(body, *, more=True):
    return {"type": "http.response.body", "body": body, "more_body": more}


def run(application, use, *, timeout=5.0):
    """What `use` makes of a client of this application, in virtual time."""
    clock = VirtualClock()

    async def within():
        transport = InProcess(lambda scope, receive, send: application(scope, receive, send, clock))
        async with httpx.AsyncClient(transport=transport, timeout=timeout, trust_env=False) as client:
            return await use(client, clock)

    return clock.run(within()), clock.monotonic()


async def get(client, _clock=None):
    return await client.get("http://localhost/a%20b?c=%C3%A9")


def test_the_application_sees_the_request_as_it_was_sent():
    seen = {}

    async def application(scope, receive, send, clock):
        seen.update(scope, body=await receive(), after=await receive())
        await send(START)
        await send(piece(b"{}", more=False))

    async def post(client, clock):
        return await client.post(
            "http://localhost:8000/a%20b?c=%C3%A9", content=b"abc", headers={"X-Up": "1"}
        )

    answer, _ = run(application, post)
    assert (answer.status_code, answer.headers["x-a"], answer.content) == (200, "b", b"{}")
    assert (seen["method"], seen["path"], seen["raw_path"]) == ("POST", "/a b", b"/a%20b")
    assert (seen["query_string"], seen["server"]) == (b"c=%C3%A9", ("localhost", 8000))
    assert (b"x-up", b"1") in seen["headers"]
    assert seen["body"] == {"type": "http.request", "body": b"abc", "more_body": False}
    assert seen["after"] == {"type": "http.disconnect"}


def test_a_body_streams_as_it_is_made():
    async def application(scope, receive, send, clock):
        await send(START)
        for number in range(3):
            await clock.sleep(1.0)
            await send(piece(b"%d" % number, more=number < 2))

    async def stream(client, clock):
        async with client.stream("GET", "http://localhost/") as answer:
            return [(clock.monotonic(), chunk) async for chunk in answer.aiter_raw()]

    assert run(application, stream)[0] == [(1.0, b"0"), (2.0, b"1"), (3.0, b"2")]


def test_a_large_body_arrives_whole():
    async def application(scope, receive, send, clock):
        await send(START)
        for number in range(256):
            await send(piece(bytes([number]) * 65_536, more=number < 255))

    answer, _ = run(application, get)
    assert answer.content == b"".join(bytes([n]) * 65_536 for n in range(256))


def test_an_application_is_never_far_ahead_of_its_reader():
    sent = []

    async def application(scope, receive, send, clock):
        await send(START)
        while True:
            await send(piece(b"x"))
            sent.append(1)

    async def first_piece(client, clock):
        async with client.stream("GET", "http://localhost/") as answer:
            return await anext(answer.aiter_raw())

    assert run(application, first_piece)[0] == b"x"
    assert len(sent) <= 2 * AHEAD


@pytest.mark.parametrize("headers_first", [False, True])
def test_a_late_answer_is_a_read_timeout(headers_first):
    async def application(scope, receive, send, clock):
        if headers_first:
            await send(START)
        await clock.sleep(100.0)

    async def impatient(client, clock):
        with pytest.raises(httpx.ReadTimeout):
            await get(client)

    assert run(application, impatient)[1] == pytest.approx(5.0)


@pytest.mark.parametrize(
    ("before", "failure"),
    [([], httpx.RemoteProtocolError), ([START], httpx.ReadError), ([START, piece(b"half")], httpx.ReadError)],
    ids=["before the head", "after the head", "in mid-body"],
)
@pytest.mark.parametrize("crash", [True, False], ids=["crash", "early end"])
def test_an_application_that_ends_too_early_is_a_connection_that_closes(before, failure, crash):
    async def application(scope, receive, send, clock):
        for message in before:
            await send(message)
        if crash:
            raise RuntimeError("dead")

    async def broken(client, clock):
        with pytest.raises(failure):
            await get(client)

    assert run(application, broken)[1] < 1.0


@pytest.mark.parametrize("headers_first", [False, True])
def test_cancelling_the_request_ends_the_application(headers_first):
    ended = []

    async def application(scope, receive, send, clock):
        try:
            if headers_first:
                await send(START)
            await clock.sleep(1000.0)
        finally:
            ended.append(clock.monotonic())

    async def cancel(client, clock):
        task = asyncio.ensure_future(get(client))
        await clock.sleep(2.0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return task.cancelled(), list(ended)

    assert run(application, cancel)[0] == (True, [2.0])


def test_requests_side_by_side_do_not_mix():
    async def application(scope, receive, send, clock):
        number = int(scope["path"][1:])
        await send(START)
        await clock.sleep(1.0 / (number + 1))
        await send(piece(b"%d" % number, more=False))

    async def many(client, clock):
        answers = await asyncio.gather(*(client.get(f"http://localhost/{n}") for n in range(20)))
        return [answer.content for answer in answers]

    assert run(application, many)[0] == [b"%d" % n for n in range(20)]


def test_letting_go_of_an_answer_waits_for_the_application_to_end():
    ended = []

    async def application(scope, receive, send, clock):
        try:
            await send(START)
            await clock.sleep(1000.0)
        finally:
            ended.append(clock.monotonic())

    async def let_go(client, clock):
        async with client.stream("GET", "http://localhost/"):
            await clock.sleep(3.0)
        return list(ended)

    assert run(application, let_go)[0] == [3.0]
