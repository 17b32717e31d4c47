"""Label definitions of the emulated KirimChat."""

from __future__ import annotations

import re

import pytest

from labelsync.sandbox.emulator import Person
from tests.sandbox.kirimchat_client import (
    ANA,
    BEN,
    CEM,
    NO_LABEL,
    PEOPLE,
    TWO_TEAMS,
    Vendor,
    error,
    everything,
)

COLORS = (
    *("gray", "red", "orange", "amber", "yellow", "lime", "green"),
    *("emerald", "teal", "sky", "blue", "violet", "pink"),
)


def test_the_labels_of_the_seed_are_listed_oldest_first() -> None:
    rows = Vendor().get("/labels").json()["data"]
    assert [(row["object"], row["name"], row["color"], row["team_id"]) for row in rows] == [
        ("label", "VIP", "gray", "main"),
        ("label", "Lead", "gray", "main"),
    ]


def test_labels_page_like_every_list() -> None:
    vendor = Vendor(())
    for number in range(7):
        vendor.post("/labels", {"name": f"L{number}"})
        vendor.clock.at += 1
    assert [row["name"] for row in everything(vendor, "/labels", limit=3)] == [f"L{n}" for n in range(7)]
    assert error(vendor.get("/labels", limit=101))[2] == "invalid_limit"


def test_a_created_label_is_defined() -> None:
    vendor = Vendor()
    made = vendor.post("/labels", {"name": "New", "color": "teal"})
    assert made.status_code == 201
    row = made.json()["data"]
    assert [row["name"], row["color"], row["team_id"]] == ["New", "teal", "main"]
    assert vendor.get(f"/labels/{row['id']}").json()["data"] == row
    assert vendor.emulator.view().labels == ["VIP", "Lead", "New"]


@pytest.mark.parametrize("color", COLORS)
def test_every_colour_of_the_palette_is_taken(color: str) -> None:
    assert Vendor().post("/labels", {"name": "New", "color": color}).json()["data"]["color"] == color


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        ({}, "missing_required_field", "name"),
        ({"name": ""}, "invalid_field_value", "name"),
        ({"name": "x" * 51}, "invalid_field_value", "name"),
        ({"name": 5}, "invalid_field_value", "name"),
        ({"name": "New", "color": "mauve"}, "invalid_field_value", "color"),
        ({"name": "New", "team_id": ""}, "invalid_field_value", "team_id"),
        ({"name": "New", "team_id": "t" * 65}, "invalid_field_value", "team_id"),
        ({"name": "VIP"}, "invalid_field_value", "name"),
    ],
)
def test_a_malformed_or_doubled_label_is_refused(body: object, code: str, param: str) -> None:
    vendor = Vendor()
    assert error(vendor.post("/labels", body)) == (400, "invalid_request_error", code, param)
    assert vendor.emulator.view().labels == ["VIP", "Lead"]


def test_names_of_50_characters_are_taken() -> None:
    assert Vendor().post("/labels", {"name": "x" * 50}).status_code == 201


def test_teams_of_64_characters_are_taken() -> None:
    team = "t" * 64
    assert Vendor().post("/labels", {"name": "A", "team_id": team}).json()["data"]["team_id"] == team


def test_a_label_has_an_id_of_its_own_kind_and_is_gray_unless_told() -> None:
    row = Vendor().post("/labels", {"name": "New"}).json()["data"]
    assert re.fullmatch("lbl_[0-9A-HJKMNP-TV-Z]{26}", row["id"])
    assert [row["object"], row["color"]] == ["label", "gray"]


def test_case_makes_another_name_unless_switched() -> None:
    assert Vendor().post("/labels", {"name": "vip"}).status_code == 201
    assert error(Vendor(case_sensitive_names=False).post("/labels", {"name": "vip"}))[3] == "name"


def test_several_teams_need_a_team_for_a_label_and_may_share_a_name() -> None:
    vendor = Vendor(TWO_TEAMS)
    assert error(vendor.post("/labels", {"name": "New"}))[2:] == ("missing_required_field", "team_id")
    assert vendor.post("/labels", {"name": "VIP", "team_id": "sales"}).status_code == 201
    assert error(vendor.post("/labels", {"name": "VIP", "team_id": "main"}))[3] == "name"
    assert error(Vendor(teams=("sales",)).post("/labels", {"name": "New"}))[3] == "team_id"


def test_an_unknown_team_is_accepted_or_refused() -> None:
    body = {"name": "New", "team_id": "nowhere"}
    assert Vendor().post("/labels", body).json()["data"]["team_id"] == "nowhere"
    assert error(Vendor(unknown_teams="refused").post("/labels", body))[3] == "team_id"


def test_the_label_list_filters_by_team_unless_switched() -> None:
    for switches, names in (({}, ["Hot"]), ({"labels_team_filter": False}, ["VIP", "Hot"])):
        vendor = Vendor(TWO_TEAMS, **switches)
        vendor.post("/labels", {"name": "Hot", "team_id": "sales"})
        rows = vendor.get("/labels", team_id="sales").json()["data"]
        assert [row["name"] for row in rows] == names


def test_a_label_is_renamed_and_stays_on_its_contacts() -> None:
    vendor = Vendor()
    path = f"/labels/{vendor.label('VIP')}"
    vendor.clock.at += 5
    row = vendor.call("PATCH", path, json={"name": "Gold", "color": "amber"}).json()["data"]
    assert [row["name"], row["color"]] == ["Gold", "amber"]
    assert vendor.carried(ANA) == ("Gold",)
    assert vendor.changes() == []


def test_a_label_cannot_take_anothers_name_but_may_keep_its_own() -> None:
    vendor = Vendor()
    path = f"/labels/{vendor.label('VIP')}"
    assert error(vendor.call("PATCH", path, json={"name": "Lead"}))[2:] == ("invalid_field_value", "name")
    assert error(vendor.call("PATCH", path, json={"color": "mauve"}))[3] == "color"
    assert vendor.call("PATCH", path, json={"name": "VIP"}).status_code == 200


def test_a_removed_label_is_gone_from_every_contact() -> None:
    vendor = Vendor()
    key = vendor.label("VIP")
    answer = vendor.call("DELETE", f"/labels/{key}")
    assert answer.json()["data"] == {"id": key, "object": "label", "deleted": True}
    assert [vendor.carried(contact) for contact in (ANA, BEN, CEM)] == [(), (), ("Lead",)]
    assert vendor.changes() == [(ANA, "VIP", "remove"), (CEM, "VIP", "remove")]
    assert vendor.emulator.view().labels == ["Lead"]
    assert error(vendor.call("DELETE", f"/labels/{key}"))[0] == 404


def test_an_unknown_label_is_404_and_a_malformed_id_400() -> None:
    vendor = Vendor()
    for method in ("GET", "PATCH", "DELETE"):
        assert error(vendor.call(method, f"/labels/{NO_LABEL}", json={}))[:2] == (404, "not_found")
        assert error(vendor.call(method, "/labels/lbl_x", json={}))[0] == 400


def test_a_name_in_two_teams_of_the_seed_is_two_labels() -> None:
    people = (PEOPLE[0], Person(id=BEN, labels=("VIP",), more={"team": "sales"}))
    rows = Vendor(people).get("/labels").json()["data"]
    assert [(row["name"], row["team_id"]) for row in rows] == [("VIP", "main"), ("VIP", "sales")]
