"""What a start imports: asserted by name, since time is nobody's to assert."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import ENVIRONMENT, served

RUN = """
import json, sys
from labelsync.__main__ import main
sys.argv = ["labelsync", *sys.argv[1:]]
try:
    main()
except SystemExit as ending:
    assert not ending.code, ending.code
print()
print(json.dumps(sorted(sys.modules)))
"""

SERVERS = {"starlette.requests", "starlette.responses", "uvicorn", "anyio.from_thread"}
CURIOUS = {"deepdiff", "rich", "pygments", "hypothesis", "pytest", "jinja2", "psycopg"}
DOORS = {"httpx", "pydantic", "ruamel", "msgspec", "rich", "asyncio", "sqlite3", "importlib.metadata"}


def imported(*arguments: str, folder: Path) -> set[str]:
    """Every module that such a command line imported."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=110,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def plain_people(url: str) -> str:
    lines = [
        "version: 1",
        "accounts:",
        f'  shop: {{connector: wix, base_url: "{url}"}}',
        "labels:",
        "  vip: {title: VIP}",
        "contacts:",
        *(f"  - {{contact: person{number}@example.com, labels: [vip]}}" for number in range(200)),
    ]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def planned(tmp_path_factory) -> set[str]:
    """What a plan of two hundred people imports whose account is not in this process."""
    folder = tmp_path_factory.mktemp("planned")
    with served("--contacts", "20", folder=folder) as urls:
        (folder / "states.yaml").write_text(plain_people(urls["wix"]), encoding="utf-8")
        return imported("plan", "states.yaml", folder=folder)


def test_the_version_is_told_without_the_command_line(tmp_path):
    modules = imported("--version", folder=tmp_path)
    assert {name for name in modules if name.startswith("labelsync")} == {"labelsync", "labelsync.__main__"}
    assert not modules & {"click", "dataclasses", "pathlib", *DOORS}


def test_help_opens_no_door(tmp_path):
    modules = imported("--help", folder=tmp_path)
    assert not modules & {"pathlib", "labelsync.secrets.opening", "labelsync.core", *DOORS}


def test_a_plan_imports_no_server_and_nothing_that_explains_or_draws(planned):
    assert planned & {*SERVERS, *CURIOUS} == set()


def test_a_plan_of_plain_people_asks_neither_email_validator_nor_phonenumbers(planned):
    assert not planned & {"email_validator", "phonenumbers", "phonenumbers.phonenumberutil"}


def test_a_plan_imports_neither_how_to_carry_it_out_nor_how_to_read_files_of_it(planned):
    needless = {
        "labelsync.workflow.apply",
        "labelsync.workflow.perform",
        "labelsync.workflow.offline",
        "labelsync.workflow.planting",
        "labelsync.planfile.reading",
        "labelsync.planfile.rows",
        "labelsync.snapshot",
        "labelsync.cli.snapshot",
        "labelsync.cli.desiring",
        "labelsync.manifest.jsonschema",
        "labelsync.report.result_document",
        "labelsync.report.story_page",
        "tarfile",
    }
    assert planned & needless == set()


def test_httpx_comes_without_its_command_line_and_others_may_still_have_it(planned, tmp_path):
    assert "httpx" in planned
    assert "httpx._main" not in planned
    code = "import labelsync.wire.client, importlib, sys; importlib.import_module('httpx._main')"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=ENVIRONMENT, check=True, timeout=110)


def test_a_name_of_a_room_is_the_same_by_its_door_and_where_it_lives():
    from labelsync import manifest, planfile, report, secrets

    for door in (manifest, planfile, report, secrets):
        for name in door.__all__:
            found = getattr(door, name)
            assert type(found).__name__ != "module", name
        with pytest.raises(AttributeError):
            _ = door.nothing_of_this_name
