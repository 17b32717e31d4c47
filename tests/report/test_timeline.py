"""What a run sent over time, in its document and on its page."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from labelsync.core.run import Run
from labelsync.core.timeline import Stretch, Timeline
from labelsync.report import read_run, result_json, result_schema
from labelsync.report.html import run_html
from tests.report.elements import Page, content
from tests.report.test_result import MIXED

EVEN, BUSY = Stretch(4, 0, 0.5), Stretch(3, 2, 8.0)
CALM = Timeline(1_795_000_000.0, 2.0, (EVEN, EVEN, Stretch(), BUSY))
stretches = st.builds(Stretch, st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6).map(float))
timelines = st.builds(
    Timeline,
    st.integers(0, 4 * 10**9).map(float),
    st.sampled_from([1.0, 2.0, 64.0]),
    st.lists(stretches, max_size=60).map(tuple),
)


def timed(timeline: Timeline) -> Run:
    first, *others = MIXED.accounts
    return replace(MIXED, accounts=(replace(first, timeline=timeline), *others))


@given(timelines)
def test_a_document_keeps_it_and_is_as_the_schema_says(timeline: Timeline) -> None:
    text = result_json(timed(timeline))
    Draft202012Validator(result_schema()).validate(json.loads(text))
    assert read_run(text).accounts[0].timeline == timeline


def test_a_run_knows_when_it_was() -> None:
    again = read_run(result_json(replace(MIXED, started=1_795_000_000.0, finished=1_795_000_009.0)))
    assert (again.started, again.finished) == (1_795_000_000.0, 1_795_000_009.0)


def test_the_page_draws_it_and_says_it_in_a_table() -> None:
    page = Page(run_html(timed(CALM)))
    assert "Requests over time: shop" in page.text()
    charts = [one for one in page.all("svg") if one.attributes.get("role") == "img"]
    assert charts
    refused = [one for one in page.all("rect") if one.attributes["class"] == "remove"]
    assert any(float(one.attributes["height"] or 0) > 12 for one in refused)
    cells = [content(one).strip() for one in page.all("td") + page.all("th")]
    assert "8.0" in cells
    assert "refused for pace" in cells


@settings(max_examples=20, deadline=None)
@given(timelines)
def test_no_bar_leaves_the_drawing(timeline: Timeline) -> None:
    page = Page(run_html(timed(timeline)))
    for drawing in page.all("svg"):
        if drawing.attributes.get("role") == "img":
            assert drawing.attributes["viewbox"]
    for bar in page.all("rect"):
        left, width = (float(bar.attributes.get(key) or 0) for key in ("x", "width"))
        top, height = (float(bar.attributes.get(key) or 0) for key in ("y", "height"))
        assert 0 <= left <= left + width <= 721
        assert 0 <= top <= top + height


def test_a_run_that_sent_nothing_has_no_line_of_time() -> None:
    assert "Requests over time" not in Page(run_html(timed(Timeline(0.0, 1.0)))).text()
    assert "Requests over time" not in Page(run_html(MIXED)).text()
