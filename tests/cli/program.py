"""The program as people run it: a process of its own, in an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx

ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("LABELSYNC_")}  # noqa: TID251
STATES = Path(__file__).parents[2] / "states"


class Ended(NamedTuple):
    """How a run of the program ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """stdout as one JSON document."""
        return json.loads(self.out)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "labelsync", *arguments]


def labelsync(*arguments: str, folder: Path, answer: str | None = None, **environment: str) -> Ended:
    """Run to the end, without a terminal."""
    done = subprocess.run(
        command(*arguments),
        cwd=folder,
        env={**ENVIRONMENT, **environment},
        input=answer,
        stdin=subprocess.DEVNULL if answer is None else None,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@contextmanager
def served(*options: str, folder: Path) -> Iterator[dict[str, str]]:
    """`labelsync sandbox serve`, from its first line to its end."""
    process = subprocess.Popen(
        command("sandbox", "serve", *options), cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(10)


def sandbox(account: str, *, folder: Path) -> Any:
    """What an account's emulator holds."""
    shown = labelsync("sandbox", "show", account, "--format", "json", folder=folder)
    assert shown.code == 0, shown.err
    return shown.document


def highlevel(url: str) -> httpx.Client:
    """Somebody else's client of a served HighLevel."""
    headers = {"authorization": "Bearer pit-00000000-0000-4000-8000-000000000000", "version": "2021-07-28"}
    return httpx.Client(base_url=url, headers=headers, trust_env=False)


def write(folder: Path, manifest: str, **lists: str) -> Path:
    """A manifest in states/ of the folder, and CSV files beside it."""
    states = folder / "states"
    states.mkdir(exist_ok=True)
    (states / "crm.yaml").write_text(manifest, encoding="utf-8")
    for name, text in lists.items():
        (states / f"{name}.csv").write_text(text, encoding="utf-8")
    return states
