"""Signals before anything is sent, and failures of our own: the result document is written all the same."""

from __future__ import annotations

import json
import signal
import subprocess
import time

import jsonschema
import pytest

from labelsync.cli import main
from labelsync.cli.shell import of_this_process
from labelsync.report import result_schema
from labelsync.workflow.apply import Application
from tests.cli.program import ENVIRONMENT, command, labelsync, served, write

MANIFEST = """version: 1
accounts:
  crm: {{connector: highlevel, base_url: {url}}}
labels:
  vip: {{members: [p1@example.com]}}
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_while_the_accounts_are_looked_at_ends_at_once_and_writes_the_result(tmp_path, number, code):
    (tmp_path / "people.csv").write_text("email\np1@example.com\n", encoding="utf-8")
    fault = "delay=20x1@POST:/contacts/search"
    with served("--seed-from", "people.csv", "--fault", fault, folder=tmp_path) as urls:
        write(tmp_path, MANIFEST.format(url=urls["highlevel"]))
        process = subprocess.Popen(
            command("apply", "-y", "--format", "json"),
            cwd=tmp_path,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        _wait_for_a_lock(tmp_path)
        begun = time.perf_counter()
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
        assert time.perf_counter() - begun < 7
        assert process.returncode == code, err
        document = json.loads(out)
        jsonschema.validate(document, result_schema())
        assert (document["error"], document["exit_code"], document["converged"]) == (
            "interrupted",
            code,
            False,
        )
        assert "nothing of the plan was sent" in err
        served_now = labelsync("apply", "-y", folder=tmp_path)
        assert served_now.code == 0, served_now.err


def _wait_for_a_lock(folder):
    """Until the program holds the account's lock, so that it looks or is about to; at most a minute."""
    for _ in range(600):
        if (folder / ".labelsync" / "journal.db").exists():
            time.sleep(0.5)  # noqa: TID251 - another process is waited for
            return
        time.sleep(0.1)  # noqa: TID251 - another process is waited for
    raise AssertionError("no journal within a minute")


def test_a_failure_of_our_own_writes_the_result_too(tmp_path, monkeypatch, capsys):
    async def fail(self, reviewed):
        del self, reviewed
        raise ZeroDivisionError("ada@example.com")

    labelsync("init", "--demo", folder=tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Application, "prepare", fail)
    assert main.run(["apply", "--auto-approve", "--format", "json"], of_this_process()) == 1
    out, err = capsys.readouterr()
    document = json.loads(out)
    jsonschema.validate(document, result_schema())
    assert document["error"] == "labelsync itself failed (ZeroDivisionError)"
    assert document["exit_code"] == 1
    assert "ada@example.com" not in out + err
