"""The fewest calls there can be, by integer programming: slow, and right."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import highspy
import numpy

Row = frozenset[tuple[str, str]]


@dataclass
class Model:
    """An integer program, put together row by row: least total cost, every sum within its limits."""

    costs: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    limits: list[tuple[float, float]] = field(default_factory=list)
    terms: list[list[tuple[int, float]]] = field(default_factory=list)

    def number(self, most: int, *, cost: int = 0) -> int:
        """A new whole number from 0 to `most`."""
        self.costs.append(cost)
        self.most.append(most)
        return len(self.costs) - 1

    def demand(self, low: float, terms: list[tuple[int, float]], high: float = highspy.kHighsInf) -> None:
        """The sum of these terms is from `low` to `high`."""
        self.limits.append((low, high))
        self.terms.append(terms)

    def least(self, *, branches: int) -> int | None:
        """The least cost; None where that is not proven within so many branches."""
        solver = highspy.Highs()
        solver.silent()
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("mip_max_nodes", branches)
        solver.setOptionValue("mip_abs_gap", 0.99)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.passModel(self._written())
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kSolutionLimit:
            return None
        assert status == highspy.HighsModelStatus.kOptimal, status
        return round(solver.getObjectiveValue())

    def _written(self) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.costs), len(self.limits)
        lp.col_cost_, lp.col_upper_ = numpy.array(self.costs), numpy.array(self.most)
        lp.col_lower_ = numpy.zeros(len(self.costs))
        lp.row_lower_, lp.row_upper_ = (numpy.array(side) for side in zip(*self.limits, strict=True))
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(self.costs)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = numpy.cumsum([0, *map(len, self.terms)], dtype=numpy.int32)
        lp.a_matrix_.index_ = numpy.array([c for row in self.terms for c, _ in row], dtype=numpy.int32)
        lp.a_matrix_.value_ = numpy.array([v for row in self.terms for _, v in row], dtype=float)
        return lp


def fewest_calls(
    rows: Sequence[Row], *, height: int, width: int, overlap: bool, known: int, branches: int
) -> int | None:
    """The fewest calls for contacts that each need a row of (sign, label); so many are known to be enough.

    A call has one shape, a set of (sign, label) with at most `width` of each sign, and at most `height`
    contacts that need all of it. A contact is in at most one call that both adds and removes. None where the
    fewest are not proven within so many branches.
    """
    if known <= max(math.ceil(len(rows) / height), 0 if overlap else _rank(rows)):
        return known
    model = Model()
    calls: dict[Row, int] = {}
    inside: dict[Row, list[tuple[int, float]]] = {}
    for row in rows:
        used = {}
        for shape in _shapes(row, width):
            if shape not in calls:
                calls[shape] = model.number(len(rows), cost=1)
            used[shape] = model.number(1)
            inside.setdefault(shape, []).append((used[shape], -1))
            model.demand(0, [(calls[shape], 1), (used[shape], -1)])
        for cell in row:
            terms = [(column, 1.0) for shape, column in used.items() if cell in shape]
            model.demand(1, terms, highspy.kHighsInf if overlap else 1)
        mixed = [(column, 1.0) for shape, column in used.items() if len({sign for sign, _ in shape}) > 1]
        if mixed:
            model.demand(0, mixed, 1)
    for shape, column in calls.items():
        model.demand(0, [(column, height), *inside[shape]])
    if not overlap:
        model.demand(_rank(rows), [(column, 1) for column in calls.values()])
    return model.least(branches=branches)


def _rank(rows: Sequence[Row]) -> int:
    """A matrix that is the sum of so many rectangles of ones has at most that rank."""
    cells = sorted({cell for row in rows for cell in row})
    return int(
        numpy.linalg.matrix_rank(numpy.array([[float(cell in row) for cell in cells] for row in rows]))
    )


def _shapes(row: Row, width: int) -> list[Row]:
    cells = sorted(row)
    every = (frozenset(c for n, c in enumerate(cells) if bits >> n & 1) for bits in range(1, 1 << len(cells)))
    return [shape for shape in every if max(Counter(sign for sign, _ in shape).values()) <= width]
