"""One contact: created, read, replaced, upserted, deleted, found by e-mail or phone."""

from __future__ import annotations

import pytest

from tests.sandbox.highlevel_client import LOCATION, Location, contact_id, person

ONE = f"/contacts/{contact_id(1)}"
MISSING = f"Contact not found for id:{contact_id(1)}"


def test_an_unknown_and_a_deleted_contact_are_refused_with_400() -> None:
    location = Location()
    response = location.call("GET", ONE)
    assert (response.status_code, response.json()["message"]) == (400, MISSING)
    location = Location(person(1))
    assert location.call("DELETE", ONE).json()["succeded"] is True
    for method, body in (("GET", None), ("DELETE", None), ("PUT", {"firstName": "X"})):
        response = location.call(method, ONE, body)
        assert (response.status_code, response.json()["message"]) == (400, MISSING)
    assert location.call("POST", f"{ONE}/tags", {"tags": ["a"]}).status_code == 400
    assert location.view().contacts == {}


def test_the_status_of_a_missing_contact_is_a_switch() -> None:
    response = Location(missing_contact_status=404).call("GET", ONE)
    assert (response.status_code, response.json()["message"]) == (404, MISSING)


def test_a_delete_answers_both_spellings_and_stays_in_the_state() -> None:
    location = Location(person(1, "vip"))
    answer = location.call("DELETE", ONE).json()
    assert (answer["succeded"], answer["succeeded"]) == (True, True)
    assert location.emulator.dump()["contacts"][0]["deleted"] is True
    assert location.view().automations == ()


def test_a_contact_that_cannot_be_deleted_stays() -> None:
    location = Location(person(1), undeletable=frozenset({contact_id(1)}))
    assert location.call("DELETE", ONE).status_code == 400
    assert contact_id(1) in location.view().contacts


def test_a_merged_contact_is_gone_and_the_survivor_bears_its_tags() -> None:
    location = Location(person(1, "a"), person(2, "b"), merged={contact_id(1): contact_id(2)})
    assert location.call("GET", ONE).status_code == 400
    assert location.bulk("add", [1], ["x"])["responses"][0]["message"] == "contact is deleted"
    assert location.labels(2) == ("b", "a")
    assert sorted(location.found()) == [1, 2]
    location.wait(5)
    assert location.found() == [2]


def test_a_created_contact_is_readable_at_once_and_found_after_the_lag() -> None:
    location = Location()
    body = {"locationId": LOCATION, "email": "ada@example.com", "firstName": "Ada", "tags": ["New"]}
    response = location.call("POST", "/contacts/", body)
    assert response.status_code == 201
    made = response.json()["contact"]
    assert len(made["id"]) == 20
    assert made["tags"] == ["new"]
    assert made["dateAdded"] == "2026-05-28T20:26:40.000Z"
    read = location.call("GET", f"/contacts/{made['id']}").json()["contact"]
    assert (read["email"], read["firstName"], read["name"]) == ("ada@example.com", "Ada", "Ada")
    assert location.search()["total"] == 0
    location.wait(5)
    assert location.search()["total"] == 1
    assert list(location.view().labels) == ["new"]
    assert [one.label for one in location.view().automations] == ["new"]


def test_a_duplicate_is_refused_where_the_location_allows_none() -> None:
    location = Location(person(1, phone="+15550001"))
    for cells in ({"email": "P1@example.com"}, {"phone": "+15550001"}):
        response = location.call("POST", "/contacts/", {"locationId": LOCATION, **cells})
        assert response.status_code == 400
        assert response.json()["meta"]["contactId"] == contact_id(1)
    allowing = Location(person(1), allow_duplicate_contact=True)
    body = {"locationId": LOCATION, "email": "p1@example.com"}
    assert allowing.call("POST", "/contacts/", body).status_code == 201
    assert len(allowing.view().contacts) == 2


def test_a_create_can_answer_422_and_still_have_created() -> None:
    location = Location(create_fails_late=True)
    body = {"locationId": LOCATION, "email": "ada@example.com"}
    assert location.call("POST", "/contacts/", body).status_code == 422
    assert [one.email for one in location.view().contacts.values()] == ["ada@example.com"]


@pytest.mark.parametrize(
    "body",
    [
        {"email": "ada@example.com"},
        {"locationId": LOCATION, "stageId": "x"},
        {"locationId": LOCATION, "email": "no address"},
        {"locationId": LOCATION, "dnd": "yes"},
        {"locationId": LOCATION, "tags": "vip"},
    ],
)
def test_a_malformed_create_is_refused_and_creates_nothing(body: dict[str, object]) -> None:
    location = Location()
    assert location.call("POST", "/contacts/", body).status_code == 422
    assert location.view().contacts == {}


def test_an_unknown_field_is_named_in_the_refusal() -> None:
    response = Location(person(1)).call("PUT", ONE, {"stageId": "x"})
    assert response.json()["message"] == ["property stageId should not exist"]


def test_put_replaces_the_tags_only_when_the_key_is_there() -> None:
    location = Location(person(1, "a", "b"))
    assert location.call("PUT", ONE, {"firstName": "New", "city": None}).json()["contact"]["tags"] == [
        "a",
        "b",
    ]
    assert location.call("PUT", ONE, {"tags": ["B", "c"]}).json()["succeded"] is True
    assert location.labels(1) == ("b", "c")
    assert {(one.on, one.label) for one in location.view().automations} == {("remove", "a"), ("add", "c")}
    assert location.view().contacts[contact_id(1)].first_name == "New"


def test_a_whole_name_is_told_in_its_parts() -> None:
    location = Location(person(1))
    location.call("PUT", ONE, {"name": "Ada King Lovelace"})
    contact = location.call("GET", ONE).json()["contact"]
    assert (contact["firstName"], contact["lastName"]) == ("Ada", "King Lovelace")
    assert contact["name"] == "Ada King Lovelace"


def test_put_refuses_the_address_of_another_contact() -> None:
    location = Location(person(1), person(2))
    assert location.call("PUT", ONE, {"email": "p2@example.com"}).status_code == 400
    assert location.call("PUT", ONE, {"email": "p1@example.com"}).status_code == 200


def test_custom_fields_are_read_back_and_filtered() -> None:
    location = Location(person(1), index_lag=0.0)
    location.call("PUT", ONE, {"customFields": [{"id": "F1", "field_value": "gold"}]})
    contact = location.call("GET", ONE).json()["contact"]
    assert contact["customFields"] == [{"id": "F1", "value": "gold"}]
    asked = {"field": "customFields.F1", "operator": "eq", "value": "gold"}
    assert location.found(asked) == [1]


def test_upsert_updates_the_duplicate_and_wipes_its_other_tags() -> None:
    location = Location(person(1, "a", "b"))
    body = {"locationId": LOCATION, "email": "p1@example.com", "tags": ["c"]}
    answer = location.call("POST", "/contacts/upsert", body)
    assert answer.status_code == 200
    assert (answer.json()["new"], answer.json()["contact"]["id"]) == (False, contact_id(1))
    assert location.labels(1) == ("c",)
    location.call("POST", "/contacts/upsert", {"locationId": LOCATION, "email": "p1@example.com"})
    assert location.labels(1) == ("c",)


def test_upsert_creates_whom_it_does_not_find() -> None:
    location = Location(person(1))
    answer = location.call("POST", "/contacts/upsert", {"locationId": LOCATION, "phone": "+1999"}).json()
    assert answer["new"] is True
    assert len(location.view().contacts) == 2


def test_upsert_makes_a_duplicate_only_where_allowed_and_asked() -> None:
    body = {"locationId": LOCATION, "email": "p1@example.com", "createNewIfDuplicateAllowed": True}
    assert Location(person(1)).call("POST", "/contacts/upsert", body).json()["new"] is False
    allowing = Location(person(1), allow_duplicate_contact=True)
    assert allowing.call("POST", "/contacts/upsert", body).json()["new"] is True


def test_the_duplicate_search_answers_the_contact_or_null() -> None:
    location = Location(person(1, phone="+15550001"), person(2))
    path = f"/contacts/search/duplicate?locationId={LOCATION}"
    assert location.call("GET", f"{path}&number=%2B15550001").json()["contact"]["id"] == contact_id(1)
    assert location.call("GET", f"{path}&email=p2%40example.com&number=%2B1").json()["contact"][
        "id"
    ] == contact_id(2)
    assert location.call("GET", f"{path}&email=none@example.com").json()["contact"] is None
    assert location.call("GET", "/contacts/search/duplicate?email=x@y.z").status_code == 422


def test_the_duplicate_search_goes_by_the_unique_key_of_the_location() -> None:
    path = f"/contacts/search/duplicate?locationId={LOCATION}&number=%2B15550001"
    only_email = Location(person(1, phone="+15550001"), unique_key=("email",))
    assert only_email.call("GET", path).json()["contact"] is None
    allowing = Location(person(1, phone="+15550001"), unique_key=("email",), allow_duplicate_contact=True)
    assert allowing.call("GET", path).json()["contact"]["id"] == contact_id(1)


def test_lookup_exists_under_v3_only_and_for_oauth_tokens_only() -> None:
    location = Location(person(1))
    path = "/contacts/lookup?email=P1@example.com"
    assert location.call("GET", path, token="oauth-token").status_code == 404
    assert location.call("GET", path, version="v3").status_code == 401
    answer = location.call("GET", path, version="v3", token="oauth-token").json()
    assert [one["id"] for one in answer["contacts"]] == [contact_id(1)]
    assert "nextCursor" not in answer


def test_lookup_finds_by_additional_addresses_and_numbers() -> None:
    more = {"additional_emails": "Second@example.com", "additional_phones": "+15550009"}
    location = Location(person(1, more=more))
    for asked in ("email=second@EXAMPLE.com", "phone=%2B15550009"):
        found = location.call("GET", f"/contacts/lookup?{asked}", version="v3", token="oauth-token").json()
        assert [one["id"] for one in found["contacts"]] == [contact_id(1)]


def test_lookup_takes_exactly_one_key_and_pages_by_twenty() -> None:
    people = [person(number, email="same@example.com") for number in range(25)]
    people.append(person(30, email="x@example.com", more={"additional_emails": "same@example.com"}))
    location = Location(*people)
    options = {"version": "v3", "token": "oauth-token"}
    assert location.call("GET", "/contacts/lookup", **options).status_code == 422
    assert location.call("GET", "/contacts/lookup?email=a@b.c&phone=1", **options).status_code == 422
    first = location.call("GET", "/contacts/lookup?email=same@example.com", **options).json()
    rest = location.call(
        "GET", f"/contacts/lookup?email=same@example.com&cursor={first['nextCursor']}", **options
    )
    assert (len(first["contacts"]), len(rest.json()["contacts"])) == (20, 6)
