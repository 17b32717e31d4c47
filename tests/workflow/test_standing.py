"""What is told of the work while it goes on is what the plan and the result say of it in the end."""

from __future__ import annotations

from collections import Counter

import pytest

from labelsync.core.outcome import Kind
from labelsync.core.run import Run
from labelsync.workflow.apply import Application
from labelsync.workflow.prepare import prepare
from labelsync.workflow.standing import Stage, Standing
from tests.workflow.scene import Scene, members, people

LABELS = "labels: {vip: {members: %s}, trial: {members: []}}\n"
FAULTS = ["partial=2@WRITE:/", "drop@WRITE:/", "429x3@WRITE:/", "vanish@WRITE:/"]


def applied(scene: Scene) -> tuple[Run, Standing]:
    met: list[Application] = []
    run = scene.apply(before=met.append)
    return run, met[0].sites[0].standing


def ended(run: Run) -> Counter[Kind]:
    """The outcomes of what was begun."""
    (account,) = run.accounts
    counts = account.outcomes()
    return Counter({kind: counts[kind] for kind in counts.keys() - {Kind.NOT_STARTED, Kind.WITHHELD}})


@pytest.mark.parametrize("vendor", ["wix", "highlevel", "kirimchat"])
@pytest.mark.parametrize("fault", ["", *FAULTS])
def test_the_outcomes_that_came_in_are_those_of_the_result(tmp_path, vendor, fault):
    scene = Scene(tmp_path, vendor, [*people(29, "trial"), people(30, "trial", "vip")[29]])
    scene.manifest(LABELS % members(*range(12)))
    scene.fault(*([fault] if fault else []))
    run, standing = applied(scene)
    assert standing.outcomes == ended(run)
    assert standing.stage is Stage.ENDED
    assert standing.batches == standing.planned > 0


@pytest.mark.parametrize("everyone", [True, False], ids=["everyone", "apart"])
def test_what_was_read_is_what_the_plan_says(tmp_path, everyone):
    scene = Scene(tmp_path, "wix", people(5000, *(["vip"] if everyone else [])))
    scene.manifest(LABELS % members(1, 2))
    site, journal = scene._site(desk := scene._desk()), scene.journal()
    plan = scene.clock.run(prepare([site], scene._wanted(desk, journal)))
    journal.close()
    (account,) = plan.accounts
    assert (account.read.spared is None) == everyone
    assert site.standing == Standing(
        Stage.READ, account.read.contacts, account.read.pages, total=account.read.total
    )
