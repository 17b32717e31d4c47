"""O1: a wish that was emptied by mistake, or looked for in the wrong folder, takes nothing from anybody."""

import pytest

from tests.cli.program import labelsync, sandbox, write

HEAD = "version: 1\naccounts: {agency: {connector: highlevel, sandbox: people.csv}}\n"
LISTED = HEAD + "labels: {vip: {members: [{list: vip.csv, column: email}]}}\n"
PEOPLE = "email,labels\n" + "".join(f"p{n}@example.com,vip\n" for n in range(3))


def carriers(folder):
    return len(sandbox("agency", folder=folder)["labels"]["vip"])


@pytest.mark.parametrize("text", ["", "# all gone\n", HEAD, HEAD + "labels: {}\ncontacts: []\n"])
def test_a_manifest_that_was_emptied_is_an_error_and_nothing_is_sent(tmp_path, text):
    write(tmp_path, LISTED, people=PEOPLE, vip="email\np0@example.com\n")
    assert carriers(tmp_path) == 3
    write(tmp_path, text)
    ended = labelsync("apply", "-y", folder=tmp_path)
    assert ended.code == 65
    assert "LS" in ended.err
    write(tmp_path, LISTED)
    assert carriers(tmp_path) == 3


def test_a_folder_without_a_manifest_is_an_error(tmp_path):
    (tmp_path / "states").mkdir()
    (tmp_path / "elsewhere").mkdir()
    assert labelsync("apply", "-y", folder=tmp_path).code == 65
    assert labelsync("apply", "-y", "elsewhere", folder=tmp_path).code == 65
    assert labelsync("plan", "nowhere", folder=tmp_path).code == 64


def test_a_list_that_was_emptied_trips_the_guard_and_the_override_says_how_many(tmp_path):
    write(tmp_path, LISTED, people=PEOPLE, vip="email\n")
    ended = labelsync("apply", "-y", folder=tmp_path)
    assert ended.code == 4
    assert "--override empty:vip@agency=3" in ended.out + ended.err
    assert carriers(tmp_path) == 3
    assert labelsync("apply", "-y", "--override", "empty:vip@agency=3", folder=tmp_path).code == 0
    assert carriers(tmp_path) == 0
