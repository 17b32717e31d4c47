"""Renewed tokens: durable beside the journal, their owner's alone, spent only where the next one is kept."""

from __future__ import annotations

import random
from pathlib import Path

import httpx
import pytest
import respx

from labelsync.cli.main import run
from labelsync.cli.shell import Shell
from labelsync.connectors.registry import vendors
from labelsync.errors import JournalUnwritable
from labelsync.journal.journal import Journal
from labelsync.journal.store import Place
from labelsync.journal.vault import FileVault
from labelsync.sandbox.around import Around
from labelsync.sandbox.highlevel import EMULATED
from labelsync.sandbox.seed import make_people
from labelsync.sandbox.stand import Stand
from labelsync.testing.stage import inline
from labelsync.wire.clock import SystemClock
from labelsync.workflow.desk import Desk, Outside, open_desk
from labelsync.workflow.folder import folder_of
from tests.cli.program import write
from tests.journal.made import change, now, select

SPENT_ONCE = "first-refresh-token"
AT = 1_795_000_000.0


def vault(place: Place, *, outlives: bool = True) -> FileVault:
    return FileVault(place, outlives, lambda: AT)


def test_what_was_kept_is_seen_by_a_new_connection(place):
    now(vault(place).keep("a", "one"))
    assert vault(place).read("a") == "one"
    assert select(place, "SELECT name, text, at FROM token") == [("a", "one", AT)]


def test_the_newest_text_of_a_name_takes_the_place_of_the_older(place):
    for name, text in (("a", "one"), ("b", "two"), ("a", "three"), ("c", "")):
        now(vault(place).keep(name, text))
    assert [vault(place).read(name) for name in "abcd"] == ["three", "two", "", ""]


def test_only_its_owner_can_read_what_is_kept(tmp_path):
    now(vault(tmp_path / "kept" / "journal.db").keep("a", "one"))
    kept = tmp_path / "kept"
    assert kept.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in kept.iterdir()} == {0o600}


def test_reading_makes_nothing(tmp_path):
    assert vault(tmp_path / "journal.db").read("a") == ""
    assert list(tmp_path.iterdir()) == []


def test_it_lies_in_the_journal_and_neither_disturbs_the_other(place):
    now(vault(place).keep("a", "one"))
    journal = Journal(place, inline)
    now(journal.begin("run1", at=AT, seal=""))
    now(vault(place).keep("a", "two"))
    now(journal.remember("tenant", {"vip": "x"}))
    journal.close()
    assert vault(place).read("a") == "two"


@pytest.mark.parametrize("outlives", [True, False])
def test_whether_a_file_outlives_the_machine_is_what_was_said(tmp_path, outlives):
    assert vault(tmp_path / "journal.db", outlives=outlives).outlives is outlives


@pytest.mark.parametrize("outlives", [True, False])
def test_a_database_outlives_the_machine_whatever_was_said_and_shows_no_password(outlives):
    found = vault("postgresql://me:hush-hush@db.example.com/team", outlives=outlives)
    assert found.outlives is True
    assert "hush" not in repr(found)


def test_a_disk_that_takes_nothing_is_said_without_the_token(tmp_path):
    (tmp_path / "kept").write_text("in the way")
    with pytest.raises(JournalUnwritable) as failed:
        now(vault(tmp_path / "kept" / "journal.db").keep("a", "hush-hush"))
    assert "hush" not in str(failed.value) + failed.value.advice


def test_a_token_that_cannot_be_kept_or_read_is_said_without_the_token(place):
    now(vault(place).keep("a", "one"))
    change(place, "DROP TABLE token")
    with pytest.raises(JournalUnwritable) as failed:
        now(vault(place).keep("a", "hush-hush"))
    assert "hush" not in str(failed.value) + failed.value.advice
    assert "at once" in failed.value.advice
    with pytest.raises(JournalUnwritable):
        vault(place).read("a")


ACCOUNT = (
    "connector: highlevel, location_id: ve9EPM428h8vShlRW1KT, client_id: app-1, "
    "client_secret: {env: SECRET}, refresh_token: {env: REFRESH}"
)
ENVIRONMENT = {"SECRET": "hush", "REFRESH": SPENT_ONCE}


def manifest(folder: Path, account: str) -> Path:
    text = f"version: 1\naccounts: {{agency: {{{account}}}}}\nlabels: {{vip: {{ownership: additive}}}}\n"
    return write(folder, text, people="email\n")


def desk(folder: Path, account: str, journal: Path | None = None) -> Desk:
    states = manifest(folder, account)
    outside = Outside(SystemClock(), random.Random(1), ENVIRONMENT, "0.1.0", journal)
    return open_desk(folder_of(states), vendors(), outside)


@pytest.mark.parametrize(
    ("account", "journal", "lasting"),
    [
        (ACCOUNT, "", False),
        (ACCOUNT, "elsewhere.db", True),
        (f"{ACCOUNT}, base_url: 'https://services.leadconnectorhq.com'", "", False),
        (f"{ACCOUNT}, base_url: 'http://127.0.0.1:1'", "", True),
        (f"{ACCOUNT}, base_url: 'http://localhost:1'", "", True),
        ("connector: highlevel, sandbox: people.csv", "", True),
    ],
    ids=["nothing is said", "a journal is named", "its address", "loopback", "localhost", "sandbox"],
)
def test_a_vault_lasts_where_somebody_named_it_or_the_vendor_is_emulated(tmp_path, account, journal, lasting):
    opened = desk(tmp_path, account, tmp_path / journal if journal else None)
    found = opened._vault(opened.manifest.accounts["agency"])
    assert found.outlives is lasting
    assert found.vault.path == tmp_path / (journal or ".labelsync/journal.db")


@pytest.fixture
def vendor() -> Stand:
    """A HighLevel, which answers at its own address: no request leaves this process."""
    clock = SystemClock()
    stand = Stand(EMULATED, Around(clock.now, clock.sleep, random.Random(2)), tuple(make_people(2)))
    with respx.mock(assert_all_called=False) as router:
        transport = httpx.ASGITransport(stand)
        router.route(host="services.leadconnectorhq.com").mock(side_effect=transport.handle_async_request)
        yield stand


def labelsync(*arguments: str, **environment: str) -> int:
    """Run a command line in this process."""
    shell = Shell(
        clock=SystemClock(),
        chance=random.Random(3),
        environment={**ENVIRONMENT, **environment},
        terminal=False,
        colour=False,
        width=100,
    )
    return run(arguments, shell)


def tokens(stand: Stand) -> int:
    return sum(heard.path == "/oauth/token" for heard in stand.heard)


@pytest.mark.parametrize("verb", [("plan",), ("apply", "-y")])
def test_where_the_next_token_would_be_lost_nothing_reaches_the_vendor(
    tmp_path, monkeypatch, capsys, vendor, verb
):
    manifest(tmp_path, ACCOUNT)
    monkeypatch.chdir(tmp_path)
    assert labelsync(*verb) == 77
    said = capsys.readouterr()
    assert "--journal" in said.err
    assert SPENT_ONCE not in said.out + said.err
    assert vendor.heard == []


@pytest.mark.parametrize("how", ["option", "variable"])
def test_with_a_journal_that_is_named_the_token_is_spent_once_and_the_next_run_uses_the_kept_one(
    tmp_path, monkeypatch, capsys, vendor, how
):
    manifest(tmp_path, ACCOUNT)
    monkeypatch.chdir(tmp_path)
    journal = tmp_path / "kept" / "journal.db"
    if how == "variable":
        monkeypatch.setenv("LABELSYNC_JOURNAL", str(journal))
    named = ("--journal", str(journal)) if how == "option" else ()
    assert [labelsync(*verb, *named) for verb in (("plan",), ("apply", "-y"), ("plan",))] == [0, 0, 0]
    assert tokens(vendor) == 1
    assert "vip" in vendor.emulator.view().labels
    assert not (tmp_path / ".labelsync" / "journal.db").exists()
    assert journal.stat().st_mode & 0o777 == 0o600
    said = capsys.readouterr()
    assert SPENT_ONCE not in said.out + said.err


def test_a_saved_plan_is_applied_with_the_kept_token(tmp_path, monkeypatch, vendor):
    manifest(tmp_path, ACCOUNT)
    monkeypatch.chdir(tmp_path)
    named = ("--journal", "journal.db")
    assert labelsync("plan", "--out", "plan.json", *named) == 0
    assert labelsync("apply", "plan.json") == 77
    assert labelsync("apply", "plan.json", *named) == 0
    assert tokens(vendor) == 1
    assert "vip" in vendor.emulator.view().labels


def test_a_new_refresh_token_in_the_setting_takes_the_place_of_what_is_kept(tmp_path, monkeypatch, vendor):
    manifest(tmp_path, ACCOUNT)
    monkeypatch.chdir(tmp_path)
    assert labelsync("plan", "--journal", "journal.db") == 0
    assert labelsync("plan", "--journal", "journal.db", REFRESH="second-refresh-token") == 0
    assert tokens(vendor) == 2
