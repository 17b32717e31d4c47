"""What the Wix emulator does, fact by fact and switch by switch, each with the test that holds it."""

from __future__ import annotations

from tests.sandbox.breaking import Row
from tests.sandbox.wix_rows.answers import ANSWERS
from tests.sandbox.wix_rows.contacts import CONTACTS
from tests.sandbox.wix_rows.filters import FILTERS
from tests.sandbox.wix_rows.gate import GATE
from tests.sandbox.wix_rows.jobs import JOBS
from tests.sandbox.wix_rows.labels import LABELS
from tests.sandbox.wix_rows.pages import PAGES
from tests.sandbox.wix_rows.rates import RATES
from tests.sandbox.wix_rows.routes import ROUTES
from tests.sandbox.wix_rows.totals import TOTALS
from tests.sandbox.wix_rows.troubles import TROUBLES
from tests.sandbox.wix_rows.work import WORK

ROWS: tuple[Row, ...] = (
    *ROUTES,
    *ANSWERS,
    *GATE,
    *RATES,
    *FILTERS,
    *PAGES,
    *CONTACTS,
    *JOBS,
    *TOTALS,
    *WORK,
    *TROUBLES,
    *LABELS,
)
