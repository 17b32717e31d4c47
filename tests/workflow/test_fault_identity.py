"""O2: a plan is for the account that it was made for, whatever the credentials open by now."""

import pytest

from labelsync.errors import PlanUnfit
from labelsync.testing import InProcess, Stage, everybody, members, subject

OTHER = {
    "wix": "site_id: 11111111-2222-4333-8444-555555555555",
    "highlevel": "location_id: LOC00000000000000002",
}


@pytest.mark.parametrize("vendor", OTHER)
def test_a_plan_for_another_account_is_refused_before_anything_is_sent(tmp_path, vendor):
    known = subject(vendor)
    stage = Stage(tmp_path / "stage", known, InProcess(known))
    stage.people(*everybody(3))
    wanted = f"labels: {{vip: {{members: {members(0, 1)}}}}}\n"
    stage.manifest(wanted)
    plan = stage.plan()
    stage.manifest(wanted, settings=OTHER[vendor])
    with pytest.raises(PlanUnfit, match="the plan is for another account than a is now") as refused:
        stage.apply(plan)
    assert refused.value.exit_code == 6
    assert refused.value.advice
    assert stage.world.writes == 0
    stage.manifest(wanted)
    assert stage.apply(plan).exit_code == 0
