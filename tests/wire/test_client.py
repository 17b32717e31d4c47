"""The client on real loopback sockets: broken, slow and hostile answers, and what leaves this machine."""

import asyncio
import gzip
import logging
import tracemalloc
from traceback import format_exception

import pytest

from labelsync.core.exchange import Answer
from labelsync.errors import AnswerLost, Incomprehensible, Unreachable
from labelsync.wire.client import LONGEST_ANSWER
from labelsync.wire.clock import SystemClock
from tests.wire.loopback import (
    OK,
    connected,
    listening,
    read_once,
    says,
    says_and_closes,
    says_and_resets,
)
from tests.wire.scene import LOOK, SECRET, WRITE

HEAD = b"HTTP/1.1 200 OK\r\n"


def answer(body, *fields):
    return HEAD + b"".join(f + b"\r\n" for f in (*fields, b"content-length: %d" % len(body))) + b"\r\n" + body


def secret_in(error):
    """Whether a person or a credential shows in what a traceback prints, or in an error that hangs on it."""
    texts = "".join(format_exception(error)) + error.advice + repr(error.__cause__) + repr(error.__context__)
    return SECRET in texts


@pytest.mark.parametrize(
    "speak",
    [
        says_and_resets(HEAD + b"content-length: 100\r\n\r\nhalf"),
        says_and_closes(HEAD + b"content-length: 100\r\n\r\nhalf"),
        says_and_closes(HEAD + b"transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n"),
        says_and_closes(HEAD + b"transfer-encoding: chunked\r\n\r\nzz\r\n"),
        says_and_resets(b""),
        says_and_closes(b""),
        says_and_closes(HEAD[:9]),
        says_and_closes(f"HTTP/1.1 200 {SECRET}\x00\r\n\r\n".encode()),
        says_and_closes(HEAD + f"content-length: {SECRET}\r\n\r\n".encode()),
        says_and_closes(b"SSH-2.0-OpenSSH_9.6\r\n"),
        says_and_closes(HEAD + b"x: " + b"a" * 2_000_000),
    ],
    ids=[
        "reset in mid-body",
        "closed in mid-body",
        "half of the chunks",
        "a chunk of no size",
        "reset before the head",
        "closed before the head",
        "half a status line",
        "a status line with a zero byte",
        "a length that is no number",
        "another protocol",
        "two megabytes of head",
    ],
)
def test_a_broken_answer_is_a_lost_one_and_tells_nothing(speak):
    outcome, _ = read_once(speak)
    assert isinstance(outcome, AnswerLost)
    assert not secret_in(outcome)


def test_a_body_longer_than_it_says_is_cut_where_it_said():
    outcome, _ = read_once(says(HEAD + b"content-length: 2\r\n\r\n{}trailing"))
    assert outcome == Answer(200, {"content-length": "2"}, b"{}")


def test_a_silent_server_is_given_up_after_the_timeout():
    outcome, server = read_once(says(b""), timeout=0.2)
    assert isinstance(outcome, AnswerLost)
    assert not secret_in(outcome)
    assert len(server.heard) == 1


def test_a_pause_in_mid_body_is_given_up_after_the_timeout():
    outcome, _ = read_once(says(HEAD + b"content-length: 9\r\n\r\n12"), timeout=0.2)
    assert isinstance(outcome, AnswerLost)


def test_an_answer_that_drips_for_ever_is_given_up():
    drops = [HEAD + b"content-length: 900\r\n\r\n", *[b"x"] * 900]
    outcome, _ = read_once(says(*drops, pause=0.05), timeout=0.15)
    assert isinstance(outcome, AnswerLost)


def test_an_answer_that_drips_and_ends_is_whole():
    outcome, _ = read_once(says(HEAD + b"content-length: 4\r\n\r\n", b"n", b"u", b"l", b"l", pause=0.02))
    assert outcome.body == b"null"


def test_html_is_an_answer_for_others_to_judge():
    outcome, _ = read_once(says(answer(b"<html>", b"Content-Type: text/html")))
    assert (outcome.body, outcome.headers["content-type"]) == (b"<html>", "text/html")


def test_a_packed_answer_is_unpacked():
    outcome, server = read_once(says(answer(gzip.compress(b"[1]" * 99), b"content-encoding: gzip")))
    assert outcome.body == b"[1]" * 99
    assert "accept-encoding: gzip\r\n" in server.heard[0].lower()


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"not packed", b"gzip"),
        (gzip.compress(b"[1]" * 99)[:-9], b"gzip"),
        (gzip.compress(gzip.compress(b"[]")), b"gzip, gzip"),
        (b"x", b"br"),
    ],
    ids=["not packed", "cut", "packed twice", "another packing"],
)
def test_a_wrongly_packed_answer_is_incomprehensible(body, encoding):
    outcome, _ = read_once(says(answer(body, b"content-encoding: " + encoding)))
    assert isinstance(outcome, Incomprehensible)
    assert not secret_in(outcome)


def peak_of(speak):
    tracemalloc.start()
    outcome, _ = read_once(speak)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return outcome, peak


def test_a_gzip_bomb_never_grows_in_memory():
    bomb = gzip.compress(bytes(8 * LONGEST_ANSWER), compresslevel=1)
    outcome, peak = peak_of(says(answer(bomb, b"content-encoding: gzip")))
    assert isinstance(outcome, Incomprehensible)
    assert peak < 3 * LONGEST_ANSWER


def test_an_endless_body_is_cut_off():
    chunk = b"100000\r\n" + bytes(1 << 20) + b"\r\n"

    async def endlessly(writer):
        writer.write(HEAD + b"transfer-encoding: chunked\r\n\r\n")
        while True:
            writer.write(chunk)
            await writer.drain()

    outcome, peak = peak_of(endlessly)
    assert isinstance(outcome, Incomprehensible)
    assert "64 MiB" in outcome.reason
    assert peak < 3 * LONGEST_ANSWER


def test_a_port_that_nobody_listens_on_is_unreachable():
    async def nobody():
        async with listening(says(OK)) as server:
            pass
        async with connected(server.port) as line:
            with pytest.raises(Unreachable) as caught:
                await line.client.exchange(LOOK)
        return caught.value

    error = asyncio.run(nobody())
    assert not secret_in(error)
    assert "127.0.0.1" in error.reason


def test_a_redirect_never_carries_the_credential_to_the_other_host():
    async def redirected():
        async with listening(says(OK)) as other:
            to = f"http://127.0.0.1:{other.port}/?who={SECRET}"
            away = f"HTTP/1.1 307 Go\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n".encode()
            async with listening(says(away)) as vendor, connected(vendor.port) as line:
                with pytest.raises(Incomprehensible) as caught:
                    await line.client.exchange(LOOK)
            return caught.value, other.connections, len(vendor.heard)

    error, elsewhere, asked = asyncio.run(redirected())
    assert (elsewhere, asked) == (0, 1)
    assert not secret_in(error)


def test_proxies_and_credentials_of_the_environment_are_ignored(monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))

    async def surrounded():
        async with listening(says(OK)) as proxy, listening(says(OK)) as vendor:
            for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
                monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
                monkeypatch.setenv(name.lower(), f"http://127.0.0.1:{proxy.port}")
            async with connected(vendor.port, headers=()) as line:
                await line.client.exchange(LOOK)
            return proxy.connections, vendor.heard

    proxied, heard = asyncio.run(surrounded())
    assert proxied == 0
    assert len(heard) == 1
    assert "authorization" not in heard[0].lower()


def test_a_request_says_who_sends_it_and_keeps_the_connection():
    async def twice():
        async with listening(says(OK)) as vendor, connected(vendor.port) as line:
            await line.client.exchange(LOOK)
            await line.client.exchange(WRITE)
            return vendor

    vendor = asyncio.run(twice())
    first, second = vendor.heard
    assert vendor.connections == 1
    assert first.startswith(f"GET /contacts/1?email={SECRET} HTTP/1.1\r\n")
    assert "user-agent: labelsync/9.9\r\n" in first.lower()
    assert f"authorization: {SECRET}\r\n" in first
    assert second.startswith("POST /labels HTTP/1.1\r\n")
    assert "content-type: application/json\r\n" in second


def test_nothing_of_a_request_is_logged_by_the_libraries_below(caplog):
    caplog.set_level(logging.DEBUG)
    outcome, _ = read_once(says(answer(b"{}", f"set-cookie: session={SECRET}".encode())))
    assert outcome.status == 200
    assert SECRET not in caplog.text


def test_a_cancelled_exchange_leaks_no_connection():
    async def cancelled():
        async with listening(says(b"")) as vendor, connected(vendor.port, timeout=2.0) as line:
            for _ in range(6):
                task = asyncio.ensure_future(line.client.exchange(LOOK))
                while not vendor.heard:
                    await SystemClock().sleep(0.01)
                vendor.heard.clear()
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
            vendor.speak = says(OK)
            return await line.client.exchange(LOOK)

    assert asyncio.run(cancelled()).status == 200
