"""HighLevel: what people read of answers that say nothing, and of messages that say too much."""

from __future__ import annotations

import httpx
import pytest
from inline_snapshot import snapshot

from labelsync.errors import Rejected, TooTall
from tests.connectors.highlevel_location import TOKEN, answered, refused, told

ELSEWHERE = httpx.Response(302, headers={"location": "https://elsewhere.example"})

TABLE = [
    (
        "list",
        httpx.Response(400, html="<html>Bad Request</html>"),
        snapshot("""\
Rejected: HighLevel refused to list contacts (400)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "add",
        httpx.Response(400),
        snapshot("""\
Rejected: HighLevel refused to add tags (400)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "list",
        httpx.Response(200, html="<html>hello</html>"),
        snapshot("""\
Incomprehensible: HighLevel's answer is not what its documentation says
  check base_url and version; if they are right, the vendor changed its answers
"""),
    ),
    (
        "list",
        httpx.Response(200),
        snapshot("""\
Incomprehensible: HighLevel's answer is not what its documentation says
  check base_url and version; if they are right, the vendor changed its answers
"""),
    ),
    (
        "list",
        ELSEWHERE,
        snapshot("""\
Incomprehensible: the vendor redirects (302), and redirects are never followed
  check the account's base_url
"""),
    ),
    (
        "list",
        refused(429, "Too Many Requests"),
        snapshot("""\
Throttled: the vendor refuses for pace (429), again and again
  wait, or lower the account's `share`, then run the command again
"""),
    ),
    (
        "list",
        httpx.Response(502, html="<html>bad gateway</html>"),
        snapshot("""\
Unreachable: the vendor's server fails (502)
  try again later
"""),
    ),
    (
        "add",
        httpx.Response(500),
        snapshot("""\
AnswerLost: the vendor's server failed (500) and does not say whether the call took effect
  run the command again: it looks up what became of the call first
"""),
    ),
]


@pytest.mark.parametrize(("act", "answer", "text"), TABLE)
def test_a_failure_says_what_happened_and_what_to_do(act: str, answer: httpx.Response, text: str) -> None:
    assert told(act, answer) == text


@pytest.mark.parametrize(
    ("message", "quoted"),
    [
        (["property stageId should not exist", "pageLimit must be a number"], True),
        ("ada@example.com is taken", False),
        ("no contact with +15550001111", False),
        (f"token {TOKEN} is unknown", False),
        (7, False),
    ],
)
def test_a_message_is_quoted_only_when_it_can_name_nobody(message: object, quoted: bool) -> None:
    error = answered("list", refused(422, message))
    assert isinstance(error, Rejected)
    assert error.status == 422
    assert ("pageLimit must be a number" in error.reason) is quoted
    assert not any(word in error.reason for word in ("ada", "1555", "pit-"))


def test_only_a_413_says_that_a_call_was_too_tall() -> None:
    assert isinstance(answered("add", refused(413, "too large")), TooTall)
    assert isinstance(answered("remove", httpx.Response(413)), TooTall)
    assert not isinstance(answered("add", refused(422, "contacts must contain no more than 500")), TooTall)
    assert not isinstance(answered("list", httpx.Response(413)), TooTall)
