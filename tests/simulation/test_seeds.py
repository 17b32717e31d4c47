"""The whole engine under simulation: whatever a seed draws, the invariants hold."""

import pytest

from labelsync.testing.simulation import Simulation
from tests.simulation.known import KNOWN

VENDORS = ("highlevel", "kirimchat", "wix")
FEW = range(40)
MANY = range(40, 207)


def seeds(numbers):
    """Each vendor at each number, but for those that are known to fail: they must go on failing, below."""
    return [(vendor, number) for vendor in VENDORS for number in numbers if (vendor, number) not in KNOWN]


def holds(vendor, seed):
    """Live the seed; nothing may contradict it."""
    report = Simulation(seed, vendor).run()
    assert report.violations == ()


@pytest.mark.parametrize(("vendor", "seed"), seeds(FEW))
def test_whatever_goes_wrong_it_converges_and_nothing_is_done_twice_or_said_that_is_not_so(vendor, seed):
    holds(vendor, seed)


@pytest.mark.prove
@pytest.mark.parametrize(("vendor", "seed"), seeds(MANY))
def test_and_so_it_does_for_many_more_seeds(vendor, seed):
    holds(vendor, seed)


@pytest.mark.parametrize(("vendor", "seed"), sorted(KNOWN))
def test_a_seed_that_is_known_to_fail_still_does(vendor, seed):
    assert Simulation(seed, vendor).run().violations, "it holds now: strike it off the list"
