"""What the documents say is so: their commands run, their names exist, their lists are complete."""

from __future__ import annotations

import dataclasses
import importlib
import random
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from labelsync.cli.main import VERBS, group, run
from labelsync.cli.shell import Shell
from labelsync.connectors.registry import vendors
from labelsync.core.capability import Capabilities
from labelsync.manifest import CATALOGUE
from labelsync.planfile import schema as plan_schema
from labelsync.report import capability_table, result_schema
from labelsync.testing.time import VirtualClock
from labelsync.workflow.describing import described

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
COMMANDS, MANIFEST = ROOT / "docs/commands.md", ROOT / "docs/manifest.md"
ARCHITECTURE, VENDORS = ROOT / "docs/architecture.md", ROOT / "docs/vendors.md"
README, PROMISES = ROOT / "README.md", ROOT / "docs/promises.md"
LISTS = {
    "lists/vip.csv": "email\nada@example.com\nbarbara@example.com\nhedy@example.com\n",
    "lists/segments.csv": "email,label\nhedy@example.com,newsletter\n",
    "lists/optouts.csv": "email\nedsger@example.com\n",
    "sandbox/shop.csv": "email\nada@example.com\n",
}
ELSEWHERE = {"LABELSYNC_SEAL_KEY", "LABELSYNC_PSEUDONYM_KEY", "LABELSYNC_"}
RUN = re.compile(r"\b\d{8}T\d{6}Z-[0-9a-f]{6}\b")


class Line(NamedTuple):
    """A command of a console block, the code it exits with, and the output shown below it."""

    arguments: tuple[str, ...]
    code: int
    shown: tuple[str, ...]


def a_shell() -> Shell:
    """No terminal, no environment, and time that passes by itself."""
    clock = VirtualClock()
    chance = random.Random(1)
    return Shell(clock, chance, {}, terminal=False, colour=False, width=100, run=clock.run)


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def commands(page: Path) -> Iterator[Line]:
    for block in blocks(page, "console"):
        for command, shown in re.findall(r"^\$ labelsync (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            exits = re.search(r"# exits (\d+)", command)
            lines = tuple(line for line in shown.splitlines() if line.strip() != "…")
            yield Line(tuple(shlex.split(command, comments=True)), int(exits[1]) if exits else 0, lines)


def is_shown(shown: str, printed: str, runs: dict[str, str]) -> bool:
    """Whether a line is as a page shows it. A run has another name there: `runs` learns which is which."""
    if RUN.sub("", shown) != RUN.sub("", printed):
        return False
    runs.update(zip(RUN.findall(shown), RUN.findall(printed), strict=True))
    return True


def verbs() -> Iterator[tuple[str, click.Command]]:
    """Every command by the words that people type, the groups' own included."""
    context = click.Context(group)
    for name in VERBS:
        command = group.get_command(context, name)
        assert command is not None
        yield name, command
        for below, more in getattr(command, "commands", {}).items():
            yield f"{name} {below}", more


def options(command: click.Command) -> Iterator[click.Option]:
    yield from (parameter for parameter in command.params if isinstance(parameter, click.Option))


def chapter(name: str) -> str:
    """The part of the page of commands that is about one command: a heading's, or below it a paragraph's."""
    verb, _, below = name.partition(" ")
    text = COMMANDS.read_text("utf-8").split(f"\n## {verb}\n")[1].split("\n## ")[0]
    if not below:
        return text
    parts = re.split(r"^`labelsync sandbox ", text, flags=re.MULTILINE)
    return next(part for part in parts if re.match(rf"{below}\b", part))


@pytest.mark.parametrize("page", [page for page in PAGES if list(commands(page))], ids=named)
def test_the_commands_of_a_page_run_in_their_order_and_end_as_it_says(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shell, runs = a_shell(), dict[str, str]()
    for line in commands(page):
        arguments = [runs.get(argument, argument) for argument in line.arguments]
        code = run(["--quiet", *arguments], shell)  # progress would let virtual days pass at each commit
        ended = capsys.readouterr()
        assert code == line.code, (line.arguments, ended.err)
        printed = iter(ended.out.splitlines())
        missing = [shown for shown in line.shown if not any(is_shown(shown, one, runs) for one in printed)]
        assert missing == [], line.arguments


def test_every_command_has_a_chapter_and_every_chapter_of_a_command_is_one():
    chapters = re.findall(r"^## ([a-z]+)$", COMMANDS.read_text("utf-8"), re.MULTILINE)
    assert chapters == list(VERBS)


@pytest.mark.parametrize(("name", "command"), [pytest.param(*verb, id=verb[0]) for verb in verbs()])
def test_every_option_of_a_command_is_named_in_its_chapter_and_no_other_is(name, command):
    known = {text for option in options(command) for text in (*option.opts, *option.secondary_opts)}
    listed = set(re.findall(r"^\| ((?:`-[^`]*`(?:, )?)+) \|", chapter(name), re.MULTILINE))
    found = {text for row in listed for text in re.findall(r"`(--?[a-z-]+)", row)}
    assert found == known or (isinstance(command, click.Group) and not known)


def test_the_options_before_the_command_are_listed():
    text = COMMANDS.read_text("utf-8").split("## Options of every command")[1].split("\n## ")[0]
    for option in options(group):
        assert all(f"`{name}`" in text for name in option.opts), option.opts


def test_every_variable_that_is_named_is_read():
    read = set(ELSEWHERE)
    for name, command in [("", group), *verbs()]:
        for option in options(command):
            prefix = "_".join(("LABELSYNC", *name.upper().split()))
            own = [option.envvar] if isinstance(option.envvar, str) else []
            read |= {f"{prefix}_{(option.name or '').upper()}", *own}
    for page in PAGES:
        assert set(re.findall(r"LABELSYNC_[A-Z_]*", page.read_text("utf-8"))) <= read


def test_every_exit_code_is_in_the_table_and_in_the_readme():
    table = COMMANDS.read_text("utf-8").split("## Exit codes")[1].split("\n## ")[0]
    codes = {
        int(code) for row in re.findall(r"^\| ([\d, ]+) \|", table, re.MULTILINE) for code in row.split(",")
    }
    assert codes == {0, 1, 2, 3, 4, 6, 64, 65, 69, 75, 77, 130, 143}
    last = README.read_text("utf-8").split("## Exit codes")[1]
    assert codes == {int(code) for code in re.findall(r"\b\d+\b", last)}


@pytest.mark.parametrize("schema", [plan_schema(), result_schema()], ids=["plan", "result"])
def test_every_key_of_a_document_is_explained(schema):
    text = COMMANDS.read_text("utf-8")
    account = schema["properties"]["accounts"]["items"]
    while "$ref" in account:
        account = schema["$defs"][account["$ref"].rpartition("/")[2]]
    keys = {*schema["properties"], *account["properties"]}
    assert {key for key in keys if f"`{key}`" not in text} == set()


def test_every_error_code_is_listed_with_its_title():
    index = (ROOT / "docs/errors/README.md").read_text("utf-8")
    rows = re.findall(r"^\| \[(LS\d{3})\]\(\1\.md\) \| ([^|]*) \|", index, re.MULTILINE)
    assert rows == [(code, explained.title) for code, explained in CATALOGUE.items()]


def test_the_manifest_s_page_leads_to_the_list_of_codes_and_repeats_none_of_it():
    text = MANIFEST.read_text("utf-8").split("## Errors")[1]
    assert "](errors/README.md)" in text
    assert not re.search(r"^\| LS\d{3}", text, re.MULTILINE)


def test_the_examples_of_the_manifest_page_are_one_valid_manifest(tmp_path, monkeypatch, capsys):
    for name, text in LISTS.items():
        path = tmp_path / "states" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for number, block in enumerate(blocks(MANIFEST, "yaml")):
        (tmp_path / "states" / f"{number:02}.yaml").write_text(block, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shell = a_shell()
    assert run(["validate"], shell) == 0, capsys.readouterr().err
    assert capsys.readouterr().out.startswith("states is valid: 3 accounts, 5 labels,")


def test_every_setting_of_every_vendor_is_listed_in_its_chapter():
    for vendor in vendors().values():
        text = VENDORS.read_text("utf-8").split(f"\n## {vendor.title}\n")[1].split("\n## ")[0]
        assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == {s.name for s in vendor.settings}


def test_the_readme_s_table_is_drawn_from_the_capabilities():
    known = [(vendor, described(vendor, VirtualClock())) for vendor in vendors().values()]
    assert capability_table(known) in README.read_text("utf-8")


def test_the_rooms_are_those_that_there_are():
    listed = set(re.findall(r"^\| [1-6] \| `(\w+)` \|", ARCHITECTURE.read_text("utf-8"), re.MULTILINE))
    below = ROOT / "labelsync"
    folders = {path.parent.name for path in below.glob("*/__init__.py")}
    assert listed == folders | {path.stem for path in below.glob("*.py")} - {"__init__", "__main__"}


def test_every_capability_is_explained():
    text = ARCHITECTURE.read_text("utf-8").split("## Connectors")[1].split("\n## ")[0]
    assert [f.name for f in dataclasses.fields(Capabilities) if f"`{f.name}`" not in text] == []


def test_every_module_and_function_that_is_named_exists():
    rooms = "|".join(path.name for path in (ROOT / "labelsync").iterdir() if path.is_dir())
    names = re.findall(rf"`((?:{rooms})\.[\w.]+)`", ARCHITECTURE.read_text("utf-8"))
    assert names
    assert [name for name in names if resolved(name) is None] == []


def resolved(name: str) -> object:
    parts = name.split(".")
    for depth in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(("labelsync", *parts[:depth])))
        except ModuleNotFoundError:
            continue
        for part in parts[depth:]:
            found = getattr(found, part, None)
        return found
    return None


def test_the_tests_that_hold_the_promises_exist():
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    promised = set(re.findall(r"`(test_\w+)`", PROMISES.read_text("utf-8")))
    assert promised
    assert promised <= there


def test_the_readme_has_at_most_600_words():
    words = [token for token in README.read_text("utf-8").split() if re.search(r"\w", token)]
    assert len(words) <= 600


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_installs_the_unrelated_package(page):
    assert not re.search(r"pip\d* install (?:-\S+ )*['\"]?labelsync(?!-contacts)\b", page.read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page):
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if link.startswith("https://"):
            continue
        path, _, heading = link.partition("#")
        target = page.parent / path if path else page
        assert target.is_file(), link
        if heading:
            titles = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)
            assert heading in {re.sub(r"[^\w -]", "", t.lower()).replace(" ", "-") for t in titles}, link


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_make_target_that_is_named_exists(page):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|\$ )make ([a-z]+)", page.read_text("utf-8"))) <= targets
