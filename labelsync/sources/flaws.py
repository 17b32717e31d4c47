"""What is wrong with a list: the reasons why it is no evidence, with places and without people."""

from __future__ import annotations

_SHOWN = 5


class Broken(Exception):
    """A list that cannot be read any further than the row that starts on `line`."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


class Flaws:
    """The first few reasons, and how many more there are."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._said: list[str] = []
        self._more = 0

    def add(self, line: int, reason: str) -> None:
        """A flaw of the row that starts on that line; of the whole list for line 0."""
        if len(self._said) < _SHOWN:
            self._said.append(f"{self._path}:{line}: {reason}" if line else f"{self._path}: {reason}")
        else:
            self._more += 1

    def __bool__(self) -> bool:
        """Whether anything is wrong."""
        return bool(self._said)

    def reasons(self) -> tuple[str, ...]:
        """The reasons, in the order found."""
        more = (f"{self._path}: {self._more:,} more rows cannot be used",) if self._more else ()
        return (*self._said, *more)
