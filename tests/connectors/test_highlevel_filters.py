"""HighLevel: a list's own filter, checked against the documented fields and operators; all flaws at once."""

from __future__ import annotations

import json

import pytest
from inline_snapshot import snapshot

from labelsync.connectors.highlevel import VENDOR
from labelsync.core.filtering import FilterCheck


def check(told: object) -> FilterCheck:
    assert VENDOR.check_filter is not None
    return VENDOR.check_filter(told if isinstance(told, str) else json.dumps(told))


def one(field: object, operator: object, *value: object) -> dict[str, object]:
    return {"field": field, "operator": operator, **({"value": value[0]} if value else {})}


def flaws(told: object) -> list[tuple[object, ...]]:
    return [(".".join(map(str, path)), reason, near) for path, reason, near, _ in check(told).flaws]


@pytest.mark.parametrize(
    "told",
    [
        one("id", "eq", "AAAAAAAAAAAAAAAAAAA1"),
        one("email", "not_eq", "ada+news@example.com"),
        one("email", "exists"),
        one("phone", "eq", "+15550001111"),
        one("phone", "contains", "555"),
        one("tags", "not_contains", "new letter"),
        one("dateAdded", "range", {"gte": "2026-01-01T00:00:00Z", "lt": "2026-02-01"}),
        one("dateUpdated", "range", {"gt": 1767323045678}),
        one("dateUpdated", "exists"),
        one("dnd", "eq", True),
        one("assignedTo", "not_exists"),
        one("source", "contains", "Büro 7"),
        one("companyName", "eq", "x" * 75),
        one("firstNameLowerCase", "eq", "ada"),
        one("customFields.abc123", "eq", 7),
        one("customFields.abc123", "range", {"lte": 7.5}),
        {"group": "AND", "filters": [{"group": "OR", "filters": [one("type", "eq", "lead")]}]},
        [one("type", "eq", "lead"), {"group": "OR", "filters": [one("dnd", "exists")]}],
    ],
)
def test_a_documented_filter_has_no_flaw(told: object) -> None:
    assert check(told).flaws == ()


def test_the_tags_that_a_filter_names_are_told_folded_and_once() -> None:
    told = [
        one("tags", "eq", " VIP"),
        one("source", "eq", "tags"),
        {"group": "OR", "filters": [one("tags", "not_eq", "vip"), one("tags", "eq", "Lead")]},
        one("tags", "contains", "part"),
        one("tags", "exists"),
    ]
    assert check(told) == FilterCheck((), ("vip", "lead"))


def test_a_flawed_filter_tells_no_tags() -> None:
    assert check([one("tags", "eq", "vip"), one("tags", "is", "vip")]).labels == ()


def test_all_flaws_are_told_at_once_each_with_its_path() -> None:
    told = [
        one("emial", "equals", "ada@example.com"),
        {"group": "XOR", "filters": [one("email", "contains", "ada"), "vip"], "limit": 3},
        {"field": "phone", "op": "eq", "value": "5551234"},
        one("phone", "eq", "5551234"),
    ]
    assert flaws(told) == snapshot(
        [
            ("0.field", "the search documents no such field", "email"),
            (
                "0.operator",
                "an operator is eq, not_eq, contains, not_contains, exists, not_exists or range",
                "eq",
            ),
            ("1.limit", "the search takes only group, filters here", ""),
            ("1.group", "a group is AND or OR", "OR"),
            ("1.filters.0.operator", "this field is asked by eq, not_eq, exists or not_exists", ""),
            (
                "1.filters.1",
                "here belongs a filter with field, operator and value, or a group with filters",
                "",
            ),
            ("2.op", "the search takes only field, operator, value here", ""),
            ("2", "`operator` is missing", ""),
            ("3.value", "a phone is compared in E.164: + and digits, nothing else", ""),
        ]
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("{", snapshot([("", "this is no JSON", "")])),
        ('{"field":"\\ud800"}', snapshot([("", "this is no JSON", "")])),
        ("[" * 5000, snapshot([("", "this is no JSON", "")])),
        (
            "7",
            snapshot(
                [("", "here belongs a filter with field, operator and value, or a group with filters", "")]
            ),
        ),
        ([], snapshot([("", "an empty list leaves nobody out, which is never meant", "")])),
        ({}, snapshot([("", "`field` is missing", ""), ("", "`operator` is missing", "")])),
        (
            [[one("dnd", "exists")]],
            snapshot(
                [("0", "here belongs a filter with field, operator and value, or a group with filters", "")]
            ),
        ),
        (
            {"group": "OR", "filters": []},
            snapshot([("filters", "an empty list leaves nobody out, which is never meant", "")]),
        ),
        (
            {"group": "or", "filters": {}},
            snapshot(
                [("group", "a group is AND or OR", "OR"), ("filters", "here belongs a list of filters", "")]
            ),
        ),
        ({"filters": [one("dnd", "exists")]}, snapshot([("", "`group` is missing", "")])),
        ({"group": "AND"}, snapshot([("", "`filters` is missing", "")])),
        (one("Tags", "eq", "vip"), snapshot([("field", "the search documents no such field", "tags")])),
        (
            one("customFields", "eq", "x"),
            snapshot([("field", "the search documents no such field", "customFields.<id>")]),
        ),
        (
            one("customField.abc", "eq", "x"),
            snapshot([("field", "the search documents no such field", "customFields.<id>")]),
        ),
        (
            one("contact_name", "eq", "x"),
            snapshot([("field", "the search documents no such field", "companyName")]),
        ),
        (
            one(7, ["eq"], "x"),
            snapshot(
                [
                    ("field", "the search documents no such field", ""),
                    (
                        "operator",
                        "an operator is eq, not_eq, contains, not_contains, exists, not_exists or range",
                        "",
                    ),
                ]
            ),
        ),
        (
            one("tags", "eq", ["vip"]),
            snapshot([("value", "here belongs one text, not a list or anything else", "")]),
        ),
        (one("tags", "eq", " "), snapshot([("value", "an empty value finds nothing that is meant", "")])),
        (one("tags", "eq"), snapshot([("", "`value` is missing", "")])),
        (
            one("tags", "eq", "x" * 76),
            snapshot([("value", "the search takes values of at most 75 characters", "")]),
        ),
        (
            one("tags", "contains", "vip-old"),
            snapshot([("value", "contains takes letters, digits and spaces, nothing else", "")]),
        ),
        (
            one("tags", "range", {"gte": 1}),
            snapshot(
                [
                    (
                        "operator",
                        "this field is asked by eq, not_eq, contains, not_contains, exists or not_exists",
                        "",
                    )
                ]
            ),
        ),
        (
            one("email", "contains", "ada"),
            snapshot([("operator", "this field is asked by eq, not_eq, exists or not_exists", "")]),
        ),
        (one("email", "exists", True), snapshot([("value", "exists and not_exists take no value", "")])),
        (one("dnd", "eq", "true"), snapshot([("value", "this field is true or false", "")])),
        (
            one("dateAdded", "eq", "2026-01-01"),
            snapshot([("operator", "this field is asked by range or exists", "")]),
        ),
        (
            one("dateAdded", "range", "2026-01-01"),
            snapshot([("value", "a range has bounds: gte, lte, gt, lt", "")]),
        ),
        (one("dateAdded", "range", {}), snapshot([("value", "a range has bounds: gte, lte, gt, lt", "")])),
        (
            one("dateAdded", "range", {"from": 1, "gte": True, "lte": "x" * 76}),
            snapshot(
                [
                    ("value.from", "the bounds of a range are gte, lte, gt, lt", ""),
                    ("value.gte", "a bound is a number or a text", ""),
                    ("value.lte", "the search takes values of at most 75 characters", ""),
                ]
            ),
        ),
    ],
)
def test_a_flaw_is_told_plainly(told: object, found: object) -> None:
    assert flaws(told) == found


def test_groups_lie_at_most_ten_deep() -> None:
    told: object = one("dnd", "exists")
    for _ in range(9):
        told = {"group": "AND", "filters": [told]}
    assert check(told).flaws == ()
    assert len(check({"group": "AND", "filters": [told]}).flaws) == 1


def test_no_reason_repeats_a_value_of_the_filter() -> None:
    told = [one("canary", "canary", "canary"), one("phone", "eq", "canary"), {"canary": "canary"}]
    assert not any("canary" in flaw.reason for flaw in check(told).flaws)
