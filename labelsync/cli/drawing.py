"""A few lines at the bottom of a terminal that change while work goes on, and are gone when it ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Self

from rich.cells import cell_len
from rich.console import Console
from rich.live import Live
from rich.text import Text

MARGIN = 4  # columns in which a terminal shows ^C without a line getting too long, which could not be erased
BELOW = 3  # lines of the terminal that stay free


class Drawing:
    """The lines, on stderr, until it is left. The cursor stays: who kills the program keeps it, too."""

    def __init__(self, *, colour: bool) -> None:
        self._console = Console(stderr=True, no_color=not colour, highlight=False, markup=False, emoji=False)
        self._live = Live(
            console=self._console,
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    @property
    def room(self) -> int:
        """How many lines there is room for now."""
        return max(1, self._console.height - BELOW)

    def __enter__(self) -> Self:
        self._live.start()
        self._console.show_cursor()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def draw(self, rows: Sequence[tuple[str, str]], more: Iterable[str]) -> None:
        """Show the rows, a name and a text each, then what more there is to say."""
        longest = max((cell_len(name) for name, _ in rows), default=0)
        lines = [
            Text.assemble((name, "bold"), " " * (2 + longest - cell_len(name)), text) for name, text in rows
        ]
        lines += [Text(text, style="dim") for text in more]
        for line in lines:
            line.truncate(max(1, self._console.width - MARGIN), overflow="ellipsis")
        self._live.update(Text("\n").join(lines), refresh=True)
