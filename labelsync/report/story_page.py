"""The story of a pair, as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from labelsync.report.inert import word
from labelsync.report.lines import Line, Tone, text_of

WIDTH = 100


class Chapter(Protocol):
    """What is told of one contact on one account."""

    @property
    def account(self) -> str:
        """The account's name."""

    @property
    def contact(self) -> str:
        """The vendor's id, '' where the account has nobody."""

    @property
    def carries(self) -> bool | None:
        """Whether it carries the label; None where that cannot be seen."""

    @property
    def wanted(self) -> tuple[str, ...]:
        """What the manifest says, each with its place."""

    @property
    def planned(self) -> str:
        """What a plan would do."""

    @property
    def past(self) -> tuple[str, ...]:
        """What our runs did, newest first."""


def story_text(label: str, chapters: Iterable[Chapter], *, colour: bool) -> str:
    """Account by account: what is wanted, what is there, what would happen, what happened."""
    return text_of(_page(label, chapters), colour=colour, width=WIDTH)


def _page(label: str, chapters: Iterable[Chapter]) -> Iterator[Line]:
    for told in chapters:
        yield Line(
            f"{word(label)} on {word(told.account)}: {word(told.contact) if told.contact else 'nobody'}",
            Tone.STRONG,
        )
        yield Line(
            f"manifest: {'; '.join(told.wanted) or 'no entry names this contact'}", indent=2, prose=True
        )
        if told.contact:
            yield Line(f"observed: {_observed(told.carries)}", indent=2, prose=True)
        yield Line(f"a plan now: {told.planned}", indent=2, prose=True)
        for deed in told.past:
            yield Line(f"before: {deed}", Tone.FAINT, 2, prose=True)
        yield Line()


def _observed(carries: bool | None) -> str:  # noqa: FBT001 - three answers, one of them unknown
    if carries is None:
        return "who carries a label cannot be read at this vendor"
    return "carries it" if carries else "does not carry it"
