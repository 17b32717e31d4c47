"""F11: two processes apply to one account again and again, and never both at once, on either store."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from labelsync.journal.memory import Memory
from labelsync.journal.opening import open_store
from tests.cli.program import ENVIRONMENT
from tests.journal.cluster import Cluster, running
from tests.journal.made import select

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]

ROUNDS = 100
"""Of each of the two processes."""
WRITER = """\
import asyncio, os, random, sys, time
from pathlib import Path
from labelsync.core.batch import Relabel
from labelsync.core.outcome import Kind, Outcome, Performed
from labelsync.errors import Locked
from labelsync.journal.journal import Journal
from labelsync.journal.lock import locked

me, text, account, log, rounds = sys.argv[1:]
place = text if "://" in text else Path(text)
chance = random.Random(me)

async def inline(call):
    return call()

def say(word):
    with open(log, "a") as file:
        file.write(f"{word} {me}\\n")

async def apply(run):
    journal = Journal(place, inline)
    batch = Relabel(("c1",), ("vip",))
    await journal.begin(run, at=1.0)
    intent = await journal.intend(run, account, "tenant", batch, at=2.0)
    say("begins")
    time.sleep(chance.uniform(0, 0.004))
    say("ends")
    await journal.record(intent, "tenant", batch, Performed({"c1": Outcome(Kind.APPLIED)}), at=3.0)
    await journal.finish(run, at=4.0, result="{}")
    journal.close()

done = refused = 0
while done < int(rounds):
    run = f"{me}-{done}"
    try:
        with locked(place, [account], run=run):
            asyncio.run(apply(run))
        done += 1
    except Locked:
        refused += 1
    time.sleep(chance.uniform(0, 0.006))
print(refused)
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with running() as found:
        yield found


@pytest.fixture(params=["file", "database"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    if request.param == "file":
        return tmp_path / "journal.db"
    found: Cluster = request.getfixturevalue("cluster")
    return found.fresh()


def writer(name: str, place: Path | str, account: str, log: Path) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WRITER, name, str(place), account, str(log), str(ROUNDS)]
    return subprocess.Popen(arguments, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> int:
    """How often it was refused."""
    out, _ = process.communicate(timeout=500)
    assert process.returncode == 0
    return int(out)


def overlaps(log: Path) -> int:
    """How often somebody began before another had ended."""
    lines = [tuple(line.split()) for line in log.read_text().splitlines()]
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return sum((first[0], second[0], first[1]) != ("begins", "ends", second[1]) for first, second in pairs)


def test_of_two_that_apply_to_one_account_two_hundred_times_never_two_write_at_once(place, tmp_path):
    log = tmp_path / "log"
    processes = [writer(name, place, "shop", log) for name in ("a", "b")]
    refusals = [ended(process) for process in processes]
    assert overlaps(log) == 0
    assert Counter(line.split()[1] for line in log.read_text().splitlines()) == {"a": 200, "b": 200}
    assert sum(refusals) > 0, "they never met"
    with closing(open_store(place)) as store:
        verdict = Memory(store).verify_chain()
    assert (verdict.rows, verdict.flaw) == (2 * ROUNDS * 4, None)
    assert select(place, "SELECT count(*), count(settled) FROM intent") == [(2 * ROUNDS, 2 * ROUNDS)]


def test_two_that_apply_to_different_accounts_refuse_nobody_and_keep_one_whole_chain(place, tmp_path):
    processes = [writer(account, place, account, tmp_path / account) for account in ("chat", "shop")]
    assert [ended(process) for process in processes] == [0, 0]
    with closing(open_store(place)) as store:
        verdict = Memory(store).verify_chain()
    assert (verdict.rows, verdict.flaw) == (2 * ROUNDS * 4, None)
