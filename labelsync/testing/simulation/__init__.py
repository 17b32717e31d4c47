"""The whole engine under simulation: `Simulation(seed, vendor).run()` lives a seed and judges it.

A seed draws a world, manifests, faults, deaths of the process and a third party. All of it happens in virtual
time, with the vendor's documented lags and limits on. What must hold afterwards are `INVARIANTS`.
"""

from __future__ import annotations

from labelsync.testing.simulation.invariants import INVARIANTS, Violation
from labelsync.testing.simulation.simulation import Report, Simulation
from labelsync.testing.simulation.statistics import Statistics

__all__ = ["INVARIANTS", "Report", "Simulation", "Statistics", "Violation"]
