from __future__ import annotations

import asyncio

import httpx
import pytest

from labelsync.connectors.wix import calls
from labelsync.core.batch import Creation, Undefinition
from labelsync.core.capability import Repeat
from labelsync.core.outcome import ALREADY, APPLIED, Kind, Performed
from labelsync.core.question import Definitions, Page
from labelsync.core.roster import Definition
from labelsync.errors import AnswerLost, Incomprehensible, NotAuthorised, Rejected
from tests.connectors.straight import gathered
from tests.connectors.wix_scene import BASE, Scene, ok, performed, refused, scene, sent

LABELS = "/contacts/v4/labels"
VIP = {
    "namespace": "custom",
    "namespaceDisplayName": "Labels",
    "key": "custom.vip",
    "displayName": "VIP",
    "labelType": "USER_DEFINED",
    "createdDate": "2026-03-01T10:15:00.123Z",
}
CUSTOMERS = {"key": "contacts.customers", "displayName": "Customers", "labelType": "SYSTEM"}
BOOKED = {"key": "bookings.booked", "displayName": "Booked", "labelType": "WIX_APP_DEFINED"}
CREATION = Creation("vip", "VIP")
UNDEFINITION = Undefinition("vip", Definition("custom.vip", "VIP"))


def listed(*labels: dict[str, str], key: str = "metadata") -> httpx.Response:
    return ok({"labels": labels, key: {"count": len(labels), "offset": 0, "total": len(labels)}})


def asked(wix: Scene, names: tuple[str, ...] = ()) -> list[Page]:
    return asyncio.run(gathered(wix.connector.observe(Definitions(names), wix.way)))


def numbered(first: int, count: int) -> list[dict[str, str]]:
    return [VIP | {"key": f"custom.{number}"} for number in range(first, first + count)]


@pytest.mark.parametrize("key", ["metadata", "pagingMetadata"])
def test_labels_are_listed_with_wixs_own_ones_marked(key: str) -> None:
    with scene() as wix:
        route = wix.answers("GET", LABELS, listed(VIP, CUSTOMERS, BOOKED, key=key))
        pages = asked(wix, ("VIP",))
        url = f"{BASE}{LABELS}?paging.limit=1000&paging.offset=0&language=en"
        assert str(route.calls.last.request.url) == url
    vip = Definition("custom.vip", "VIP")
    customers = Definition("contacts.customers", "Customers", managed_by_vendor=True)
    booked = Definition("bookings.booked", "Booked", managed_by_vendor=True)
    assert pages == [Page(definitions=(vip, customers, booked), last=True)]


def test_labels_are_read_to_the_end() -> None:
    with scene() as wix:
        route = wix.answers("GET", LABELS, listed(*numbered(0, 1000)), listed(*numbered(1000, 2)))
        pages = asked(wix)
        assert [call.request.url.params["paging.offset"] for call in route.calls] == ["0", "1000"]
    assert [(len(page.definitions), page.last) for page in pages] == [(1000, False), (2, True)]


def test_the_same_page_of_labels_again_is_refused_and_not_read_forever() -> None:
    with scene() as wix:
        wix.answers("GET", LABELS, listed(*numbered(0, 1000)))
        with pytest.raises(Incomprehensible):
            asked(wix)


def test_an_answer_without_labels_and_paging_is_no_empty_list() -> None:
    with scene() as wix:
        wix.answers("GET", LABELS, ok({}))
        with pytest.raises(Incomprehensible):
            asked(wix)


def test_even_reading_labels_needs_the_permission_for_labels() -> None:
    with scene() as wix:
        wix.answers("GET", LABELS, httpx.Response(403))
        with pytest.raises(NotAuthorised) as caught:
            asked(wix)
    assert "Manage Contact Labels" in caught.value.advice


def test_a_label_is_made_by_its_name_and_known_by_the_key_that_wix_gives() -> None:
    with scene() as wix:
        post = wix.answers("POST", LABELS, ok({"label": VIP, "newLabel": True}))
        made = performed(wix, CREATION)
        assert sent(post) == [{"displayName": "VIP", "language": "en"}]
    assert made == Performed(whole=APPLIED, definition=Definition("custom.vip", "VIP"))


@pytest.mark.parametrize("flag", [{"newLabel": False}, {}])
def test_a_label_that_was_there_is_found(flag: dict[str, bool]) -> None:
    with scene() as wix:
        wix.answers("POST", LABELS, ok({"label": VIP} | flag))
        assert performed(wix, CREATION) == Performed(
            whole=ALREADY, definition=Definition("custom.vip", "VIP")
        )


def test_a_label_of_wixs_own_by_that_name_is_not_taken_over() -> None:
    with scene() as wix:
        wix.answers("POST", LABELS, ok({"label": CUSTOMERS, "newLabel": False}))
        found = performed(wix, Creation("customers", "Customers"))
    assert found.whole is not None
    assert found.whole.kind is Kind.FAILED
    assert "contacts.customers" in found.whole.reason


def test_a_label_of_another_spelling_is_not_the_one_asked_for() -> None:
    with scene() as wix:
        wix.answers("POST", LABELS, ok({"label": VIP | {"displayName": "Vip"}, "newLabel": False}))
        found = performed(wix, CREATION)
    assert found.whole is not None
    assert found.whole.kind is Kind.FAILED
    assert found.definition == Definition("custom.vip", "Vip")


def test_a_full_quota_of_labels_is_told_with_its_size() -> None:
    details = {"code": "LABELS_QUOTA_REACHED", "data": {"labelsQuota": "2000", "labelsCurrentTotal": "2000"}}
    with scene() as wix:
        answer = httpx.Response(428, json={"message": "x", "details": {"applicationError": details}})
        wix.answers("POST", LABELS, answer)
        with pytest.raises(Rejected) as caught:
            performed(wix, CREATION)
    assert (caught.value.status, caught.value.code) == (428, "LABELS_QUOTA_REACHED")
    assert "2000 labels" in caught.value.reason
    assert "delete labels" in caught.value.advice


@pytest.mark.parametrize("name", ["", "  ", "x" * 181])
def test_a_name_that_wix_cannot_have_is_never_sent(name: str) -> None:
    with scene() as wix:
        with pytest.raises(Rejected):
            performed(wix, Creation("vip", name))
        assert not wix.routes.calls


def test_a_label_is_deleted_by_its_key() -> None:
    with scene() as wix:
        route = wix.answers("DELETE", f"{LABELS}/custom.vip", ok({}))
        assert performed(wix, UNDEFINITION) == Performed(whole=APPLIED)
        assert route.calls.last.request.content == b""


def test_a_key_stays_one_segment_of_the_path() -> None:
    slashed = Undefinition("x", Definition("custom.a/b?c", "x"))
    assert calls.undefine(slashed).path == f"{LABELS}/custom.a%2Fb%3Fc"


def test_a_label_that_is_gone_already_is_already_deleted() -> None:
    with scene() as wix:
        wix.answers(
            "DELETE", f"{LABELS}/custom.vip", httpx.Response(404, json={"message": "", "details": {}})
        )
        assert performed(wix, UNDEFINITION) == Performed(whole=ALREADY)


def test_a_404_that_is_not_wixs_deletes_no_label() -> None:
    with scene() as wix:
        wix.answers("DELETE", f"{LABELS}/custom.vip", httpx.Response(404, html="<html>"))
        with pytest.raises(Rejected):
            performed(wix, UNDEFINITION)


def test_a_refused_deletion_of_a_label_is_rejected() -> None:
    with scene() as wix:
        wix.answers("DELETE", f"{LABELS}/custom.vip", refused(428, "CANNOT_DELETE_LABEL"))
        with pytest.raises(Rejected) as caught:
            performed(wix, UNDEFINITION)
    assert caught.value.code == "CANNOT_DELETE_LABEL"


def test_a_deletion_of_a_label_with_a_strange_answer_is_a_lost_answer() -> None:
    with scene() as wix:
        wix.answers("DELETE", f"{LABELS}/custom.vip", httpx.Response(200, html="<html>"))
        with pytest.raises(AnswerLost):
            performed(wix, UNDEFINITION)


@pytest.mark.parametrize(
    "definition", [Definition("contacts.customers", "Customers", managed_by_vendor=True), Definition("", "x")]
)
def test_a_label_of_wixs_own_or_without_a_key_is_never_deleted(definition: Definition) -> None:
    with scene() as wix:
        with pytest.raises(Rejected) as caught:
            performed(wix, Undefinition("x", definition))
        assert not wix.routes.calls
    assert caught.value.status == 0


def test_making_and_deleting_a_label_twice_does_no_harm() -> None:
    made, gone = calls.create(CREATION), calls.undefine(UNDEFINITION)
    assert (made.kind, made.repeat) == ("create_label", Repeat.HARMLESS)
    assert (gone.kind, gone.repeat) == ("delete_label", Repeat.HARMLESS)
