"""Level 16: what becomes of a vendor that does not tell who carries a label, and of one that does."""

from __future__ import annotations

from labelsync.core.outcome import Kind
from labelsync.testing.stage import Stage, emails, everybody, members

__all__ = ["test_16_a_plan_says_what_it_rests_on_and_nobody_loses_what_was_only_guessed"]


def test_16_a_plan_says_what_it_rests_on_and_nobody_loses_what_was_only_guessed(stage: Stage) -> None:
    stage.people(*everybody(2, "vip"), *everybody(3, start=2))
    stage.manifest(f"labels: {{vip: {{members: {members(2, 3)}}}}}\n")
    readable = stage.identify()[1].readable
    plan = stage.plan()
    assert plan.accounts[0].read.basis == ("observed" if readable else "assumed")
    assert plan.accounts[0].read.ledger is readable
    assert plan.summary()["remove"] == (2 if readable else 0)
    run = stage.apply()
    assert stage.world.carriers("vip") == (emails(2, 3) if readable else emails(0, 1, 2, 3))
    kinds = {Kind(kind) for kind, count in run.summary().items() if count}
    assert (Kind.VERIFIED in kinds) is readable
    stage.manifest(f"labels: {{vip: {{members: {members(3)}}}}}\n")
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == (emails(3) if readable else emails(0, 1, 3))
