"""Completion, asked by real shells: verbs, options, paths, and the names in the manifest."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from labelsync.cli.completion import SCRIPTS
from labelsync.cli.main import VERBS
from tests.cli.program import ENVIRONMENT, labelsync, write

ASK = """
eval "$(labelsync completion bash 2>&1)"
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
compopt() { printf '%s\\n' "<$*>"; }
_labelsync_words labelsync
printf '%s\\n' "${COMPREPLY[@]}"
"""
AGENCY = "version: 1\naccounts: {agency: {connector: highlevel, sandbox: sandbox/agency.csv}}\n"
BASH = shutil.which("bash") or "/bin/bash"
HOSTILE = (
    "two words",
    "$(touch pwned)",
    "; touch pwned",
    "*",
    "a,b",
    "back\\slash",
    "~",
    "'q'",
    "`touch pwned`",
    "é",
)


@pytest.fixture
def bin(tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: A001 - what the folder is called
    """A folder with the program in it, under its name."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "labelsync"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m labelsync "$@"\n', "utf-8")
    program.chmod(0o755)
    return folder


@pytest.fixture
def ask(demo: Path, bin: Path):  # noqa: A002 - as above
    """What bash completes the last word to."""
    before = set(demo.rglob("*"))

    def asked(*words: str) -> list[str]:
        path = f"{bin}:{ENVIRONMENT['PATH']}"
        done = subprocess.run(
            [BASH, "--norc", "--noprofile", "-c", ASK, "bash", "labelsync", *words],
            cwd=demo,
            env={**ENVIRONMENT, "PATH": path},
            capture_output=True,
            text=True,
            timeout=110,
            check=True,
        )
        assert done.stderr == ""
        assert set(demo.rglob("*")) == before
        return done.stdout.split("\n")[:-1]

    return asked


def test_a_verb_is_completed(ask):
    assert ask("pl") == ["plan"]
    assert ask("s") == [verb for verb in VERBS if verb.startswith("s")]
    assert ask("") == list(VERBS)
    assert ask("--no") == ["--no-color"]


def test_an_option_of_a_verb_is_completed(ask):
    assert ask("plan", "--acc") == ["--account"]
    assert ask("sandbox", "show", "--man") == ["--manifest"]


def test_accounts_and_labels_are_those_of_the_manifest(ask):
    assert ask("plan", "--account", "") == ["shop", "agency", "chat"]
    assert ask("plan", "--account", "=", "sh") == ["shop"]
    assert ask("plan", "--label", "n") == ["newsletter"]
    assert ask("import", "a") == ["agency"]
    assert ask("sandbox", "reset", "c") == ["chat"]
    assert ask("explain", "") == ["vip", "newsletter", "trial"]
    assert ask("apply", "states", "--account", "s") == ["shop"]


def test_a_path_is_left_to_the_shell(ask):
    assert ask("plan", "st") == ["<-o default>", ""]
    assert ask("schema", "manifest", "st") == ["<-o default>", ""]


def test_words_of_a_choice_are_completed(ask):
    assert ask("completion", "") == ["bash", "zsh", "fish"]


def test_what_is_not_known_completes_to_nothing_and_says_nothing(ask, demo: Path):
    for words in (
        ("nonsense", ""),
        ("plan", "--account", "x"),
        ("plan", "gone", "--account", ""),
        ("plan", "--label=x", ""),
    ):
        assert ask(*words) in ([""], ["<-o default>", ""])
    (demo / "states/crm.yaml").write_text(
        "version: 1\naccounts: {shop: {connector: wix, sandbox: sandbox/shop.csv}}\nlab", "utf-8"
    )
    assert ask("plan", "--label", "") == [""]


def test_a_manifest_that_is_being_written_has_accounts_already(ask, demo: Path):
    text = (demo / "states/crm.yaml").read_text("utf-8").replace("title: Trial", "tilte: Trial")
    (demo / "states/crm.yaml").write_text(text, "utf-8")
    assert ask("plan", "--account", "s") == ["shop"]


def test_names_come_into_the_line_as_nothing_but_words(ask, demo: Path):
    labels = "".join(f"  {_quoted(name)}: \n" for name in HOSTILE)
    write(demo, AGENCY + f"labels:\n{labels}")
    offered = ask("plan", "--label", "")
    for word, name in zip(offered, HOSTILE, strict=True):
        said = subprocess.run(
            [BASH, "-c", f"printf %s {word}"], cwd=demo, capture_output=True, text=True, check=True
        )
        assert said.stdout == name
    assert not (demo / "pwned").exists()


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def test_names_that_hide_something_are_not_offered(ask, demo: Path):
    text = 'labels: {"a\\u200bb": , plain: }\n'
    write(demo, AGENCY + text)
    assert ask("plan", "--label", "") == ["plain"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_answered_in_their_form(shell: str, demo: Path):
    words = {
        "COMP_WORDS": "labelsync plan --account=s",
        "COMP_CWORD": "2" if shell == "zsh" else "--account=s",
    }
    done = labelsync("completion", shell, folder=demo, **words)
    said = {"zsh": "plain\n--account=shop\n_\n", "fish": "plain,--account=shop\n"}
    assert (done.code, done.out, done.err) == (0, said[shell], "")
    words = {"COMP_WORDS": "labelsync val", "COMP_CWORD": "1" if shell == "zsh" else "val"}
    done = labelsync("completion", shell, folder=demo, **words)
    between = {"zsh": ("\n", "\n"), "fish": (",", "\t")}[shell]
    assert done.out == f"plain{between[0]}validate{between[1]}{VERBS['validate']}\n"


def test_the_script_is_printed_and_nothing_more(tmp_path: Path):
    for shell, script in SCRIPTS.items():
        done = labelsync("completion", shell, folder=tmp_path)
        assert (done.code, done.out, done.err) == (0, script, "")
    assert labelsync("completion", "tcsh", folder=tmp_path).code == 64
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shell", [shell for shell in SCRIPTS if shutil.which(shell)])
def test_the_script_is_one_that_the_shell_reads(shell: str, tmp_path: Path):
    check = "--no-execute" if shell == "fish" else "-n"
    subprocess.run([shell, check], input=SCRIPTS[shell], cwd=tmp_path, text=True, check=True)
