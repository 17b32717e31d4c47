"""F10: whoever was changed between the plan and its apply is a conflict, then and now; the rest goes on."""

import httpx
import pytest

from labelsync.core.outcome import Kind
from labelsync.report import result_text
from labelsync.testing import InProcess, Stage, everybody, members, subject
from labelsync.testing.stage import emails
from tests.workflow.test_converging import outcomes

HEADERS = {
    "authorization": "Bearer pit-00000000-0000-4000-8000-000000000000",
    "version": "2021-07-28",
}
AN_HOUR = 3600.0
GONE = "then: there; now: gone"
MOVED = "then: found by the wanted identity; now: that identity is not this contact's"


@pytest.fixture
def stage(tmp_path):
    known = subject("highlevel")
    stage = Stage(tmp_path / "stage", known, InProcess(known))
    stage.people(*everybody(4), *everybody(2, "vip", start=4))
    stage.manifest(f"labels: {{vip: {{members: {members(0, 1, 2, 3)}}}}}\n")
    return stage


def edit(stage, method, contact, body=None):
    """Somebody else, with another client."""

    async def send():
        transport = httpx.ASGITransport(stage.ground.stand)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://localhost", headers=HEADERS
        ) as client:
            (await client.request(method, f"/contacts/{contact}", json=body)).raise_for_status()

    stage.ground.run(send())


def test_who_is_gone_or_somebody_else_by_now_is_a_conflict_with_both_values_and_the_rest_goes_on(stage):
    who = {email: contact for contact, email in stage.world.people.items()}
    plan = stage.plan()
    edit(stage, "DELETE", who["p1@example.com"])
    edit(stage, "PUT", who["p2@example.com"], {"email": "q2@example.com"})
    stage.ground.clock.passed += AN_HOUR
    run = stage.apply(plan)
    kinds = outcomes(run, "add")
    assert {name for name, contact in who.items() if kinds.get(contact) is Kind.CONFLICT} == emails(1, 2)
    assert run.exit_code == 3
    assert stage.world.carriers("vip") == emails(0, 3)
    shown = result_text(run, colour=False)
    assert f"conflict  add vip {who['p1@example.com']}: {GONE}" in shown
    assert f"conflict  add vip {who['p2@example.com']}: {MOVED}" in shown
    assert shown.count("~ conflict") == 2
