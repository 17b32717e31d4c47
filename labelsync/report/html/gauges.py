"""What an objection measured, against its limit, as far as its words hold numbers."""

from __future__ import annotations

import re

from labelsync.core.plan import Objection
from labelsync.report.html.parts import Gauge

_MEASURED = re.compile(r"(?P<pairs>[0-9]{1,12})(?: \([0-9]+ % of (?P<base>[0-9]{1,12})\))?")
_LIMIT = re.compile(r"(?:(?P<count>[0-9]{1,12})(?: or |$))?(?:(?P<percent>[0-9]{1,9}(?:\.[0-9]{1,9})?) %)?")


def gauge(objection: Objection) -> Gauge | None:
    """The gauge of whichever limit is exceeded most; None where the words hold no numbers."""
    measured, limit = _MEASURED.fullmatch(objection.measured), _LIMIT.fullmatch(objection.limit)
    if not measured or not limit or not objection.limit:
        return None
    pairs, base = int(measured["pairs"]), int(measured["base"] or 0)
    sides = []
    if limit["count"]:
        sides.append((float(pairs), float(limit["count"])))
    if limit["percent"] and base:
        sides.append((100.0 * pairs / base, float(limit["percent"])))
    return _drawn(*max(sides, key=lambda side: side[0] / max(side[1], 1e-9))) if sides else None


def _drawn(measured: float, limit: float) -> Gauge | None:
    whole = max(measured, limit)
    return Gauge(round(measured / whole, 4), round(limit / whole, 4)) if whole else None
