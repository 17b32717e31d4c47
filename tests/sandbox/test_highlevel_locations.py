"""The location and its dictionary of tags."""

from __future__ import annotations

import pytest

from labelsync.sandbox.highlevel import Grant
from tests.sandbox.highlevel_client import LOCATION, Location, person

TAGS = f"/locations/{LOCATION}/tags"


def tag_ids(location: Location) -> dict[str, str]:
    return {tag["name"]: tag["id"] for tag in location.call("GET", TAGS).json()["tags"]}


def test_the_dictionary_lists_every_tag_with_id_and_location() -> None:
    location = Location(person(1, "Lead", "a:b-c_d.e f"))
    tags = location.call("GET", TAGS).json()["tags"]
    assert [tag["name"] for tag in tags] == ["lead", "a:b-c_d.e f"]
    assert {tag["locationId"] for tag in tags} == {LOCATION}
    assert all(len(tag["id"]) == 20 for tag in tags)


def test_a_tag_is_created_read_renamed_and_deleted() -> None:
    location = Location()
    made = location.call("POST", TAGS, {"name": "VIP"})
    assert made.status_code == 200
    tag = made.json()["tag"]
    assert tag["name"] == "vip"
    assert location.call("GET", f"{TAGS}/{tag['id']}").json()["tag"] == tag
    assert location.call("PUT", f"{TAGS}/{tag['id']}", {"name": "gold"}).json()["tag"]["name"] == "gold"
    assert list(location.view().labels) == ["gold"]
    assert location.call("DELETE", f"{TAGS}/{tag['id']}").json()["succeded"] is True
    assert list(location.view().labels) == []
    assert location.call("GET", f"{TAGS}/{tag['id']}").status_code == 400


def test_the_switches_rule_creation() -> None:
    location = Location(tag_create_status=201, dictionary_fold=False)
    made = location.call("POST", TAGS, {"name": "VIP"})
    assert (made.status_code, made.json()["tag"]["name"]) == (201, "VIP")


def test_an_existing_name_is_refused_with_the_vendors_sentence() -> None:
    location = Location(person(1, "vip", "gold"))
    response = location.call("POST", TAGS, {"name": "Vip"})
    assert response.status_code == 400
    assert (response.json()["status"], response.json()["message"]) == (400, "The tag name is already exist.")
    assert location.call("PUT", f"{TAGS}/{tag_ids(location)['gold']}", {"name": "vip"}).status_code == 400
    assert list(location.view().labels) == ["vip", "gold"]


@pytest.mark.parametrize("body", [{}, {"name": 1}, {"name": " "}, {"name": "a", "colour": "red"}])
def test_a_malformed_tag_is_refused(body: dict[str, object]) -> None:
    assert Location().call("POST", TAGS, body).status_code == 422


def test_a_removed_label_is_gone_from_every_contact() -> None:
    location = Location(person(1, "vip", "a"), person(2, "vip"), person(3, "b"))
    location.call("DELETE", f"{TAGS}/{tag_ids(location)['vip']}")
    assert [location.labels(one) for one in (1, 2, 3)] == [("a",), (), ("b",)]
    assert sorted(one.on for one in location.view().automations) == ["remove", "remove"]
    assert "vip" not in location.view().labels


def test_a_removed_label_can_stay_on_contacts_by_switch() -> None:
    location = Location(person(1, "vip"), tag_delete_strips_contacts=False)
    location.call("DELETE", f"{TAGS}/{tag_ids(location)['vip']}")
    assert location.labels(1) == ("vip",)
    assert location.view().automations == ()


def test_a_renamed_label_is_followed_by_contacts_unless_switched_off() -> None:
    for follows, left in ((True, ("a", "gold")), (False, ("a", "vip"))):
        location = Location(person(1, "a", "vip"), tag_rename_follows_contacts=follows)
        location.call("PUT", f"{TAGS}/{tag_ids(location)['vip']}", {"name": "Gold"})
        assert location.labels(1) == left
        assert location.view().automations == ()
        assert list(location.view().labels) == ["a", "gold"]


def test_one_name_may_have_two_ids_and_goes_with_the_last() -> None:
    location = Location(person(1, "vip"), duplicate_tags=("vip",))
    tags = location.call("GET", TAGS).json()["tags"]
    assert [tag["name"] for tag in tags] == ["vip", "vip"]
    location.call("DELETE", f"{TAGS}/{tags[0]['id']}")
    assert location.labels(1) == ("vip",)
    location.call("DELETE", f"{TAGS}/{tags[1]['id']}")
    assert location.labels(1) == ()


def test_the_location_tells_its_settings() -> None:
    location = Location(allow_duplicate_contact=True, timezone="America/Chicago", location_name="North")
    told = location.call("GET", f"/locations/{LOCATION}").json()["location"]
    assert (told["id"], told["name"], told["timezone"]) == (LOCATION, "North", "America/Chicago")
    assert told["settings"]["allowDuplicateContact"] is True


def test_a_location_token_finds_its_own_location_only() -> None:
    location = Location(location_id=LOCATION, sibling_locations=("LOC00000000000000002",))
    found = location.call("GET", "/locations/search").json()
    assert [one["id"] for one in found["locations"]] == [LOCATION]
    assert "total" not in found


def test_an_agency_pages_through_its_locations() -> None:
    siblings = tuple(f"LOC{number:017d}" for number in range(2, 26))
    location = Location(
        location_id=LOCATION, sibling_locations=siblings, tokens={"co": Grant(kind="company")}
    )

    def page(query: str) -> list[str]:
        answer = location.call("GET", f"/locations/search{query}", token="co").json()
        return [one["id"] for one in answer["locations"]]

    assert page("") == [LOCATION, *siblings[:9]]
    assert page("?skip=20&limit=10") == list(siblings[19:])
    assert page("?limit=1&order=desc") == [siblings[-1]]
    assert page("?companyId=OTHER") == []
    capped = Location(locations_limit_max=100)
    assert capped.call("GET", "/locations/search?limit=101").status_code == 422
