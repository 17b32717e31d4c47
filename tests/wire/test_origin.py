"""Where a credential may go, and every way of writing another place so that it looks like that one."""

import random

import pytest

from labelsync.errors import NotAuthorised
from labelsync.testing.time import VirtualClock
from labelsync.wire.client import open_client
from labelsync.wire.opening import Terms, open_line
from labelsync.wire.origin import check_origin, is_loopback
from labelsync.wire.waiting import Waits
from tests.wire.scene import SECRET, access


@pytest.mark.parametrize(
    "url",
    [
        "https://api.vendor.example",
        "https://api.vendor.example/",
        "https://api.vendor.example/v2",
        "https://api.vendor.example/v2/",
        "https://api.vendor.example:443",
        "HTTPS://API.Vendor.Example",
        "http://localhost",
        "http://LOCALHOST:8080",
        "http://127.0.0.1:8080/v1",
        "https://127.9.9.9",
        "http://[::1]:8080",
    ],
)
def test_the_vendor_and_the_loopback_are_origins(url):
    check_origin(access(url))


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example",
        "http://api.vendor.example",
        "https://api.vendor.example:8443",
        "https://api.vendor.example:0",
        "https://api.vendor.example:99999",
        "https://api.vendor.example:port",
        "https://api.vendor.example.",
        "https://api.vendor.example.evil.example",
        "https://evil-api.vendor.example",
        "https://sub.api.vendor.example",
        "https://vendor.example",
        "https://api.vendor.example@evil.example",
        "https://api.vendor.example:443@evil.example",
        f"https://user:{SECRET}@api.vendor.example",
        "https://evil.example\\@api.vendor.example",
        "https://api.vendor.example\\@evil.example",
        "https://evil.example/@api.vendor.example",
        "https://evil.example?@api.vendor.example",
        "https://evil.example#@api.vendor.example",
        "https://api.vendor.example?x=y",
        "https://api.vendor.example#x",
        "https://api.vendor.example/../x",
        "https://api.vendor.example//x",
        "https://api%2evendor.example",
        "https://api.vendor.exampl\u0435",  # a Cyrillic letter at the end
        "https://\uff41pi.vendor.example",  # a letter that NFKC turns into an a
        " https://api.vendor.example",
        "https://api.vendor.example\n",
        "https://api.ven\tdor.example",
        "https://",
        "https:///x",
        "https://:443",
        "https:api.vendor.example",
        "//api.vendor.example",
        "api.vendor.example",
        "ftp://api.vendor.example",
        "ftp://localhost",
        "file:///etc/passwd",
        "http://user@localhost",
        "http://localhost@evil.example",
        "http://localhost.evil.example",
        "http://evil.localhost",
        "http://localhost.",
        "http://127.0.0.1.evil.example",
        "http://127.0.0.1@evil.example",
        "http://127.1",
        "http://2130706433",
        "http://0x7f.0.0.1",
        "http://0177.0.0.1",
        "http://0.0.0.0",
        "http://[::]",
        "http://[::1%25eth0]",
        "http://[::1",
        "http://[::1].evil.example",
        "http://[::1]@evil.example",
        "http://10.0.0.1",
        "http://169.254.169.254",
        "",
    ],
)
def test_everything_else_is_refused_with_advice(url):
    with pytest.raises(NotAuthorised) as caught:
        check_origin(access(url))
    assert "api.vendor.example over https" in caught.value.advice
    assert SECRET not in caught.value.reason + caught.value.advice
    assert "\n" not in caught.value.reason


@pytest.mark.parametrize("url", ["", "http://", "http://[", "::1", "localhost", "http://[::1"])
def test_what_is_no_url_is_not_the_loopback(url):
    assert not is_loopback(url)


def test_a_line_is_not_opened_to_another_origin_not_even_to_an_emulator():
    with pytest.raises(NotAuthorised):
        open_line(
            access("https://evil.example"),
            Terms(agent="labelsync/test"),
            waits=Waits(VirtualClock()),
            chance=random.Random(1),
        )


@pytest.mark.parametrize("tail", ["\n", "\r\nx: y", " ", "\u00e9", "\x00"])
def test_a_credential_that_no_header_carries_is_refused_without_showing_it(tail):
    with pytest.raises(NotAuthorised) as caught:
        open_client(
            access(headers=(("authorization", SECRET + tail),)), agent="a", concurrency=1, transport=None
        )
    assert SECRET not in str(caught.value) + caught.value.advice
