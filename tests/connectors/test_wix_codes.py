from __future__ import annotations

import msgspec
import pytest

from labelsync.connectors.wix import calls
from labelsync.connectors.wix.opener import Opener
from labelsync.connectors.wix.refusals import refusal, too_tall
from labelsync.core.batch import Deletion, Relabel
from labelsync.core.exchange import Answer
from labelsync.errors import Rejected

RELABEL = calls.relabel(Relabel(("c1",), add=("custom.vip",)))


def rejected(body: object, *, status: int = 400, headers: dict[str, str] | None = None) -> Rejected:
    encoded = body if isinstance(body, bytes) else msgspec.json.encode(body)
    error = refusal(RELABEL, Answer(status, headers or {}, encoded), opener=Opener.KEY)
    assert isinstance(error, Rejected)
    return error


def test_a_rule_that_was_broken_is_named_with_its_field() -> None:
    violation = {"field": "labelKeysToAdd", "description": "has size 101", "violatedRule": "MAX_SIZE"}
    error = rejected({"message": "…", "details": {"validationError": {"fieldViolations": [violation]}}})
    assert error.code == "labelKeysToAdd.MAX_SIZE"


@pytest.mark.parametrize(
    "body",
    [
        {"message": "Expected an object"},
        {"message": "", "details": {}},
        {"details": {"validationError": {"fieldViolations": []}}},
        {"details": {"validationError": {}}},
        {"details": None},
        b"",
        b"<html>",
        b"\xff",
        {"details": {"applicationError": {"code": "ann@example.com"}}},
    ],
)
def test_a_refusal_without_a_code_is_still_a_refusal(body: object) -> None:
    error = rejected(body)
    assert (error.status, error.code) == (400, "")
    assert error.reason == "Wix refused to change labels (HTTP 400, no code)"


def test_the_request_id_is_given_for_wixs_support() -> None:
    error = rejected({"details": {}}, headers={"x-wix-request-id": "1700000000.123-abc"})
    assert error.reason == "Wix refused to change labels (HTTP 400, no code, request 1700000000.123-abc)"
    assert "request" not in rejected({}, headers={"x-wix-request-id": "ann@example.com"}).reason


@pytest.mark.parametrize("answer", [(413, ""), (400, "UNSUPPORTED_FILTER_VALUE"), (400, "MALFORMED_FILTER")])
def test_a_filter_may_be_too_tall_by_its_status_or_its_code(answer: tuple[int, str]) -> None:
    status, code = answer
    error = rejected({"details": {"applicationError": {"code": code}}}, status=status)
    assert too_tall(error)


def test_a_label_that_is_gone_is_advised_to_be_planned_again() -> None:
    error = rejected({"message": "", "details": {}}, status=404)
    assert "a label of the plan may be gone" in error.advice


@pytest.mark.parametrize("data", [[], "x", {"labelsQuota": []}, {}])
def test_a_quota_of_another_shape_does_not_hide_the_refusal(data: object) -> None:
    body = {"details": {"applicationError": {"code": "LABELS_QUOTA_REACHED", "data": data}}}
    assert rejected(body, status=428).code == "LABELS_QUOTA_REACHED"


def test_every_refusal_advises() -> None:
    for request in (RELABEL, calls.delete(Deletion(("c1",))), calls.any_label(), calls.job("j")):
        for status in (400, 401, 403, 404, 409, 413, 428):
            for opener in Opener:
                assert refusal(request, Answer(status, {}, b"{}"), opener=opener).advice
