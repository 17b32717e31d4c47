from __future__ import annotations

import httpx
import pytest

from labelsync.connectors.wix import calls
from labelsync.core.batch import Renaming
from labelsync.core.capability import Repeat
from labelsync.core.outcome import APPLIED, Kind, Performed
from labelsync.core.roster import Definition
from labelsync.errors import AnswerLost, Rejected
from tests.connectors.wix_scene import ok, performed, refused, scene, sent

PATH = "/contacts/v4/labels/custom.vip"
RENAMING = Renaming("vip", "Very Important", Definition("custom.vip", "VIP"))
RENAMED = {"key": "custom.vip", "displayName": "Very Important", "labelType": "USER_DEFINED"}


def test_a_label_is_renamed_in_place_in_the_form_of_wixs_own_client() -> None:
    with scene() as wix:
        patch = wix.answers("PATCH", PATH, ok({"label": RENAMED}))
        assert performed(wix, RENAMING) == Performed(
            whole=APPLIED, definition=Definition("custom.vip", "Very Important")
        )
        request = patch.calls.last.request
        assert str(request.url) == f"https://www.wixapis.com{PATH}"
        assert sent(patch) == [{"label": {"key": "custom.vip", "displayName": "Very Important"}}]
        assert request.headers["content-type"] == "application/json"


def test_a_label_that_is_gone_cannot_be_renamed() -> None:
    with scene() as wix:
        wix.answers("PATCH", PATH, httpx.Response(404, json={"message": "", "details": {}}))
        with pytest.raises(Rejected) as caught:
            performed(wix, RENAMING)
    assert caught.value.status == 404
    assert "plan again" in caught.value.advice


def test_whether_the_name_is_taken_is_wixs_to_say() -> None:
    with scene() as wix:
        wix.answers("PATCH", PATH, refused(409, "NAME_TAKEN"))
        with pytest.raises(Rejected) as caught:
            performed(wix, RENAMING)
    assert (caught.value.status, caught.value.code) == (409, "NAME_TAKEN")


def test_a_name_that_wix_spells_another_way_is_told() -> None:
    with scene() as wix:
        wix.answers("PATCH", PATH, ok({"label": RENAMED | {"displayName": "VERY"}}))
        found = performed(wix, RENAMING)
    assert found.whole is not None
    assert found.whole.kind is Kind.FAILED
    assert found.definition == Definition("custom.vip", "VERY")


@pytest.mark.parametrize("answer", [{"label": RENAMED | {"key": "custom.other"}}, {}, {"label": {}}])
def test_an_answer_that_does_not_show_the_label_is_a_lost_one(answer: object) -> None:
    with scene() as wix:
        wix.answers("PATCH", PATH, ok(answer))
        with pytest.raises(AnswerLost):
            performed(wix, RENAMING)


@pytest.mark.parametrize(
    "batch",
    [
        Renaming("x", "New", Definition("contacts.customers", "Customers", managed_by_vendor=True)),
        Renaming("x", "New", Definition("", "x")),
        Renaming("x", " ", Definition("custom.vip", "VIP")),
        Renaming("x", "x" * 181, Definition("custom.vip", "VIP")),
    ],
)
def test_wixs_own_labels_and_names_that_cannot_be_are_never_sent(batch: Renaming) -> None:
    with scene() as wix:
        with pytest.raises(Rejected) as caught:
            performed(wix, batch)
        assert not wix.routes.calls
    assert caught.value.status == 0


def test_a_rename_may_be_repeated_and_its_key_stays_one_segment() -> None:
    request = calls.rename(Renaming("x", "New", Definition("custom.a/b", "x")))
    assert (request.kind, request.repeat) == ("rename_label", Repeat.HARMLESS)
    assert request.path == "/contacts/v4/labels/custom.a%2Fb"
