"""A seed gives the same again: in this process, and in another one that hashes differently."""

import subprocess
import sys

import pytest

from labelsync.testing.simulation import Simulation, Statistics

SEEDS = [("highlevel", 21), ("kirimchat", 4), ("wix", 12)]
TELL = (
    "import sys\nfrom labelsync.testing.simulation import Simulation\nprint(Simulation(%d, %r).run().digest)"
)


@pytest.mark.parametrize(("vendor", "seed"), SEEDS)
def test_a_seed_replays_request_for_request_and_outcome_for_outcome(vendor, seed):
    first, again = Simulation(seed, vendor).run(), Simulation(seed, vendor).run()
    assert len(first.trace) > 30
    assert first.trace == again.trace
    assert first == again


@pytest.mark.parametrize(("vendor", "seed"), SEEDS)
def test_a_seed_replays_in_a_process_that_hashes_differently(vendor, seed):
    found = {digest(vendor, seed, hashing) for hashing in ("1", "2")}
    assert found == {Simulation(seed, vendor).run().digest}


def digest(vendor, seed, hashing):
    command = [sys.executable, "-c", TELL % (seed, vendor)]
    ended = subprocess.run(
        command, env={"PYTHONHASHSEED": hashing}, capture_output=True, text=True, check=True
    )
    return ended.stdout.strip()


def test_another_seed_is_another_story():
    assert Simulation(1, "wix").run().digest != Simulation(2, "wix").run().digest


def test_statistics_add_up():
    total, one = Statistics(), Simulation(3, "highlevel").run().statistics
    total.add(one)
    total.add(one)
    assert (total.seeds, total.runs) == (2, 2 * one.runs)
    assert total.requests == one.requests + one.requests
