"""KirimChat: what the user reads of each refusal, with its advice, after the wire did what it could."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from inline_snapshot import snapshot

from tests.connectors.kirimchat_organisation import (
    ACTS,
    GONE,
    READS,
    UNKNOWN,
    WRITES,
    Act,
    bad,
    failure,
    foreign,
    read,
    refused,
    unauthorised,
)

Answers = tuple[httpx.Response, ...]

KEYS = (*map(unauthorised, (401, 401, 401), ("expired_api_key", "invalid_api_key", "")), foreign(401))
MAY_NOT = (*map(unauthorised, (403, 403, 403), ("plan_limit_exceeded", "suspended", "")), foreign(403, ""))
FAILING = (
    refused(429, "rate_limit_error", "rate_limit_exceeded"),
    refused(500, "api_error", "internal_error"),
    refused(502, "api_error", "whatsapp_upstream_error"),
    foreign(503, ""),
    httpx.Response(302, headers={"location": "/login"}),
)

EVERYWHERE: tuple[tuple[dict[str, Act], Answers, Any], ...] = (
    (
        ACTS,
        KEYS,
        snapshot("""\
NotAuthorised: KirimChat's API key has expired (401, expired_api_key)
  > make a new key in KirimChat and use it as token
NotAuthorised: KirimChat does not accept the API key (401, invalid_api_key): it is wrong, or was revoked
  > copy the whole key (kdv_live_ and 24 characters), or make a new one in KirimChat
NotAuthorised: KirimChat does not accept the API key (401): it is wrong, or was revoked
  > copy the whole key (kdv_live_ and 24 characters), or make a new one in KirimChat
NotAuthorised: something on the way to KirimChat refuses the request (401), not in KirimChat's own words
  > check base_url, and whether a proxy or a firewall refuses; then look at the API key
"""),
    ),
    (
        ACTS,
        MAY_NOT,
        snapshot("""\
NotAuthorised: KirimChat's organisation may not do this (403, plan_limit_exceeded): it is suspended, or
  its plan forbids it
  > look in KirimChat whether the organisation is suspended or over a limit of its plan; the API key is
  not at fault
NotAuthorised: KirimChat's organisation may not do this (403, suspended): it is suspended, or its plan
  forbids it
  > look in KirimChat whether the organisation is suspended or over a limit of its plan; the API key is
  not at fault
NotAuthorised: KirimChat's organisation may not do this (403): it is suspended, or its plan forbids it
  > look in KirimChat whether the organisation is suspended or over a limit of its plan; the API key is
  not at fault
NotAuthorised: something on the way to KirimChat refuses the request (403), not in KirimChat's own words
  > check base_url, and whether a proxy or a firewall refuses; then look at the API key
"""),
    ),
    (
        READS,
        FAILING,
        snapshot("""\
Throttled: the vendor refuses for pace (429), again and again
  > wait, or lower the account's `share`, then run the command again
Unreachable: the vendor's server fails (500)
  > try again later
Unreachable: the vendor's server fails (502)
  > try again later
Unreachable: the vendor's server fails (503)
  > try again later
Incomprehensible: the vendor redirects (302), and redirects are never followed
  > check the account's base_url
"""),
    ),
    (
        WRITES,
        FAILING[:-1],
        snapshot("""\
Throttled: the vendor refuses for pace (429), again and again
  > wait, or lower the account's `share`, then run the command again
AnswerLost: the vendor's server failed (500) and does not say whether the call took effect
  > run the command again: it looks up what became of the call first
AnswerLost: the vendor's server failed (502) and does not say whether the call took effect
  > run the command again: it looks up what became of the call first
AnswerLost: the vendor's server failed (503) and does not say whether the call took effect
  > run the command again: it looks up what became of the call first
"""),
    ),
)
READING: dict[str, tuple[Answers, Any]] = {
    "identify": (
        (foreign(404), GONE, foreign(200), foreign(200, "")),
        snapshot("""\
Rejected: KirimChat refused to show the organisation (404), and not in its own words
  > check base_url and phone_number_id: newer addresses have their contacts under the id of a number,
  the oldest has not
Rejected: KirimChat refused to show the organisation (404, resource_not_found)
  > check base_url: KirimChat's API is not there
Incomprehensible: KirimChat's answer is not what its documentation says
  > check base_url and phone_number_id; if they are right, the vendor changed its answers
Incomprehensible: KirimChat's answer is not what its documentation says
  > check base_url and phone_number_id; if they are right, the vendor changed its answers
"""),
    ),
    "look at one": (
        (GONE, foreign(404), foreign(200), bad("invalid_limit", "limit")),
        snapshot("""\
Rejected: KirimChat refused to list contacts (404, resource_not_found)
  > check base_url and phone_number_id: newer addresses have their contacts under the id of a number,
  the oldest has not
Rejected: KirimChat refused to list contacts (404), and not in its own words
  > check base_url and phone_number_id: newer addresses have their contacts under the id of a number,
  the oldest has not
Incomprehensible: KirimChat's answer is not what its documentation says
  > check base_url and phone_number_id; if they are right, the vendor changed its answers
Rejected: KirimChat refused to list contacts (400, invalid_limit, limit)
  > run plan again; if it stays, please tell the maintainers of this connector
"""),
    ),
    "everyone": (
        (bad("invalid_cursor", "cursor"), bad("invalid_limit", "limit"), GONE),
        snapshot("""\
Rejected: KirimChat refused to list contacts (400, invalid_cursor, cursor)
  > run the command again: the list is read from its start
Rejected: KirimChat refused to list contacts (400, invalid_limit, limit)
  > run plan again; if it stays, please tell the maintainers of this connector
Rejected: KirimChat refused to list contacts (404, resource_not_found)
  > check base_url and phone_number_id: newer addresses have their contacts under the id of a number,
  the oldest has not
"""),
    ),
    "by phone": (
        (bad("invalid_phone_number", "phone"), bad("invalid_cursor")),
        snapshot("""\
Rejected: KirimChat refused to list contacts (400, invalid_phone_number, phone)
  > write the filter's phone as KirimChat has it: +, the country's code, the number
Rejected: KirimChat refused to list contacts (400, invalid_cursor)
  > run the command again: the list is read from its start
"""),
    ),
    "by search": (
        (bad("invalid_field_value", "search"), bad("invalid_field_value")),
        snapshot("""\
Rejected: KirimChat refused to list contacts (400, invalid_field_value, search)
  > give the filter's search 1 to 200 characters
Rejected: KirimChat refused to list contacts (400, invalid_field_value)
  > run plan again; if it stays, please tell the maintainers of this connector
"""),
    ),
    "one": (
        (foreign(404), bad("invalid_field_value")),
        snapshot("""\
Rejected: KirimChat refused to show a contact (404), and not in its own words
  > check base_url and phone_number_id: newer addresses have their contacts under the id of a number,
  the oldest has not
Rejected: KirimChat refused to show a contact (400, invalid_field_value)
  > run plan again; if it stays, please tell the maintainers of this connector
"""),
    ),
    "labels": (
        (bad("invalid_cursor"), bad("invalid_limit"), GONE),
        snapshot("""\
Rejected: KirimChat refused to list labels (400, invalid_cursor)
  > run the command again: the list is read from its start
Rejected: KirimChat refused to list labels (400, invalid_limit)
  > run plan again; if it stays, please tell the maintainers of this connector
Rejected: KirimChat refused to list labels (404, resource_not_found)
  > check base_url: KirimChat's API is not there
"""),
    ),
}


@pytest.mark.parametrize(
    ("act", "answers", "told"),
    [(act, answers, told) for acts, answers, told in EVERYWHERE for act in acts],
)
def test_keys_plans_and_failures_are_told_alike_whatever_was_asked(
    act: str, answers: Answers, told: str
) -> None:
    assert read(act, answers) == told


@pytest.mark.parametrize(("act", "answers", "told"), [(act, *row) for act, row in READING.items()])
def test_a_refusal_says_what_was_refused_and_what_to_do(act: str, answers: Answers, told: str) -> None:
    assert read(act, answers) == told


@pytest.mark.parametrize("act", ACTS)
def test_a_refusal_always_advises_and_names_nobody(act: str) -> None:
    for answer in (*KEYS, *MAY_NOT, *FAILING[:-1], UNKNOWN):
        error = failure(act, answer)
        assert error.advice
        assert not re.search("Ada|1555|kdv_live_[a-z]", f"{error.reason} {error.advice} {error}")


def test_only_a_key_that_has_expired_is_told_as_expired() -> None:
    told = [failure("everyone", answer) for answer in (*KEYS, *MAY_NOT, GONE, UNKNOWN)]
    assert ["expired" in f"{error.reason} {error.advice}" for error in told] == [True, *[False] * 9]


def test_the_request_is_named_for_the_vendor_s_support() -> None:
    error = {"type": "conflict", "code": "x", "request_id": "req_01HZX0000000000000000000R1"}
    reason = failure("everyone", httpx.Response(409, json={"error": error})).reason
    assert reason.endswith("(409, x, request req_01HZX0000000000000000000R1)")
