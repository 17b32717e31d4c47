"""What the emulated KirimChat does, fact by fact: the test that holds it, and the change that breaks it."""

from __future__ import annotations

from tests.sandbox.breaking import Row
from tests.sandbox.kirimchat_rows.bulk import BULK
from tests.sandbox.kirimchat_rows.changes import CHANGES
from tests.sandbox.kirimchat_rows.contacts import CONTACTS, CONVERSATIONS
from tests.sandbox.kirimchat_rows.envelopes import ENVELOPES
from tests.sandbox.kirimchat_rows.idempotency import IDEMPOTENCY
from tests.sandbox.kirimchat_rows.keys import KEYS
from tests.sandbox.kirimchat_rows.labels import LABELS
from tests.sandbox.kirimchat_rows.limits import LIMITS, ME
from tests.sandbox.kirimchat_rows.membership import MEMBERSHIP
from tests.sandbox.kirimchat_rows.pages import PAGES
from tests.sandbox.kirimchat_rows.paths import PATHS
from tests.sandbox.kirimchat_rows.troubles import TROUBLES, WEBHOOKS

ROWS: tuple[Row, ...] = (
    *PATHS,
    *KEYS,
    *ME,
    *LIMITS,
    *ENVELOPES,
    *PAGES,
    *CONTACTS,
    *CHANGES,
    *CONVERSATIONS,
    *LABELS,
    *MEMBERSHIP,
    *BULK,
    *IDEMPOTENCY,
    *WEBHOOKS,
    *TROUBLES,
)
