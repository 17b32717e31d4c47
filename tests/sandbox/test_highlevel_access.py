"""Versions, token classes, scopes, tenants and rate limits."""

from __future__ import annotations

import httpx
import pytest

from labelsync.sandbox.highlevel import Grant
from tests.sandbox.highlevel_client import LOCATION, START, TOKEN, Location, contact_id, person

ONE = f"/contacts/{contact_id(1)}"
TAGS = f"/locations/{LOCATION}/tags"
NOT_THIS_SCOPE = "The token is not authorized for this scope."


def refusal(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["message"]


@pytest.mark.parametrize(
    ("version", "status", "message"),
    [
        (None, 401, "version header was not found."),
        ("2020-01-01", 401, "version header is invalid"),
        ("bogus-version", 400, "Invalid API version segment 'bogus-version' at position 0"),
    ],
)
def test_a_wrong_version_is_refused(version: str | None, status: int, message: str) -> None:
    response = Location(person(1)).call("GET", ONE, headers={"Version": version})
    assert refusal(response) == (status, message)
    assert response.json()["traceId"]


@pytest.mark.parametrize("version", ["v3", "2023-02-21", "2021-07-28", "2021-04-15", "legacy"])
def test_every_published_version_answers(version: str) -> None:
    assert Location(person(1)).call("GET", ONE, version=version).status_code == 200


def test_a_refused_token_is_told_so_in_the_documented_body() -> None:
    body = Location(revoked_tokens=frozenset({TOKEN})).call("GET", ONE).json()
    assert body.pop("traceId")
    assert body == {
        "statusCode": 401,
        "message": "Invalid token: access token is invalid",
        "error": "Unauthorized",
    }


def test_an_unknown_path_and_method_are_refused_with_404() -> None:
    location = Location()
    assert refusal(location.call("GET", "/nowhere")) == (404, "Cannot GET /nowhere")
    assert refusal(location.call("PATCH", ONE, {})) == (404, f"Cannot PATCH {ONE}")


def test_the_default_python_agent_is_refused_by_the_cdn() -> None:
    location = Location(person(1))
    response = location.call("GET", ONE, headers={"User-Agent": "Python-urllib/3.11"})
    assert (response.status_code, response.text) == (403, "error code: 1010")
    assert not [name for name in response.headers if "ratelimit" in name]
    lenient = Location(person(1), refused_agents=())
    assert lenient.call("GET", ONE, headers={"User-Agent": "Python-urllib/3.11"}).status_code == 200


def test_a_missing_a_revoked_and_an_unknown_token_are_refused() -> None:
    bad = (401, "Invalid token: access token is invalid")
    location = Location(person(1), revoked_tokens=frozenset({TOKEN}))
    assert refusal(location.call("GET", ONE)) == bad
    assert refusal(location.call("GET", ONE, headers={"Authorization": None})) == bad
    assert location.call("GET", ONE, token="pit-other").status_code == 200
    strict = Location(person(1), known_tokens_only=True, bad_token_message="Invalid JWT")
    assert refusal(strict.call("GET", ONE)) == (401, "Invalid JWT")


def test_a_token_ends_in_the_middle_of_a_run() -> None:
    location = Location(person(1), tokens={TOKEN: Grant(kind="location_pit", until=START + 60)})
    assert location.call("GET", ONE).status_code == 200
    location.wait(60)
    assert location.call("GET", ONE).status_code == 401


def test_a_missing_scope_is_refused_and_nothing_is_written() -> None:
    reading = Grant(kind="location_pit", scopes=("contacts.readonly", "locations/tags.readonly"))
    location = Location(person(1), tokens={TOKEN: reading})
    assert location.call("GET", ONE).status_code == 200
    assert location.call("GET", TAGS).status_code == 200
    for method, path, body in (
        ("POST", f"{ONE}/tags", {"tags": ["a"]}),
        ("POST", "/contacts/bulk/tags/update/add", {"locationId": LOCATION, "contacts": [], "tags": []}),
        ("DELETE", ONE, None),
        ("POST", TAGS, {"name": "a"}),
        ("GET", f"/locations/{LOCATION}", None),
    ):
        assert refusal(location.call(method, path, body)) == (401, NOT_THIS_SCOPE)
    assert location.labels(1) == ()


def test_an_agency_integration_token_cannot_touch_contacts_or_mint_tokens() -> None:
    location = Location(person(1), tokens={"pit-agency": Grant(kind="agency_pit")})
    options = {"token": "pit-agency"}
    assert refusal(location.call("GET", ONE, **options)) == (401, NOT_THIS_SCOPE)
    assert refusal(location.call("GET", TAGS, **options)) == (401, "Token's user type mismatch!")
    assert refusal(location.call("POST", "/oauth/locationToken", **options))[0] == 401
    assert location.call("GET", "/locations/search", **options).status_code == 200


def test_a_company_token_is_refused_on_scopes_of_a_location() -> None:
    location = Location(person(1), tokens={"co": Grant(kind="company")})
    status, message = refusal(location.call("GET", ONE, token="co"))
    assert status == 401
    assert message.startswith("This authClass type is not allowed to access this scope.")


def test_another_tenant_is_refused_where_the_location_is_pinned() -> None:
    other = "LOC00000000000000002"
    foreign = (403, "The token does not have access to this location.")
    location = Location(person(1), location_id=other, tokens={"far": Grant(location_id=LOCATION)})
    assert refusal(location.search_response()) == foreign
    assert refusal(location.call("GET", TAGS)) == foreign
    assert refusal(location.call("GET", ONE, token="far")) == foreign
    assert location.search_response(locationId=other).status_code == 200


def test_any_well_formed_location_is_echoed_where_none_is_pinned() -> None:
    location = Location(person(1))
    other = "Any0Location0Of20Cha"
    assert location.search(locationId=other)["contacts"][0]["locationId"] == other
    assert location.call("GET", ONE).json()["contact"]["locationId"] == other
    assert location.search_response(locationId="short").status_code == 403
    bound = Location(person(1), tokens={TOKEN: Grant(kind="location_pit", location_id=LOCATION)})
    assert bound.search_response(locationId=other).status_code == 403


def test_a_head_is_answered_as_its_get() -> None:
    location = Location(person(1))
    assert location.call("HEAD", ONE).status_code == 200
    assert location.call("HEAD", "/nowhere").status_code == 404


def test_what_clients_add_to_a_request_is_passed_over() -> None:
    location = Location(person(1, "a"))
    twice = {"contactId": contact_id(1), "locationId": LOCATION}
    assert location.call("GET", ONE, params=twice, headers={"X-Client": "sdk"}).status_code == 200
    assert location.call("GET", f"{ONE}/").status_code == 200
    typed = {"Content-Type": "application/json; charset=utf-8"}
    content = b'{"tags":["b"]}'
    added = location.call("POST", f"{ONE}/tags", content=content, params=twice, headers=typed)
    assert (added.status_code, added.json()["tags"]) == (201, ["a", "b"])
    assert location.call("DELETE", f"{ONE}/tags", content=content).json()["tags"] == ["a"]


def test_a_delay_is_slept_before_the_answer() -> None:
    location = Location(person(1), answer_delay=2.5)
    location.call("GET", ONE)
    assert location.clock.now() == START + 2.5


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff"])
def test_a_body_that_is_no_json_object_is_refused(content: bytes) -> None:
    response = Location(person(1)).call("PUT", ONE, content=content)
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "writing"),
    [
        ("POST", "/contacts/bulk/tags/update/add", True),
        ("post", "/contacts/", True),
        ("DELETE", f"{ONE}/tags", True),
        ("PUT", f"{TAGS}/{contact_id(1)}", True),
        ("POST", "/contacts/search", False),
        ("GET", ONE, False),
        ("POST", "/oauth/token", False),
        ("GET", "/nowhere", False),
    ],
)
def test_the_emulator_knows_which_requests_write(method: str, path: str, writing: bool) -> None:
    assert Location().emulator.writes(method, path) is writing
