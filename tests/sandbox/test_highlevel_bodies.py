"""Whatever is sent, the answer is one the vendor could give: never a crash."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.highlevel_client import LOCATION, Location, contact_id, person

FILTER_WORDS = ["field", "operator", "value", "group", "filters", "options", "direction", "id", "gte"]
TEXTS = [
    "",
    "a",
    "é+",
    "AND",
    "OR",
    "eq",
    "contains",
    "range",
    "tags",
    "email",
    "dateAdded",
    "asc",
    "2026-01-01",
]
LEAVES = st.sampled_from([None, True, 0, -1, 2**70, 1.5, contact_id(1), LOCATION, *TEXTS])
INNER = st.lists(LEAVES, max_size=2) | st.dictionaries(st.sampled_from(FILTER_WORDS), LEAVES, max_size=4)
NESTED = st.dictionaries(
    st.sampled_from(FILTER_WORDS), LEAVES | INNER | st.lists(INNER, max_size=2), max_size=5
)
ANYTHING = LEAVES | INNER | st.lists(NESTED, max_size=3)
CASES: list[tuple[str, str, list[str], dict[str, Any]]] = [
    (
        "POST",
        "/contacts/search",
        ["filters", "sort", "searchAfter", "page", "query"],
        {"locationId": LOCATION, "pageLimit": 5},
    ),
    (
        "POST",
        "/contacts/bulk/tags/update/remove",
        ["contacts", "tags", "removeAllTags", "locationId"],
        {"contacts": [contact_id(1)], "tags": ["a"], "locationId": LOCATION},
    ),
    ("POST", "/contacts/upsert", ["email", "customFields", "tags", "name"], {"locationId": LOCATION}),
    ("PUT", f"/contacts/{contact_id(1)}", ["email", "customFields", "tags", "dndSettings", "city"], {}),
    ("POST", f"/locations/{LOCATION}/tags", ["name"], {}),
    ("POST", "/oauth/token", ["grant_type", "code", "client_id"], {"client_secret": "s"}),
]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_body_whatever_breaks_an_answer(data: st.DataObject) -> None:
    method, path, fields, least = data.draw(st.sampled_from(CASES))
    body = least | data.draw(st.dictionaries(st.sampled_from(fields), ANYTHING, max_size=3))
    location = Location(person(1, "a"), person(2, email=""))
    response = location.call(method, path, body)
    assert response.status_code < 500
    assert response.json()["traceId"]
    location.reborn()
    assert location.call("GET", f"/contacts/{contact_id(2)}").status_code == 200
