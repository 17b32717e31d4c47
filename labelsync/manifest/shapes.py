"""The shape of the manifest's language, as pydantic models: text in, typed out.

The same models give the JSON Schema that editors use. Long lists of people never pass through them one by
one: `people` and `entries` read the plain ones by hand and ask these models about the rest.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from labelsync.manifest.texts import Count, Flag, Height, Moment, Name, Percent, Rate, Region, Share

_STRICT = ConfigDict(extra="forbid", frozen=True)
Names = Annotated[tuple[Name, ...], Field(min_length=1)]


class Shape(BaseModel):
    """A mapping in the manifest; a key that it does not have is a mistake."""

    model_config = _STRICT


class SecretShape(Shape):
    """Where a secret is: an environment variable, or a file. Never the secret itself."""

    env: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=200)] = Field(
        default="", description="the environment variable that holds it"
    )
    file: Name = Field(default="", description="the file that holds it")


class AccountShape(BaseModel):
    """One account at a vendor. Keys that are not listed are the connector's own settings."""

    model_config = ConfigDict(extra="allow", frozen=True)

    connector: Name = Field(description="the vendor: `labelsync connectors` lists them")
    sandbox: Name = Field(default="", description="the built-in emulator, seeded from this file")
    base_url: Name = Field(default="", description="another origin than the vendor's, on this machine only")
    batch: Height = Field(default=0, description="contacts a writing call carries")
    pace: Rate = Field(default=0.0, description="the rate that the vendor grants this account: 200/min")
    share: Share = Field(default=0.8, description="the part of that rate that may be used: 80 %")
    concurrency: Height = Field(default=0, description="calls in flight")
    match: Literal["primary", "any"] = Field(
        default="primary", description="which e-mails and phones name a contact"
    )
    overlap: Flag = Field(default=False, description="whether requests of one plan may repeat a change")


class PersonShape(Shape):
    """A person by e-mail or phone number."""

    contact: Name = Field(description="an e-mail or a phone number")
    account: Name = Field(default="", description="the only account that is meant")
    accounts: Names = Field(default=(), description="the only accounts that are meant")
    until: Moment = Field(default=0.0, description="the last day, or the instant, that it holds")


class IdShape(Shape):
    """A person by a vendor's own id."""

    id: Name = Field(description="the vendor's id of the contact")
    account: Name = Field(description="the account in which it means somebody")
    until: Moment = Field(default=0.0, description="the last day, or the instant, that it holds")


class NativeShape(Shape):
    """People by a filter of the vendor's own, asked while planning."""

    native: dict[str, Any] | list[Any] = Field(description="the filter, as the vendor's search takes it")
    account: Name = Field(description="the account that is asked")


class ListShape(Shape):
    """A file that lists people."""

    list: Name = Field(description="a .csv, .tsv or .ndjson file below the manifest's folder")
    column: Name = Field(description="the column with the e-mail, the phone number or (`id`) the vendor's id")
    account: Name = Field(default="", description="the only account that is meant")
    accounts: Names = Field(default=(), description="the only accounts that are meant")
    at_least: Count = Field(default=0, description="with fewer rows than these the list is no evidence")
    until: Moment = Field(default=0.0, description="the last day, or the instant, that it holds")


class FiresShape(Shape):
    """Automations that a label starts."""

    add: tuple[Name, ...] = Field(default=(), description="started when somebody is given the label")
    remove: tuple[Name, ...] = Field(default=(), description="started when it is taken off somebody")


class LabelShape(Shape):
    """One label that this manifest manages."""

    title: Name = Field(default="", description="the name people see; the key where it is left out")
    accounts: Names = Field(default=(), description="the accounts that have it; all where it is left out")
    ownership: Literal["exact", "additive"] | None = Field(
        default=None, description="exact: nobody else carries it; additive: never taken from anyone"
    )
    state: Literal["present", "absent"] = Field(default="present", description="absent: nobody carries it")
    definition: Literal["present", "absent"] = Field(
        default="present", description="absent: the label itself goes"
    )
    names: dict[Name, Name] = Field(default={}, description="the name people see, by account")
    previously: Names = Field(default=(), description="former names, as the vendor shows them")
    fires: FiresShape = Field(default=FiresShape(), description="automations that the label starts")
    members: list[Name | PersonShape | IdShape | ListShape | NativeShape] | None = Field(
        default=None, description="who carries the label"
    )


class EntryShape(Shape):
    """One person and their labels."""

    contact: Name | IdShape = Field(default="", description="an e-mail, a phone number, or {id:, account:}")
    id: Name = Field(default="", description="the vendor's id of the contact; needs `account`")
    labels: Names = Field(default=(), description="the labels that this person carries")
    without: Names = Field(default=(), description="the labels that this person does not carry")
    account: Name = Field(default="", description="the only account that is meant")
    accounts: Names = Field(default=(), description="the only accounts that are meant")
    until: Moment = Field(default=0.0, description="the last day, or the instant, that it holds")
    state: Literal["present", "absent"] = Field(
        default="present", description="absent: the contact is deleted"
    )


class TableShape(ListShape):
    """A file that lists people, and their labels."""

    label_column: Name = Field(default="", description="the column with the label's key")
    labels: Names = Field(default=(), description="the labels that all of them carry")
    without: Names = Field(default=(), description="the labels that none of them carries")
    state: Literal["present", "absent"] = Field(
        default="present", description="absent: these contacts are deleted"
    )


class LimitShape(Shape):
    """A limit: refused above the count or the percentage, and above `free` pairs."""

    count: Count | None = Field(default=None, description="refused above this number")
    percent: Percent | None = Field(default=None, description="refused above this percentage")
    free: Count | None = Field(default=None, description="never refused up to this number")


class CountAlone(LimitShape):
    """A limit written as a bare number: the count is all there is to it."""


def _alone(value: object) -> object:
    return CountAlone.model_validate({"count": value}) if isinstance(value, str) else value


_Limit = Annotated[
    LimitShape, BeforeValidator(_alone, json_schema_input_type=Annotated[int, Field(ge=0)] | LimitShape)
]


class TotalShape(Shape):
    """The limits of the whole plan, over all accounts."""

    additions: Count = Field(default=10_000, description="labels added, in all")
    removals: Count = Field(default=1_000, description="labels removed, in all")


class GuardsShape(Shape):
    """The limits that a plan may not exceed."""

    additions: _Limit = Field(default=LimitShape(), description="for each label and account")
    removals: _Limit = Field(default=LimitShape(), description="for each label and account")
    deletions: _Limit = Field(default=LimitShape(), description="for each account")
    fires: Count = Field(default=500, description="for each automation, in the whole plan")
    total: TotalShape = Field(default=TotalShape(), description="the whole plan")
    empty: Literal["refuse", "allow"] = Field(default="refuse", description="an exact label left with nobody")


class ProtectShape(Shape):
    """Who and what is never touched."""

    contacts: list[Name | IdShape] = Field(default=[], description="people")
    labels: tuple[Name, ...] = Field(default=(), description="labels, by name or pattern")


class SuppressionShape(Shape):
    """People who must never be given some labels, whatever else is said."""

    labels: Names = Field(description="labels, by name or pattern")
    contacts: list[Name | PersonShape | IdShape | ListShape] = Field(
        default=[], description="people, and lists of them"
    )


class PolicyShape(Shape):
    """What must never happen."""

    guards: GuardsShape = Field(default=GuardsShape(), description="limits")
    protect: ProtectShape = Field(default=ProtectShape(), description="who and what is never touched")
    suppress: list[SuppressionShape] = Field(
        default=[], description="who must never be given which labels: opt-outs"
    )
    unmatched: Literal["report", "refuse", "ignore"] = Field(
        default="report", description="a person nobody has"
    )
    ambiguous: Literal["withhold", "all", "refuse"] = Field(
        default="withhold", description="one e-mail, many contacts"
    )
    region: Region = Field(default="", description="how phone numbers without + are read")


class ManifestShape(Shape):
    """The manifest of labelsync: who carries which label."""

    version: Literal["1"] = Field(default="1", description="the version of the language: 1")
    requires: Name = Field(default="", description='the labelsync that it needs: ">=0.1"')
    accounts: dict[Name, AccountShape] = Field(
        default={}, description="where: an entry an account at a vendor"
    )
    labels: dict[Name, LabelShape | None] = Field(
        default={}, description="what: the labels that this manifest manages"
    )
    contacts: list[EntryShape | TableShape] = Field(
        default=[], description="who: the same facts, person by person"
    )
    policy: PolicyShape = Field(default=PolicyShape(), description="what must never happen")
