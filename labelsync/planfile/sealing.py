"""The seal: a keyed digest that ties a plan file to the machine, or the pipeline, that looked.

A file as it was sealed is opened without being taken apart first: its bytes but the seal are what was sealed,
and the plan in them, drawn again, gives the same bytes. A file that is not so is taken apart, to say why.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from labelsync.core.instant import instant
from labelsync.core.plan import Plan
from labelsync.errors import PlanUnfit
from labelsync.planfile.canonical import canonical, demand_canonical, members, parse, same
from labelsync.planfile.durable import write_pieces
from labelsync.planfile.edition import FORMAT_VERSION, appliable, format_of
from labelsync.planfile.reading import ADVICE, plan_of
from labelsync.planfile.writing import document as draw

Parts = Sequence[bytes | memoryview]
_HEX = re.compile("[0-9a-f]{64}")
_BEGIN = b'"seal":{"alg":"hmac-sha256","value":"'
_SEAL = re.compile(_BEGIN + rb'([0-9a-f]{64})"\},')


def seal_plan(plan: Plan, key: bytes) -> bytes:
    """The plan file's bytes: the canonical document with its seal."""
    return b"".join(_sealed(plan, key))


def save(plan: Plan, path: Path, key: bytes) -> None:
    """Write the sealed plan, whole or not at all, readable by its owner only."""
    write_pieces(path, _sealed(plan, key))


def _sealed(plan: Plan, key: bytes) -> Iterator[bytes]:
    """The file in pieces. The seal is of all of them, and stands before the last few, which are small."""
    early, late = _halves(plan)
    digest = hmac.new(key, digestmod=hashlib.sha256)
    for piece in early:
        digest.update(piece)
        yield piece
    digest.update(late)
    yield _BEGIN + digest.hexdigest().encode() + b'"},'
    yield late


def _halves(plan: Plan) -> tuple[Iterable[bytes], bytes]:
    """The canonical document: what stands before the place of the seal, in pieces, and what stands behind."""
    drawn = draw(plan)
    late = {name: value for name, value in drawn.items() if name > "seal"}
    early = {name: value for name, value in drawn.items() if name not in late}
    return chain((b"{",), members(early), (b",",)), b"".join(chain(members(late), (b"}\n",)))


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
    plan = opened.plan or _exact(opened)
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
        return opened.plan or _exact(opened)
    return plan_of(data)


def seal_of(data: bytes) -> str:
    """The seal's value, by which the journal knows a plan again. PlanUnfit for a file without a seal."""
    return _opened(data).value


@dataclass(frozen=True, slots=True)
class _Opened:
    """A plan file taken apart: the document without its seal, its canonical bytes, the seal's value.

    `plan` is there where it was found by drawing it again; then the document is only its format.
    """

    document: Mapping[str, object]
    body: Parts
    value: str
    plan: Plan | None = None


def _opened(data: bytes) -> _Opened:
    """The format is asked first, since another one may have another canonical form."""
    swift = _swiftly(data)
    if swift:
        return swift
    document = parse(data)
    format_of(document)
    demand_canonical(document, data)
    match document.pop("seal", None):
        case {"alg": "hmac-sha256", "value": str(value), **others} if _HEX.fullmatch(value) and not others:
            return _Opened(document, (canonical(document),), value)
        case _:
            raise PlanUnfit("the plan file has no seal that this labelsync knows", advice=ADVICE)


def _swiftly(data: bytes) -> _Opened | None:
    """A file that is, but for its seal, what drawing its plan again gives; None where it is not."""
    found = _SEAL.match(data, max(0, data.rfind(_BEGIN)))
    if found is None:
        return None
    try:
        plan = plan_of(data)
    except PlanUnfit:
        return None
    early, late = _halves(plan)
    if data[found.end() :] != late or not same(early, data, end=found.start()):
        return None
    view = memoryview(data)
    body = (view[: found.start()], view[found.end() :])
    return _Opened({"format_version": FORMAT_VERSION}, body, found[1].decode(), plan)


def _value(body: Parts, key: bytes) -> str:
    digest = hmac.new(key, digestmod=hashlib.sha256)
    for part in body:
        digest.update(part)
    return digest.hexdigest()


def _exact(opened: _Opened) -> Plan:
    """The plan, if drawing it again gives the same document: nothing unknown in it, no sum that lies."""
    (body,) = map(bytes, opened.body)
    plan = plan_of(body)
    again = {**draw(plan), "labelsync": opened.document.get("labelsync")}
    if canonical(again) != body:
        raise PlanUnfit(
            f"this is no plan: {_first_difference(again, opened.document)} disagrees with the rest of it",
            advice=ADVICE,
        )
    return plan


def _first_difference(again: Mapping[str, object], given: Mapping[str, object]) -> str:
    names = sorted(again.keys() | given.keys())
    return next((f"`{name[:80]}`" for name in names if again.get(name) != given.get(name)), "a number")
