"""The whole engine under simulation: whatever a seed draws, the invariants hold."""

import pytest

from labelsync.testing.simulation import Simulation

VENDORS = ("highlevel", "kirimchat", "wix")
FEW = range(24)
MANY = range(24, 191)
ONCE_FAILED = [
    ("highlevel", 161),
    ("highlevel", 255),
    ("highlevel", 547),
    ("kirimchat", 185),
    ("kirimchat", 221),
    ("wix", 37),
    ("wix", 1145),
    ("wix", 2017),
]
"""Seeds that found a fault of the engine, each at its time."""


def seeds(numbers):
    """Each vendor at each number."""
    return [(vendor, number) for vendor in VENDORS for number in numbers]


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


@pytest.mark.parametrize(("vendor", "seed"), ONCE_FAILED)
def test_what_once_went_wrong_does_not_again(vendor, seed):
    holds(vendor, seed)
