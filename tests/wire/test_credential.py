"""A credential that ends: asked for once, renewed once, never a write. And headers that go back."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from labelsync.core.exchange import Answer, Headers, Post, Request
from labelsync.errors import NotAuthorised, Throttled, Unreachable
from labelsync.wire.line import NotAReadingRequest, OpenReader, OpenWriter
from labelsync.wire.patience import Patience
from tests.wire.scene import DEAD, LOOK, REFUSED, SECRET, WRITE, line_to

ASK = Request("token", "POST", "/oauth/token", body=f'{{"refresh":"{SECRET}"}}'.encode())


@dataclass
class Issuer:
    """An authority whose tokens are numbered. Each is asked for by a request; a 401 ends it.

    `busy` shows whether it is called twice at once.
    """

    shape: str = "Bearer token-{number}"
    held: str = ""
    number: int = 0
    busy: bool = False
    answers: list[int] = field(default_factory=list)

    async def headers(self, post: Post) -> Headers:
        assert not self.busy
        self.busy = True
        try:
            return (("authorization", self.held or await self._fresh(post)),)
        finally:
            self.busy = False

    async def _fresh(self, post: Post) -> str:
        answer = await post(ASK)
        self.answers.append(answer.status)
        if answer.status != 200:
            raise NotAuthorised("no token is given")
        self.number += 1
        self.held = self.shape.format(number=self.number)
        return self.held

    def refused(self, answer: Answer) -> bool:
        ended = answer.status == 401
        self.held = "" if ended else self.held
        return ended


def issued(script: list[Any], *, shape: str = "Bearer token-{number}", **more: Any) -> Any:
    """A line with an authority, the scripted vendor, the clock and the authority."""
    authority = Issuer(shape)
    line, vendor, clock = line_to(script, headers=(("x-app", "app-1"),), authority=authority, **more)
    return line, vendor, clock, authority


def sent(vendor: Any) -> list[tuple[str, str]]:
    """The path of each request and the token that it went with."""
    return [(path, headers.get("authorization", "")) for _, _, path, _, headers in vendor.seen]


TOKEN, ONE = "/oauth/token", "/contacts/1"


def test_a_token_is_asked_for_before_the_first_request_and_then_kept():
    line, vendor, clock, _ = issued([200])

    async def two() -> None:
        await OpenReader(line).read(LOOK)
        await OpenWriter(line).write(WRITE)

    clock.run(two())
    assert sent(vendor) == [(TOKEN, ""), (ONE, "Bearer token-1"), ("/labels", "Bearer token-1")]
    assert {headers["x-app"] for *_, headers in vendor.seen} == {"app-1"}


def test_however_many_requests_wait_the_token_is_asked_for_once():
    line, vendor, clock, _ = issued([200], concurrency=8)

    async def many() -> list[Answer]:
        reader, writer = OpenReader(line), OpenWriter(line)
        return await asyncio.gather(*[reader.read(LOOK) for _ in range(30)], writer.write(WRITE))

    assert len(clock.run(many())) == 31
    assert [path for path, _ in sent(vendor)].count(TOKEN) == 1
    assert {token for path, token in sent(vendor) if path != TOKEN} == {"Bearer token-1"}


@pytest.mark.parametrize("traffic", ["read", "write"])
def test_a_token_that_has_ended_is_renewed_once_and_the_request_is_sent_again(traffic):
    line, vendor, clock, _ = issued([200, 401, 200, 200])
    request = LOOK if traffic == "read" else WRITE
    assert clock.run(line.send(request, traffic=traffic)).status == 200
    assert sent(vendor) == [
        (TOKEN, ""),
        (request.path, "Bearer token-1"),
        (TOKEN, ""),
        (request.path, "Bearer token-2"),
    ]
    assert {body for _, _, path, body, _ in vendor.seen if path != TOKEN} == {request.body}


def test_a_second_refusal_is_handed_back():
    line, vendor, clock, _ = issued([200, 401, 200, 401, 200])
    assert clock.run(OpenReader(line).read(LOOK)).status == 401
    assert [path for path, _ in sent(vendor)] == [TOKEN, ONE, TOKEN, ONE]


@pytest.mark.parametrize("status", [400, 403, 404])
def test_another_refusal_renews_nothing(status):
    line, vendor, clock, _ = issued([200, status])
    assert clock.run(OpenReader(line).read(LOOK)).status == status
    assert [path for path, _ in sent(vendor)] == [TOKEN, ONE]


def test_without_an_authority_a_401_is_handed_back_at_once():
    line, vendor, clock = line_to([401, 200])
    assert clock.run(OpenReader(line).read(LOOK)).status == 401
    assert len(vendor.seen) == 1


@pytest.mark.parametrize("shape", ["token\r\nx-evil: 1", "token\n", " token", "token ", "tökén", "token\x00"])
def test_a_token_that_no_header_carries_is_refused_and_nothing_is_sent_with_it(shape):
    line, vendor, clock, _ = issued([200], shape=shape)
    with pytest.raises(NotAuthorised) as refused:
        clock.run(OpenReader(line).read(LOOK))
    assert [path for path, _ in sent(vendor)] == [TOKEN]
    assert shape.strip() not in str(refused.value) + refused.value.advice


def test_token_requests_count_as_such_and_never_as_writes():
    line, _, clock, _ = issued([200, 401, 200, 200])
    clock.run(OpenReader(line).read(LOOK))
    assert (line.sent, line.writes) == ({"token": 2, "contacts": 2}, 0)
    line, _, clock, _ = issued([200, 401, 200, 200])
    clock.run(OpenWriter(line).write(WRITE))
    assert (line.sent, line.writes) == ({"token": 2, "relabel": 2}, 2)


def test_a_reader_is_given_a_token_though_asking_for_one_is_no_reading_request():
    line, vendor, clock, _ = issued([200])
    assert not line.reads.holds(ASK)
    assert clock.run(OpenReader(line).read(LOOK)).status == 200
    with pytest.raises(NotAReadingRequest):
        clock.run(OpenReader(line).read(ASK))
    assert [path for path, _ in sent(vendor)] == [TOKEN, ONE]


@pytest.mark.parametrize("failing", [429, 500, 503, DEAD, REFUSED])
def test_asking_for_a_token_is_as_patient_as_a_reading(failing):
    line, vendor, clock, authority = issued([failing, failing, 200])
    assert clock.run(OpenWriter(line).write(WRITE)).status == 200
    assert authority.answers == [200]
    assert line.writes == 1
    assert [path for path, _ in sent(vendor)][-1] == "/labels"


@pytest.mark.parametrize(("failing", "error"), [(429, Throttled), (503, Unreachable), (REFUSED, Unreachable)])
def test_a_write_that_gets_no_token_is_never_sent(failing, error):
    line, vendor, clock, _ = issued([failing], patience=Patience(tries=2))
    with pytest.raises(error):
        clock.run(OpenWriter(line).write(WRITE))
    assert {path for path, _ in sent(vendor)} <= {TOKEN}
    assert line.writes == 0


def test_a_refused_request_for_a_token_reaches_the_caller_and_the_next_one_may_try_again():
    line, _, clock, authority = issued([400, 200])
    with pytest.raises(NotAuthorised):
        clock.run(OpenReader(line).read(LOOK))
    assert clock.run(OpenReader(line).read(LOOK)).status == 200
    assert authority.answers == [400, 200]


ECHO = {"x-consistent": "abc-1"}


def echoing(script: list[Any]) -> Any:
    return line_to(script, echoes=("x-consistent",))


def echoed(vendor: Any) -> list[str]:
    return [headers.get("x-consistent", "") for *_, headers in vendor.seen]


def test_what_the_vendor_wants_to_hear_again_goes_back_with_every_later_request():
    line, vendor, clock = echoing([(200, ECHO), 200, (200, {"x-consistent": "abc-2"}), 200])

    async def four() -> None:
        await OpenWriter(line).write(WRITE)
        for _ in range(3):
            await OpenReader(line).read(LOOK)

    clock.run(four())
    assert echoed(vendor) == ["", "abc-1", "abc-1", "abc-2"]


@pytest.mark.parametrize("value", ["", "tab\there", "schön", "x\x7f"])
def test_what_no_header_carries_is_passed_over(value):
    line, vendor, clock = echoing([(200, ECHO), (200, {"x-consistent": value}), 200])

    async def three() -> None:
        for _ in range(3):
            await OpenReader(line).read(LOOK)

    clock.run(three())
    assert echoed(vendor) == ["", "abc-1", "abc-1"]


def test_what_nobody_asked_to_hear_again_does_not_go_back():
    line, vendor, clock = line_to([(200, ECHO), 200])
    clock.run(OpenReader(line).read(LOOK))
    clock.run(OpenReader(line).read(LOOK))
    assert echoed(vendor) == ["", ""]


@pytest.mark.parametrize("status", [429, 503])
def test_it_is_heard_from_refusals_too(status):
    line, vendor, clock = echoing([(status, ECHO), 200, 200])
    clock.run(OpenReader(line).read(LOOK))
    clock.run(OpenReader(line).read(LOOK))
    assert echoed(vendor)[-1] == "abc-1"
