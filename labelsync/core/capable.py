"""What a plan needs and a vendor lacks becomes an objection, never an exception half way."""

from __future__ import annotations

from collections.abc import Iterator

from labelsync.core.capability import Capabilities, Deletes
from labelsync.core.change import Add, CreateLabel, Delete, DeleteLabel, Remove, RenameLabel, pairs
from labelsync.core.plan import AccountPlan, Objection


def incapable(plan: AccountPlan, capabilities: Capabilities) -> Iterator[Objection]:
    """An objection for each change that this vendor cannot carry out. Nothing overrides them."""
    longest = capabilities.labels.max_length
    for change in plan.changes:
        match change:
            case Delete() if capabilities.deletes is Deletes.NONE:
                measured = f"{pairs(change)} contacts to delete"
                yield _objection(plan, "", measured, f"{plan.connector} cannot delete contacts")
            case DeleteLabel(label) if not capabilities.labels.deletable:
                yield _objection(plan, label, "a label to delete", f"{plan.connector} cannot delete labels")
            case RenameLabel(label) if not capabilities.labels.renamable:
                yield _objection(plan, label, "a label to rename", f"{plan.connector} cannot rename labels")
            case CreateLabel(label, name) | RenameLabel(label, name) if len(name) > longest:
                limit = f"{plan.connector} takes {longest} characters"
                yield _objection(plan, label, f"a name of {len(name)} characters", limit)
            case RenameLabel() | CreateLabel() | Add() | Remove() | Delete() | DeleteLabel():
                continue


def _objection(plan: AccountPlan, label: str, measured: str, limit: str) -> Objection:
    return Objection("capability", plan.account, label, measured, limit, "")
