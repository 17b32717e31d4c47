"""`labelsync fmt`: files are laid out whole or not at all, and only where they have to be."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from labelsync.manifest.formatting import MAX_PEOPLE
from tests.cli.program import labelsync, write

TIDY = """\
version: 1

accounts:
  agency:
    connector: highlevel
    sandbox: people.csv

labels:
  vip: {title: VIP}
"""
UNTIDY = """\
# mine
version: 1
accounts:
    agency: {sandbox: people.csv, connector: highlevel} # here
labels: {vip: {title: 'VIP'}}"""
SEED = "email\np0@example.com\n"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def untidy(tmp_path: Path) -> Path:
    """A manifest of two files, of which one is to be laid out anew."""
    write(tmp_path, UNTIDY, people=SEED)
    (tmp_path / "states/more.yaml").write_text("labels:\n  news:\n", "utf-8")
    return tmp_path


def test_files_are_laid_out_and_the_manifest_says_the_same(untidy: Path):
    before = labelsync("plan", "--format", "json", folder=untidy).document
    done = labelsync("fmt", folder=untidy)
    assert (done.code, done.out) == (0, "states/crm.yaml\n")
    text = (untidy / "states/crm.yaml").read_text("utf-8")
    assert text.startswith("# mine\nversion: 1\n\naccounts:\n  agency:  # here\n    connector: highlevel\n")
    after = labelsync("plan", "--format", "json", folder=untidy).document
    assert after["accounts"][0]["changes"] == before["accounts"][0]["changes"] != []
    again = labelsync("fmt", folder=untidy)
    assert (again.code, again.out) == (0, "")


def test_a_file_that_is_laid_out_so_already_is_not_written(untidy: Path):
    write(untidy, TIDY)
    for path in (untidy / "states").iterdir():
        os.utime(path, (1, 1))
    (untidy / "states").chmod(0o555)
    assert labelsync("fmt", folder=untidy).out == ""
    (untidy / "states").chmod(0o755)
    assert {path.stat().st_mtime for path in (untidy / "states").iterdir()} == {1}


def test_check_names_what_would_change_exits_1_and_writes_nothing(untidy: Path):
    before = contents(untidy)
    checked = labelsync("fmt", "--check", folder=untidy)
    assert (checked.code, checked.out) == (1, "states/crm.yaml\n")
    assert contents(untidy) == before
    labelsync("fmt", folder=untidy)
    assert labelsync("fmt", "--check", folder=untidy)[:2] == (0, "")


def test_a_diff_is_one_that_patch_carries_out(untidy: Path, tmp_path_factory: pytest.TempPathFactory):
    before = contents(untidy)
    shown = labelsync("fmt", "--diff", folder=untidy)
    assert shown.code == 0
    assert contents(untidy) == before
    assert labelsync("fmt", "--diff", "--check", folder=untidy)[:2] == (1, shown.out)
    other = tmp_path_factory.mktemp("patched")
    shutil.copytree(untidy, other, dirs_exist_ok=True)
    git = ["git", "apply", "-p0", "-"]
    subprocess.run(git, input=shown.out, cwd=other, text=True, check=True)
    labelsync("fmt", folder=untidy)
    assert contents(other) == contents(untidy)


def test_a_file_keeps_its_mode_and_a_link_stays_one(untidy: Path):
    path = untidy / "states/crm.yaml"
    path.chmod(0o640)
    (untidy / "elsewhere").mkdir()
    path.rename(untidy / "elsewhere/crm.yaml")
    path.symlink_to("../elsewhere/crm.yaml")
    done = labelsync("fmt", folder=untidy)
    assert done.code == 0, done.err
    assert path.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(name.name for name in (untidy / "elsewhere").iterdir()) == ["crm.yaml"]


def test_a_manifest_with_mistakes_is_refused_as_validate_refuses_it_and_left_alone(untidy: Path):
    with (untidy / "states/crm.yaml").open("a", encoding="utf-8") as file:
        file.write("\nlables: {}\n")
    before = contents(untidy)
    told = labelsync("validate", folder=untidy)
    assert told.code == 65
    for options in ((), ("--check",), ("--diff",)):
        refused = labelsync("fmt", *options, folder=untidy)
        assert (refused.code, refused.out, refused.err) == (65, "", told.err)
    assert contents(untidy) == before


def test_a_file_of_too_many_people_is_refused_and_none_is_written(untidy: Path):
    people = "".join(
        f"  - {{contact: p{number}@example.com, labels: [vip]}}\n" for number in range(MAX_PEOPLE + 1)
    )
    (untidy / "states/people.yaml").write_text(f"contacts:\n{people}", "utf-8")
    before = contents(untidy)
    refused = labelsync("fmt", folder=untidy)
    assert (refused.code, refused.out) == (64, "")
    assert "states/people.yaml holds 5,001 people" in refused.err
    assert "next: put the members into a list" in refused.err
    assert contents(untidy) == before


def test_no_secret_is_opened(tmp_path: Path):
    secret = TIDY.replace(
        "sandbox: people.csv", "location_id: ve9EPM428h8vShlRW1KT\n    token: {file: /nowhere/token}"
    )
    write(tmp_path, secret)
    assert labelsync("fmt", "--check", folder=tmp_path)[:2] == (0, "")


def test_what_cannot_be_laid_out_without_a_loss_is_left_alone(untidy: Path):
    (untidy / "states/more.yaml").write_text("%YAML 1.2\n---\nlabels:\n  news:\n", "utf-8")
    before = contents(untidy)
    refused = labelsync("fmt", folder=untidy)
    assert (refused.code, refused.out) == (1, "")
    assert "states/more.yaml" in refused.err
    assert contents(untidy) == before
