"""Idempotency keys: a POST repeated under its key is answered, not done, again (documented)."""

from __future__ import annotations

import hashlib

import msgspec

from labelsync.sandbox.kirimchat.call import Call
from labelsync.sandbox.kirimchat.facts import Answer
from labelsync.sandbox.kirimchat.refusal import RefusedError, invalid
from labelsync.sandbox.kirimchat.switches import Switches
from labelsync.sandbox.kirimchat.world import World

KEPT_SECONDS = 24 * 3600  # documented
KEY_LENGTH = 255  # documented


def key(call: Call) -> str | None:
    """The key under which a call is remembered. Only a POST has one: others ignore the header."""
    if call.method != "POST" or call.key is None:
        return None
    if not 1 <= len(call.key) <= KEY_LENGTH:
        raise invalid("Idempotency-Key", f"Idempotency-Key has 1 to {KEY_LENGTH} characters.")
    return call.key


def knows(world: World, call: Call) -> bool:
    """Whether this very call would be replayed."""
    name = key(call)
    answer = None if name is None else _current(world, name, at=call.at)
    return answer is not None and answer.fingerprint == fingerprint(call)


async def recall(world: World, call: Call) -> Answer | None:
    """The answer remembered for this call, waiting for it while the first call is in flight.

    Documented: another body under the key is 422, and a wait of 30 seconds ends in 409.
    """
    name = key(call)
    answer = None if name is None else _current(world, name, at=call.at)
    if name is None or answer is None:
        return None
    if answer.fingerprint != fingerprint(call):
        reused = "This Idempotency-Key was used with another request."
        raise RefusedError(422, "invalid_request_error", "idempotency_key_reuse", reused)
    waiting = answer.ready - call.at
    if waiting > 0:
        await world.around.sleep(min(waiting, world.switches.in_flight_wait))
    if waiting > world.switches.in_flight_wait:
        raise RefusedError(409, "conflict", "idempotency_in_progress", "The first request is still running.")
    return answer if answer.kept else None


def remember(world: World, name: str, answer: Answer) -> None:
    """Keep an answer under its key for 24 hours, or hold the key while the call is in flight."""
    if not answer.kept and answer.ready <= answer.at:
        return
    for old in tuple(world.answers):
        if world.answers[old].at + KEPT_SECONDS > answer.at:
            break  # oldest first: the rest is younger
        del world.answers[old]
    world.answers.pop(name, None)
    world.answers[name] = answer
    world.revision += 1


def keeps(switches: Switches, status: int) -> bool:
    """Whether an answer of this status is replayed later. Unknown; assumed: 2xx, and 4xx but 429."""
    if switches.cached_statuses == "2xx":
        return status < 300
    return status < 500 or switches.cached_statuses == "all"


def fingerprint(call: Call) -> str:
    """Documented: SHA-256 of method, path and canonical JSON."""
    try:
        body = msgspec.json.encode(msgspec.json.decode(call.body), order="deterministic")
    except msgspec.DecodeError:
        body = call.body
    return hashlib.sha256(f"{call.method}\n{call.path}\n".encode() + body).hexdigest()


def _current(world: World, name: str, *, at: float) -> Answer | None:
    answer = world.answers.get(name)
    if answer is None or at >= answer.at + KEPT_SECONDS:
        return None
    return answer if answer.kept or at < answer.ready else None
