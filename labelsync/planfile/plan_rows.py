"""A plan document's own rows: its origin, objections and measures, and the whole of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from labelsync.planfile.rows import AccountRow, Amount, Count, Instant, Row, Text


def _below(path: str) -> str:
    if path.startswith("/") or ".." in path.split("/"):
        raise ValueError("leaves the folder")
    return path


class OriginRow(Row):
    """What the plan was made from."""

    path: Annotated[str, AfterValidator(_below)]
    files: tuple[Annotated[str, AfterValidator(_below)], ...]
    digests: tuple[str, ...]
    revision: Text | None


class ObjectionRow(Row):
    """A reason not to apply."""

    guard: Text
    account: Text | None
    label: Text | None
    measured: str
    limit: str
    override: Text | None


class LimitRow(Row):
    """The limits of a guard."""

    count: Count | None
    percent: Amount | None
    free: Count


class MeasureRow(Row):
    """What a guard counted."""

    guard: Text
    account: Text | None
    label: Text | None
    pairs: Annotated[int, Field(ge=1)]
    of: Annotated[int, Field(ge=1)] | None
    limit: LimitRow


class UnmanagedRow(Row):
    """A label, or an account, that is not managed any more."""

    account: Text
    label: Text | None
    carriers: Count | None


class PlanRow(Row):
    """The whole document."""

    created: Instant
    expires: Instant
    manifest: OriginRow
    partial: bool
    overrides: tuple[str, ...]
    accounts: tuple[AccountRow, ...]
    objections: tuple[ObjectionRow, ...]
    measures: tuple[MeasureRow, ...]
    base: Text | None
    undoes: Text | None
    unmanaged: tuple[UnmanagedRow, ...]
