"""That the harness can fail: an engine broken on purpose is caught within 60 seeds, by what is meant to."""

from uuid import UUID

import pytest

from labelsync.core.batch import Deletion, Relabel
from labelsync.core.outcome import APPLIED, Performed
from labelsync.errors import AnswerLost, Incomprehensible
from labelsync.testing.simulation import INVARIANTS, Simulation
from labelsync.workflow.send import Sender

WITHIN = 60
CALL = Sender._call


async def believe(self, batch, lost):
    """A lost answer is taken for a good one."""
    del self, lost
    if isinstance(batch, Relabel | Deletion):
        return Performed(dict.fromkeys(batch.contacts, APPLIED))
    return Performed(whole=APPLIED)


async def repeat(self, batch, keeper):
    """What was lost is sent again at once."""
    try:
        return await self.site.connector.perform(batch, self.site.writer, keeper)
    except (AnswerLost, Incomprehensible):
        return await CALL(self, batch, keeper)


class Forgetful:
    """Keeps no ticket."""

    def __init__(self, chance):
        self.chance = chance

    async def ticket(self, ticket):
        """Nothing is kept."""

    async def key(self):
        return str(UUID(int=self.chance.getrandbits(128), version=4))


async def write_down_later(self, batch):
    """First the call, then the journal."""
    performed = await self._call(batch, Forgetful(self.chance))
    at, account = self.site.clock.now(), self.site.account.name
    intent = await self.journal.intend(self.run, account, self.tenant, batch, at=at)
    await self.journal.record(intent, self.tenant, batch, performed, at=self.site.clock.now())
    return performed


def caught(vendor, invariant, *, deaths=False):
    """The first seed in which the invariant does not hold; one with a death, where it must be."""
    for seed in range(WITHIN):
        report = Simulation(seed, vendor).run()
        died = report.statistics.deaths > 0
        if (died or not deaths) and invariant in {violation.invariant for violation in report.violations}:
            return seed
    return None


@pytest.mark.parametrize("vendor", ["highlevel", "wix"])
def test_an_engine_that_takes_a_lost_answer_for_a_good_one_is_caught(monkeypatch, vendor):
    monkeypatch.setattr(Sender, "_lost", believe)
    assert caught(vendor, "the_journal_is_true") is not None


@pytest.mark.parametrize("vendor", ["highlevel", "wix"])
def test_an_engine_that_repeats_a_lost_call_at_once_is_caught(monkeypatch, vendor):
    monkeypatch.setattr(Sender, "_call", repeat)
    assert caught(vendor, "nothing_is_repeated_blindly") is not None


@pytest.mark.parametrize("vendor", ["highlevel", "kirimchat", "wix"])
def test_an_engine_that_writes_down_later_what_it_did_is_caught(monkeypatch, vendor):
    monkeypatch.setattr(Sender, "_intended", write_down_later)
    assert caught(vendor, "the_intent_comes_first", deaths=True) is not None


def test_every_invariant_says_what_it_is():
    assert all(check.__doc__ for check in INVARIANTS.values())
    assert len(INVARIANTS) == 10
