"""The package as people get it: installed into an environment of its own, used in an empty folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import ENVIRONMENT

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """The console script of a fresh installation, not of this checkout."""
    home = tmp_path_factory.mktemp("home")
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    install = [str(home / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, str(ROOT)], check=True)
    return home / "bin" / "labelsync"


def run(program, *arguments, folder):
    environment = {key: value for key, value in ENVIRONMENT.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        [str(program), *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_a_newcomer_sees_labels_converge_in_an_empty_folder(program, tmp_path):
    assert run(program, "init", "--demo", folder=tmp_path).returncode == 0
    plan = run(program, "plan", folder=tmp_path)
    assert plan.returncode == 0, plan.stderr
    assert "Plan: 18 to add, 9 to remove, 1 contact to delete, 1 label to create." in plan.stdout
    applied = run(program, "apply", "--auto-approve", folder=tmp_path)
    assert applied.returncode == 0, applied.stderr
    assert run(program, "plan", folder=tmp_path).stdout.splitlines()[-1].startswith("No changes.")


def test_the_demo_that_init_writes_is_the_sample_of_the_repository(program, tmp_path):
    assert run(program, "init", "--demo", folder=tmp_path).returncode == 0
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.glob("states/**/*.*")}
    sample = {path.relative_to(ROOT): path.read_bytes() for path in ROOT.glob("states/**/*.*")}
    assert written == sample


def test_a_first_manifest_of_ones_own_is_valid(program, tmp_path):
    assert run(program, "init", folder=tmp_path).returncode == 0
    assert run(program, "validate", folder=tmp_path).returncode == 0
    again = run(program, "init", folder=tmp_path)
    assert again.returncode == 64
    assert "there already" in again.stderr
