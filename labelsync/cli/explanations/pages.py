"""Explanations as text for a terminal, and as the Markdown pages of docs/errors."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath

from labelsync.cli.explanations.exits import EXITS
from labelsync.cli.explanations.guards import GUARDS
from labelsync.manifest import CATALOGUE, Explanation

NARROWEST, WIDEST = 40, 100
_QUOTED, _HELD = re.compile(r"`[^`]*`"), "\0"
_INDEX = """\
# Errors, guards and exit codes

Every page says what happened, why it is refused and what to do next. `labelsync explain` prints the
same without a network: `labelsync explain LS102`, `labelsync explain removals`, `labelsync explain 75`.

Examples are whole manifests in the folder `states`, with the lists they name. A test runs each of them.

## Mistakes of a manifest

LS0 is about the text, LS1 its shape, LS2 names, LS3 accounts, LS4 people, LS5 files, LS6 filters.
LS208 and LS406 are warnings.

"""


def text_of(word: str, *, width: int) -> str | None:
    """What a code, a guard or an exit code means, None for any other word. `width` is in columns."""
    width = max(NARROWEST, min(width, WIDEST))
    for kind, name, before in (
        (CATALOGUE, word.upper(), ""),
        (GUARDS, word.lower(), "guard "),
        (EXITS, word, "exit code "),
    ):
        if name in kind:
            parts = (f"{before}{name}: {kind[name].title}", *_parts(kind[name], _indented, width))
            return "\n\n".join(parts)
    return None


def words() -> tuple[str, ...]:
    """Every word that is explained."""
    return (*CATALOGUE, *GUARDS, *EXITS)


def page(code: str) -> str:
    """The Markdown page of a code. KeyError where there is none."""
    said = CATALOGUE[code]
    here = f"`labelsync explain {code}` prints this page. [All codes](README.md)"
    return "\n\n".join((f"# {code}: {said.title}", *_parts(said, _fenced), here)) + "\n"


def pages() -> dict[str, str]:
    """Every file of docs/errors by its name."""
    return {
        "README.md": _index(),
        **{f"{code}.md": page(code) for code in CATALOGUE},
        "guards.md": _chapters("Guards", GUARDS),
        "exit-codes.md": _chapters("Exit codes", EXITS),
    }


def _parts(said: Explanation, block: Callable[[str, str], str], width: int = WIDEST) -> Iterator[str]:
    yield _filled(said.text, width)
    if said.without:
        yield _filled(said.without, width)
    for heading, path, text in _examples(said):
        yield f"{heading}, `{path}`:"
        yield block(path, text)
    yield _filled(f"Next: {said.next}", width)


def _examples(said: Explanation) -> Iterator[tuple[str, str, str]]:
    """The files of the examples, each with its heading: what is wrong, what stays as it is, what is right."""
    wrong, right = said.wrong.items(), said.right.items()
    for heading, files in (("Wrong", wrong - right), ("Beside it", wrong & right), ("Right", right - wrong)):
        yield from ((heading, path, text) for path, text in sorted(files))


def _filled(text: str, width: int) -> str:
    """The text in lines of that width; what stands in backquotes stays on one line, to be copied."""
    whole = _QUOTED.sub(lambda quoted: quoted[0].replace(" ", _HELD), text)
    lines = textwrap.fill(whole, width, break_long_words=False, break_on_hyphens=False)
    return lines.replace(_HELD, " ")


def _indented(_: str, text: str) -> str:
    return textwrap.indent(text.rstrip("\n"), "    ")


def _fenced(path: str, text: str) -> str:
    return f"```{PurePosixPath(path).suffix[1:]}\n{text}```"


def _index() -> str:
    codes = (f"| [{code}]({code}.md) | {said.title} |" for code, said in CATALOGUE.items())
    tables = (
        _table("code", "title", codes),
        "## Guards",
        _table("guard", "objects when", _rows("guards.md", GUARDS)),
        "## Exit codes",
        _table("exit code", "meaning", _rows("exit-codes.md", EXITS)),
    )
    return _INDEX + "\n\n".join(tables) + "\n"


def _rows(file: str, kind: Mapping[str, Explanation]) -> Iterator[str]:
    return (f"| [{word}]({file}#{word}) | {said.title} |" for word, said in kind.items())


def _table(first: str, second: str, rows: Iterator[str]) -> str:
    return "\n".join((f"| {first} | {second} |", "| --- | --- |", *rows))


def _chapters(title: str, kind: Mapping[str, Explanation]) -> str:
    chapters = (
        "\n\n".join((f"## {word}", f"{said.title[0].upper()}{said.title[1:]}.", *_parts(said, _fenced)))
        for word, said in kind.items()
    )
    return "\n\n".join((f"# {title}", "[All codes](README.md)", *chapters)) + "\n"
