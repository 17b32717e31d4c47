"""T1, T2: texts that grow, nest or mean more than they show: refused soon and in little room."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.program import ENVIRONMENT, command

pytestmark = pytest.mark.prove

SECONDS, MB = 60, 300
"""Generous: the slowest takes one second here, the largest 200 MB, of which the program itself is 53."""
LAUNCHER = """\
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""
"""A small process in between: a child begins with the size of whoever starts it."""
LAUGHS = "\n".join(
    [f"a0: &a0 [{','.join('x' * 9)}]"]
    + [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
)
"""Nine to the twelfth, in half a kilobyte."""


class Refused(NamedTuple):
    """How the program ended: its exit code, the most memory in MB, and what it said."""

    code: int
    peak: float
    said: list[str]


def small_stack() -> None:
    """A parser that went down with the text would hit the ground."""
    resource.setrlimit(resource.RLIMIT_STACK, (1 << 20, 1 << 20))


def validated(folder: Path, text: str) -> Refused:
    (folder / "bomb.yaml").write_text(text, encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-c", LAUNCHER, *command("validate", "bomb.yaml")],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        timeout=SECONDS,
        preexec_fn=small_stack,
        check=True,
        text=True,
    ).stderr.splitlines()
    code, peak = told[-1].split()
    return Refused(int(code), int(peak) / 1024, told[:-1])


BOMBS = {
    "aliases of aliases": (LAUGHS, "LS005", "4:10"),
    "one giant text": ('a: "' + "a" * 20_000_000 + '"', "LS012", "1:4"),
    "tags that call": ("- !!python/object/apply:os.system [ls]\n" * 50_000, "LS009", "1:3"),
    "merge keys": ("b: &b {c: d}\n" + "a:\n  <<: *b\n" * 50_000, "LS008", "3:3"),
    "one key for ever": ("a: b\n" * 200_000, "LS007", "2:1"),
    "a quote that never ends": ('"' * 2_000_000, "LS002", "1:3"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_text_that_means_more_than_it_shows_is_refused_with_its_place_in_little_time_and_room(
    tmp_path, bomb
):
    text, code, place = BOMBS[bomb]
    refused = validated(tmp_path, text)
    assert refused.code == 65
    assert refused.said[0].startswith(f"error[{code}]: ")
    assert refused.said[1] == f"  --> bomb.yaml:{place}"
    assert refused.peak <= MB


DEEP = {
    "lists": ("[" * 4_000_000, "1:33"),
    "mappings": ("{a: " * 1_000_000, "1:129"),
    "keys that are keys": ("? " * 2_000_000, "1:65"),
    "blocks": ("\n".join(" " * depth + "-" for depth in range(3_000)), "33:33"),
}


@pytest.mark.parametrize("kind", DEEP)
def test_however_deep_a_text_goes_the_program_refuses_it_and_does_not_fall(tmp_path, kind):
    text, place = DEEP[kind]
    refused = validated(tmp_path, text)
    assert refused.code == 65
    assert refused.said[:2] == ["error[LS004]: nested more than 32 deep", f"  --> bomb.yaml:{place}"]
    assert refused.peak <= MB
