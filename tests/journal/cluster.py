"""A PostgreSQL server of one's own: in a temporary folder, on a socket there, ended by its process."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

SETTINGS = (
    "listen_addresses=",
    "fsync=on",
    "max_connections=60",
    "shared_buffers=16MB",
    "log_statement=none",
)


@dataclass
class Cluster:
    """The server's socket lies in `folder`."""

    folder: Path
    process: subprocess.Popen[bytes]
    made: list[str] = field(default_factory=list)

    def address(self, database: str = "postgres") -> str:
        return f"postgresql://labelsync@/{database}?host={self.folder}"

    def fresh(self) -> str:
        """The address of a new, empty database."""
        self.made.append(f"journal{len(self.made)}")
        self.execute(f"CREATE DATABASE {self.made[-1]}")
        return self.address(self.made[-1])

    def execute(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        return execute(self.address(database), sql)


def execute(address: str, sql: str) -> list[tuple[Any, ...]]:
    """What a session of its own sees or does, which is what is committed."""
    with psycopg.connect(address, autocommit=True, options="-c search_path=labelsync") as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


def binaries() -> Path | None:
    """The folder of the server's programs, None where it is not installed."""
    found = [Path(path).resolve().parent for path in [shutil.which("initdb")] if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
    there = [folder for folder in found if (folder / "initdb").exists() and (folder / "postgres").exists()]
    return there[-1] if there else None


@contextmanager
def running() -> Iterator[Cluster]:
    """A server, from its making to its end. Skips where PostgreSQL is not installed."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL's server is not installed: initdb and postgres were not found")
    folder = Path(tempfile.mkdtemp(prefix="labelsync-"))
    who = _owner(folder)
    made = [
        programs / "initdb",
        "-D",
        folder / "pg",
        "-U",
        "labelsync",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    subprocess.run([*made, "--locale=C"], check=True, stdout=subprocess.DEVNULL, cwd=folder, **who)
    settings = [
        part for setting in (*SETTINGS, f"unix_socket_directories={folder}") for part in ("-c", setting)
    ]
    with (folder / "log").open("wb") as log:
        command = [programs / "postgres", "-D", folder / "pg", *settings]
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **who)
    try:
        yield _awaited(Cluster(folder, process))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        shutil.rmtree(folder)


def _owner(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root; then its folder and its processes are nobody's."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _awaited(cluster: Cluster) -> Cluster:
    for _ in range(300):
        try:
            cluster.execute("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.1)  # noqa: TID251 - another process is waited for
        else:
            return cluster
    raise AssertionError((cluster.folder / "log").read_text())
