from __future__ import annotations

import httpx
import pytest

from labelsync.connectors.wix import calls
from labelsync.core.batch import Batch, Deletion, Relabel
from labelsync.core.capability import Repeat
from labelsync.core.exchange import Ticket
from labelsync.core.outcome import APPLIED, Performed
from labelsync.errors import AnswerLost, NotAuthorised, Rejected
from tests.connectors.wix_scene import (
    CHANGE,
    DELETE,
    DONE,
    JOB,
    POLL,
    RELABEL,
    THREE,
    ok,
    performed,
    refused,
    scene,
    sent,
    the_outcome,
)


def test_labels_are_added_and_removed_in_one_job_selected_by_id() -> None:
    with scene() as wix:
        post = wix.runs(RELABEL, DONE)
        assert performed(wix, CHANGE) == Performed(dict.fromkeys(THREE, APPLIED))
        assert sent(post) == [
            {
                "filter": {"id": {"$in": list(THREE)}},
                "labelKeysToAdd": ["custom.vip"],
                "labelKeysToRemove": ["custom.old", "custom.x"],
            }
        ]
        assert post.calls.last.request.headers["content-type"] == "application/json"


def test_an_empty_list_of_labels_is_not_sent() -> None:
    with scene() as wix:
        post = wix.runs(RELABEL, DONE)
        performed(wix, Relabel(THREE, add=("custom.vip",)))
        assert sent(post) == [{"filter": {"id": {"$in": list(THREE)}}, "labelKeysToAdd": ["custom.vip"]}]


def test_contacts_are_deleted_in_one_job_and_members_are_never_asked_for() -> None:
    with scene() as wix:
        post = wix.runs(DELETE, DONE)
        assert the_outcome(performed(wix, Deletion(THREE))) == APPLIED
        assert sent(post) == [{"filter": {"id": {"$in": list(THREE)}}}]


def test_a_write_says_what_repeating_it_does() -> None:
    assert (calls.relabel(CHANGE).kind, calls.relabel(CHANGE).repeat) == ("relabel", Repeat.HARMLESS)
    deletion = calls.delete(Deletion(THREE))
    assert (deletion.kind, deletion.repeat) == ("delete", Repeat.HARMFUL)


@pytest.mark.parametrize(
    "batch",
    [
        Relabel((), add=("custom.vip",)),
        Relabel(("",), add=("custom.vip",)),
        Relabel((*THREE, THREE[0]), add=("custom.vip",)),
        Relabel(THREE),
        Relabel(THREE, add=("",)),
        Relabel(THREE, add=("custom.vip",), remove=("custom.vip",)),
        Relabel(THREE, add=tuple(f"custom.{number}" for number in range(101))),
        Deletion(()),
        Deletion((THREE[0], "")),
    ],
)
def test_what_could_reach_others_or_means_nothing_is_never_sent(batch: Batch) -> None:
    with scene() as wix:
        with pytest.raises(Rejected) as caught:
            performed(wix, batch)
        assert not wix.routes.calls
    assert caught.value.status == 0


def test_the_job_is_kept_before_it_is_asked() -> None:
    with scene() as wix:
        wix.answers("POST", RELABEL, ok({"jobId": JOB}))
        kept: list[bool] = []

        def asked(_: httpx.Request) -> httpx.Response:
            kept.append(wix.keep.tickets == [Ticket("job", JOB)])
            return ok({"job": DONE})

        wix.routes.get(path=POLL).mock(side_effect=asked)
        performed(wix, CHANGE)
    assert kept == [True]


def test_a_refused_write_is_rejected_with_its_code_and_without_wixs_sentence() -> None:
    with scene() as wix:
        wix.answers("POST", RELABEL, refused(400, "NEITHER_FILTER_NOR_SEARCH"))
        with pytest.raises(Rejected) as caught:
            performed(wix, CHANGE)
        assert wix.keep.tickets == []
    assert (caught.value.status, caught.value.code) == (400, "NEITHER_FILTER_NOR_SEARCH")
    assert "ann@" not in caught.value.reason + caught.value.advice


def test_a_write_without_the_permission_is_not_authorised() -> None:
    with scene() as wix:
        wix.answers("POST", DELETE, httpx.Response(403))
        with pytest.raises(NotAuthorised) as caught:
            performed(wix, Deletion(THREE))
    assert "CONTACTS.MODIFY" in caught.value.advice


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, html="<html>"),
        httpx.Response(200, json={}),
        httpx.Response(200, json={"jobId": ""}),
        httpx.Response(202, json={"jobId": JOB}),
        httpx.Response(204),
    ],
)
def test_a_write_that_was_taken_but_not_answered_as_documented_is_a_lost_answer(
    answer: httpx.Response,
) -> None:
    with scene() as wix:
        wix.answers("POST", DELETE, answer)
        with pytest.raises(AnswerLost):
            performed(wix, Deletion(THREE))
