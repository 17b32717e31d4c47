"""T12, T13: wherever an answer or the environment points, the credential goes where it was opened for."""

from __future__ import annotations

import asyncio

import pytest

from labelsync.errors import CallFailed, Incomprehensible, Unreachable
from labelsync.wire.trust import authorities
from tests.wire.loopback import OK, connected, listening, says
from tests.wire.scene import LOOK, WRITE
from tests.wire.test_trust import OPENSSL, certificate


def answered(status: int, **rest):
    """What a request that is pointed elsewhere comes to, and how many requests arrived there."""

    async def redirected():
        async with listening(says(OK)) as other:
            to = rest.get("to", "http://127.0.0.1:{port}/").format(port=other.port)
            away = (
                f"HTTP/1.1 {status} Go\r\nlocation: {to}\r\nrefresh: 0; url={to}\r\ncontent-length: 0\r\n\r\n"
            )
            async with listening(says(away.encode())) as vendor, connected(vendor.port) as line:
                try:
                    await line.client.exchange(rest.get("request", LOOK))
                    failure = None
                except CallFailed as raised:
                    failure = raised
            return failure, other.connections, len(vendor.heard)

    return asyncio.run(redirected())


@pytest.mark.parametrize("request_", [LOOK, WRITE], ids=["a look", "a write"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_of_any_kind_is_an_error_and_leads_nowhere(status, request_):
    failure, elsewhere, asked = answered(status, request=request_)
    assert isinstance(failure, Incomprehensible)
    assert (elsewhere, asked) == (0, 1)


@pytest.mark.parametrize(
    "to", ["/", "//127.0.0.1:{port}/", "https://127.0.0.1:{port}/", "file:///etc/passwd"]
)
def test_not_even_a_redirect_to_the_vendor_itself_is_followed(to):
    failure, elsewhere, asked = answered(308, to=to)
    assert isinstance(failure, Incomprehensible)
    assert (elsewhere, asked) == (0, 1)


@pytest.mark.parametrize("status", [200, 300, 304, 401])
def test_an_address_beside_another_status_is_not_gone_to(status):
    _, elsewhere, asked = answered(status)
    assert (elsewhere, asked) == (0, 1)


@pytest.mark.skipif(not OPENSSL, reason="openssl makes the certificates")
@pytest.mark.parametrize(
    "name",
    ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "PIP_CERT", "NODE_EXTRA_CA_CERTS", "PYTHONHTTPSVERIFY"],
)
def test_no_variable_of_another_program_makes_a_certificate_good(tmp_path, monkeypatch, name):
    cert, context = certificate(tmp_path, host="IP:127.0.0.1")
    monkeypatch.setenv(name, "0" if name == "PYTHONHTTPSVERIFY" else str(cert))
    authorities.cache_clear()

    async def ask():
        async with listening(says(OK), context) as server, connected(server.port, scheme="https") as line:
            with pytest.raises(Unreachable):
                await line.client.exchange(LOOK)
            return server.heard

    assert asyncio.run(ask()) == []
    authorities.cache_clear()
