"""pytest, taught the conformance suite: `-p labelsync.testing.plugin` and `--connector NAME`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from labelsync.testing.grounds import InProcess
from labelsync.testing.served import Served, served
from labelsync.testing.stage import Stage
from labelsync.testing.subject import Subject, subject, subjects

pytest.register_assert_rewrite("labelsync.testing.levels")

IN_PROCESS, SERVED = "in_process", "served"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--connector`."""
    parser.getgroup("labelsync").addoption(
        "--connector",
        action="append",
        default=[],
        metavar="NAME",
        help="the connectors that climb the conformance levels (default: all that have an emulator)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Say what the marker means."""
    config.addinivalue_line("markers", "served: over real sockets, in real time")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for a `stage` for every connector, in this process and over real sockets.

    A module with a fixture `stage` of its own is left alone.
    """
    if "stage" not in metafunc.fixturenames or hasattr(metafunc.module, "stage"):
        return
    named = metafunc.config.getoption("connector")
    chosen = [subject(name) for name in named] if named else subjects()
    rows = [
        pytest.param((one, way), id=f"{one.name}-{way}", marks=[pytest.mark.served] if way == SERVED else [])
        for one in chosen
        for way in (IN_PROCESS, SERVED)
    ]
    metafunc.parametrize("stage", rows, indirect=True)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[dict[str, str]]:
    """The emulators behind a real socket: each vendor's API root by name."""
    with served() as urls:
        yield urls


@pytest.fixture
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Stage:
    """One connector, and its vendor without anybody in it."""
    one, way = _asked(request.param)
    if way == SERVED:
        urls: dict[str, str] = request.getfixturevalue("sandbox")
        return Stage(tmp_path / "stage", one, Served(one, urls[one.name]))
    return Stage(tmp_path / "stage", one, InProcess(one))


def _asked(param: tuple[Subject, str]) -> tuple[Subject, str]:
    return param
