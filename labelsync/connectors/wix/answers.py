"""What Wix answers, as far as it is needed: bytes become records. What is empty, Wix leaves out."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from msgspec import Struct, field
from msgspec.json import Decoder


class Address(Struct, frozen=True, gc=False):
    """One e-mail of a contact."""

    email: str | None = None
    primary: bool | None = None


class Number(Struct, frozen=True, gc=False, rename="camel"):
    """One phone of a contact: as typed, and in E.164 where Wix could tell."""

    phone: str | None = None
    e164_phone: str | None = None
    primary: bool | None = None


class Addresses(Struct, frozen=True, gc=False):
    """The e-mails of a contact."""

    items: tuple[Address, ...] = ()


class Numbers(Struct, frozen=True, gc=False):
    """The phones of a contact."""

    items: tuple[Number, ...] = ()


class Keys(Struct, frozen=True, gc=False):
    """The label keys of a contact."""

    items: tuple[str, ...] = ()


class Primary(Struct, frozen=True, gc=False):
    """The primary e-mail and phone, as typed."""

    email: str | None = None
    phone: str | None = None


class Particulars(Struct, frozen=True, gc=False, rename="camel"):
    """The part of a contact that Wix calls `info`."""

    emails: Addresses | None = None
    phones: Numbers | None = None
    label_keys: Keys | None = None


class ContactRecord(Struct, frozen=True, gc=False, rename="camel"):
    """A contact. A contact without labels may have no `labelKeys` at all."""

    id: str
    created_date: str = ""
    primary_info: Primary | None = None
    particulars: Particulars | None = field(default=None, name="info")


class Paging(Struct, frozen=True, rename="camel"):
    """Where a page stands. `total` may be absent, or not to be relied on."""

    total: int | None = None
    too_many_to_count: bool | None = None

    def counted(self) -> int | None:
        """The total, where Wix stands by it."""
        return None if self.too_many_to_count else self.total


class ContactsPage(Struct, frozen=True, rename="camel"):
    """A page of Query Contacts. An empty list may be left out, but not together with the paging."""

    contacts: tuple[ContactRecord, ...] | None = None
    paging_metadata: Paging | None = None

    def __post_init__(self) -> None:
        if self.contacts is None and self.paging_metadata is None:
            raise ValueError("neither `contacts` nor `pagingMetadata`")


class ContactFound(Struct, frozen=True):
    """The answer of Get Contact. For a merged id, `contact` is the one that took its place."""

    contact: ContactRecord


class LabelRecord(Struct, frozen=True, rename="camel"):
    """A label. `key` is permanent and made by Wix, `display_name` is what people see."""

    key: str
    display_name: str
    label_type: str = ""


class LabelsPage(Struct, frozen=True, rename="camel"):
    """A page of List Labels. Its paging is called `metadata`, in other calls and texts `pagingMetadata`."""

    labels: tuple[LabelRecord, ...] | None = None
    metadata: Paging | None = None
    paging_metadata: Paging | None = None

    def __post_init__(self) -> None:
        if self.labels is None and self.metadata is None and self.paging_metadata is None:
            raise ValueError("neither `labels` nor `metadata`")


class LabelFound(Struct, frozen=True, rename="camel"):
    """The answer of Find Or Create Label."""

    label: LabelRecord
    new_label: bool | None = None


class LabelGone(Struct, frozen=True):
    """The answer of Delete Label: an empty object."""


class JobStarted(Struct, frozen=True, rename="camel"):
    """The answer of every bulk call."""

    job_id: str

    def __post_init__(self) -> None:
        if not self.job_id:
            raise ValueError("an empty `jobId`")


class JobFault(Struct, frozen=True, rename="camel"):
    """How many contacts of a job met the same error. Older texts say `errorCode`, and give numbers."""

    count: int | None = None
    code: str | int | None = None
    error_code: str | int | None = None


class JobRecord(Struct, frozen=True, rename="camel"):
    """A bulk job. Zeros may be left out; older texts say `processedCount` and `failedCount`."""

    status: str | None = None
    total_items: int | None = None
    success_total: int | None = None
    processed_count: int | None = None
    failed_total: int | None = None
    failed_count: int | None = None
    errors: tuple[JobFault, ...] | None = None


class JobFound(Struct, frozen=True):
    """The answer of Get Bulk Job."""

    job: JobRecord


class ApplicationError(Struct, frozen=True):
    """A refusal for a reason of the application; `data` differs by code."""

    code: str | int | None = None
    data: msgspec.Raw = field(default_factory=msgspec.Raw)


class Violation(Struct, frozen=True, rename="camel"):
    """One field that breaks a rule."""

    field: str | None = None
    violated_rule: str | None = None


class ValidationError(Struct, frozen=True, rename="camel"):
    """A refusal of the request's shape."""

    field_violations: tuple[Violation, ...] | None = None


class ErrorDetails(Struct, frozen=True, rename="camel"):
    """Either of the two, or, for errors of the system, neither."""

    application_error: ApplicationError | None = None
    validation_error: ValidationError | None = None


class ErrorRecord(Struct, frozen=True):
    """The body of a refusal. Its `message` is for people, may quote what was sent, and is not read."""

    details: ErrorDetails | None = None


class Quota(Struct, frozen=True, rename="camel"):
    """How many labels a site may have, and has."""

    labels_quota: str | int | None = None
    labels_current_total: str | int | None = None


class Tally(NamedTuple):
    """A job in its own words: is it over, and how many contacts matched, succeeded and failed with what."""

    over: bool
    matched: int
    succeeded: int
    failed: int
    codes: tuple[tuple[str, int], ...]


CONTACTS_PAGE = Decoder(ContactsPage)
CONTACT_FOUND = Decoder(ContactFound)
LABELS_PAGE = Decoder(LabelsPage)
LABEL_FOUND = Decoder(LabelFound)
LABEL_GONE = Decoder(LabelGone)
JOB_STARTED = Decoder(JobStarted)
JOB_FOUND = Decoder(JobFound, strict=False)
ERROR = Decoder(ErrorRecord)
QUOTA = Decoder(Quota)
