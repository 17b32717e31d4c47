"""Tags on many contacts in one call: rows, refusals, and contacts that misbehave."""

from __future__ import annotations

import pytest

from tests.sandbox.highlevel_client import LOCATION, Location, contact_id, person

BULK_ADD = "/contacts/bulk/tags/update/add"


def changes(location: Location) -> list[tuple[str, str, str]]:
    return [(one.on, one.contact, one.label) for one in location.view().automations]


def test_a_bulk_add_gives_each_contact_the_tags_and_answers_a_row_each_in_order() -> None:
    location = Location(person(1, "lead"), person(2))
    answer = location.bulk("add", [2, 1], ["VIP ", "newsletter"])
    assert answer["succeded"] is True
    assert answer["errorCount"] == 0
    assert answer["traceId"]
    assert answer["responses"] == [
        {
            "contactId": contact_id(2),
            "message": "Tags updated",
            "type": "success",
            "oldTags": [],
            "tagsAdded": ["vip", "newsletter"],
            "tagsRemoved": [],
        },
        {
            "contactId": contact_id(1),
            "message": "Tags updated",
            "type": "success",
            "oldTags": ["lead"],
            "tagsAdded": ["vip", "newsletter"],
            "tagsRemoved": [],
        },
    ]
    assert location.labels(1) == ("lead", "vip", "newsletter")
    assert location.labels(2) == ("vip", "newsletter")


def test_a_bulk_remove_takes_only_the_named_tags() -> None:
    location = Location(person(1, "lead", "vip"), person(2, "vip"))
    rows = location.bulk("remove", [1, 2], ["Vip", "absent"])["responses"]
    assert [row["tagsRemoved"] for row in rows] == [["vip"], ["vip"]]
    assert (location.labels(1), location.labels(2)) == (("lead",), ())


def test_the_four_row_messages_come_with_201_and_success_flags() -> None:
    location = Location(person(1), person(2), person(3), elsewhere=frozenset({contact_id(3)}))
    location.call("DELETE", f"/contacts/{contact_id(2)}")
    body = {
        "locationId": LOCATION,
        "contacts": [contact_id(1), contact_id(2), contact_id(3), "no-id"],
        "tags": ["a"],
    }
    response = location.call("POST", BULK_ADD, body)
    assert response.status_code == 201
    assert response.json()["succeded"] is True
    assert response.json()["errorCount"] == 3
    assert [row["message"] for row in response.json()["responses"]] == [
        "Tags updated",
        "contact is deleted",
        "contact does not belong to location",
        "contact id is not a valid firebase id",
    ]
    assert [row["type"] for row in response.json()["responses"]] == ["success", "error", "error", "error"]


def test_an_id_never_seen_gets_the_row_text_of_the_switch() -> None:
    rows = Location().bulk("add", [9], ["a"])["responses"]
    assert rows[0]["message"] == "contact is deleted"
    foreign = "contact does not belong to location"
    assert Location(unknown_contact_row=foreign).bulk("add", [9], ["a"])["responses"][0]["message"] == foreign


def test_the_summary_flags_can_hide_or_show_failures() -> None:
    hiding = Location(bulk_counts_errors=False).bulk("add", [9], ["a"])
    assert (hiding["errorCount"], hiding["succeded"]) == (0, True)
    showing = Location(bulk_always_succeeded=False).bulk("add", [9], ["a"])
    assert (showing["errorCount"], showing["succeded"]) == (1, False)


def test_a_repeated_id_yields_repeated_rows_and_one_change() -> None:
    location = Location(person(1))
    rows = location.bulk("add", [1, 1], ["a"])["responses"]
    assert [row["tagsAdded"] for row in rows] == [["a"], []]
    assert changes(location) == [("add", contact_id(1), "a")]


def test_v3_answers_both_spellings_of_the_flag() -> None:
    location = Location(person(1))
    body = {"locationId": LOCATION, "contacts": [contact_id(1)], "tags": ["a"]}
    answer = location.call("POST", BULK_ADD, body, version="v3").json()
    assert (answer["succeded"], answer["succeeded"]) == (True, True)
    assert "succeeded" not in location.call("POST", BULK_ADD, body).json()


def test_bulk_takes_500_contacts_and_no_more() -> None:
    location = Location(*(person(number) for number in range(501)))
    assert len(location.bulk("add", list(range(500)), ["a"])["responses"]) == 500
    body = {"locationId": LOCATION, "contacts": [contact_id(number) for number in range(501)], "tags": ["b"]}
    response = location.call("POST", BULK_ADD, body)
    assert response.status_code == 422
    assert "b" not in location.view().labels
    assert Location(bulk_max_status=400).call("POST", BULK_ADD, body).status_code == 400
    assert Location(bulk_max=None).call("POST", BULK_ADD, body).status_code == 201


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"contacts": [], "tags": ["a"]}, 400, "LocationId can't be undefined"),
        (
            {"locationId": LOCATION, "contactIds": [], "contacts": [], "tags": []},
            422,
            ["property contactIds should not exist"],
        ),
        ({"locationId": LOCATION, "tags": []}, 422, ["contacts must be an array"]),
        ({"locationId": LOCATION, "contacts": [], "tags": [1]}, 422, ["each value in tags must be a string"]),
        (
            {"locationId": LOCATION, "contacts": [], "tags": [], "removeAllTags": True},
            400,
            "removeAllTags can only be used with remove type",
        ),
    ],
)
def test_a_malformed_bulk_body_is_refused(body: object, status: int, message: object) -> None:
    location = Location(person(1, "a"))
    response = location.call("POST", BULK_ADD, body)
    assert (response.status_code, response.json()["message"]) == (status, message)
    assert location.labels(1) == ("a",)


def test_an_unknown_bulk_type_is_refused() -> None:
    path, body = "/contacts/bulk/tags/update/merge", {"locationId": LOCATION, "contacts": [], "tags": []}
    assert Location().call("POST", path, body).status_code == 404
    assert Location(bulk_unknown_type_status=422).call("POST", path, body).status_code == 422


def test_remove_all_tags_strips_every_tag() -> None:
    location = Location(person(1, "a", "b"), person(2, "c"))
    rows = location.bulk("remove", [1], [], removeAllTags=True)["responses"]
    assert rows[0]["tagsRemoved"] == ["a", "b"]
    assert (location.labels(1), location.labels(2)) == ((), ("c",))


def test_remove_all_tags_may_ask_for_tags_or_be_ignored_on_add() -> None:
    body = {"locationId": LOCATION, "contacts": [contact_id(1)], "tags": [], "removeAllTags": True}
    strict = Location(person(1, "a"), remove_all_takes_no_tags=False)
    assert strict.call("POST", "/contacts/bulk/tags/update/remove", body).status_code == 422
    lenient = Location(person(1, "a"), remove_all_on_add_status=None)
    assert lenient.call("POST", BULK_ADD, {**body, "tags": ["b"]}).status_code == 201
    assert lenient.labels(1) == ("a", "b")


def test_rows_may_list_the_asked_tags_instead_of_the_changed_ones() -> None:
    location = Location(person(1, "a"), bulk_effective_delta=False)
    assert location.bulk("add", [1], ["a", "b"])["responses"][0]["tagsAdded"] == ["a", "b"]
    assert changes(location) == [("add", contact_id(1), "b")]


def test_a_skipped_contact_claims_success_and_stays_as_it_was() -> None:
    location = Location(person(1, "old"), person(2), skipped=frozenset({contact_id(1)}))
    rows = location.bulk("add", [1, 2], ["vip"])["responses"]
    assert rows[0]["tagsAdded"] == ["vip"]
    assert (location.labels(1), location.labels(2)) == (("old",), ("vip",))


def test_a_failing_contact_answers_its_error_and_the_others_are_tagged() -> None:
    location = Location(person(1), person(2), failing={contact_id(1): "Internal error"})
    rows = location.bulk("add", [1, 2], ["vip"])["responses"]
    assert (rows[0]["type"], rows[0]["message"]) == ("error", "Internal error")
    assert (location.labels(1), location.labels(2)) == ((), ("vip",))


def test_a_row_can_be_bare_text_as_the_schema_types_it() -> None:
    location = Location(person(1), text_rows=frozenset({contact_id(1)}))
    assert isinstance(location.bulk("add", [1], ["vip"])["responses"][0], str)


def test_contacts_can_be_put_under_a_business_in_bulk() -> None:
    location = Location(person(1))
    body = {"locationId": LOCATION, "ids": [contact_id(1), contact_id(9)], "businessId": "B1"}
    answer = location.call("POST", "/contacts/bulk/business", body).json()
    assert (answer["success"], answer["ids"]) == (True, [contact_id(1)])
    assert location.call("GET", f"/contacts/{contact_id(1)}").json()["contact"]["businessId"] == "B1"
