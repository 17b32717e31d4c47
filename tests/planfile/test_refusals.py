"""A file that is not exactly what was sealed is refused, with the reason."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelsync.errors import PlanUnfit
from labelsync.planfile import document, open_sealed, read, seal_of, seal_plan
from labelsync.planfile.canonical import canonical
from tests.planfile.samples import EXPIRES, KEY, PLAN, SHOP

SMALL = replace(PLAN, accounts=(replace(SHOP, withheld=(), unmatched=()),), objections=(), overrides=())
FILE = seal_plan(SMALL, KEY)
NOW = EXPIRES - 1
Document = dict[str, Any]


def resealed(change: Callable[[Document], object]) -> bytes:
    """The sample plan with a change that was then sealed with the right key."""
    drawn: Document = json.loads(json.dumps(document(PLAN)))
    change(drawn)
    value = hmac.digest(KEY, canonical(drawn), "sha256").hex()
    return canonical({**drawn, "seal": {"alg": "hmac-sha256", "value": value}})


def refusal(data: bytes, *, key: bytes = KEY, now: float = NOW) -> PlanUnfit:
    with pytest.raises(PlanUnfit) as caught:
        open_sealed(data, key=key, now=now)
    assert caught.value.exit_code == 6
    assert caught.value.advice
    return caught.value


@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80])
def test_every_byte_flipped_in_turn_is_refused(flip: int) -> None:
    for place in range(len(FILE)):
        altered = bytearray(FILE)
        altered[place] ^= flip
        refusal(bytes(altered))


def test_the_file_itself_is_opened() -> None:
    assert open_sealed(FILE, key=KEY, now=NOW) == SMALL


def test_every_beginning_of_the_file_is_refused() -> None:
    for end in range(0, len(FILE), 7):
        refusal(FILE[:end])


@given(st.binary(max_size=60) | st.text().map(str.encode))
def test_a_file_that_is_no_plan_is_refused(data: bytes) -> None:
    refusal(data)
    with pytest.raises(PlanUnfit):
        read(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe{}", "not JSON"),
        (b"[" * 200_000, "not JSON"),
        (b'{"format_version":' + b"9" * 5000 + b"}", "not JSON"),
        (b'{"format_version":NaN}', "not JSON"),
        (b"[]\n", "not a JSON object"),
        (b"{}\n", "names no format version"),
        (b'{"format_version":1.0}\n', "names no format version"),
        (b'{"format_version":"1.0"}\n', "no seal"),
        (b'{"cost":1e999,"format_version":"1.0"}\n', "canonical"),
        (b'{"format_version":"1.0","seal":{"alg":"none","value":""}}\n', "no seal"),
        (b'{"format_version":"1.0","seal":{"alg":"hmac-sha256","value":"\\u00e9"}}\n', "no seal"),
        (b'{"format_version":"1.0","seal":{"alg":"hmac-sha256","value":"\\ud800"}}\n', "no seal"),
    ],
)
def test_what_is_no_plan_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    assert reason in refusal(data).reason


@pytest.mark.parametrize(
    "rewritten",
    [
        FILE[:-1],
        FILE + b"\n",
        b" " + FILE,
        FILE.replace(b":", b": ", 1),
        json.dumps(json.loads(FILE), indent=1).encode(),
        FILE.replace(b'{"accounts"', b'{"partial":true,"accounts"', 1),
        FILE.replace(b'"states"', b'"\\u0073tates"', 1),
        FILE.replace(b":7.5", b":7.50", 1),
    ],
)
def test_the_same_json_written_otherwise_is_refused(rewritten: bytes) -> None:
    assert "canonical" in refusal(rewritten).reason
    with pytest.raises(PlanUnfit, match="canonical"):
        read(rewritten)


def test_another_key_does_not_fit() -> None:
    assert "seal does not fit" in refusal(FILE, key=b"another key").reason


def test_a_plan_is_refused_from_the_instant_on_at_which_it_expires() -> None:
    assert "expired at 2026-11-23T09:00:00Z" in refusal(FILE, now=EXPIRES).reason
    assert open_sealed(FILE, key=KEY, now=EXPIRES - 0.5) == SMALL


def test_an_expired_plan_of_another_key_can_be_shown() -> None:
    assert read(seal_plan(SMALL, b"somebody else's")) == SMALL


def test_a_newer_major_is_refused_with_the_version_that_is_needed() -> None:
    data = resealed(lambda plan: plan.update(format_version="2.0", labelsync="3.1.4"))
    assert "format 2.0" in refusal(data).reason
    assert "labelsync 3.1.4 or newer" in refusal(data).advice
    with pytest.raises(PlanUnfit, match=r"format 2\.0"):
        read(data)


def test_a_version_that_is_none_is_not_repeated() -> None:
    data = resealed(lambda plan: plan.update(format_version="2.0", labelsync="\x1b[2J"))
    assert refusal(data).advice.startswith("use labelsync of a newer version")


def test_another_minor_is_shown_and_not_applied() -> None:
    def newer(plan: Document) -> None:
        plan.update(format_version="1.7", novelty=[1])
        plan["accounts"][0]["novelty"] = "one more thing"

    data = resealed(newer)
    assert "applies 1.0 only" in refusal(data).reason
    assert read(data) == PLAN


def test_a_plan_that_an_older_release_wrote_in_this_format_is_applied() -> None:
    data = resealed(lambda plan: plan.update(labelsync="0.0.9"))
    assert open_sealed(data, key=KEY, now=NOW) == PLAN


def set_at(*path: str | int, to: object) -> Callable[[Document], None]:
    def change(plan: Document) -> None:
        *way, last = path
        spot: Any = plan
        for step in way:
            spot = spot[step]
        spot[last] = to

    return change


WRONG = {
    "unknown key": set_at("novelty", to=1),
    "unknown key of an account": set_at("accounts", 0, "novelty", to=1),
    "unknown key of a change": set_at("accounts", 0, "changes", 1, "novelty", to=1),
    "a sum that lies": set_at("summary", "remove", to=0),
    "a digest of other files": set_at("manifest", "digest", to="sha256:" + "0" * 64),
    "a file outside": set_at("manifest", "files", to=["../x", "y"]),
    "files without digests": set_at("manifest", "digests", to=[]),
    "text for a number": set_at("accounts", 0, "read", "pages", to="13"),
    "a flag for a number": set_at("accounts", 0, "read", "pages", to=True),
    "a number for a flag": set_at("partial", to=0),
    "less than nobody": set_at("accounts", 0, "labels", 0, "carry", to=-1),
    "no such day": set_at("created", to="2026-13-41T09:00:00Z"),
    "an instant of another form": set_at("created", to="2026-11-22 09:00:00"),
    "an unknown action": set_at("accounts", 0, "changes", 1, "action", to="annihilate"),
    "another action": set_at("accounts", 0, "changes", 1, "action", to="delete"),
    "lists that are not parallel": set_at("accounts", 0, "changes", 1, "because", to=["a:1"]),
    "identities that are not parallel": set_at("accounts", 0, "changes", 1, "rests", to=[]),
    "one contact twice": set_at("accounts", 0, "changes", 1, "contacts", to=["id1", "id1"]),
    "nobody to add": set_at("accounts", 0, "changes", 1, "contacts", to=[]),
    "an unknown basis": set_at("accounts", 0, "read", "basis", to="guessed"),
    "no certificate": set_at("accounts", 0, "changes", 2, "seen", to=None),
    "an automation without its times": set_at("accounts", 0, "fires", 0, to={"label": "vip"}),
    "an automation on neither side": set_at("accounts", 0, "fires", 0, "on", to="change"),
    "a lone surrogate": set_at("accounts", 0, "identity", to="\ud800"),
    "an account missing": lambda plan: plan.pop("accounts"),
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_what_the_format_does_not_say_is_refused_even_under_a_good_seal(
    change: Callable[[Document], object],
) -> None:
    data = resealed(change)
    assert refusal(data).reason.startswith("this is no plan")
    with pytest.raises(PlanUnfit):
        read(data)


def test_a_refusal_names_the_field_and_not_what_stands_in_it() -> None:
    person = "ada@example.com"
    refused = refusal(resealed(set_at("accounts", 0, "read", "pages", to=person)))
    assert "`accounts.0.read.pages`" in refused.reason
    assert person not in refused.reason + refused.advice


def test_two_plans_have_two_seals() -> None:
    assert seal_of(FILE) == json.loads(FILE)["seal"]["value"]
    assert seal_of(FILE) != seal_of(seal_plan(PLAN, KEY))
