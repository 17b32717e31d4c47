"""F17: a second signal ends the run now, with a result document and no lock left behind."""

from __future__ import annotations

import fcntl
import json
import signal
import subprocess
import time

import jsonschema
import pytest

from labelsync.report import result_schema
from tests.cli.program import ENVIRONMENT, command, served, write
from tests.cli.test_exit_codes import wait_for_an_intent

MANIFEST = """\
version: 1
accounts: {{agency: {{connector: highlevel, base_url: "{url}", batch: 2, concurrency: 1}}}}
labels: {{vip: {{members: [{members}]}}}}
"""
MEMBERS = ", ".join(f"p{n}@example.com" for n in range(6))


def gains(document):
    [account] = document["accounts"]
    return [row for change in account["changes"] if change["action"] == "add" for row in change["contacts"]]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_second_signal_ends_the_call_under_way_at_once_and_leaves_a_result_and_no_lock(
    tmp_path, number, code
):
    (tmp_path / "people.csv").write_text("email\n" + MEMBERS.replace(", ", "\n") + "\n")
    fault = "delay=30x1@POST:/contacts/bulk/tags/update/add"
    with served("--seed-from", "people.csv", "--fault", fault, folder=tmp_path) as urls:
        write(tmp_path, MANIFEST.format(url=urls["highlevel"], members=MEMBERS))
        process = subprocess.Popen(
            command("apply", "-y", "--format", "json"),
            cwd=tmp_path,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_for_an_intent(tmp_path)
        process.send_signal(number)
        time.sleep(1)  # noqa: TID251 - another process has five seconds after the first signal
        assert process.poll() is None
        begun = time.perf_counter()
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
        assert time.perf_counter() - begun < 3
        assert process.returncode == code, err
        document = json.loads(out)
        jsonschema.validate(document, result_schema())
        kinds = [row["outcome"] for row in gains(document)]
        assert sorted(kinds) == ["not_started"] * 4 + ["unknown"] * 2
        with (tmp_path / ".labelsync" / "locks" / "agency.lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
