"""The journal's own thread beside the event loop: many commits of the same kind at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event

import pytest

from labelsync.core.batch import Relabel
from labelsync.core.exchange import Ticket
from labelsync.journal.journal import Journal
from labelsync.journal.opening import open_store


def test_commits_that_meet_in_the_thread_never_disturb_one_another(place):
    """A cursor that left the thread was freed beside it, under the next commit's feet."""

    async def go(pool):
        def thread(call):
            return asyncio.get_running_loop().run_in_executor(pool, call)

        journal = Journal(place, thread)
        await journal.begin("run", at=0.0)
        intent = await journal.intend("run", "a", "t", Relabel(("c",), ("l",)), at=0.0)
        for number in range(150):
            await asyncio.gather(
                *(journal.remember(f"tenant {n}", {"vip": str(number), "gold": "x"}) for n in range(6)),
                *(journal.ticket(intent, Ticket("job", f"{number} {n}")) for n in range(6)),
            )
        found = journal.memory.definitions("tenant 5")
        journal.close()
        return found

    with ThreadPoolExecutor(1) as pool:
        assert asyncio.run(go(pool)) == {"vip": "149", "gold": "x"}


def test_who_reads_beside_a_commit_sees_nothing_of_it_before_it_is_done(place):
    under_way, going_on = Event(), Event()

    def change():
        store.write("INSERT INTO definition VALUES (?, ?, ?)", ("t", "vip", "1"))
        under_way.set()
        going_on.wait(0.3)
        raise KeyError

    with closing(open_store(place)) as store, ThreadPoolExecutor(1) as pool:
        ended = pool.submit(store.transaction, change)
        assert under_way.wait(10)
        assert store.rows("SELECT * FROM definition") == []
        going_on.set()
        with pytest.raises(KeyError):
            ended.result()
        assert store.rows("SELECT * FROM definition") == []
