"""Both stores: what holds of a journal in a file holds of one in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from labelsync.journal.store import Place
from tests.journal.cluster import Cluster, running


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A server for all tests of this process."""
    with running() as found:
        yield found


@pytest.fixture(params=["file", pytest.param("database", marks=pytest.mark.prove)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where a journal may be: a file that is not there yet, and an empty database."""
    if request.param == "file":
        return tmp_path / "kept" / "journal.db"
    found: Cluster = request.getfixturevalue("cluster")
    return found.fresh()
