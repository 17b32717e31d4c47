"""What an account was sent over time, as a chart: requests upwards, refusals among them, waits below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from labelsync.core.instant import instant
from labelsync.core.timeline import Stretch, Timeline
from labelsync.report.html.charts import WIDTH, Bar, Caption, Chart, Key
from labelsync.report.html.table import Cell, Table

LEFT = 44
RIGHT = 8
TOP = 14
SENT = 96
GAP = 6
WAITED = 32
FOOT = 18
LINE = TOP + SENT
HEIGHT = LINE + GAP + WAITED + FOOT
KEYS = (Key("after", "requests sent"), Key("remove", "refused for pace"), Key("before", "seconds waited"))


def timeline_chart(title: str, timeline: Timeline) -> Chart:
    """Bars over time, one for each stretch in which something left or waited."""
    stretches = timeline.stretches
    most = max((max(one.sent, one.refused) for one in stretches), default=0)
    longest = max((one.waited for one in stretches), default=0.0)
    return Chart(
        title,
        "",
        KEYS,
        HEIGHT,
        tuple(_bars(stretches, most, longest)),
        tuple(_captions(timeline, most, longest)),
        Table(title, ("from second", *(key.meaning for key in KEYS)), tuple(_rows(timeline))),
    )


def _bars(stretches: Sequence[Stretch], most: int, longest: float) -> Iterator[Bar]:
    step = (WIDTH - LEFT - RIGHT) / max(1, len(stretches))
    wide = round(max(step * 0.9, 1.0), 2)
    for number, (sent, refused, waited) in enumerate(stretches):
        x = round(LEFT + number * step, 2)
        if sent:
            yield _upwards(x, wide, SENT * sent / most, "after")
        if refused:
            yield _upwards(x, wide, SENT * refused / most, "remove")
        if waited and longest:
            yield Bar(x, LINE + GAP, wide, round(max(WAITED * waited / longest, 0.5), 2), "before")


def _upwards(x: float, wide: float, height: float, tone: str) -> Bar:
    height = round(max(height, 1.0), 2)
    return Bar(x, round(LINE - height, 2), wide, height, tone)


def _captions(timeline: Timeline, most: int, longest: float) -> Iterator[Caption]:
    lasts = len(timeline.stretches) * timeline.width
    yield Caption(LEFT - 4, TOP + 10, "end", f"{most:,}")
    yield Caption(LEFT - 4, LINE, "end", "0")
    if longest:
        yield Caption(LEFT - 4, LINE + GAP + WAITED, "end", f"{longest:,.0f} s")
    yield Caption(LEFT, HEIGHT - 4, "start", instant(timeline.began))
    yield Caption(WIDTH - RIGHT, HEIGHT - 4, "end", f"{lasts:,.0f} s later")


def _rows(timeline: Timeline) -> Iterator[tuple[Cell, ...]]:
    """A row for each stretch in which something happened; equal neighbours are not said twice."""
    told = ((one.sent, one.refused, round(one.waited, 1)) for one in timeline.stretches)
    for same, each in groupby(enumerate(told), key=itemgetter(1)):
        start = next(each)[0] * timeline.width
        yield (f"{start:,.0f}", same[0], same[1], f"{same[2]:,.1f}")
