"""A plan as the journal keeps it: its canonical document without a seal, since nobody hands it around."""

from __future__ import annotations

from labelsync.core.plan import Plan
from labelsync.planfile.canonical import canonical
from labelsync.planfile.reading import plan_of
from labelsync.planfile.writing import document


def kept(plan: Plan) -> str:
    """The plan's document as one line of text."""
    return canonical(document(plan)).decode("ascii")


def reopened(text: str) -> Plan:
    """The plan that `kept` wrote. PlanUnfit where the text is none."""
    return plan_of(text.encode("ascii", "replace"))
