"""What Wix answers, in the words of the core: records become contacts, definitions and tallies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import partial

from labelsync.connectors.wix.answers import (
    Address,
    ContactRecord,
    JobFault,
    JobRecord,
    LabelRecord,
    Number,
    Particulars,
    Primary,
    Tally,
)
from labelsync.core.identity import fold_email, is_plain_phone
from labelsync.core.roster import Contact, Definition

Shared = dict[frozenset[str] | tuple[str, ...], frozenset[str]]
"""Label sets of one answer, each kept once: most contacts share few of them."""

_contact = partial(tuple.__new__, Contact)
_NO_PARTICULARS = Particulars()
_NO_PRIMARY = Primary()
_CODE = re.compile(r"[A-Za-z0-9_.]{1,80}")


def contacts(records: Iterable[ContactRecord], shared: Shared) -> tuple[Contact, ...]:
    """Contacts of one answer."""
    return tuple(contact(record, shared) for record in records)


def contact(record: ContactRecord, shared: Shared) -> Contact:
    """A contact as the core knows it: e-mails folded, phones in E.164 or not at all.

    Where `labelKeys` is left out it carries none: absent means empty (documented).
    """
    particulars = record.particulars or _NO_PARTICULARS
    primary = record.primary_info or _NO_PRIMARY
    email, emails = _emails(primary.email, particulars.emails.items if particulars.emails else ())
    numbers = particulars.phones.items if particulars.phones else ()
    phone, phones = _phones(primary.phone, numbers) if numbers or primary.phone else ("", ())
    keys = particulars.label_keys.items if particulars.label_keys else ()
    labels = shared.get(keys)
    if labels is None:
        found = frozenset(keys)
        labels = shared[keys] = shared.setdefault(found, found)
    return _contact((record.id, email, phone, labels, emails, phones, "", False))


def _emails(primary: str | None, items: tuple[Address, ...]) -> tuple[str, tuple[str, ...]]:
    if primary and len(items) == 1 and items[0].email == primary:
        return fold_email(primary), ()
    first = fold_email(primary or next((item.email for item in items if item.primary and item.email), ""))
    folded = dict.fromkeys(fold_email(item.email) for item in items if item.email)
    folded.pop(first, None)
    return first, tuple(folded)


def _phones(primary: str | None, items: tuple[Number, ...]) -> tuple[str, tuple[str, ...]]:
    first = next((_e164(item) for item in items if _leads(item, primary)), "") or _plain(primary)
    numbers = dict.fromkeys(number for number in map(_e164, items) if number)
    numbers.pop(first, None)
    return first, tuple(numbers)


def _leads(item: Number, primary: str | None) -> bool:
    return bool(item.primary) or (item.phone is not None and item.phone == primary)


def _e164(item: Number) -> str:
    return _plain(item.e164_phone) or _plain(item.phone)


def _plain(text: str | None) -> str:
    return text if text and is_plain_phone(text) else ""


def definition(record: LabelRecord) -> Definition:
    """A label. Only those that people defined are people's; Wix and its apps look after the others."""
    return Definition(record.key, record.display_name, managed_by_vendor=record.label_type != "USER_DEFINED")


def tally(record: JobRecord) -> Tally:
    """A job's counts. `COMPLETED` is its only end; a status that nobody knows is a job that still runs."""
    matched = record.total_items or 0
    failed = _either(record.failed_total, record.failed_count) or 0
    succeeded = _either(record.success_total, record.processed_count)
    return Tally(
        over=record.status == "COMPLETED",
        matched=matched,
        succeeded=matched - failed if succeeded is None else succeeded,
        failed=failed,
        codes=_codes(record.errors or ()),
    )


def _either(current: int | None, former: int | None) -> int | None:
    return former if current is None else current


def _codes(faults: tuple[JobFault, ...]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for fault in faults:
        counts[_fault_code(fault)] += fault.count or 0
    return tuple(counts.items())


def _fault_code(fault: JobFault) -> str:
    return vendor_code(fault.error_code if fault.code is None else fault.code) or "no code"


def vendor_code(code: str | int | None) -> str:
    """A code as it may be shown: '' where there is none, or where the text is no such thing."""
    text = "" if code is None else str(code)
    return text if _CODE.fullmatch(text) else ""
