"""Breaks the emulators, one fact after the other, and expects the test that holds the fact to fail.

python -m tests.sandbox.breaking [VENDOR ...] [--jobs 2]    breaks every row of tests/sandbox/rows_VENDOR.py
python -m tests.sandbox.breaking --docs                     writes docs/emulators.md from the rows
"""

from __future__ import annotations

import argparse
import asyncio
import compileall
import importlib
import re
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from py_compile import PycInvalidationMode
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.cli.program import ENVIRONMENT
from tests.sandbox.page import page

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/emulators.md"
_COPIED = ("labelsync", "tests", "states", "docs", "pyproject.toml", "README.md")
_OPTIONS = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "pytest_timeout", "-p", "pytest_socket")
_QUICKLY = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # the other plugins double the time of a row
_CARELESS = re.compile(
    r"^E\s+(SyntaxError|NameError|UnboundLocalError|ImportError|ModuleNotFoundError)\b", re.MULTILINE
)


class Row(NamedTuple):
    """One fact of an emulator. `test` (a pytest node id) fails once `old` is `new` in `labelsync/{file}`."""

    row: str
    test: str
    file: str
    old: str
    new: str


class Ended(NamedTuple):
    """How a run of pytest ended."""

    code: int
    output: str


def vendors() -> tuple[str, ...]:
    """The vendors that have rows, in name order."""
    return tuple(sorted(path.stem.removeprefix("rows_") for path in Path(__file__).parent.glob("rows_*.py")))


def rows_of(vendor: str) -> tuple[Row, ...]:
    """The rows of a vendor, in the order in which the documentation shows them."""
    rows: tuple[Row, ...] = importlib.import_module(f"tests.sandbox.rows_{vendor}").ROWS
    return rows


def written_page() -> str:
    """What docs/emulators.md should hold."""
    return page({vendor: rows_of(vendor) for vendor in vendors()})


@contextmanager
def broken(folder: Path, row: Row) -> Iterator[None]:
    """The copy in this folder, with one row broken."""
    path = folder / "labelsync" / row.file
    whole = path.read_text("utf-8")
    if whole.count(row.old) != 1:
        raise LookupError(f"`old` is {whole.count(row.old)} times in {row.file}, not once")
    path.write_text(whole.replace(row.old, row.new), "utf-8")
    try:
        yield
    finally:
        path.write_text(whole, "utf-8")


async def run_tests(folder: Path, *tests: str) -> Ended:
    """pytest in this copy, in a fresh interpreter, which ends with the caller."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pytest", *_OPTIONS, *tests),
        cwd=folder,
        env={**ENVIRONMENT, **_QUICKLY, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return Ended(process.returncode or 0, output.decode(errors="replace"))


async def fault_of(folder: Path, row: Row) -> str:
    """What is wrong with a row; nothing, if its test fails by what it asserts."""
    try:
        with broken(folder, row):
            ended = await run_tests(folder, "-x", row.test)
    except (LookupError, OSError) as error:
        return str(error)
    careless = _CARELESS.search(ended.output)
    if ended.code == 0:
        return "its test still passes"
    if ended.code != 1:
        return f"pytest ended with {ended.code}: {ended.output.strip().rpartition(chr(10))[2]}"
    return f"its test fails by a {careless[1]}, not by what it asserts" if careless else ""


async def faults_of(rows: Sequence[tuple[str, Row]], *, jobs: int) -> list[str]:
    """Break every row, so many at a time, each in a copy of the project of its own; say how it went."""
    with ExitStack() as copies:
        folders = [copied(Path(copies.enter_context(TemporaryDirectory()))) for _ in range(jobs)]
        ended = await run_tests(folders[0], *dict.fromkeys(row.test for _, row in rows))
        if ended.code != 0:
            return [f"unbroken, the tests do not pass:\n{ended.output}"]
        waiting, faults = iter(rows), list[str]()
        await asyncio.gather(*(_work(folder, waiting, faults) for folder in folders))
        return faults


def copied(folder: Path) -> Path:
    """The project's files below this folder, compiled such that a changed file is always noticed."""
    for name in _COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    checked = PycInvalidationMode.CHECKED_HASH  # two changes within a second leave the same instant
    compileall.compile_dir(folder / "labelsync", quiet=2, invalidation_mode=checked)
    return folder


async def _work(folder: Path, waiting: Iterator[tuple[str, Row]], faults: list[str]) -> None:
    for vendor, row in waiting:
        fault = await fault_of(folder, row)
        _say(f"{'FAULT' if fault else 'ok':5}  {vendor}  {row.row}{f'  ({fault})' if fault else ''}")
        if fault:
            faults.append(f"{vendor}: {row.row}: {fault} ({row.test})")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.sandbox.breaking", description=__doc__)
    parser.add_argument("vendors", nargs="*", metavar="VENDOR", help=", ".join(vendors()))
    parser.add_argument("--jobs", type=int, default=2, help="rows at a time")
    parser.add_argument("--docs", action="store_true", help="write docs/emulators.md, break nothing")
    found = parser.parse_args(given)
    if unknown := set(found.vendors) - set(vendors()):
        parser.error(f"there are no rows of {', '.join(sorted(unknown))}")
    return found


def main(given: Sequence[str] | None = None) -> int:
    """Run the script; 1 when a row is not held by its test, 130 after Ctrl-C."""
    arguments = _arguments(given)
    if arguments.docs:
        PAGE.write_text(written_page(), "utf-8")
        return 0
    chosen: Mapping[str, tuple[Row, ...]] = {name: rows_of(name) for name in arguments.vendors or vendors()}
    rows = [(vendor, row) for vendor, own in chosen.items() for row in own]
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that a kill cleans up like Ctrl-C
    try:
        faults = asyncio.run(faults_of(rows, jobs=max(1, min(arguments.jobs, len(rows)))))
    except KeyboardInterrupt:
        return 130
    _say(f"{len(rows)} rows, {len(faults)} not held by a test")
    for fault in faults:
        _say(f"  {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
