"""Tags on one contact, their names, and the log of what really changed."""

from __future__ import annotations

import pytest

from tests.sandbox.highlevel_client import LOCATION, Location, contact_id, person

BULK_ADD = "/contacts/bulk/tags/update/add"


def changes(location: Location) -> list[tuple[str, str, str]]:
    return [(one.on, one.contact, one.label) for one in location.view().automations]


def test_a_single_add_keeps_what_is_there_and_tells_what_it_added() -> None:
    location = Location(person(1, "lead"))
    response = location.call("POST", f"/contacts/{contact_id(1)}/tags", {"tags": ["LEAD", "vip", "VIP"]})
    assert response.status_code == 201
    assert response.json()["tags"] == ["lead", "vip"]
    assert response.json()["tagsAdded"] == ["vip"]


def test_a_single_remove_takes_its_body_on_delete() -> None:
    location = Location(person(1, "lead", "vip"))
    response = location.call("DELETE", f"/contacts/{contact_id(1)}/tags", {"tags": ["vip", "absent"]})
    assert response.status_code == 200
    assert response.json()["tags"] == ["lead"]
    assert response.json()["tagsRemoved"] == ["vip"]
    assert location.labels(1) == ("lead",)


def test_a_write_that_changes_nothing_fires_nothing_and_touches_nothing() -> None:
    location = Location(person(1, "lead"), location_id=LOCATION)
    before = location.call("GET", f"/contacts/{contact_id(1)}").json()["contact"]
    location.bulk("add", [1], ["Lead"])
    location.bulk("remove", [1], ["absent"])
    location.call("POST", f"/contacts/{contact_id(1)}/tags", {"tags": ["lead"]})
    assert changes(location) == []
    assert location.call("GET", f"/contacts/{contact_id(1)}").json()["contact"] == before


def test_every_effective_change_is_logged_with_its_instant() -> None:
    location = Location(person(1, "lead"))
    location.bulk("add", [1], ["vip"])
    location.wait(3)
    location.bulk("remove", [1], ["lead"])
    assert changes(location) == [("add", contact_id(1), "vip"), ("remove", contact_id(1), "lead")]
    first, second = location.view().automations
    assert second.at - first.at == 3


def test_a_change_of_tags_moves_date_updated() -> None:
    location = Location(person(1))
    location.bulk("add", [1], ["vip"])
    contact = location.call("GET", f"/contacts/{contact_id(1)}").json()["contact"]
    assert contact["dateUpdated"] > contact["dateAdded"]


def test_an_unknown_tag_enters_the_dictionary_on_add_and_not_on_remove() -> None:
    location = Location(person(1))
    location.bulk("remove", [1], ["never"])
    location.bulk("add", [1], ["typo"])
    assert list(location.view().labels) == ["typo"]


def test_tag_names_follow_the_switches() -> None:
    plain = Location(person(1), tag_fold="none", tag_trim=False, dictionary_fold=False)
    plain.bulk("add", [1], [" VIP "])
    assert plain.labels(1) == (" VIP ",)
    spaces = Location(person(1), tag_collapse_spaces=True)
    spaces.bulk("add", [1], ["a   b", "", "  "])
    assert spaces.labels(1) == ("a b",)
    sharp = Location(person(1), tag_fold="casefold")
    sharp.bulk("add", [1], ["Straße"])
    assert sharp.labels(1) == ("strasse",)


def test_inner_spaces_stay_and_empty_names_are_dropped_unless_switched() -> None:
    location = Location(person(1))
    location.bulk("add", [1], ["a   b", "", "  "])
    assert location.labels(1) == ("a   b",)
    assert list(location.view().labels) == ["a   b"]


@pytest.mark.parametrize("switch", [{"empty_tag_status": 422}, {"tag_max_length": 3}, {"tags_per_call": 2}])
def test_tag_limits_refuse_when_switched_on(switch: dict[str, int]) -> None:
    location = Location(person(1), **switch)
    response = location.call("POST", f"/contacts/{contact_id(1)}/tags", {"tags": ["", "long", "c"]})
    assert response.status_code == 422
    assert location.labels(1) == ()
