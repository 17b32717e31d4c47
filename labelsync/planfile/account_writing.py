"""An account's part of a plan document."""

from __future__ import annotations

from labelsync.core.change import (
    Add,
    Assumed,
    Change,
    CreateLabel,
    Delete,
    DeleteLabel,
    Grounds,
    Remove,
    RenameLabel,
)
from labelsync.core.cost import Cost
from labelsync.core.instant import instant
from labelsync.core.plan import (
    AccountPlan,
    Drift,
    Expiring,
    Firing,
    LabelLine,
    Missing,
    Read,
    Withheld,
)

Row = dict[str, object]


def _expiring(one: Expiring) -> Row:
    return {"label": one.label, "until": instant(one.until), "people": one.people, "place": one.place}


def _drift(drift: Drift) -> Row:
    return {"action": drift.action, "label": drift.label or None, "contacts": list(drift.contacts)}


def _firing(firing: Firing) -> Row:
    return {
        "label": firing.label,
        "on": firing.on,
        "automation": firing.automation,
        "times": firing.times,
    }


def account_row(account: AccountPlan) -> Row:
    """An account's part as JSON values in the documented order."""
    return {
        "account": account.account,
        "connector": account.connector,
        "identity": account.identity,
        "tenant": account.tenant,
        "read": _read(account.read),
        "labels": [_line(line) for line in account.labels],
        "definitions": dict(sorted(account.definitions.items())),
        "changes": [_change(change) for change in account.changes],
        "withheld": [_withheld(withheld) for withheld in account.withheld],
        "unmatched": [_missing(missing) for missing in account.unmatched],
        "cost": _cost(account.cost),
        "fires": [_firing(firing) for firing in account.fires],
        "expiring": [_expiring(one) for one in account.expiring],
        "drift": [_drift(drift) for drift in account.drift],
    }


def _read(read: Read) -> Row:
    return {
        "basis": read.basis,
        "ledger": "known" if read.ledger else "none",
        "complete": read.complete,
        "reason": read.reason or None,
        "contacts": read.contacts,
        "pages": read.pages,
        "total": read.total,
        "spared": read.spared,
        "started": instant(read.started),
        "finished": instant(read.finished),
    }


def _line(line: LabelLine) -> Row:
    return {
        "label": line.label,
        "carry": line.carry,
        "wanted": line.wanted,
        "both": line.both,
        "unmatched": line.unmatched,
        "ambiguous": line.ambiguous,
        "suppressed": line.suppressed,
        "withheld": line.withheld,
        "seen": line.seen,
        "wanted_whole": line.wanted_whole,
        "left_empty_by": line.left_empty_by,
        "taken_over": line.taken_over,
    }


def _change(change: Change) -> Row:
    match change:
        case RenameLabel():
            return _rename_label(change)
        case CreateLabel(label, name, by_use):
            by: Row = {"by": "use"} if by_use else {}
            return {"action": "create_label", "label": label, "name": name, **by}
        case Add(label, contacts, because, rests):
            return {
                "action": "add",
                "label": label,
                **_pairs(contacts, because=because),
                "rests": list(rests),
            }
        case Remove(label, contacts, because, grounds, heir):
            pairs = _pairs(contacts, because=because)
            perhaps: Row = {"heir": heir} if heir else {}
            return {"action": "remove", "label": label, **pairs, "seen": _seen(grounds), **perhaps}
        case Delete(contacts, because, rests, grounds):
            pairs = _pairs(contacts, because=because)
            return {"action": "delete", **pairs, "rests": list(rests), "seen": _seen(grounds)}
        case DeleteLabel():
            return _delete_label(change)


def _rename_label(change: RenameLabel) -> Row:
    return {
        "action": "rename_label",
        "label": change.label,
        "from": change.definition.name,
        "name": change.name,
        "definition": change.definition._asdict(),
        "because": [change.because],
    }


def _delete_label(change: DeleteLabel) -> Row:
    along = change.takes_along
    return {
        "action": "delete_label",
        "label": change.label,
        "definition": change.definition._asdict(),
        "because": [change.because],
        "seen": _seen(change.grounds),
        **({"carriers": change.carriers} if change.carriers else {}),
        **({} if along is None else {"takes_along": list(along)}),
    }


def _pairs(contacts: tuple[str, ...], *, because: tuple[str, ...]) -> Row:
    return {"contacts": list(contacts), "because": list(because)}


def _seen(grounds: Grounds) -> object:
    """The certificate of the observed side; the wanted side's is `wanted_whole` of the label's line."""
    seen = grounds.seen
    if isinstance(seen, Assumed):
        return "assumed"
    return {"contacts": seen.contacts, "pages": seen.pages, "total_known": seen.total_known}


def _withheld(withheld: Withheld) -> Row:
    return {
        "action": withheld.action,
        "label": withheld.label or None,
        "contacts": list(withheld.contacts),
        "reason": withheld.reason,
    }


def _missing(missing: Missing) -> Row:
    return {"label": missing.label, "contact": missing.contact, "place": missing.place}


def _cost(cost: Cost) -> Row:
    return {
        "requests": cost.requests,
        "lower_bound": cost.lower_bound,
        "reads": cost.reads,
        "rereads": cost.rereads,
        "polls_at_least": cost.polls_at_least,
        "verify_at_least": cost.verify_at_least,
        "seconds": float(cost.seconds),
        "quota": {bucket: float(part) for bucket, part in sorted(cost.quota.items())},
        "kinds": dict(sorted(cost.kinds.items())),
        "tokens": cost.tokens,
    }
