"""The rate limits: one token bucket per organisation and class of calls (documented)."""

from __future__ import annotations

from math import ceil, floor

from labelsync.sandbox.kirimchat.call import Call
from labelsync.sandbox.kirimchat.facts import Bucket
from labelsync.sandbox.kirimchat.refusal import out_of_tokens
from labelsync.sandbox.kirimchat.switches import Switches
from labelsync.sandbox.kirimchat.world import World

# Calls a minute (documented). Enterprise is "custom": the Pro numbers until a switch says more.
_PER_MINUTE = {
    "free": {"write": 60, "read": 600},
    "pro": {"write": 600, "read": 6000},
    "enterprise": {"write": 600, "read": 6000},
}
_GRAIN = 1e-6  # what a float of epoch seconds cannot tell apart


def per_minute(switches: Switches, kind: str) -> int:
    """The limit of a class, `write` or `read`; it is also what the bucket holds (assumed)."""
    own = switches.write_per_minute if kind == "write" else switches.read_per_minute
    return own or _PER_MINUTE[switches.tier][kind]


def take(world: World, call: Call) -> None:
    """Take one token from the bucket of the call's class, or refuse with 429."""
    if not world.switches.rate_limits:
        return
    tokens = _tokens(world, call.kind, at=call.at)
    if tokens < 1:
        raise out_of_tokens()
    world.buckets[call.kind] = Bucket(tokens - 1, call.at)
    world.revision += 1


def headers(world: World, call: Call, *, status: int) -> dict[str, str]:
    """The documented headers of every 2xx and 4xx; `Reset` is when the bucket is FULL again."""
    if status >= 500:
        return {}
    now = world.around.now()
    limit = per_minute(world.switches, call.kind)
    tokens = _tokens(world, call.kind, at=now)
    found = {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(floor(tokens)),
        "X-RateLimit-Reset": str(_up(now + (limit - tokens) * 60 / limit)),
    }
    if status == 429:
        found["Retry-After"] = str(max(1, _up((1 - tokens) * 60 / limit)))
    return found


def _tokens(world: World, kind: str, *, at: float) -> float:
    limit = per_minute(world.switches, kind)
    bucket = world.buckets.get(kind, Bucket(float(limit), at))
    gained = max(0.0, at - bucket.at) * limit / 60
    return min(float(limit), bucket.tokens + gained + _GRAIN)


def _up(seconds: float) -> int:
    return ceil(round(seconds, 3))
