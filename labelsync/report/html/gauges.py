"""What a guard counted against its limit, as the parts of a drawing."""

from __future__ import annotations

from math import isinf

from labelsync.core.plan import Measure
from labelsync.report.gauge import fullness
from labelsync.report.html.parts import Gauge


def gauge(one: Measure) -> Gauge:
    """The gauge of whichever limit is used most; a limit of nobody stands at the beginning."""
    used = fullness(one)
    if isinf(used):
        return Gauge(1.0, 0.0)
    whole = max(used, 1.0)
    return Gauge(round(used / whole, 4), round(1 / whole, 4))
