"""Pages of HTML in a real browser, Debian's Chromium: what a reader, with or without scripts, meets there.

With LABELSYNC_SCREENSHOTS naming a folder, what the pages look like is written there.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from labelsync.report.html import plan_html, run_html
from tests.planfile.samples import PLAN
from tests.prove.browsing import ROWS, visit
from tests.report.pages import EVIL, evil_plan, evil_run, large, run_of
from tests.report.test_result import MIXED

CHROMIUM = shutil.which("chromium")
MANY = 100_000
PATIENCE = 20.0  # seconds, for a slow machine; two are meant

pytestmark = [
    pytest.mark.prove,
    pytest.mark.timeout(600),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages as files."""
    folder = tmp_path_factory.mktemp("pages")
    plan = large(MANY)
    pages = {
        "plan": plan_html(PLAN),
        "named": plan_html(PLAN, names={"shop": {"id1": "ada@example.com"}}),
        "run": run_html(MIXED, PLAN),
        "large": plan_html(plan),
        "large_run": run_html(run_of(plan), plan),
    }
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, "ascii")
    return folder


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where screenshots go."""
    return Path(os.environ.get("LABELSYNC_SCREENSHOTS", tmp_path))  # noqa: TID251 - of this test only


@pytest.mark.parametrize("name", ["plan", "named", "run", "large", "large_run"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_page_opens_from_a_file_without_a_request_or_a_complaint(browser, folder, name, scripts):
    with visit(browser, folder / f"{name}.html", scripts=scripts) as here:
        assert here.page.locator("h1").is_visible()
        assert here.page.locator("#tool").is_visible() is scripts
        assert here.page.locator("#without").is_visible() is not scripts


@pytest.mark.parametrize("evil", EVIL)
def test_an_evil_name_stays_text_wherever_it_is_shown(browser, tmp_path, evil):
    path = tmp_path / "page.html"
    for text in (
        plan_html(evil_plan(evil)),
        run_html(evil_run(evil), evil_plan(evil), names={evil: {evil: evil}}),
    ):
        path.write_text(text, "ascii")
        with visit(browser, path) as here:
            here.found("rows")
            assert here.page.locator("img, iframe, object, embed, link, base").count() == 0
            assert here.page.locator("script").count() == 2
            assert here.page.locator("svg [onload], [onerror], [style*=expression]").count() == 0
            assert "49" not in here.page.locator("h2").all_text_contents()
            shown = here.column("label")[-1]
            assert shown.isprintable()
            assert here.page.locator("h2", has_text=shown).count() == 1
            select = here.page.locator("#only-label")
            select.select_option(label=shown)
            here.found("rows")


def test_a_hundred_thousand_changes_are_searched_in_no_time(browser, folder, capsys):
    path = folder / "large.html"
    start = perf_counter()
    with visit(browser, path) as here:
        here.page.fill("#search", "label /4.csv:2501 LISTS")
        here.found(f" of {MANY:,} rows")
        taken = perf_counter() - start
        size = path.stat().st_size / 1e6
        with capsys.disabled():
            sys.stdout.write(
                f"\n{MANY:,} changes, {size:.1f} MB: the search box answered after {taken:.2f} s\n"
            )
        assert taken < PATIENCE
        assert here.page.locator(ROWS).count() == 2
        assert set(here.column("label")) == {'"label 4"'}
        assert set(here.column("place")) == {"lists/4.csv:2501"}


def test_only_what_is_seen_is_drawn_wherever_one_scrolls(browser, folder):
    with visit(browser, folder / "large.html") as here:
        pane, drawn = here.page.locator("#pane"), here.page.locator(ROWS)
        here.found(f"{MANY:,} rows")
        assert here.page.locator("#window").get_attribute("aria-rowcount") == str(MANY + 1)
        assert drawn.first.get_attribute("aria-rowindex") == "2"
        for part in (0.25, 0.5, 1.0):
            pane.evaluate("(pane, part) => { pane.scrollTop = part * pane.scrollHeight; }", part)
            here.page.wait_for_timeout(200)
            first, last = (int(row.get_attribute("aria-rowindex") or 0) for row in (drawn.first, drawn.last))
            assert first - 40 <= part * MANY <= last + 40
            assert 10 <= drawn.count() <= 80
        assert drawn.last.get_attribute("aria-rowindex") == str(MANY + 1)
        assert here.page.locator("tr").count() < 2500


def test_filters_leave_what_they_name_and_clearing_brings_all_back(browser, folder):
    with visit(browser, folder / "large_run.html") as here:
        here.page.select_option("#only-account", label="chat")
        here.found(f"{MANY // 2:,} of {MANY:,} rows")
        here.page.select_option("#only-action", label="remove")
        here.found(f"{MANY // 4:,} of {MANY:,} rows")
        here.page.select_option("#only-outcome", label="failed")
        here.found(f"{MANY // 400:,} of {MANY:,} rows")
        assert set(here.column("note")) == {"CONTACT_LOCKED: the contact is locked"}
        here.page.select_option("#only-label", label='"label 3"')
        here.found(f"25 of {MANY:,} rows")
        here.page.fill("#search", "nobody at all")
        here.found(f"0 of {MANY:,} rows")
        here.page.click("button[type=reset]")
        here.found(f"{MANY:,} rows")


def test_each_column_sorts_up_and_down_and_back_to_the_order_of_the_plan(browser, folder):
    with visit(browser, folder / "large.html") as here:
        before = here.column("contact")
        for key in ("contact", "label", "place"):
            head = here.page.locator(f"#window th[data-column={key}]")
            head.locator("button").click()
            assert head.get_attribute("aria-sort") == "ascending"
            up = here.column(key)
            head.locator("button").click()
            assert head.get_attribute("aria-sort") == "descending"
            down = here.column(key)
            assert up[0] < down[0]
            assert key == "place" or (up == sorted(up) and down == sorted(down, reverse=True))
            head.locator("button").click()
            assert head.get_attribute("aria-sort") is None
            assert here.column("contact") == before


def test_the_rest_of_a_group_is_one_click_away(browser, folder):
    with visit(browser, folder / "large.html") as here:
        group = here.page.locator("details.group").nth(3)
        group.locator("summary").click()
        assert group.locator("tbody tr").count() == 20
        group.locator("button.show").click()
        here.found(f"{MANY // 40:,} of {MANY:,} rows")
        assert set(here.column("label")) == {'"label 3"'}
        assert set(here.column("account")) == {"shop"}


def test_all_of_it_can_be_used_from_the_keyboard(browser, folder):
    with visit(browser, folder / "large.html") as here:
        here.page.keyboard.press("Tab")
        assert here.page.locator(":focus").text_content() == "Skip to the report"
        here.page.focus("#search")
        here.page.keyboard.type("label 7")
        here.found(" of ")
        here.page.focus("#window th:nth-child(4) button")
        here.page.keyboard.press("Enter")
        assert here.page.locator("#window th[aria-sort=ascending]").count() == 1
        here.page.focus("#pane")
        here.page.keyboard.press("End")
        here.page.wait_for_timeout(300)
        assert here.page.locator("#pane").evaluate("pane => pane.scrollTop") > 1000
        assert here.page.locator("#pane").evaluate("pane => getComputedStyle(pane).outlineStyle") == "solid"


def test_without_scripts_the_first_of_each_group_can_be_read(browser, folder):
    with visit(browser, folder / "large.html", scripts=False) as here:
        group = here.page.locator("details.group").first
        group.locator("summary").click()
        assert group.locator("tbody tr").count() == 20
        assert group.locator("tbody tr").last.is_visible()
        assert group.locator(".more").inner_text() == f"… {MANY // 40 - 20:,} more"


def test_on_a_telephone_nothing_is_cut_off_and_nothing_scrolls_sideways_but_tables(browser, folder):
    with visit(browser, folder / "named.html") as here:
        here.page.set_viewport_size({"width": 360, "height": 740})
        assert here.page.evaluate("document.documentElement.scrollWidth") == 360
        assert here.page.locator(".wide").first.evaluate("box => box.scrollWidth > box.clientWidth")


def test_on_paper_there_are_plain_tables_in_dark_ink_and_no_controls(browser, folder):
    with visit(browser, folder / "large.html", dark=True) as here:
        here.page.emulate_media(media="print")
        here.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert not here.page.locator("#tool").is_visible()
        assert not here.page.locator("nav").is_visible()
        assert here.page.locator("details.group tbody tr").last.is_visible()
        assert here.page.evaluate("getComputedStyle(document.body).color") == "rgb(26, 31, 36)"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["plan", "named", "run", "large"])
def test_axe_finds_nothing_that_keeps_anybody_out(browser, folder, pictures, name, dark):
    with visit(browser, folder / f"{name}.html", dark=dark) as here:
        here.found("rows")
        found = Axe().run(here.page).response["violations"]
        grave = [
            (one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")
        ]
        assert grave == []
        picture = pictures / f"{name}-{'dark' if dark else 'light'}.png"
        here.page.screenshot(path=picture, full_page=True)
        assert picture.stat().st_size > 10_000
