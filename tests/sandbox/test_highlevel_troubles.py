"""What may befall a request: others write before it, and contacts that it does not reach."""

from __future__ import annotations

from typing import Any

import pytest

from labelsync.sandbox.faults import ConnectionLost
from labelsync.sandbox.highlevel import EMULATED
from tests.sandbox.highlevel_client import LOCATION, TOKEN, Location, contact_id, person, where

ONE = f"/contacts/{contact_id(1)}"
VIP = where("tags", "eq", "vip")
MISSING = f"Contact not found for id:{contact_id(1)}"


def beset(fault: str, **switches: Any) -> Location:
    people = [person(number, "old") for number in range(1, 5)]
    location = Location(*people, index_lag=0.0, **switches)
    location.beset(fault)
    return location


def changed(location: Location) -> list[tuple[str, str, str]]:
    return [(one.on, one.contact, one.label) for one in location.view().automations]


def test_the_emulator_says_which_troubles_it_can_have() -> None:
    assert EMULATED.troubles == {"partial", "skip", "lag", "stuck", "merge", "vanish"}


def test_partial_refuses_the_last_contacts_of_a_bulk_call_in_rows() -> None:
    location = beset("partial=1@POST:/contacts/bulk")
    answer = location.bulk("add", [1, 2, 3], ["vip"])
    assert [row["type"] for row in answer["responses"]] == ["success", "success", "error"]
    assert answer["responses"][2]["message"] == "contact does not belong to location"
    assert (answer["succeded"], answer["errorCount"]) == (True, 1)
    assert [location.labels(one) for one in (1, 2, 3)] == [("old", "vip"), ("old", "vip"), ("old",)]
    assert location.bulk("add", [3], ["vip"])["errorCount"] == 0


def test_partial_refuses_half_of_the_contacts_where_no_number_is_said() -> None:
    rows = beset("partial").bulk("add", [1, 2, 3, 4], ["vip"])["responses"]
    assert [row["type"] for row in rows] == ["success", "success", "error", "error"]


def test_the_text_of_a_refused_row_is_a_switch() -> None:
    location = beset("partial", partial_row="contact is deleted")
    assert location.bulk("add", [1], ["vip"])["responses"][0]["message"] == "contact is deleted"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", f"{ONE}/tags", {"tags": ["vip"]}),
        ("DELETE", f"{ONE}/tags", {"tags": ["old"]}),
        ("PUT", ONE, {"tags": ["vip"]}),
        ("DELETE", ONE, None),
    ],
)
def test_partial_and_skip_leave_a_single_contact_as_it_was(method: str, path: str, body: object) -> None:
    for fault, refused in (("partial", True), ("skip", False)):
        location = beset(fault)
        response = location.call(method, path, body)
        assert (response.status_code == 400) is refused
        assert (response.json().get("message") == "Bad Request") is refused
        assert location.labels(1) == ("old",)
        assert changed(location) == []


def test_skip_claims_success_of_a_single_contact() -> None:
    answer = beset("skip").call("POST", f"{ONE}/tags", {"tags": ["vip"]}).json()
    assert (answer["tags"], answer["tagsAdded"]) == (["old", "vip"], ["vip"])


def test_skip_claims_success_of_the_last_contacts_and_changes_nothing() -> None:
    location = beset("skip=2")
    answer = location.bulk("add", [1, 2, 3], ["vip"])
    assert [row["type"] for row in answer["responses"]] == ["success"] * 3
    assert [row["tagsAdded"] for row in answer["responses"]] == [["vip"]] * 3
    assert answer["errorCount"] == 0
    assert [location.labels(one) for one in (1, 2, 3)] == [("old", "vip"), ("old",), ("old",)]
    assert changed(location) == [("add", contact_id(1), "vip")]


def test_partial_and_skip_concern_a_business_call_too() -> None:
    body = {"locationId": LOCATION, "ids": [contact_id(1), contact_id(2)], "businessId": "B1"}
    for fault, ids in (("partial", [contact_id(1)]), ("skip", [contact_id(1), contact_id(2)])):
        location = beset(fault)
        assert location.call("POST", "/contacts/bulk/business", body).json()["ids"] == ids
        second = location.call("GET", f"/contacts/{contact_id(2)}").json()["contact"]
        assert "businessId" not in second


def test_lag_keeps_searches_behind_from_now_on_and_through_a_restore() -> None:
    location = beset("lag=60@POST:/contacts/bulk")
    location.bulk("add", [1], ["vip"])
    location.reborn()
    location.bulk("add", [2], ["vip"])
    location.wait(59)
    assert location.found(VIP) == []
    location.wait(1)
    assert sorted(location.found(VIP)) == [1, 2]


def test_stuck_shows_no_further_change_even_after_a_restore_and_gets_do() -> None:
    location = beset("stuck@POST:/contacts/bulk/tags/update/remove")
    location.bulk("add", [1], ["vip"])
    location.bulk("remove", [1], ["vip"])
    location.reborn()
    location.wait(86_400)
    assert location.found(VIP) == [1]
    assert location.call("GET", ONE).json()["contact"]["tags"] == ["old"]


def test_lag_ends_being_stuck() -> None:
    location = beset("stuck")
    location.bulk("add", [1], ["vip"])
    location.beset("lag=0")
    assert location.found(VIP) == [1]


def test_a_world_kept_before_troubles_were_known_is_taken_up() -> None:
    location = Location(person(1), index_stuck=True)
    state = location.emulator.dump()
    assert (state["lag"], state["stuck"]) == (None, None)
    old = {key: value for key, value in state.items() if key not in ("lag", "stuck")}
    assert EMULATED.kept(old, location._around()).dump() == state


def test_merge_takes_the_first_contact_away_and_unites_the_tags_in_another() -> None:
    location = Location(person(1, "a"), person(2, "b"), person(3, "c"))
    location.beset("merge@POST:/contacts/bulk")
    rows = location.bulk("add", [1, 2], ["vip"])["responses"]
    assert [row["message"] for row in rows] == ["contact is deleted", "Tags updated"]
    gone = location.call("GET", ONE)
    assert (gone.status_code, gone.json()["message"]) == (400, MISSING)
    assert (location.labels(2), location.labels(3)) == (("b", "vip"), ("c", "a"))
    assert changed(location) == [("add", contact_id(3), "a"), ("add", contact_id(2), "vip")]


def test_merge_takes_a_named_contact_where_there_is_no_other_and_nobody_where_there_is_none() -> None:
    two = Location(person(1, "a"), person(2, "b"))
    two.beset("merge")
    two.bulk("add", [1, 2], ["vip"])
    assert two.labels(2) == ("b", "a", "vip")
    alone = Location(person(1, "a"))
    alone.beset("merge")
    assert alone.call("GET", ONE).status_code == 200


@pytest.mark.parametrize("fault", ["merge", "vanish"])
def test_a_contact_gone_is_seen_in_searches_until_the_lag_is_over(fault: str) -> None:
    location = Location(person(1), person(2))
    location.beset(fault)
    assert sorted(location.found(where("id", "eq", contact_id(1)))) == [1]
    assert location.call("GET", ONE).status_code == 400
    location.wait(5)
    assert location.found() == [2]


def test_vanish_deletes_the_first_contact_and_fires_nothing() -> None:
    location = beset("vanish@POST:/contacts/bulk")
    rows = location.bulk("remove", [1, 2], ["old"])["responses"]
    assert [row["message"] for row in rows] == ["contact is deleted", "Tags updated"]
    assert contact_id(1) not in location.view().contacts
    assert changed(location) == [("remove", contact_id(2), "old")]


def test_vanish_meets_the_contact_of_a_path_and_passes_over_a_stranger() -> None:
    location = beset("vanish@DELETE:/contacts")
    response = location.call("DELETE", f"{ONE}/tags", {"tags": ["old"]})
    assert (response.status_code, response.json()["message"]) == (400, MISSING)
    stranger = beset("vanish")
    assert stranger.bulk("add", [9], ["a"])["errorCount"] == 1
    assert len(stranger.view().contacts) == 4


def test_a_request_that_is_not_let_in_meets_no_trouble() -> None:
    location = beset("vanish", revoked_tokens=frozenset({TOKEN}))
    assert location.call("GET", ONE).status_code == 401
    assert contact_id(1) in location.view().contacts


def test_a_trouble_it_cannot_have_is_passed_over() -> None:
    location = beset("endless")
    assert location.bulk("add", [1], ["vip"])["errorCount"] == 0


def test_a_bulk_call_whose_answer_is_lost_has_taken_effect_and_a_repeat_changes_nothing() -> None:
    location = beset("drop@POST:/contacts/bulk")
    with pytest.raises(ConnectionLost):
        location.bulk("add", [1], ["vip"])
    assert location.labels(1) == ("old", "vip")
    again = location.bulk("add", [1], ["vip"])["responses"][0]
    assert (again["oldTags"], again["tagsAdded"]) == (["old", "vip"], [])
    assert changed(location) == [("add", contact_id(1), "vip")]


def test_a_503_before_the_bulk_call_leaves_everything_as_it_was() -> None:
    location = beset("503@POST:/contacts/bulk")
    body = {"locationId": LOCATION, "contacts": [contact_id(1)], "tags": ["vip"]}
    assert location.call("POST", "/contacts/bulk/tags/update/add", body).status_code == 503
    assert location.labels(1) == ("old",)
