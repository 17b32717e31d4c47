"""List files by their kind: opened once, streamed to their end, hashed in passing."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from labelsync.sources.flaws import Broken, Flaws
from labelsync.sources.objects import read_objects
from labelsync.sources.tables import Chunk, read_table
from labelsync.sources.watched import Watched

_BUFFER = 1 << 18


class List:
    """One reading of a list file. `digest` and `rows` are known once `chunks` is exhausted."""

    def __init__(self, path: Path, columns: Sequence[str], flaws: Flaws) -> None:
        self._path = path
        self._columns = columns
        self._flaws = flaws
        self.digest = ""
        self.rows = 0

    def chunks(self) -> Iterator[Chunk]:
        """The good rows. What is broken goes to the flaws; rows after it still come where they can."""
        with Watched(self._path) as watched:
            buffered = io.BufferedReader(watched, _BUFFER)
            file = io.TextIOWrapper(buffered, "utf-8-sig", errors="surrogateescape", newline="")
            try:
                for chunk in self._read(file, watched):
                    self.rows += chunk.read
                    yield chunk
            except Broken as broken:
                self._flaws.add(broken.line, broken.reason)
            self.digest = watched.digest()

    def _read(self, file: io.TextIOWrapper, watched: Watched) -> Iterator[Chunk]:
        kind = self._path.suffix.lower()
        if kind in {".ndjson", ".jsonl"}:
            return read_objects(file, self._columns, self._flaws)
        delimiter = "\t" if kind == ".tsv" else ","
        return read_table(file, watched, self._columns, self._flaws, delimiter=delimiter)
