"""Everything that a connector is written with, in one place: `from labelsync.kit import ...`.

docs/connectors.md builds one with it. Emulators are written with `labelsync.sandbox.emulator`, tests with
`labelsync.testing`.
"""

from __future__ import annotations

from labelsync.core.batch import Batch, Creation, Deletion, Relabel, Renaming, Undefinition
from labelsync.core.capability import (
    Bucket,
    Capabilities,
    Deletes,
    Evidence,
    LabelRules,
    Membership,
    Repeat,
    WriteShape,
)
from labelsync.core.connector import Access, Connector, Identified, Opened, Ports, Reads, Vendor
from labelsync.core.exchange import (
    Answer,
    Authority,
    Clock,
    Headers,
    Keep,
    Post,
    Reader,
    Remaining,
    Request,
    Ticket,
    Vault,
    Writer,
)
from labelsync.core.filtering import FilterCheck, Flaw
from labelsync.core.identity import fold_email, is_plain_phone
from labelsync.core.outcome import ALREADY, APPLIED, Kind, Outcome, Performed
from labelsync.core.question import (
    Carriers,
    Definitions,
    Everyone,
    Matching,
    Named,
    Page,
    Question,
    These,
)
from labelsync.core.roster import Contact, Definition
from labelsync.core.setting import AccountSettings, SettingDescription, SettingKind
from labelsync.errors import AnswerLost, Incomprehensible, NotAuthorised, Rejected, TooTall

__all__ = [
    "ALREADY",
    "APPLIED",
    "Access",
    "AccountSettings",
    "Answer",
    "AnswerLost",
    "Authority",
    "Batch",
    "Bucket",
    "Capabilities",
    "Carriers",
    "Clock",
    "Connector",
    "Contact",
    "Creation",
    "Definition",
    "Definitions",
    "Deletes",
    "Deletion",
    "Everyone",
    "Evidence",
    "FilterCheck",
    "Flaw",
    "Headers",
    "Identified",
    "Incomprehensible",
    "Keep",
    "Kind",
    "LabelRules",
    "Matching",
    "Membership",
    "Named",
    "NotAuthorised",
    "Opened",
    "Outcome",
    "Page",
    "Performed",
    "Ports",
    "Post",
    "Question",
    "Reader",
    "Reads",
    "Rejected",
    "Relabel",
    "Remaining",
    "Renaming",
    "Repeat",
    "Request",
    "SettingDescription",
    "SettingKind",
    "These",
    "Ticket",
    "TooTall",
    "Undefinition",
    "Vault",
    "Vendor",
    "WriteShape",
    "Writer",
    "fold_email",
    "is_plain_phone",
]
