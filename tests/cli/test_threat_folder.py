"""T14: the folder it is started in belongs to whoever wrote it: nothing in it is run, nothing is obeyed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import ENVIRONMENT, write

SCRIPT = Path(sys.executable).with_name("labelsync")
pytestmark = [
    pytest.mark.prove,
    pytest.mark.skipif(not SCRIPT.exists(), reason="the console script is not installed here"),
]
MANIFEST = """\
version: 1
accounts: {agency: {connector: highlevel, sandbox: people.csv}}
labels: {vip: {members: [p0@example.com]}}
"""
MARK = "import pathlib; pathlib.Path({mark!r}).open('a').write(__name__ + chr(10))\n"
MODULES = (
    *("labelsync", "click", "httpx", "msgspec", "ruamel", "pydantic", "rich", "sqlite3", "json", "typing"),
    *("conftest", "setup", "sitecustomize", "usercustomize", "startup", "evil"),
)
ENTRY = "[labelsync.connectors]\nevil = evil:VENDOR\n\n[console_scripts]\nlabelsync = evil:main\n"
SETTINGS = {
    ".env": "LABELSYNC_JOURNAL=stolen.db\nLABELSYNC_FORMAT=json\nLABELSYNC_SEAL_KEY=known\n",
    "pyproject.toml": '[tool.labelsync]\njournal = "stolen.db"\nformat = "json"\n',
    "setup.cfg": "[labelsync]\njournal = stolen.db\nformat = json\n",
    "labelsync.toml": 'journal = "stolen.db"\nformat = "json"\n',
    ".labelsyncrc": "journal: stolen.db\nformat: json\n",
    ".netrc": "machine 127.0.0.1 login somebody password else\n",
    "pip.conf": "[global]\nindex-url = http://evil.example\n",
    "evil.pth": "import evil\n",
}


def prepared(folder: Path) -> Path:
    """A folder with a manifest and what somebody might lay beside it; the file in which that leaves marks."""
    write(folder, MANIFEST, people="email\np0@example.com\n")
    mark = folder / "mark"
    for place in (folder, folder / "states"):
        for module in MODULES:
            (place / f"{module}.py").write_text(MARK.format(mark=str(mark)))
        for name, text in SETTINGS.items():
            (place / name).write_text(text)
        (place / "evil-1.0.dist-info").mkdir()
        (place / "evil-1.0.dist-info" / "entry_points.txt").write_text(ENTRY)
        (place / "evil-1.0.dist-info" / "METADATA").write_text("Name: evil\nVersion: 1.0\n")
    return mark


def run(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(SCRIPT), *arguments],
        cwd=folder,
        env={**ENVIRONMENT, "HOME": str(folder / "home"), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("line", ["--version", "validate", "plan", "apply -y", "connectors", "history"])
def test_nothing_that_lies_in_the_folder_is_imported(tmp_path, line):
    mark = prepared(tmp_path)
    ended = run(*line.split(), folder=tmp_path, PYTHONSTARTUP=str(tmp_path / "startup.py"))
    assert ended.returncode == 0, ended.stderr
    assert not mark.exists(), mark.read_text()
    assert "evil" not in ended.stdout + ended.stderr


def test_no_file_of_settings_that_lies_in_the_folder_is_obeyed(tmp_path):
    (tmp_path / "clean").mkdir()
    write(tmp_path / "clean", MANIFEST, people="email\np0@example.com\n")
    (tmp_path / "laid").mkdir()
    prepared(tmp_path / "laid")
    clean, laid = (run("apply", "-y", folder=tmp_path / name) for name in ("clean", "laid"))
    assert clean.stdout.splitlines()[0] == laid.stdout.splitlines()[0]
    assert laid.returncode == 0
    assert not laid.stdout.startswith("{")
    for folder in (tmp_path / "laid", tmp_path / "laid" / "states"):
        assert not (folder / "stolen.db").exists()
    kept = {path.name for path in (tmp_path / "laid" / ".labelsync").iterdir()}
    assert kept == {path.name for path in (tmp_path / "clean" / ".labelsync").iterdir()}
