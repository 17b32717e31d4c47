"""Keys are made once, stay secret, and name people the same way each time."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from labelsync.errors import LabelsyncError, WrongUsage
from labelsync.planfile import PSEUDONYM_KEY, key, pseudonym


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_key_is_made_once_and_found_again(tmp_path: Path) -> None:
    folder = tmp_path / ".labelsync"
    first = key(folder, None, chance=os.urandom)
    assert key(folder, None, chance=os.urandom) == first
    assert len(first) == 64


def test_the_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / ".labelsync"
    key(folder, None, chance=os.urandom)
    assert mode(folder / "seal.key") == 0o600
    assert mode(folder) == 0o700
    assert [path.name for path in folder.iterdir()] == ["seal.key"]


def test_the_text_that_is_given_is_the_key_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / ".labelsync"
    made = key(folder, None, chance=bytes)
    text = (folder / "seal.key").read_text()
    assert key(tmp_path / "elsewhere", text, chance=os.urandom) == made
    assert not (tmp_path / "elsewhere").exists()


def test_a_blank_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="blank"):
        key(tmp_path, " \n", chance=os.urandom)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe"])
def test_a_key_file_that_holds_no_key_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "seal.key").write_bytes(content)
    with pytest.raises(LabelsyncError, match=r"seal\.key"):
        key(tmp_path, None, chance=os.urandom)
    assert (tmp_path / "seal.key").read_bytes() == content


def test_two_runs_that_make_the_key_at_once_get_the_same_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda _: key(tmp_path, None, chance=os.urandom), range(64)))
    assert len(set(found)) == 1


def test_the_pseudonym_key_is_a_file_of_its_own(tmp_path: Path) -> None:
    seal = key(tmp_path, None, chance=os.urandom)
    other = key(tmp_path, None, chance=os.urandom, name=PSEUDONYM_KEY)
    assert seal != other
    assert mode(tmp_path / "pseudonym.key") == 0o600


def test_a_pseudonym_is_the_same_each_time_and_under_another_key_another() -> None:
    named, other = pseudonym(b"one"), pseudonym(b"two")
    assert re.fullmatch("c_[0-9a-f]{16}", named("ada@example.com"))
    assert named("ada@example.com") == pseudonym(b"one")("ada@example.com")
    assert len({named("ada@example.com"), named("bob@example.com"), other("ada@example.com")}) == 3
