from __future__ import annotations

import asyncio

import httpx
import pytest
from inline_snapshot import snapshot

from labelsync.core.batch import Batch, Creation, Deletion
from labelsync.core.exchange import Answer, Request, Ticket
from labelsync.core.outcome import APPLIED, Kind, Outcome, Performed
from labelsync.errors import NotAuthorised, Rejected, Throttled, Unreachable
from tests.connectors.straight import Straight
from tests.connectors.wix_scene import (
    CHANGE,
    DELETE,
    DONE,
    JOB,
    POLL,
    RELABEL,
    THREE,
    Scene,
    ok,
    performed,
    scene,
    the_outcome,
)


def settled(wix: Scene, batch: Batch) -> Performed | None:
    return asyncio.run(wix.connector.settle(batch, Ticket("job", JOB), wix.way, wix.keep))


def fault(code: object, count: int, *, named: str = "code") -> dict[str, object]:
    return {"count": count, named: code, "message": "ann@example.com cannot be changed"}


def test_a_job_is_asked_after_1_2_4_and_then_every_5_seconds_until_completed() -> None:
    running = [{"status": status, "totalItems": 0} for status in ("NEW", "LOADING", "RUNNING", "INDEXING")]
    with scene() as wix:
        wix.runs(RELABEL, *running, {"status": "SOMETHING_NEW"}, {}, DONE)
        assert the_outcome(performed(wix, CHANGE)) == APPLIED
        assert wix.clock.slept == 1 + 2 + 4 + 5 + 5 + 5 + 5


def test_a_job_that_never_completes_leaves_everybody_unknown() -> None:
    with scene() as wix:
        wix.runs(RELABEL, {"status": "RUNNING"})
        outcome = the_outcome(performed(wix, CHANGE))
        assert wix.clock.slept == 601
        assert wix.keep.tickets == [Ticket("job", JOB)]
    assert outcome == Outcome(Kind.UNKNOWN, "the job did not complete within 601 s")


@pytest.mark.parametrize(
    "job",
    [
        {"status": "COMPLETED", "totalItems": 3, "successTotal": 3},
        {"status": "COMPLETED", "totalItems": 3},
        {"status": "COMPLETED", "totalItems": "3", "successTotal": "3", "failedTotal": "0"},
        {"status": "COMPLETED", "totalItems": 3, "processedCount": 3, "failedCount": 0, "errors": None},
    ],
)
def test_a_job_that_matched_all_and_failed_none_applied_to_all(job: dict[str, object]) -> None:
    with scene() as wix:
        wix.runs(RELABEL, job)
        assert the_outcome(performed(wix, CHANGE)) == APPLIED


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ({"totalItems": 2, "successTotal": 2}, "the job matched 2 of 3 contacts"),
        ({}, "the job matched 0 of 3 contacts"),
        (
            {"totalItems": 3, "failedTotal": 2, "errors": [fault("CANNOT_DELETE_SITE_MEMBERS", 2)]},
            "2 of 3 failed: CANNOT_DELETE_SITE_MEMBERS (2)",
        ),
        (
            {"totalItems": 2, "failedCount": 2, "errors": [fault(3001, 1, named="errorCode"), fault("B", 1)]},
            "the job matched 2 of 3 contacts; 2 of 3 failed: 3001 (1), B (1)",
        ),
        ({"totalItems": 3, "failedTotal": 1}, "1 of 3 failed: no code"),
        ({"totalItems": 3, "errors": [fault("A", 1)]}, "0 of 3 failed: A (1)"),
        (
            {"totalItems": 3, "successTotal": 2},
            "the job's counts do not add up: 2 of 3 succeeded, none failed",
        ),
        ({"totalItems": 3, "failedTotal": 1, "errors": [fault("ann@x.de", 1)]}, "1 of 3 failed: no code (1)"),
    ],
)
def test_totals_that_do_not_say_who_leave_everybody_unknown(counts: dict[str, object], reason: str) -> None:
    for path, batch in ((RELABEL, CHANGE), (DELETE, Deletion(THREE))):
        with scene() as wix:
            wix.runs(path, {"status": "COMPLETED"} | counts)
            assert the_outcome(performed(wix, batch)) == Outcome(Kind.UNKNOWN, reason)


@pytest.mark.parametrize(
    ("contacts", "errors", "reason"),
    [
        (
            THREE,
            [fault("CANNOT_DELETE_SITE_MEMBERS", 3)],
            "CANNOT_DELETE_SITE_MEMBERS: the contact is a member of the site",
        ),
        (THREE, [fault("SOMETHING", 2), fault("SOMETHING", 1)], "SOMETHING"),
        (THREE, [fault("A", 2), fault("B", 1)], "3 of 3 failed: A (2), B (1)"),
        (THREE, [fault("A", 2)], "3 of 3 failed: A (2)"),
        (THREE, [], "3 of 3 failed: no code"),
        (
            THREE[:1],
            [fault("CANNOT_DELETE_CONTACT_WITH_BILLING_SUBSCRIPTION", 1)],
            "CANNOT_DELETE_CONTACT_WITH_BILLING_SUBSCRIPTION: the contact has a billing subscription",
        ),
    ],
)
def test_when_everybody_failed_everybody_is_told_so(
    contacts: tuple[str, ...], errors: list[object], reason: str
) -> None:
    count = len(contacts)
    with scene() as wix:
        wix.runs(DELETE, {"status": "COMPLETED", "totalItems": count, "failedTotal": count, "errors": errors})
        assert performed(wix, Deletion(contacts)) == Performed(
            dict.fromkeys(contacts, Outcome(Kind.FAILED, reason))
        )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("CANNOT_DELETE_SITE_MEMBERS", snapshot("the contact is a member of the site")),
        (
            "CANNOT_DELETE_CONTACT_WITH_BILLING_SUBSCRIPTION",
            snapshot("the contact has a billing subscription"),
        ),
        (
            "CANNOT_DELETE_MEMBER_OWNER_OR_CONTRIBUTOR",
            snapshot("the contact owns the site or contributes to it"),
        ),
        (
            "FAILED_DELETE_CONTACT_AFTER_MEMBER_DELETION",
            snapshot("its member was deleted, and Wix could not delete it"),
        ),
        ("FAILED_DELETE_CONTACT", snapshot("Wix could not delete the contact")),
    ],
)
def test_each_documented_reason_why_a_contact_stays_is_told_plainly(code: str, words: str) -> None:
    counts = {"status": "COMPLETED", "totalItems": 1, "failedTotal": 1, "errors": [fault(code, 1)]}
    with scene() as wix:
        wix.runs(DELETE, counts)
        outcome = the_outcome(performed(wix, Deletion(THREE[:1])))
    assert outcome.kind is Kind.FAILED
    assert outcome.reason.removeprefix(f"{code}: ") == words


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404, json={"message": "", "details": {}}),
        httpx.Response(403),
        httpx.Response(200, html="<html>"),
    ],
)
def test_a_job_that_cannot_be_asked_leaves_everybody_unknown_and_refuses_nothing(
    answer: httpx.Response,
) -> None:
    with scene() as wix:
        wix.answers("POST", DELETE, ok({"jobId": JOB}))
        wix.answers("GET", POLL, answer)
        outcome = the_outcome(performed(wix, Deletion(THREE)))
    assert outcome.kind is Kind.UNKNOWN
    assert outcome.reason.startswith("the job was started, then: ")


class Patchy(Straight):
    """A way on which each second reading does not come through."""

    reads = 0

    async def read(self, request: Request) -> Answer:
        self.reads += 1
        if self.reads % 2:
            raise (Unreachable if self.reads % 4 == 1 else Throttled)("no answer")
        return await super().read(request)


def test_a_wix_that_is_away_for_a_while_does_not_end_the_waiting() -> None:
    with scene() as wix:
        wix.runs(RELABEL, {"status": "RUNNING"}, DONE)
        wix.way = Patchy(wix.access)
        assert the_outcome(performed(wix, CHANGE)) == APPLIED


def test_a_settled_job_is_asked_once_and_none_while_it_is_open() -> None:
    with scene() as wix:
        poll = wix.answers("GET", POLL, ok({"job": {"status": "INDEXING"}}), ok({"job": DONE}))
        assert settled(wix, CHANGE) is None
        assert settled(wix, CHANGE) == Performed(dict.fromkeys(THREE, APPLIED))
        assert poll.call_count == 2
        assert wix.clock.slept == 0


def test_a_job_that_wix_no_longer_knows_tells_nothing() -> None:
    with scene() as wix:
        wix.answers("GET", POLL, httpx.Response(404, json={"message": "", "details": {}}))
        found = settled(wix, Deletion(THREE))
    assert found is not None
    assert the_outcome(found) == Outcome(Kind.UNKNOWN, "Wix no longer knows the job")


def test_a_settling_that_is_refused_settles_nothing() -> None:
    with scene() as wix:
        wix.answers("GET", POLL, httpx.Response(403))
        with pytest.raises(NotAuthorised):
            settled(wix, CHANGE)


def test_a_ticket_that_wix_never_gave_is_refused() -> None:
    with scene() as wix:
        with pytest.raises(Rejected):
            asyncio.run(wix.connector.settle(CHANGE, Ticket("key", "k"), wix.way, wix.keep))
        with pytest.raises(Rejected):
            settled(wix, Creation("vip", "VIP"))
        assert not wix.routes.calls
