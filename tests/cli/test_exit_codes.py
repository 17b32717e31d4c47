"""Every exit code that can be reached, each by running the program."""

import fcntl
import json
import signal
import socket
import subprocess
import sys
import time

import jsonschema
import pytest

from labelsync.report import result_schema
from tests.cli.program import ENVIRONMENT, command, labelsync, sandbox, served, write

pytestmark = pytest.mark.timeout(180)

ONE = """\
version: 1
accounts:
  agency: {connector: highlevel, %s}
labels:
  vip: {members: [%s]}
policy:
  guards: {additions: 100000, removals: {count: 100, percent: 30, free: 3}}
"""


def manifest(account, *members):
    return ONE % (account, ", ".join(members))


def seed(count, labelled=0):
    rows = [f"p{n}@example.com,{'vip' if n < labelled else ''}" for n in range(count)]
    return "\n".join(["email,labels", *rows]) + "\n"


SANDBOX = "sandbox: people.csv"


def test_0_done_and_nothing_to_do(tmp_path):
    write(tmp_path, manifest(SANDBOX, "p0@example.com"), people=seed(3))
    assert labelsync("apply", "-y", folder=tmp_path).code == 0
    assert labelsync("apply", "-y", folder=tmp_path).code == 0


def test_1_the_journal_cannot_be_written_and_nothing_is_sent(tmp_path):
    write(tmp_path, manifest(SANDBOX, "p0@example.com"), people=seed(3))
    (tmp_path / "file").write_text("not a folder")
    ended = labelsync("apply", "-y", "--journal", "file/journal.db", folder=tmp_path)
    assert ended.code == 1
    assert "journal" in ended.err
    assert sandbox("agency", folder=tmp_path)["requests"]["writes"] == 0


def test_1_the_folder_of_the_journal_cannot_be_made(tmp_path):
    write(tmp_path, manifest(SANDBOX, "p0@example.com"), people=seed(3))
    (tmp_path / ".labelsync").write_text("in the way")
    ended = labelsync("apply", "-y", folder=tmp_path)
    assert ended.code == 1
    assert "next: " in ended.err


def test_2_there_are_changes_but_only_where_it_was_asked(tmp_path):
    write(tmp_path, manifest(SANDBOX, "p0@example.com"), people=seed(3))
    assert labelsync("plan", folder=tmp_path).code == 0
    assert labelsync("plan", "--detailed-exitcode", folder=tmp_path).code == 2


def test_3_a_member_of_the_site_cannot_be_deleted(tmp_path):
    text = manifest(SANDBOX, "p0@example.com").replace("highlevel", "wix").replace("agency", "shop")
    entry = "contacts: [{contact: p1@example.com, state: absent}]"
    text = text.replace("policy:\n  guards: {", f"{entry}\npolicy:\n  guards: {{deletions: 1, ")
    people = "email,labels,membership\np0@example.com,,\np1@example.com,,APPROVED\n"
    write(tmp_path, text, people=people)
    ended = labelsync("apply", "-y", folder=tmp_path)
    assert ended.code == 3
    assert "CANNOT_DELETE_SITE_MEMBERS: the contact is a member of the site" in ended.out


def test_4_a_guard_refuses_and_nothing_is_sent(tmp_path):
    write(tmp_path, manifest(SANDBOX, "p0@example.com"), people=seed(20, labelled=10))
    planned = labelsync("plan", "--out", "plan.json", folder=tmp_path)
    assert planned.code == 4
    assert "--override removals:vip@agency=9" in planned.out
    for arguments in (["apply", "-y"], ["apply", "plan.json"]):
        ended = labelsync(*arguments, "--format", "json", folder=tmp_path)
        assert ended.code == 4
        assert "nothing was sent" in ended.err
        jsonschema.validate(ended.document, result_schema())
        assert ended.document["converged"] is False
    assert sandbox("agency", folder=tmp_path)["requests"]["writes"] == 0
    too_few = labelsync("apply", "-y", "--override", "removals:vip@agency=8", folder=tmp_path)
    assert too_few.code == 4
    enough = labelsync("apply", "-y", "--override", "removals:vip@agency=9", folder=tmp_path)
    assert enough.code == 0
    assert len(sandbox("agency", folder=tmp_path)["labels"]["vip"]) == 1


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"not json", b'{"format_version": "9.0"}', b"\xff"])
def test_6_a_file_that_is_no_plan(tmp_path, content):
    (tmp_path / "plan.json").write_bytes(content)
    assert labelsync("apply", "plan.json", folder=tmp_path).code == 6


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan", "--nonsense"],
        ["pln"],
        ["plan", "nowhere"],
        ["plan", "--override", "removals"],
        ["plan", "--override", "removal:vip@agency=3"],
        ["plan", "--override", "removals:vpi@agency=3"],
        ["plan", "--override", "removals:vip@agnecy=3"],
        ["plan", "--format", "pdf"],
        ["show", "nothing"],
        ["apply"],
    ],
)
def test_64_what_cannot_be_meant(tmp_path, arguments):
    write(tmp_path, manifest(SANDBOX, "p0@example.com"), people=seed(3))
    ended = labelsync(*arguments, folder=tmp_path)
    assert ended.code == 64
    assert ended.out == ""
    assert ended.err


def test_64_a_question_without_a_terminal_before_anything_is_read(tmp_path):
    write(tmp_path, "not: a manifest")
    assert labelsync("apply", folder=tmp_path).code == 64


def test_65_a_manifest_with_eight_mistakes_in_two_files_shows_all_of_them_at_once(tmp_path):
    states = write(
        tmp_path,
        "version: 1\n"
        "accounts:\n"
        "  shop:\n"
        "    connector: wixx\n"
        "  agency:\n"
        "    connector: highlevel\n"
        "    location_id: short\n"
        "    token: pit-1234\n"
        "lables: {}\n"
        "labels:\n"
        "  vip:\n"
        "    members:\n"
        "      - nobody-at-all\n"
        "      - {list: lists/missing.csv, column: email}\n",
    )
    (states / "more.yaml").write_text(
        "version: 1\ncontacts:\n  - contact: ada@example.com\n    labels: [vpi]\n"
        "  - contact: bob@example.com\n    state: gone\n"
    )
    ended = labelsync("validate", folder=tmp_path)
    assert ended.code == 65
    places = [line.split("--> ")[1] for line in ended.err.splitlines() if "--> " in line]
    assert len([line for line in ended.err.splitlines() if line.startswith("error[LS")]) == 8
    assert {place.split(":")[0] for place in places} == {"states/crm.yaml", "states/more.yaml"}
    assert all(len(place.split(":")) == 3 for place in places)
    assert ended.err.count("^") >= 8
    assert "did you mean `wix`?" in ended.err
    assert "did you mean `labels`?" in ended.err
    assert "pit-1234" not in ended.err
    assert labelsync("plan", folder=tmp_path).code == 65
    assert len(labelsync("validate", "--format", "json", folder=tmp_path).document["mistakes"]) == 8


def test_69_a_vendor_that_cannot_be_reached(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    write(tmp_path, manifest(f"base_url: 'http://127.0.0.1:{port}'", "p0@example.com"))
    ended = labelsync("plan", folder=tmp_path)
    assert ended.code == 69
    assert "next: " in ended.err


def test_75_another_run_holds_the_account(tmp_path):
    write(tmp_path, manifest(SANDBOX, "p0@example.com"), people=seed(3))
    locks = tmp_path / ".labelsync" / "locks"
    locks.mkdir(parents=True)
    with (locks / "agency.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write("process 1, since now")
        held.flush()
        ended = labelsync("apply", "-y", folder=tmp_path)
        assert labelsync("plan", folder=tmp_path).code == 0
    assert ended.code == 75
    assert "process 1, since now" in ended.err
    assert labelsync("apply", "-y", folder=tmp_path).code == 0


def test_77_a_secret_that_is_not_there(tmp_path):
    write(tmp_path, manifest("location_id: AAAAAAAAAAAAAAAAAAAA, token: {env: NO_TOKEN}", "p0@example.com"))
    ended = labelsync("plan", folder=tmp_path)
    assert ended.code == 77
    assert "NO_TOKEN is not set" in ended.err


@pytest.mark.prove
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_130_and_143_an_interrupted_apply_writes_its_result_and_the_next_one_finishes(tmp_path, number, code):
    people = tmp_path / "people.csv"
    people.write_text(seed(30))
    members = [f"p{n}@example.com" for n in range(30)]
    fault = "delay=2x4@POST:/contacts/bulk/tags/update/add"
    with served("--seed-from", "people.csv", "--fault", fault, folder=tmp_path) as urls:
        write(tmp_path, manifest(f"base_url: {urls['highlevel']}, batch: 6", *members))
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
        begun = time.perf_counter()
        out, err = process.communicate(timeout=30)
        assert process.returncode == code, err
        assert time.perf_counter() - begun < 7
        document = json.loads(out)
        jsonschema.validate(document, result_schema())
        assert document["summary"]["not_started"] > 0
        again = labelsync("apply", "-y", "--format", "json", folder=tmp_path)
        assert again.code == 0, again.err
        assert labelsync("plan", folder=tmp_path).out.splitlines()[-1].startswith("No changes.")


def wait_for_an_intent(folder):
    """Until the program has made its first intent durable, at most a minute."""
    import sqlite3

    path = folder / ".labelsync" / "journal.db"
    for _ in range(600):
        if path.exists():
            with sqlite3.connect(path) as journal:
                there = journal.execute(
                    "SELECT count(*) FROM sqlite_master WHERE name = 'intent'"
                ).fetchone()[0]
                if there and journal.execute("SELECT count(*) FROM intent").fetchone()[0]:
                    return
        time.sleep(0.1)  # noqa: TID251 - another process is waited for
    raise AssertionError("no intent within a minute")


def test_the_version_needs_no_imports():
    script = "import sys; sys.argv = ['labelsync', '--version']; import labelsync.__main__ as m; m.main()"
    line = [sys.executable, "-X", "importtime", "-c", script]
    done = subprocess.run(line, capture_output=True, text=True, env=ENVIRONMENT, check=True)
    assert done.stdout.startswith("labelsync 0.")
    assert "click" not in done.stderr
