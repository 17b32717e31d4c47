"""Paths of lists: below the manifest's folder, regular, and there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from labelsync.core.member import ListSource
from labelsync.manifest.codes import Code
from tests.manifest.vendors import HEAD, load_at, mistakes, mistakes_at, read, write

LIST = "labels: {vip: {members: [{list: '%s', column: email}]}}\n"


def codes(path: Path, root: Path) -> list[str]:
    return [mistake.code for mistake in mistakes_at(path, root)]


def test_a_list_lies_below_the_manifests_folder_or_beside_it(tmp_path: Path):
    write(tmp_path, {"states/lists/a.csv": "email\n", "lists/b.csv": "email\n"})
    members = "[{list: lists/a.csv, column: email}, {list: ./lists/b.csv, column: email}]"
    text = HEAD + f"labels: {{vip: {{members: {members}}}}}"
    write(tmp_path, {"states/a.yaml": text})
    read = load_at(tmp_path / "states", tmp_path).manifest.labels["vip"].members
    assert [m.path for m in read or () if isinstance(m, ListSource)] == [
        "states/lists/a.csv",
        "lists/b.csv",
    ]
    write(tmp_path, {"lists/a.csv": "email\n"})
    assert codes(tmp_path / "states", tmp_path) == [Code.PATH_REFUSED]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/etc/passwd.csv", Code.PATH_REFUSED),
        ("../out.csv", Code.PATH_REFUSED),
        ("lists/../../out.csv", Code.PATH_REFUSED),
        ("https://example.com/a.csv", Code.PATH_REFUSED),
        ("file:a.csv", Code.PATH_REFUSED),
        ("//host/a.csv", Code.PATH_REFUSED),
        ("link.csv", Code.PATH_REFUSED),
        ("linked/out.csv", Code.PATH_REFUSED),
        ("loop.csv", Code.PATH_REFUSED),
        ("folder.csv", Code.PATH_REFUSED),
        ("pipe.csv", Code.PATH_REFUSED),
        ("gone.csv", Code.FILE_MISSING),
        ("a.xlsx", Code.LIST_KIND),
    ],
)
def test_a_way_out_of_the_folder_is_refused_at_its_place(tmp_path: Path, path: str, code: Code):
    root = tmp_path / "in"
    (root / "folder.csv").mkdir(parents=True)
    (tmp_path / "out.csv").write_text("email\n")
    (root / "link.csv").symlink_to(tmp_path / "out.csv")
    (root / "linked").symlink_to(tmp_path)
    (root / "loop.csv").symlink_to(root / "loop.csv")
    os.mkfifo(root / "pipe.csv")
    assert mistakes(root, LIST % path) == [(code, 1, 33)]


def test_a_symlink_inside_the_folder_is_followed(tmp_path: Path):
    write(tmp_path, {"real.csv": "email\n"})
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    assert read(tmp_path, LIST % "link.csv").manifest.labels["vip"].members


def test_a_list_of_ids_names_its_account(tmp_path: Path):
    write(tmp_path, {"ids.csv": "id\n"})
    without = "labels: {vip: {members: [{list: ids.csv, column: id}]}}\n"
    assert mistakes(tmp_path, without) == [(Code.ID_WITHOUT_ACCOUNT, 1, 50)]
    assert mistakes(tmp_path, without.replace("id}", "id, account: shop}")) == []
