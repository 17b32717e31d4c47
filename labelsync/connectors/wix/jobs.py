"""Wix's bulk jobs: waited for, and what their totals prove. A job never says which contact failed."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, repeat

from labelsync.connectors.wix import calls
from labelsync.connectors.wix.answers import JOB_FOUND, Tally
from labelsync.connectors.wix.exchange import Asker
from labelsync.connectors.wix.translators import tally
from labelsync.core.exchange import Clock
from labelsync.core.outcome import APPLIED, Kind, Outcome, Performed
from labelsync.errors import AnswerLost, Throttled, Unreachable

_PLAINLY = {
    "CANNOT_DELETE_SITE_MEMBERS": "the contact is a member of the site",
    "CANNOT_DELETE_CONTACT_WITH_BILLING_SUBSCRIPTION": "the contact has a billing subscription",
    "CANNOT_DELETE_MEMBER_OWNER_OR_CONTRIBUTOR": "the contact owns the site or contributes to it",
    "FAILED_DELETE_CONTACT_AFTER_MEMBER_DELETION": "its member was deleted, and Wix could not delete it",
    "FAILED_DELETE_CONTACT": "Wix could not delete the contact",
}


def patience(contacts: int) -> int:
    """Seconds that a job may take: 10 minutes, and 1 s per 100 contacts. Our bound, Wix documents none."""
    return 600 + -(-contacts // 100)


async def asked(asker: Asker, job_id: str) -> Tally:
    """How far the job is."""
    return tally((await asker.ask(calls.job(job_id), JOB_FOUND)).job)


async def completed(asker: Asker, job_id: str, *, within: int, clock: Clock) -> Tally | None:
    """The job once it is over, None when it is not within so many seconds.

    Asked after 1, 2, 4 and then every 5 s, and once more at the end: each time costs one of the 200 requests
    a minute. That Wix cannot be reached for a while says nothing of the job.
    """
    end = clock.monotonic() + within
    for pause in chain((1.0, 2.0, 4.0), repeat(5.0)):
        left = end - clock.monotonic()
        if left <= 0:
            break
        await clock.sleep(min(pause, left))
        found = await _asked_again(asker, job_id)
        if found is not None and found.over:
            return found
    return None


async def _asked_again(asker: Asker, job_id: str) -> Tally | None:
    try:
        return await asked(asker, job_id)
    except (AnswerLost, Throttled, Unreachable):
        return None


def verdict(contacts: tuple[str, ...], found: Tally) -> Performed:
    """What a job that is over says of the contacts sent.

    All are APPLIED when it matched as many as were sent and none failed; all FAILED when it matched them all
    and none succeeded. Otherwise nobody knows who: all UNKNOWN, with the counts.
    """
    sent = len(contacts)
    if (found.matched, found.succeeded, found.failed) == (sent, sent, 0) and not found.codes:
        return alike(contacts, APPLIED)
    if (found.matched, found.succeeded, found.failed) == (sent, 0, sent):
        return alike(contacts, Outcome(Kind.FAILED, _why_all(found, sent=sent)))
    return alike(contacts, Outcome(Kind.UNKNOWN, _counts(found, sent=sent)))


def unknown(contacts: tuple[str, ...], reason: str) -> Performed:
    """The job tells nothing, for this reason."""
    return alike(contacts, Outcome(Kind.UNKNOWN, reason))


def running(contacts: tuple[str, ...], reason: str) -> Performed:
    """The job is not over, or may not be: its ticket stays open."""
    return replace(unknown(contacts, reason), open=True)


def alike(contacts: tuple[str, ...], outcome: Outcome) -> Performed:
    """The same outcome for each contact."""
    return Performed(dict.fromkeys(contacts, outcome))


def _why_all(found: Tally, *, sent: int) -> str:
    if len(found.codes) != 1 or found.codes[0][1] != sent:
        return _failures(found, sent=sent)
    code = found.codes[0][0]
    return f"{code}: {_PLAINLY[code]}" if code in _PLAINLY else code


def _counts(found: Tally, *, sent: int) -> str:
    parts = [_matches(found, sent=sent), _failures(found, sent=sent)]
    said = "; ".join(part for part in parts if part)
    return said or f"the job's counts do not add up: {found.succeeded} of {sent} succeeded, none failed"


def _matches(found: Tally, *, sent: int) -> str:
    return "" if found.matched == sent else f"the job matched {found.matched} of {sent} contacts"


def _failures(found: Tally, *, sent: int) -> str:
    if not found.failed and not found.codes:
        return ""
    codes = ", ".join(f"{code} ({count})" for code, count in found.codes) or "no code"
    return f"{found.failed} of {sent} failed: {codes}"
