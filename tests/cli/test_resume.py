"""`labelsync resume`: what was interrupted is settled and finished, and nothing is asked."""

from __future__ import annotations

import json
import signal
import subprocess

import jsonschema
import pytest

from labelsync.report import result_schema
from tests.cli.program import ENVIRONMENT, command, labelsync, served, write
from tests.cli.test_exit_codes import wait_for_an_intent
from tests.cli.test_undo import carried

pytestmark = pytest.mark.timeout(180)

MANIFEST = """\
version: 1
accounts: {{agency: {{connector: highlevel, base_url: "{url}", batch: 6, concurrency: 1}}}}
labels: {{vip: {{members: [{members}]}}}}
policy: {{guards: {{additions: 1000}}}}
"""


@pytest.fixture
def world(tmp_path):
    (tmp_path / "people.csv").write_text("email\n" + "".join(f"p{n}@example.com\n" for n in range(30)))
    fault = "delay=2x4@POST:/contacts/bulk/tags/update/add"
    with served("--seed-from", "people.csv", "--fault", fault, folder=tmp_path) as urls:
        members = ", ".join(f"p{n}@example.com" for n in range(30))
        write(tmp_path, MANIFEST.format(url=urls["highlevel"], members=members))
        yield tmp_path, urls["highlevel"]


def interrupted(folder, number):
    process = subprocess.Popen(
        command("apply", "-y", "--format", "json"),
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for_an_intent(folder)
    process.send_signal(number)
    return process, *process.communicate(timeout=30)


@pytest.mark.prove
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_run_is_resumed_without_its_plan_file(world, number):
    folder, url = world
    process, _, _ = interrupted(folder, number)
    assert process.returncode == (143 if number is signal.SIGTERM else -9)
    text = (folder / "states" / "crm.yaml").read_text()
    (folder / "states" / "crm.yaml").write_text(text.replace("p29@example.com", "nobody@example.com"))
    resumed = labelsync("resume", "--format", "json", folder=folder)
    assert resumed.code == 0, resumed.err
    jsonschema.validate(resumed.document, result_schema())
    assert all(tags == ["vip"] for tags in carried(url).values()), (
        "the plan of the run counts, not today's manifest"
    )
    again = labelsync("resume", folder=folder)
    assert (again.code, "nothing to resume" in again.err) == (0, True)


@pytest.mark.prove
def test_a_run_that_a_deadline_ended_is_resumed(world):
    folder, url = world
    first = labelsync("apply", "-y", "--deadline", "4s", "--format", "json", folder=folder)
    assert first.code == 3
    assert json.loads(first.out)["summary"]["not_started"] > 0
    assert labelsync("resume", folder=folder).code == 0
    assert all(tags == ["vip"] for tags in carried(url).values())


def test_there_is_nothing_to_resume_where_nothing_ran_or_all_is_done(demo):
    assert labelsync("resume", folder=demo).code == 0
    assert labelsync("apply", "-y", "--account", "shop", folder=demo).code == 0
    ended = labelsync("resume", folder=demo)
    assert (ended.code, ended.out) == (0, "")


def test_a_run_that_never_was_cannot_be_resumed(demo):
    ended = labelsync("resume", "20200101T000000Z-000000", folder=demo)
    assert ended.code == 64
