"""T3: a manifest, a plan file or a link leads to a regular file below the folder, and to nothing else."""

from __future__ import annotations

import json
import os

import pytest

from tests.cli.program import labelsync, write

pytestmark = pytest.mark.prove

SANDBOX = "version: 1\naccounts: {agency: {connector: highlevel, sandbox: people.csv}}\n"
ONE = SANDBOX + "labels: {vip: {members: [p0@example.com]}}\n"
OPENED = """\
version: 1
accounts:
  agency: {connector: highlevel, location_id: AAAAAAAAAAAAAAAAAAAA, token: {file: token}}
labels: {vip: {members: [p0@example.com]}}
"""


def odd(folder, kind):
    """Something that is no file with an end."""
    match kind:
        case "pipe":
            os.mkfifo(folder / "odd")
        case "device":
            (folder / "odd").symlink_to("/dev/zero")
        case "folder":
            (folder / "odd").mkdir()
        case "nothing":
            (folder / "odd").symlink_to(folder / "nowhere")
    return folder / "odd"


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "nothing"])
def test_a_manifest_that_is_no_file_is_an_error_and_is_not_waited_for(tmp_path, kind):
    states = write(tmp_path, ONE, people="email\n")
    odd(tmp_path, kind).rename(states / "more.yaml")
    ended = labelsync("plan", folder=tmp_path)
    assert ended.code == 65
    assert "error[LS001]" in ended.err
    assert "states/more.yaml" in ended.err


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "nothing"])
def test_a_list_or_a_seed_that_is_no_file_is_an_error_and_is_not_waited_for(tmp_path, kind):
    text = ONE.replace("p0@example.com", "{list: odd.csv, column: email}").replace("people.csv", "odd.csv")
    states = write(tmp_path, text)
    odd(tmp_path, kind).rename(states / "odd.csv")
    ended = labelsync("plan", folder=tmp_path)
    assert ended.code == 65
    assert [line[:12] for line in ended.err.splitlines() if line.startswith("error")] == ["error[LS501]"] * 2


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "nothing"])
def test_a_secret_that_is_no_file_is_77_and_is_not_waited_for(tmp_path, kind):
    states = write(tmp_path, OPENED)
    odd(tmp_path, kind).rename(states / "token")
    ended = labelsync("plan", folder=tmp_path)
    assert ended.code == 77
    assert "the file token is not a file" in ended.err


def test_a_secret_without_an_end_is_read_no_further_than_a_secret_can_be(tmp_path):
    states = write(tmp_path, OPENED)
    with (states / "token").open("wb") as file:
        file.truncate(1 << 40)
    ended = labelsync("plan", folder=tmp_path)
    assert ended.code == 77, ended.err
    assert "no header carries" in ended.err


@pytest.mark.parametrize("path", ["../elsewhere/secret.yaml", "{folder}/elsewhere/secret.yaml"])
def test_a_plan_file_leads_to_no_manifest_outside_its_folder(tmp_path, path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.yaml").write_text("prod-db-7: x\n")
    here = tmp_path / "here"
    here.mkdir()
    write(here, ONE, people="email\np0@example.com\n")
    assert labelsync("plan", "-o", "plan.json", folder=here).code == 0
    plan = json.loads((here / "plan.json").read_text())
    plan["manifest"]["path"] = path.format(folder=tmp_path)
    (here / "plan.json").write_text(json.dumps(plan, sort_keys=True, separators=(",", ":")) + "\n")
    ended = labelsync("apply", "plan.json", folder=here)
    assert "prod-db-7" not in ended.err
    assert ended.code == 6


def test_a_file_of_the_manifest_that_is_a_link_out_of_the_folder_is_refused_unread(tmp_path):
    (tmp_path / "outside").write_text("prod-db-7: x\n")
    (tmp_path / "in").mkdir()
    states = write(tmp_path / "in", ONE, people="email\n")
    (states / "more.yaml").symlink_to(tmp_path / "outside")
    ended = labelsync("validate", folder=tmp_path / "in")
    assert "prod-db-7" not in ended.err
    assert ended.code == 65
