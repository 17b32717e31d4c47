"""The seal: a keyed digest that ties a plan file to the machine, or the pipeline, that looked."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from labelsync.core.instant import instant
from labelsync.core.plan import Plan
from labelsync.errors import PlanUnfit
from labelsync.planfile.canonical import canonical, demand_canonical, parse
from labelsync.planfile.durable import write_durably
from labelsync.planfile.edition import FORMAT_VERSION, appliable, format_of
from labelsync.planfile.reading import ADVICE, plan_of
from labelsync.planfile.writing import document as draw

_HEX = re.compile("[0-9a-f]{64}")


def seal_plan(plan: Plan, key: bytes) -> bytes:
    """The plan file's bytes: the canonical document with its seal."""
    drawn = draw(plan)
    return canonical({**drawn, "seal": {"alg": "hmac-sha256", "value": _value(canonical(drawn), key)}})


def save(plan: Plan, path: Path, key: bytes) -> None:
    """Write the sealed plan, whole or not at all, readable by its owner only."""
    write_durably(path, seal_plan(plan, key))


def open_sealed(data: bytes, *, key: bytes, now: float) -> Plan:
    """The plan of a sealed file, for applying. `now` is epoch seconds, `key` what sealed it.

    PlanUnfit for a file that is no plan, is not canonical, was not sealed with this key or altered since,
    has another format version, contradicts itself, or has expired.
    """
    opened = _opened(data)
    if not hmac.compare_digest(opened.value.encode(), _value(opened.body, key).encode()):
        raise PlanUnfit(
            "the plan's seal does not fit: it was altered, or sealed with another key",
            advice="plan again, or set LABELSYNC_SEAL_KEY to the key that it was sealed with",
        )
    appliable(opened.document)
    plan = _exact(opened)
    if now >= plan.expires:
        raise PlanUnfit(
            f"the plan expired at {instant(plan.expires)}",
            advice="plan again; `labelsync plan --valid-for` makes it last longer, 14 days at most",
        )
    return plan


def read(data: bytes) -> Plan:
    """The plan of a saved file, for showing: no key, no expiry, any minor version of this major.

    PlanUnfit for a file that is no plan, is not canonical, or has a newer major version.
    """
    opened = _opened(data)
    if format_of(opened.document) == FORMAT_VERSION:
        return _exact(opened)
    return plan_of(opened.body)


def seal_of(data: bytes) -> str:
    """The seal's value, by which the journal knows a plan again. PlanUnfit for a file without a seal."""
    return _opened(data).value


@dataclass(frozen=True, slots=True)
class _Opened:
    """A plan file taken apart: the document without its seal, its canonical bytes, the seal's value."""

    document: Mapping[str, object]
    body: bytes
    value: str


def _opened(data: bytes) -> _Opened:
    """The format is asked first, since another one may have another canonical form."""
    document = parse(data)
    format_of(document)
    demand_canonical(document, data)
    match document.pop("seal", None):
        case {"alg": "hmac-sha256", "value": str(value), **others} if _HEX.fullmatch(value) and not others:
            return _Opened(document, canonical(document), value)
        case _:
            raise PlanUnfit("the plan file has no seal that this labelsync knows", advice=ADVICE)


def _value(body: bytes, key: bytes) -> str:
    return hmac.new(key, body, hashlib.sha256).hexdigest()


def _exact(opened: _Opened) -> Plan:
    """The plan, if drawing it again gives the same document: nothing unknown in it, no sum that lies."""
    plan = plan_of(opened.body)
    again = {**draw(plan), "labelsync": opened.document.get("labelsync")}
    if canonical(again) != opened.body:
        raise PlanUnfit(
            f"this is no plan: {_first_difference(again, opened.document)} disagrees with the rest of it",
            advice=ADVICE,
        )
    return plan


def _first_difference(again: Mapping[str, object], given: Mapping[str, object]) -> str:
    names = sorted(again.keys() | given.keys())
    return next((f"`{name[:80]}`" for name in names if again.get(name) != given.get(name)), "a number")
