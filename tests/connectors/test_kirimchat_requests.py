"""KirimChat: every kind of request as it leaves, in both generations of the API."""

from __future__ import annotations

import asyncio

import httpx
import pytest
import respx

from labelsync.core.batch import Batch, Creation, Relabel, Renaming, Undefinition
from labelsync.core.connector import Identified
from labelsync.core.question import Definitions, Everyone, Matching, Named, Question, These
from labelsync.core.roster import Definition
from tests.connectors.kirimchat_organisation import (
    BASE,
    KEY,
    TOKEN,
    VIP,
    Organisation,
    enveloped,
    listed,
    organised,
    person,
)
from tests.connectors.straight import Kept, gathered

NUMBER = "123456789012345"
ONE = person(1)
LABEL = {"id": VIP, "object": "label", "name": "Best", "color": "gray", "team_id": "support"}
ME = {
    "organization": {"id": "org_1", "object": "organization", "name": "Ada's"},
    "api_key": {"id": "key_1", "object": "api_key", "label": "labelsync", "last4": "uvwx"},
    "rate_limits": {"tier": "free", "write_per_minute": 60, "read_per_minute": 600},
}
COUNTS = {"applied": 1, "skipped_cross_org": 0, "skipped_team_mismatch": 0}
Sent = tuple[str, str, str, str]


def at(prefix: str) -> Organisation:
    return organised(texts={"phone_number_id": NUMBER, "team_id": "support"} if prefix else {})


def left(router: respx.MockRouter) -> list[Sent]:
    """What left: method, path with query, body and key."""
    requests: list[httpx.Request] = [call.request for call in router.calls]
    for request in requests:
        assert str(request.url).startswith(BASE)
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        assert request.headers["accept"] == "application/json"
        assert request.headers.get("content-type") == ("application/json" if request.content else None)
    return [
        (
            request.method,
            str(request.url).removeprefix(BASE),
            request.content.decode(),
            request.headers.get("idempotency-key", ""),
        )
        for request in requests
    ]


generations = pytest.mark.parametrize("prefix", ["", f"/{NUMBER}"], ids=["flat", "under a number"])


@generations
def test_identifying_asks_whose_key_it_is_and_looks_at_one_contact(prefix: str) -> None:
    with respx.mock() as router:
        router.get(f"{BASE}/me").mock(return_value=enveloped(ME))
        router.get(f"{BASE}{prefix}/contacts").mock(return_value=listed())
        organisation = at(prefix)
        identified = asyncio.run(organisation.connector.identify(organisation.straight))
        assert identified == Identified("organisation org_1", "org_1")
        assert left(router) == [("GET", "/me", "", ""), ("GET", f"{prefix}/contacts?limit=1", "", "")]


@generations
@pytest.mark.parametrize(
    ("question", "path"),
    [
        (Everyone(), "{}/contacts?limit=100"),
        (These((ONE,), strong=True), "{}/contacts/" + ONE),
        (These((ONE,), strong=False), "{}/contacts/" + ONE),
        (Named((), ("+6281234567890",)), "{}/contacts?limit=100&phone=%2B6281234567890"),
        (Matching('{"search": "Ada"}'), "{}/contacts?limit=100&search=Ada"),
        (Definitions(), "/labels?limit=100"),
    ],
)
def test_a_question_is_a_reading_request(prefix: str, question: Question, path: str) -> None:
    with respx.mock() as router:
        wanted = path.format(prefix)
        answer = enveloped({"id": ONE}) if wanted.endswith(ONE) else listed()
        router.get(f"{BASE}{wanted}").mock(return_value=answer)
        organisation = at(prefix)
        asyncio.run(gathered(organisation.connector.observe(question, organisation.straight)))
        assert left(router) == [("GET", wanted, "", "")]


def bulk(operation: str) -> str:
    return f'{{"contact_ids":["{ONE}"],"label_id":"{VIP}","operation":"{operation}"}}'


WRITES: list[tuple[Batch, Sent]] = [
    (Relabel((ONE,), add=(VIP,)), ("POST", "{}/contacts/bulk_label", bulk("attach"), KEY)),
    (Relabel((ONE,), remove=(VIP,)), ("POST", "{}/contacts/bulk_label", bulk("detach"), KEY)),
    (Renaming("vip", "Best", Definition(VIP, "VIP")), ("PATCH", f"/labels/{VIP}", '{"name":"Best"}', "")),
    (Undefinition("vip", Definition(VIP, "VIP")), ("DELETE", f"/labels/{VIP}", "", "")),
]


@generations
@pytest.mark.parametrize(("batch", "sent"), WRITES)
def test_a_change_is_one_writing_request(prefix: str, batch: Batch, sent: Sent) -> None:
    method, path, body, key = sent
    content = COUNTS if method == "POST" else LABEL if method == "PATCH" else {"id": VIP, "deleted": True}
    with respx.mock() as router:
        router.request(method, f"{BASE}{path.format(prefix)}").mock(return_value=enveloped(content))
        organisation = at(prefix)
        asyncio.run(organisation.connector.perform(batch, organisation.straight, Kept(KEY)))
        assert left(router) == [(method, path.format(prefix), body, key)]


@generations
def test_a_label_is_made_in_the_team_of_the_account(prefix: str) -> None:
    body = '{"name":"Best","team_id":"support"}' if prefix else '{"name":"Best"}'
    with respx.mock() as router:
        router.post(f"{BASE}/labels").mock(return_value=enveloped(LABEL, 201))
        organisation = at(prefix)
        making = organisation.connector.perform(Creation("b", "Best"), organisation.straight, Kept(KEY))
        assert asyncio.run(making).definition == Definition(VIP, "Best")
        assert left(router) == [("POST", "/labels", body, KEY)]
