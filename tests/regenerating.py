"""Writes anew what is kept in docs/ and made from the program: `python -m tests.regenerating`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from labelsync.cli.explanations.pages import pages
from tests.help_page import help_page

DOCS = Path(__file__).parents[1] / "docs"
ERRORS = DOCS / "errors"


def made() -> Mapping[Path, str]:
    """Every file that is made from the program."""
    return {DOCS / "help.md": help_page(), **{ERRORS / name: text for name, text in pages().items()}}


def main() -> None:
    """Write every file, and take away the pages of words that are explained no more."""
    written = made()
    ERRORS.mkdir(exist_ok=True)
    for stale in {*ERRORS.iterdir()} - {*written}:
        stale.unlink()
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
