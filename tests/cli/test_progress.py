"""How far the work is: a block on a terminal that is gone in the end, else a line every ten seconds."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import replace

import pytest
from inline_snapshot import snapshot

from labelsync.cli.main import run
from labelsync.cli.shell import Shell
from labelsync.cli.working import at_work, rest_of, said
from labelsync.core.outcome import Kind
from labelsync.testing.time import VirtualClock
from labelsync.workflow.site import AN_EFFECT, Site
from labelsync.workflow.standing import Stage, Standing
from tests.cli.program import served, write
from tests.cli.screen import on_a_terminal
from tests.workflow.scene import Scene

MANIFEST = "version: 1\naccounts: {%s}\nlabels: {vip: {members: [p0@example.com, p1@example.com]}}\n"
PEOPLE = "email\n" + "".join(f"p{number}@example.com\n" for number in range(250))
SLOW = "delay=4x1@POST:/contacts/search"


@pytest.fixture
def scene(tmp_path) -> Scene:
    scene = Scene(tmp_path, "highlevel", [])
    scene.manifest("labels: {vip: {members: [p0@example.com]}}\n")
    return scene


@pytest.fixture
def site(scene) -> Site:
    return scene._site(scene._desk())


def in_virtual_time(*arguments: str, quiet: bool = False) -> int:
    clock = VirtualClock()
    shell = Shell(clock, random.Random(1), {}, terminal=False, colour=False, width=100, run=clock.run)
    return run([*(("--quiet",) if quiet else ()), *arguments], shell)


def working(err: str) -> list[str]:
    return [line for line in err.splitlines() if line.startswith("working")]


def test_what_an_account_does_is_said_in_a_few_words(site):
    ends = Counter({Kind.VERIFIED: 200, Kind.ALREADY: 3})
    standings = (
        Standing(),
        Standing(Stage.READING, 4000, 4, 12043),
        Standing(Stage.READING, 100, 1, None),
        Standing(Stage.READ, 12043, 13, 12043),
        Standing(Stage.APPLYING, 12043, 13, 12043, 0, 1),
        Standing(Stage.APPLYING, 12043, 13, 12043, 3, 1200, ends),
        Standing(Stage.ENDED, 12043, 13, 12043, 0, 0),
    )
    assert [said(replace(site, standing=one)).doing for one in standings] == snapshot(
        [
            "looking, 0 requests",
            "reading: 4,000 of 12,043 contacts in 4 pages, 0 requests",
            "reading: 100 contacts in 1 page, 0 requests",
            "read: 12,043 contacts in 13 pages, 0 requests",
            "applying: 0 of 1 batch, 0 requests",
            "applying: 3 of 1,200 batches, 200 verified, 3 already, 0 requests",
            "done: 0 of 0 batches, 0 requests",
        ]
    )


def test_what_is_waited_for_is_said_with_the_seconds_that_are_left(site):
    async def told() -> str:
        wait = asyncio.ensure_future(site.waits.sleep(8.0, AN_EFFECT))
        await asyncio.sleep(0)  # noqa: TID251 - one turn of the virtual loop
        words = said(site).doing
        wait.cancel()
        return words

    assert site.clock.run(told()) == snapshot(
        "looking, 0 requests, paused 8 s: HighLevel, an effect that is to show"
    )


def test_what_only_an_answer_can_end_is_said_without_seconds(scene):
    scene.manifest("labels: {vip: {members: [p0@example.com]}}\n", settings="pace: 1/min")
    site = scene._site(scene._desk())

    async def told() -> str:
        slot = site.line.governor.slot
        async with slot("read"):
            second = asyncio.ensure_future(slot("read").__aenter__())
            await asyncio.sleep(0)  # noqa: TID251 - one turn of the virtual loop
            words = said(site).doing
            second.cancel()
        return words

    assert scene.clock.run(told()) == snapshot("looking, 0 requests, waiting: HighLevel, an answer")


def test_of_too_many_accounts_the_busiest_are_told_in_their_order(scene):
    def busy(requests: int) -> Site:
        site = scene._site(scene._desk())
        site.line.sent["contacts"] = requests
        return replace(site, account=replace(site.account, name=f"a{requests}"))

    sites = [busy(requests) for requests in (7, 3, 9, 1, 8)]
    sites[2].standing.stage = Stage.ENDED
    assert [one.account.name for one in at_work(sites, 3)] == ["a7", "a3", "a8"]
    assert rest_of(sites, at_work(sites, 3)) == ("... 2 more",)
    assert at_work(sites, 5) == sites
    assert rest_of(sites, sites) == ()


def test_without_a_terminal_a_line_comes_every_ten_seconds(tmp_path, monkeypatch, capsys):
    slow = "connector: wix, sandbox: people.csv, pace: 2/min"
    accounts = f"agency: {{connector: highlevel, sandbox: people.csv}}, shop: {{{slow}}}"
    write(tmp_path, MANIFEST % accounts, people=PEOPLE)
    monkeypatch.chdir(tmp_path)
    assert in_virtual_time("plan") == 0
    first = working(capsys.readouterr().err)
    assert [line.split("; ")[-1] for line in (*first[:2], first[6])] == snapshot(
        [
            "shop: looking, 1 request, paused 51 s: Wix, the requests quota",
            "shop: looking, 1 request, paused 41 s: Wix, the requests quota",
            "shop: looking, 2 requests, paused 51 s: Wix, the requests quota",
        ]
    )
    assert first[0].startswith("working; agency: read: 250 contacts in 1 page, 3 requests; shop: ")
    assert in_virtual_time("plan") == 0
    assert working(capsys.readouterr().err) == first
    assert in_virtual_time("plan", quiet=True) == 0
    assert capsys.readouterr().err == ""


def test_on_a_terminal_a_block_is_drawn_and_gone_in_the_end(tmp_path):
    shown = _slowly("plan", tmp_path)
    assert shown.code == 0
    assert "crm  looking, 3 requests" in _plain(shown.written)
    assert shown.seen.startswith("crm: highlevel, ")
    assert "looking" not in shown.seen


def test_ctrl_c_leaves_nothing_of_the_block_behind(tmp_path):
    shown = _slowly("plan", tmp_path, typed=b"\x03")
    assert shown.code == 130
    assert shown.seen.strip() == "interrupted"


def test_beyond_twenty_accounts_the_block_tells_how_many_more_there_are(tmp_path):
    one = "{connector: highlevel, sandbox: people.csv, pace: 1/min}"
    write(tmp_path, MANIFEST % ", ".join(f"a{number}: {one}" for number in range(25)), people="email\n")
    left = [b"\x03"]

    def interrupt(written: str) -> bytes:
        return left.pop() if left and "... 5 more" in written else b""

    shown = on_a_terminal("plan", folder=tmp_path, meanwhile=interrupt)
    assert shown.code == 130
    block = _plain(shown.written).split("... 5 more")[0].splitlines()[-21:]
    assert sum("paused" in line and "HighLevel" in line for line in block) == 20
    assert shown.seen.strip() == "interrupted"


def test_a_terminal_that_cannot_move_its_cursor_gets_lines(tmp_path):
    shown = _slowly("plan", tmp_path, TERM="dumb")
    assert shown.code == 0
    assert "\x1b" not in shown.written
    assert "looking" not in shown.written


def test_events_on_a_terminal_are_not_torn_by_a_block(tmp_path):
    shown = _slowly("plan", tmp_path, "--format", "jsonl")
    assert shown.code == 0
    *events, after = shown.written.splitlines()
    assert all(line.startswith("{") for line in events)
    assert after.startswith("next: ")


def test_quiet_draws_nothing(tmp_path):
    shown = _slowly("--quiet", tmp_path, "plan")
    assert shown.code == 0
    assert "looking" not in shown.written


def _plain(written: str) -> str:
    return written.replace("\x1b[1m", "").replace("\x1b[0m", "")


def _slowly(first, folder, *arguments: str, typed: bytes = b"", **environment: str):
    """Run a command on a terminal against a vendor that takes four seconds to answer once."""
    left = [typed]

    def answer(written: str) -> bytes:
        return left.pop() if left and "looking" in written else b""

    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    with served("--seed-from", "people.csv", "--fault", SLOW, folder=folder) as urls:
        write(folder, MANIFEST % f"crm: {{connector: highlevel, base_url: {urls['highlevel']}}}")
        return on_a_terminal(first, *arguments, folder=folder, meanwhile=answer, **environment)
