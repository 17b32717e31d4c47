"""`labelsync reveal`: people in place of pseudonyms."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import click

from labelsync.cli.naming import namer, people
from labelsync.cli.options import path_argument
from labelsync.cli.setting import desk_at
from labelsync.cli.shell import Shell
from labelsync.errors import WrongUsage
from labelsync.planfile.durable import write_durably
from labelsync.report import counted, inert

PSEUDONYM = re.compile(r"(?<![0-9A-Za-z_])c_[0-9a-f]{16}(?![0-9A-Za-z_])")


class Revealed(NamedTuple):
    """A text with people in it, and how many pseudonyms of it became one and how many are unknown."""

    text: str
    known: int
    unknown: int


@click.command("reveal")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@path_argument
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it here, 0600.")
@click.pass_obj
def command(shell: Shell, /, file: Path, path: Path, out: Path | None) -> None:
    """Show FILE (a plan, a report, a result, a log) with people in place of their pseudonyms.

    People are those whom the manifest at PATH (default: states) and its lists name now. They go to a
    terminal, or to the file of --out; nothing that is there is overwritten.
    """
    if not (out or shell.screen):
        raise WrongUsage("people are shown on a terminal only", advice="name a file for them: --out FILE")
    if out and (out.exists() or out.is_symlink()):
        raise WrongUsage(f"{out} is there already", advice="name another file: nothing is overwritten")
    desk = desk_at(path, shell)
    name = namer(desk, shell)
    content = file.read_bytes().decode("utf-8", "surrogateescape")
    revealed = reveal(content, {name(identity): identity for identity in people(desk)})
    if out:
        write_durably(out, revealed.text.encode("utf-8", "surrogateescape"))
        shell.say(f"wrote {out}, readable by you only: it holds people, so delete it when you have seen it")
    else:
        click.echo("\n".join(map(inert, revealed.text.splitlines())))
    shell.say(f"{counted(revealed.known, 'pseudonym')} revealed, {revealed.unknown} unknown")


def reveal(content: str, who: dict[str, str]) -> Revealed:
    """The content with the people whose pseudonyms are keys of `who`. JSON stays JSON."""
    written = _json if _is_json(content) else str
    found = PSEUDONYM.findall(content)
    known = sum(pseudonym in who for pseudonym in found)
    text = PSEUDONYM.sub(lambda match: written(who.get(match[0], match[0])), content)
    return Revealed(text, known, len(found) - known)


def _json(text: str) -> str:
    return json.dumps(text)[1:-1]


def _is_json(content: str) -> bool:
    try:
        json.loads(content)
    except ValueError:
        return False
    return True
