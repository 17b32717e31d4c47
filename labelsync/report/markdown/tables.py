"""Tables: heads, and rows of cells that are inert already."""

from __future__ import annotations

from collections.abc import Container, Iterable

from labelsync.report.markdown.spans import code


def head(texts: Iterable[str], *, figures: Container[str] = ()) -> str:
    """The two lines that a table begins with; `figures` are the columns that stand to the right."""
    heads = tuple(texts)
    return row(heads) + row("---:" if text in figures else "---" for text in heads)


def row(cells: Iterable[str]) -> str:
    """A row, with its newline."""
    return f"| {' | '.join(cells)} |\n"


def cell(text: str) -> str:
    """The text as a code span in a table, '' for none."""
    return within(code(text))


def within(drawn: str) -> str:
    """Markdown that stays in its cell; a parser of tables takes these backslashes away, in code as well."""
    return drawn.replace("|", "\\|")
