"""F2 where labels cannot be read: what a call without a key did stays unknown, and is not taken as undone."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from labelsync.core.batch import Relabel
from labelsync.core.capability import Repeat
from labelsync.core.outcome import Kind
from labelsync.core.plan import Plan
from labelsync.journal.journal import Journal
from labelsync.journal.opening import open_store
from labelsync.testing import InProcess, Stage, Subject, everybody, members, subject
from labelsync.testing.stage import inline
from tests.crash.mortal import entries


@dataclass
class Blind:
    """KirimChat's connector, if its calls had no keys and repeating them did this."""

    connector: Any
    repeat: Repeat

    @property
    def capabilities(self):
        return replace(self.connector.capabilities, repeat=self.repeat)

    def __getattr__(self, name):
        return getattr(self.connector, name)


def blinded(repeat: Repeat) -> Subject:
    known = subject("kirimchat")

    def opened(settings, ports):
        line = known.vendor.open(settings, ports)
        return line._replace(connector=Blind(line.connector, repeat))

    return replace(known, vendor=replace(known.vendor, open=opened))


@pytest.fixture
def left_open(tmp_path, request) -> tuple[Stage, str]:
    """Two wanted people, and a call about the first that an earlier run left open, without a key."""
    one = blinded(request.param)
    stage = Stage(tmp_path / "stage", one, InProcess(one))
    stage.people(*everybody(3))
    stage.manifest("labels: {vip: {members: []}}\n")
    assert stage.apply().exit_code == 0
    stage.manifest(f"labels: {{vip: {{members: {members(0, 1)}}}}}\n")
    contact = min(added(stage.plan()))
    identified, _ = stage.identify()
    with closing(Journal(path(stage), inline)) as journal:
        stage.ground.run(begin(journal, identified.tenant, contact, stage.ground.clock.now()))
    return stage, contact


async def begin(journal: Journal, tenant: str, contact: str, now: float) -> None:
    label = journal.memory.definitions(tenant)["vip"]
    await journal.begin("earlier", at=now)
    await journal.intend("earlier", "a", tenant, Relabel((contact,), (label,), ()), at=now)


def path(stage: Stage) -> Path:
    return stage.folder / ".labelsync" / "journal.db"


def added(plan: Plan) -> set[str]:
    return {who for change in plan.accounts[0].changes for who in getattr(change, "contacts", ())}


@pytest.mark.parametrize("left_open", [Repeat.HARMLESS], indirect=True)
def test_what_cannot_be_read_and_does_no_harm_is_unknown_and_planned_anew(left_open):
    stage, contact = left_open
    run = stage.apply()
    assert run.exit_code == 0
    [earlier] = [entry for entry in entries(path(stage)) if entry.run == "earlier"]
    assert earlier.performed.contacts[contact].kind is Kind.UNKNOWN
    assert len(stage.world.carriers("vip")) == 2


@pytest.mark.parametrize("left_open", [Repeat.HARMFUL], indirect=True)
def test_what_cannot_be_read_has_no_key_and_must_not_be_repeated_is_left_alone(left_open):
    stage, contact = left_open
    assert stage.apply().exit_code == 0
    with closing(open_store(path(stage))) as store:
        assert store.rows("SELECT run FROM intent WHERE settled IS NULL") == [("earlier",)]
    [held] = stage.plan().accounts[0].withheld
    assert (held.contacts, held.reason) == ((contact,), "what run earlier did to it is not known")
    assert len(stage.world.carriers("vip")) == 1
