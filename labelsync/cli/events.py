"""Events for programs: stdout as lines of JSON, each written as soon as it is known."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence

import click

from labelsync.core.exchange import Clock
from labelsync.core.instant import instant
from labelsync.core.plan import Plan
from labelsync.core.run import Run
from labelsync.planfile import document
from labelsync.report import events
from labelsync.report.events import Event
from labelsync.workflow.site import Site
from labelsync.workflow.standing import Stage, Standing

EVERY = 1.0
"""Seconds between two looks at how far the accounts are."""


class Stream:
    """The lines of one command. Once nobody reads them any more they go nowhere, and the work goes on."""

    def __init__(self, clock: Clock, *, version: str, verb: str) -> None:
        self._clock = clock
        self._last: dict[tuple[str, str], Event] = {}
        self._failures: list[BaseException] = []
        self._told: set[object] = set()
        self._read = True
        self._write([events.version(version, verb)])

    def warn(self, text: str) -> None:
        """Tell something that stops nothing."""
        self._write([events.warned(text)])

    def fail(self, ending: BaseException) -> None:
        """Tell what ended the work, once, however often it is met on its way out."""
        if ending in self._failures:
            return
        self._failures.append(ending)
        told = list(events.failed(ending))
        self._told |= {event["reason"] for event in told}
        self._write(told)

    def plan(self, plan: Plan) -> None:
        """Tell each change, and what they come to."""
        self._write(events.planned(document(plan)))

    def run(self, run: Run) -> None:
        """Tell what became of each change, and the result."""
        self._write(events.ended(run, self._told))

    async def watch(self, sites: Sequence[Site]) -> None:
        """Tell every second how far the accounts are, until it is cancelled; then once more."""
        try:
            while True:
                await self._clock.sleep(EVERY)
                self._look(sites)
        finally:
            self._look(sites)

    def _look(self, sites: Iterable[Site]) -> None:
        """Tell what is new since the last look. A wait alone is told once, not as it gets shorter."""
        for event in (event for site in sites for event in _progress(site)):
            key = str(event["type"]), str(event["account"])
            plain = {**event, "seconds": None}
            if self._last.get(key) != plain:
                self._last[key] = plain
                self._write([event])

    def _write(self, lines: Iterable[Event]) -> None:
        for event in lines if self._read else ():
            try:
                click.echo(events.line(event, instant(self._clock.now())), nl=False)
            except BrokenPipeError:
                self._read = False
                _let_go()
                return


def _progress(site: Site) -> Iterator[Event]:
    standing = site.standing
    if standing.pages:
        yield _reading(site.account.name, standing)
    if standing.stage in {Stage.APPLYING, Stage.ENDED}:
        yield _applying(site, standing)


def _reading(account: str, standing: Standing) -> Event:
    return events.read_progress(
        account,
        contacts=standing.contacts,
        total=standing.total,
        pages=standing.pages,
        ended=standing.stage is not Stage.READING,
    )


def _applying(site: Site, standing: Standing) -> Event:
    ended = standing.stage is Stage.ENDED
    return events.apply_progress(
        site.account.name,
        batches=(standing.batches, standing.planned),
        outcomes=standing.outcomes,
        waiting=None if ended else site.waiting,
        ended=ended,
    )


def _let_go() -> None:
    """Leave nothing in stdout on which the end of the process would fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
