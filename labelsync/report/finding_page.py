"""A check-up as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from labelsync.core.finding import Finding, Grade
from labelsync.report.inert import word
from labelsync.report.lines import Line, Tone, text_of
from labelsync.report.wording import counted, listed

SIGNS = {Grade.FINE: ("ok", Tone.PLAIN), Grade.NOTE: ("!", Tone.ALONE), Grade.TROUBLE: ("x", Tone.REFUSAL)}


def findings_text(findings: Sequence[Finding], *, colour: bool, width: int) -> str:
    """The findings, account by account; the last line says what they come to."""
    return text_of(_page(findings), colour=colour, width=width)


def _page(findings: Sequence[Finding]) -> Iterator[Line]:
    for account, some in groupby(findings, key=lambda one: one.account):
        yield Line(word(account) if account else "labelsync", Tone.STRONG)
        for one in some:
            sign, tone = SIGNS[one.grade]
            yield Line(f"{sign:>2} {one.topic}: {one.said}", tone, 2, prose=True)
            if one.advice:
                yield Line(f"next: {one.advice}", Tone.FAINT, 5, prose=True)
        yield Line()
    yield Line(findings_said(findings), Tone.STRONG)


def findings_said(findings: Iterable[Finding]) -> str:
    """The check-up in one sentence."""
    grades = [one.grade for one in findings]
    troubles, notes = grades.count(Grade.TROUBLE), grades.count(Grade.NOTE)
    if not troubles and not notes:
        return "All is well."
    worse = f"{counted(troubles, 'thing')} in the way" if troubles else "Nothing in the way"
    known = f"{counted(notes, 'thing')} to know" if notes else ""
    return f"{listed((worse, known))}."


def findings_json(findings: Iterable[Finding]) -> str:
    """The same as one JSON document."""
    rows = [
        {
            "account": one.account or None,
            "topic": one.topic,
            "grade": one.grade.value,
            "said": one.said,
            "advice": one.advice or None,
            "exit_code": one.code,
        }
        for one in findings
    ]
    return json.dumps({"format_version": "1.0", "findings": rows}, indent=2) + "\n"
