"""The document's rows as they are read: strict in every type, tolerant of keys that a later minor adds.

That a document says nothing beyond these rows is settled elsewhere: the plan they make is drawn again and
compared, which also holds its sums and digests to account.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from labelsync.core.instant import epoch


def _distinct(texts: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(texts)) != len(texts):
        raise ValueError("listed twice")
    return texts


Count = Annotated[int, Field(ge=0)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Text = Annotated[str, Field(min_length=1)]
Instant = Annotated[float, BeforeValidator(epoch)]
Distinct = Annotated[tuple[Text, ...], Field(min_length=1), AfterValidator(_distinct)]
Action = Literal["rename_label", "create_label", "add", "remove", "delete", "delete_label"]


class Row(BaseModel):
    """What all rows share: nothing is converted, nothing can be set afterwards."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class Pairs(Row):
    """Contacts, and for each the place that wants it."""

    contacts: Distinct
    because: tuple[str, ...]

    @model_validator(mode="after")
    def parallel(self) -> Pairs:
        """Refuses lists of different lengths."""
        rests: object = getattr(self, "rests", self.because)
        if not (isinstance(rests, tuple) and len(self.contacts) == len(self.because) == len(rests)):
            raise ValueError("not parallel")
        return self


class SeenRow(Row):
    """The certificate that what was asked was seen whole."""

    contacts: Count
    pages: Count
    total_known: bool


SeenSide = SeenRow | Literal["assumed"]


class DefinitionRow(Row):
    """A label as the vendor defines it."""

    id: str
    name: str
    managed_by_vendor: bool


class RenameLabelRow(Row):
    """A label that gets another name in place; `from` says its old one for readers."""

    action: Literal["rename_label"]
    label: Text
    name: str
    definition: DefinitionRow
    because: Annotated[tuple[str, ...], Field(min_length=1, max_length=1)]


class CreateLabelRow(Row):
    """A label to define; `by` stands only where the vendor defines it on its first use."""

    action: Literal["create_label"]
    label: Text
    name: str
    by: Literal["use"] | None = None


class AddRow(Pairs):
    """Contacts that gain a label."""

    action: Literal["add"]
    label: Text
    rests: tuple[str, ...]


class RemoveRow(Pairs):
    """Contacts that lose a label; `heir` is the label that took its place."""

    action: Literal["remove"]
    label: Text
    seen: SeenSide
    heir: Text | None = None


class DeleteRow(Pairs):
    """Contacts to delete."""

    action: Literal["delete"]
    rests: tuple[str, ...]
    seen: SeenSide


class DeleteLabelRow(Row):
    """A label whose definition goes."""

    action: Literal["delete_label"]
    label: Text
    definition: DefinitionRow
    because: Annotated[tuple[str, ...], Field(min_length=1, max_length=1)]
    seen: SeenSide
    carriers: Count = 0
    takes_along: tuple[str, ...] | None = None


ChangeRow = Annotated[
    RenameLabelRow | CreateLabelRow | AddRow | RemoveRow | DeleteRow | DeleteLabelRow,
    Field(discriminator="action"),
]


class ReadRow(Row):
    """How the observed side came to be."""

    basis: Literal["observed", "assumed"]
    ledger: Literal["known", "none"]
    complete: bool
    reason: Text | None
    contacts: Count
    pages: Count
    total: Count | None
    spared: Count | None
    started: Instant
    finished: Instant


class LabelRow(Row):
    """The counts of one label."""

    label: Text
    carry: Count
    wanted: Count
    both: Count
    unmatched: Count
    ambiguous: Count
    suppressed: Count
    withheld: Count
    seen: bool
    wanted_whole: bool
    left_empty_by: Count
    taken_over: Count


class WithheldRow(Row):
    """Pairs that are left alone, and why."""

    action: Action
    label: Text | None
    contacts: tuple[str, ...]
    reason: str


class MissingRow(Row):
    """A wanted person whom no account has."""

    label: str
    contact: str
    place: str


class FiringRow(Row):
    """An automation that a label starts, and for how many contacts."""

    label: Text
    on: Literal["add", "remove"]
    automation: Text
    times: Count


class ExpiringRow(Row):
    """Entries of a label that hold until soon."""

    label: Text
    until: Instant
    people: Count
    place: str


class DriftRow(Row):
    """Pairs that were due before this change already."""

    action: Action
    label: Text | None
    contacts: Distinct


class CostRow(Row):
    """What the account's part costs."""

    requests: Count
    lower_bound: Count
    reads: Count
    rereads: Count
    polls_at_least: Count
    verify_at_least: Count
    seconds: Amount
    quota: dict[str, Amount]
    kinds: dict[str, Count]
    tokens: Count


class AccountRow(Row):
    """One account's part."""

    account: Text
    connector: Text
    identity: str
    tenant: str
    read: ReadRow
    labels: tuple[LabelRow, ...]
    definitions: dict[str, str]
    changes: tuple[ChangeRow, ...]
    withheld: tuple[WithheldRow, ...]
    unmatched: tuple[MissingRow, ...]
    cost: CostRow
    fires: tuple[FiringRow, ...]
    expiring: tuple[ExpiringRow, ...]
    drift: tuple[DriftRow, ...]
