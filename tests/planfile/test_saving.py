"""A saved plan is there whole or not at all, and only its owner can read it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from labelsync.errors import LabelsyncError
from labelsync.planfile import open_sealed, save, seal_plan
from tests.planfile.samples import EXPIRES, KEY, PLAN


def test_a_saved_plan_opens_again(tmp_path: Path) -> None:
    save(PLAN, tmp_path / "a.plan", KEY)
    assert open_sealed((tmp_path / "a.plan").read_bytes(), key=KEY, now=EXPIRES - 1) == PLAN


def test_a_saved_plan_is_readable_by_its_owner_only_even_over_an_open_one(tmp_path: Path) -> None:
    path = tmp_path / "a.plan"
    path.write_text("older")
    path.chmod(0o644)
    save(PLAN, path, KEY)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == seal_plan(PLAN, KEY)


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_fails_leaves_the_older_plan_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.plan"
    path.write_text("older")
    monkeypatch.setattr(os, call, fail)
    with pytest.raises(LabelsyncError, match=r"`a\.plan` cannot be written: No space left"):
        save(PLAN, path, KEY)
    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(LabelsyncError, match="No such file or directory"):
        save(PLAN, tmp_path / "nowhere" / "a.plan", KEY)
