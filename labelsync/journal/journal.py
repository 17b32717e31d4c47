"""The journal itself: intent before, outcome after, durable before anything depends on it."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

from labelsync.core.batch import Batch
from labelsync.core.exchange import Ticket
from labelsync.core.outcome import Outcome, Performed
from labelsync.errors import JournalUnwritable, Locked, PlanUnfit
from labelsync.journal.chain import Bytes, append, new_salt
from labelsync.journal.ledger import believe, bring
from labelsync.journal.memory import Memory
from labelsync.journal.opening import open_store
from labelsync.journal.rows import read_performed, write_batch, write_performed
from labelsync.journal.sessions import known_locks
from labelsync.journal.store import Place

T = TypeVar("T")
Kept = TypeVar("Kept", bound=int | None)
START = "INSERT INTO run (id, started, seal, plan, salt) VALUES (?, ?, ?, ?, ?)"
FINISH = "UPDATE run SET finished = ?, result = ?, result_salt = ? WHERE id = ?"
INTEND = "INSERT INTO intent (run, account, tenant, batch, at, salt) VALUES (?, ?, ?, ?, ?, ?)"
SETTLED = "SELECT settled, performed FROM intent WHERE id = ? AND settled IS NOT NULL"
SETTLE = "UPDATE intent SET settled = ?, performed = ?, outcome_salt = ? WHERE id = ?"
TICKET = "INSERT INTO ticket VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
USE_UP = "INSERT INTO used_plan VALUES (?, ?) ON CONFLICT DO NOTHING"
DEFINE = "INSERT INTO definition VALUES (?, ?, ?) ON CONFLICT (tenant, label) DO UPDATE SET id = excluded.id"
FORGET_MANAGED = "DELETE FROM managed"
MANAGE = "INSERT INTO managed VALUES (?, ?) ON CONFLICT DO NOTHING"
MEET = (
    "INSERT INTO named VALUES (?, ?, ?) ON CONFLICT (tenant, who) DO UPDATE"
    " SET contact = excluded.contact WHERE named.contact <> excluded.contact"
)


class Thread(Protocol):
    """Where the journal's commits run: one thread beside the event loop, or inline in a simulation."""

    def __call__(self, call: Callable[[], T]) -> Awaitable[T]:
        """Run it, and wait for it."""


class Journal:
    """The journal at one place: a file's path, or the address of a PostgreSQL database.

    All instants are epoch seconds, handed in. What is written by a run that holds locks in a database is
    refused once they are not its own any more; so the locks are taken before the journal is opened. What
    vendors said passes `redact` before it is written.
    """

    def __init__(
        self,
        place: Place,
        thread: Thread,
        *,
        chance: Bytes = os.urandom,
        redact: Callable[[str], str] = str,
    ) -> None:
        self._redact = redact
        self._store = open_store(place)
        self._thread = thread
        self._chance = chance
        self.memory = Memory(self._store)
        self._locks = known_locks(self._store)
        self._jobs: set[int] = set()

    def close(self) -> None:
        """Let go of the file, or end the session."""
        self._store.close()

    async def begin(self, run: str, *, at: float, seal: str = "", plan: str = "") -> None:
        """A run starts. `seal` names the plan file that its first intent uses up; `plan` is its document."""
        salt, plan = new_salt(self._chance), self._redact(plan)

        def write() -> None:
            self._store.write(START, (run, at, seal, plan, salt))
            append(self._store, "run", run, at, seal, plan, salt=salt)

        await self._commit(write)

    async def finish(self, run: str, *, at: float, result: str) -> None:
        """A run ends with its result document."""
        salt, result = new_salt(self._chance), self._redact(result)

        def write() -> None:
            if self._store.write(FINISH, (at, result, salt, run)):
                append(self._store, "result", run, at, result, salt=salt)

        await self._commit(write)

    async def intend(self, run: str, account: str, tenant: str, batch: Batch, *, at: float) -> int:
        """Return the intent's number once the intent is durable.

        Raises Locked where the run's lock was ended meanwhile, PlanUnfit where another run used its plan up.
        """
        values, salt = (run, account, tenant, write_batch(batch), at), new_salt(self._chance)

        def write() -> int:
            self._check_lock(run, account)
            number = self._store.insert(INTEND, *values, salt)
            append(self._store, "intent", number, *values, salt=salt)
            self._use_up(run)
            return number

        return await self._commit(write)

    def _check_lock(self, run: str, account: str) -> None:
        held = self._locks.get(account)
        if held and held.run == run and known_locks(self._store).get(account) != held:
            raise Locked(
                f"the lock of account {account} is not this run's any more",
                advice="somebody unlocked it, or its connection was lost; run the command again when no "
                "other run has it",
            )

    def _use_up(self, run: str) -> None:
        """The run's plan file is used from now on, by this run and no other."""
        [(seal,)] = self._store.rows("SELECT seal FROM run WHERE id = ?", run)
        if not seal:
            return
        self._store.write(USE_UP, (seal, run))
        if self.memory.used_by(seal) != run:
            raise PlanUnfit(
                "this plan was used meanwhile, by another run", advice="make and review a new plan"
            )

    async def ticket(self, intent: int, ticket: Ticket) -> None:
        """Return once the ticket is durable."""

        def write() -> None:
            if self._store.write(TICKET, (intent, *ticket)):
                append(self._store, "ticket", f"{intent} {ticket.kind} {ticket.text}")

        await self._commit(write)
        if ticket.kind == "job":
            self._jobs.add(intent)

    async def record(
        self, intent: int, tenant: str, batch: Batch, performed: Performed, *, at: float
    ) -> None:
        """What became of an intent, and what the ledger may believe from it, in one commit.

        It is durable when this returns; where a job's ticket is, with the next commit: the job tells again.
        """

        def write() -> None:
            self._settle(intent, performed, at)
            believe(self._store, tenant, batch, performed, at=at)

        await (self._note if intent in self._jobs else self._commit)(write)
        self._jobs.discard(intent)

    async def confirm(self, intent: int, seen: Mapping[str, Outcome]) -> None:
        """What reading back showed of some contacts of a settled intent, in place of what the answer said.

        Durable with the next commit: until then, the answer's word stands.
        """

        def write() -> None:
            for settled, text in self._store.rows(SETTLED, intent):
                told = read_performed(text)
                self._settle(intent, replace(told, contacts={**told.contacts, **seen}), settled)

        await self._note(write)

    def _settle(self, intent: int, performed: Performed, at: float) -> None:
        text, salt = self._redact(write_performed(performed)), new_salt(self._chance)
        if self._store.write(SETTLE, (at, text, salt, intent)):
            append(self._store, "outcome", intent, at, text, salt=salt)

    async def remember(self, tenant: str, definitions: Mapping[str, str]) -> None:
        """Keep each label's vendor id, by manifest key: it stays when the label's name changes."""
        rows = [(tenant, label, found) for label, found in definitions.items()]
        await self._commit(partial(self._store.write, DEFINE, *rows))

    async def manage(self, labels: Iterable[tuple[str, str]], *, whole: bool) -> None:
        """Keep which (account, label key) this run manages: `whole` in place of all that earlier ones did."""
        rows = tuple(labels)

        def write() -> None:
            if whole:
                self._store.write(FORGET_MANAGED, ())
            self._store.write(MANAGE, *rows)

        await self._commit(write)

    async def meet(self, tenant: str, people: Mapping[str, str]) -> None:
        """Keep which contact each of these pseudonyms means."""
        rows = [(tenant, who, contact) for who, contact in people.items()]
        await self._commit(partial(self._store.write, MEET, *rows))

    async def replace_ledger(self, tenant: str, pairs: Iterable[tuple[str, str]], *, at: float) -> None:
        """Put (contact, vendor label id) pairs in place of all that the ledger holds of a tenant."""
        await self._commit(partial(bring, self._store, tenant, tuple(pairs), at=at))

    async def _commit(self, change: Callable[[], Kept]) -> Kept:
        """One transaction in the journal's thread."""
        return await self._written(partial(self._store.transaction, change))

    async def _note(self, change: Callable[[], Kept]) -> Kept:
        """One that does not wait for the disk."""
        return await self._written(partial(self._store.note, change))

    async def _written(self, call: Callable[[], Kept]) -> Kept:
        try:
            return await self._thread(call)
        except self._store.failures as error:
            raise JournalUnwritable(
                f"the journal cannot be written ({type(error).__name__})",
                advice="see that there is space on the disk, or that the database answers; run the command "
                "again: it settles what is open first",
            ) from error
