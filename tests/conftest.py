"""What all tests share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.program import STATES


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A folder with the sample manifest in it, as nobody has run it yet."""
    shutil.copytree(STATES, tmp_path / "states")
    return tmp_path
