"""A plan as the document that scripts rely on. Minor versions of the format only add."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from labelsync.core.instant import instant
from labelsync.core.plan import (
    Measure,
    Objection,
    Origin,
    Plan,
    Unmanaged,
)
from labelsync.planfile.account_writing import account_row
from labelsync.planfile.edition import FORMAT_VERSION, LABELSYNC

Row = dict[str, object]


def document(plan: Plan) -> Row:
    """The plan as JSON values in the documented order, without its seal. Instants are whole seconds."""
    return {
        "format_version": FORMAT_VERSION,
        "labelsync": LABELSYNC,
        "created": instant(plan.created),
        "expires": instant(plan.expires),
        "manifest": _origin(plan.origin),
        "partial": plan.partial,
        "overrides": list(plan.overrides),
        "accounts": [account_row(account) for account in plan.accounts],
        "summary": _summary(plan),
        "objections": [_objection(objection) for objection in plan.objections],
        "measures": [_measure(one) for one in plan.measures],
        "base": plan.base or None,
        "undoes": plan.undoes or None,
        "unmanaged": [_unmanaged(one) for one in plan.unmanaged],
    }


def digest(files: Mapping[str, str]) -> str:
    """One SHA-256 over the names and digests of all files read, whatever their order."""
    text = json.dumps(sorted(files.items()), separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest()


def _origin(origin: Origin) -> Row:
    files = sorted(origin.files)
    return {
        "digest": digest(origin.files),
        "path": origin.path,
        "files": files,
        "digests": [origin.files[file] for file in files],
        "revision": origin.revision or None,
    }


def _summary(plan: Plan) -> Row:
    """Accounts are worked side by side, so the slowest one gives the seconds."""
    costs = [account.cost for account in plan.accounts]
    counts = {word: count for word, count in plan.summary().items() if count or word != "rename_label"}
    return {
        **counts,
        "requests": sum(cost.requests for cost in costs),
        "seconds": max((float(cost.seconds) for cost in costs), default=0.0),
    }


def _objection(objection: Objection) -> Row:
    return {
        "guard": objection.guard,
        "account": objection.account or None,
        "label": objection.label or None,
        "measured": objection.measured,
        "limit": objection.limit,
        "override": objection.override or None,
    }


def _measure(one: Measure) -> Row:
    limits: Row = {"count": one.count, "percent": one.percent, "free": one.free}
    names: Row = {"guard": one.guard, "account": one.account or None, "label": one.label or None}
    return {**names, "pairs": one.pairs, "of": one.base or None, "limit": limits}


def _unmanaged(one: Unmanaged) -> Row:
    return {"account": one.account, "label": one.label or None, "carriers": one.carriers}
