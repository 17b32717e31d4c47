"""Every fact that the HighLevel emulator holds, and how to break it."""

from __future__ import annotations

from tests.sandbox.breaking import Row
from tests.sandbox.highlevel_rows.bulk import BULK
from tests.sandbox.highlevel_rows.contacts import CONTACTS
from tests.sandbox.highlevel_rows.credentials import CREDENTIALS
from tests.sandbox.highlevel_rows.dictionary import DICTIONARY
from tests.sandbox.highlevel_rows.limits import LIMITS
from tests.sandbox.highlevel_rows.searching import SEARCHING
from tests.sandbox.highlevel_rows.settings import SETTINGS
from tests.sandbox.highlevel_rows.silences import SILENCES
from tests.sandbox.highlevel_rows.tokens import TOKENS
from tests.sandbox.highlevel_rows.troubles import TROUBLES
from tests.sandbox.highlevel_rows.versions import VERSIONS

ROWS: tuple[Row, ...] = (
    *VERSIONS,
    *TOKENS,
    *LIMITS,
    *CONTACTS,
    *BULK,
    *DICTIONARY,
    *SEARCHING,
    *TROUBLES,
    *SETTINGS,
    *CREDENTIALS,
    *SILENCES,
)
