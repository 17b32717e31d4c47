"""Bulk jobs: what they were asked, how far they are, and when each step falls due.

Every instant follows from the start and the switches, so a job goes on correctly in a world restored later.
"""

from __future__ import annotations

from typing import Any

import msgspec

from labelsync.sandbox.around import iso
from labelsync.sandbox.trouble import Trouble

from .switches import Switches

MESSAGES = {
    "CANNOT_DELETE_SITE_MEMBERS": "Site members cannot be deleted.",
    "CANNOT_DELETE_CONTACT_WITH_BILLING_SUBSCRIPTION": "The contact has a billing subscription.",
    "CONTACT_NOT_FOUND": "Contact not found.",
    "LABEL_NOT_FOUND": "Label not found.",
}


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One bulk call at work. `matched` is None until the filter has been evaluated.

    `trouble` came with the call: partial and skip concern the last of the matched, endless the job.
    """

    id: str
    number: int
    type: str
    started: float
    filter: dict[str, Any] | None = None
    search: str = ""
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    info: dict[str, Any] | None = None
    delete_member: bool = False
    trouble: Trouble | None = None
    matched: tuple[str, ...] | None = None
    passed: int = 0
    failures: dict[str, int] = {}


def loads_at(job: Job, switches: Switches) -> float:
    """When the filter is evaluated."""
    return job.started + switches.job_new


def runs_at(job: Job, switches: Switches) -> float:
    """When RUNNING begins."""
    return loads_at(job, switches) + switches.job_loading


def lands_at(job: Job, switches: Switches, number: int) -> float:
    """When the change reaches the contact of this number, counted from 1."""
    return runs_at(job, switches) + switches.job_running + number * switches.job_per_contact


def finishes_at(job: Job, switches: Switches) -> float:
    """When the job is COMPLETED, its matches known."""
    return lands_at(job, switches, len(job.matched or ())) + switches.job_indexing


def due_at(job: Job, switches: Switches) -> float | None:
    """When the job next changes something; None when its work is over."""
    if job.matched is None:
        return loads_at(job, switches)
    return lands_at(job, switches, job.passed + 1) if job.passed < len(job.matched) else None


def troubled_now(job: Job) -> str:
    """The kind of trouble the next contact meets: partial, skip, or ''."""
    if job.trouble is None or job.trouble.kind not in {"partial", "skip"}:
        return ""
    matched = len(job.matched or ())
    return job.trouble.kind if job.passed >= matched - job.trouble.share(matched) else ""


def _is_endless(job: Job, switches: Switches) -> bool:
    return switches.job_never_completes or (job.trouble is not None and job.trouble.kind == "endless")


def status(job: Job, switches: Switches, *, at: float) -> str:
    """NEW, LOADING, RUNNING, INDEXING or COMPLETED; there is no failed state (documented)."""
    if at < loads_at(job, switches):
        return "NEW"
    if at < runs_at(job, switches):
        return "LOADING"
    matched = job.matched or ()
    if _is_endless(job, switches) or at < lands_at(job, switches, len(matched)):
        return "RUNNING"
    if at < finishes_at(job, switches):
        return switches.unknown_job_status or "INDEXING"
    return "COMPLETED"


def job_body(job: Job, switches: Switches, *, at: float) -> dict[str, Any]:
    """The REST object: totals, and errors by code, never by contact (documented)."""
    state = status(job, switches, at=at)
    failed = sum(job.failures.values())
    shown: dict[str, Any] = {"id": job.id, "type": job.type, "status": state, "startedDate": iso(job.started)}
    if state == "COMPLETED":
        shown["finishedDate"] = iso(finishes_at(job, switches))
    told = {
        "totalItems": len(job.matched or ()),
        _name("successTotal", switches): job.passed - failed,
        _name("failedTotal", switches): failed,
        "errors": [_error(code, count, switches) for code, count in job.failures.items()],
    }
    return {
        **shown,
        **{name: value for name, value in told.items() if value or not switches.omit_zero_totals},
    }


_STALE = {"successTotal": "processedCount", "failedTotal": "failedCount", "code": "errorCode"}


def _name(name: str, switches: Switches) -> str:
    return _STALE[name] if switches.stale_job_names else name


def _error(code: str, count: int, switches: Switches) -> dict[str, Any]:
    message = MESSAGES.get(code, code.replace("_", " ").capitalize())
    return {"count": count, _name("code", switches): code, "message": message}
