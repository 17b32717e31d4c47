"""The main job end to end on the sample, as a newcomer runs it."""

import jsonschema
import pytest

from labelsync.planfile import schema as plan_schema
from labelsync.report import result_schema
from tests.cli.program import labelsync, sandbox

pytestmark = pytest.mark.timeout(180)


def actions(plan, account):
    [part] = [part for part in plan["accounts"] if part["account"] == account]
    return {change["action"] for change in part["changes"]}


def test_the_sample_converges_and_the_second_apply_writes_nothing(demo):
    first = labelsync("plan", "--format", "json", folder=demo)
    assert first.code == 0
    jsonschema.validate(first.document, plan_schema())
    assert actions(first.document, "shop") == {"add", "remove", "delete"}
    assert actions(first.document, "agency") == {"add", "remove"}
    assert actions(first.document, "chat") == {"create_label", "add", "remove"}

    applied = labelsync("apply", "--auto-approve", "--format", "json", folder=demo)
    assert applied.code == 0, applied.err
    jsonschema.validate(applied.document, result_schema())
    assert applied.document["converged"] is True
    assert applied.document["summary"]["verified"] == 20
    assert applied.document["summary"]["applied"] == 9
    assert applied.document["summary"]["withheld"] == 1

    worlds = {name: sandbox(name, folder=demo) for name in ("shop", "agency", "chat")}
    assert "0b1d2c3e-0001-4000-8000-000000000008" not in worlds["shop"]["contacts"]
    assert worlds["shop"]["labels"]["Trial"] == []
    assert worlds["agency"]["labels"]["trial"] == []
    assert worlds["chat"]["labels"]["Trial"] == []
    assert [len(world["automations"]) for world in worlds.values()] == [12, 7, 8]

    again = labelsync("plan", folder=demo)
    assert again.code == 0
    assert again.out.splitlines()[-1].startswith("No changes.")

    second = labelsync("apply", "-y", folder=demo)
    assert second.code == 0
    for name, world in worlds.items():
        assert sandbox(name, folder=demo)["requests"]["writes"] == world["requests"]["writes"]


def test_planning_sends_no_writing_request(demo):
    assert labelsync("plan", folder=demo).code == 0
    for account in ("shop", "agency", "chat"):
        assert sandbox(account, folder=demo)["requests"]["writes"] == 0


def test_a_plan_is_byte_for_byte_the_same_whatever_the_hash_seed(demo):
    plans = [
        labelsync("plan", "--format", "json", folder=demo, PYTHONHASHSEED=seed).document
        for seed in ("1", "2")
    ]
    for plan in plans:
        plan.pop("created"), plan.pop("expires")
        for account in plan["accounts"]:
            account["read"].pop("started"), account["read"].pop("finished")
    assert plans[0] == plans[1]


def test_a_saved_plan_is_applied_once_and_only_as_it_was_saved(demo):
    saved = labelsync("plan", "--out", "plan.json", folder=demo)
    assert saved.code == 0
    assert (demo / "plan.json").stat().st_mode & 0o777 == 0o600
    assert labelsync("show", "plan.json", folder=demo).out == saved.out

    altered = (demo / "plan.json").read_bytes().replace(b"000000000002", b"000000000010", 1)
    (demo / "altered.json").write_bytes(altered)
    refused = labelsync("apply", "altered.json", folder=demo)
    assert refused.code == 6
    assert "seal" in refused.err

    applied = labelsync("apply", "plan.json", "--format", "json", folder=demo)
    assert applied.code == 0, applied.err
    assert applied.document["converged"] is True
    run = applied.document["run"]
    assert labelsync("show", run, "--format", "json", folder=demo).document == applied.document
    assert labelsync("show", run, folder=demo).out.splitlines()[-1].startswith("Apply complete: ")

    used = labelsync("apply", "plan.json", folder=demo)
    assert used.code == 6
    assert run in used.err


def test_a_manifest_that_changed_makes_its_plan_stale(demo):
    assert labelsync("plan", "-o", "plan.json", folder=demo).code == 0
    with (demo / "states/lists/vip.csv").open("a", encoding="utf-8") as file:
        file.write("linus@example.com,2026-02-01\n")
    refused = labelsync("apply", "plan.json", folder=demo)
    assert refused.code == 6
    assert "since the plan was made, states/lists/vip.csv has changed" in refused.err


def test_the_scope_can_be_narrowed_and_the_plan_says_so(demo):
    plan = labelsync(
        "plan", "--account", "agency", "--label", "vip", "--format", "json", folder=demo
    ).document
    assert plan["partial"] is True
    [account] = plan["accounts"]
    assert {change["label"] for change in account["changes"]} == {"vip"}
    assert labelsync("plan", "--label", "nobody", folder=demo).code == 64


def test_a_reset_sandbox_is_back_at_its_seed(demo):
    def planned() -> dict:
        summary = labelsync("plan", "--format", "json", folder=demo).document["summary"]
        del summary["seconds"]  # what we wrote lately is read once more
        return summary

    before = planned()
    assert labelsync("apply", "-y", folder=demo).code == 0
    for account in ("shop", "agency", "chat"):
        assert labelsync("sandbox", "reset", account, folder=demo).code == 0
    assert planned() == before
