"""What a plan needs and a vendor lacks becomes an objection, never an exception half way."""

from __future__ import annotations

from collections.abc import Iterator

from labelsync.core.capability import Capabilities, Deletes
from labelsync.core.change import Add, CreateLabel, Delete, DeleteLabel, Remove, pairs
from labelsync.core.plan import AccountPlan, Objection


def incapable(plan: AccountPlan, capabilities: Capabilities) -> Iterator[Objection]:
    """An objection for each change that this vendor cannot carry out. Nothing overrides them."""
    for change in plan.changes:
        match change:
            case Delete() if capabilities.deletes is Deletes.NONE:
                measured = f"{pairs(change)} contacts to delete"
                yield _objection(plan, "", measured, f"{plan.connector} cannot delete contacts")
            case DeleteLabel(label) if not capabilities.labels.deletable:
                yield _objection(plan, label, "a label to delete", f"{plan.connector} cannot delete labels")
            case CreateLabel(label, name) if len(name) > capabilities.labels.max_length:
                limit = f"{plan.connector} takes {capabilities.labels.max_length} characters"
                yield _objection(plan, label, f"a name of {len(name)} characters", limit)
            case CreateLabel() | Add() | Remove() | Delete() | DeleteLabel():
                continue


def _objection(plan: AccountPlan, label: str, measured: str, limit: str) -> Objection:
    return Objection("capability", plan.account, label, measured, limit, "")
