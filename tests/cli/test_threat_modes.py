"""T20: whoever else works on this machine reads nothing that labelsync kept, whatever the umask is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.program import ENVIRONMENT, command, write

pytestmark = pytest.mark.prove

MANIFEST = """\
version: 1
accounts: {agency: {connector: highlevel, sandbox: people.csv}}
labels: {vip: {members: [p0@example.com]}}
"""
LINES = (
    *(
        "plan -o plan.json",
        "apply -y",
        "snapshot -o snapshot.json",
        "snapshot -o with.json --with-identities",
    ),
    *("undo {run} -o undo.json", "reveal plan.json -o revealed.json", "history", "drift"),
)
PRIVATE = {"plan.json", "snapshot.json", "with.json", "undo.json", "revealed.json", ".labelsync"}


def lived(folder: Path, umask: str) -> dict[str, int]:
    """The modes of all that was written by a life under this umask, by path."""
    write(folder, MANIFEST, people="email\np0@example.com\n")
    before = set(folder.rglob("*"))
    run = ""
    for line in LINES:
        words = command(*line.format(run=run).split())
        shell = ["sh", "-c", f'umask {umask} && exec "$@"', "sh", *words]
        done = subprocess.run(
            shell, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode in (0, 2), (line, done.stderr)
        if line == "apply -y":
            listed = subprocess.run(
                command("history"), cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=True
            )
            run = listed.stdout.split()[0]
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mode & 0o777
        for path in set(folder.rglob("*")) - before
    }


@pytest.mark.parametrize("umask", ["000", "022", "077"])
def test_all_that_is_kept_is_for_its_owner_only(tmp_path, umask):
    modes = lived(tmp_path, umask)
    assert {path.split("/")[0] for path in modes} == PRIVATE
    files = {path: mode for path, mode in modes.items() if (tmp_path / path).is_file()}
    del files[".labelsync/.gitignore"]  # says `*`, in a folder that nobody else enters
    assert {path: oct(mode) for path, mode in files.items() if mode != 0o600} == {}
    folders = {path: oct(mode) for path, mode in modes.items() if path not in files and "git" not in path}
    assert set(folders.values()) == {"0o700"}
    assert {".labelsync/journal.db", ".labelsync/seal.key", ".labelsync/pseudonym.key"} <= set(files)
    assert {".labelsync", ".labelsync/locks", ".labelsync/sandbox"} <= set(folders)
