"""What is said of a native filter before anything is sent."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from labelsync.connectors.wix import VENDOR
from labelsync.connectors.wix.fields import nearest_field
from labelsync.core.filtering import FilterCheck, Flaw

WORDS = "$eq $ne $in $exists $startsWith"
EXACT = "$eq $ne $in $exists"
ORDER = "$eq $ne $gt $lt $gte $lte"
STATUS = "$eq $ne $in $nin"
TABLE = {
    "id": EXACT,
    "createdDate": ORDER,
    "updatedDate": ORDER,
    "lastActivity.activityDate": ORDER,
    "info.birthdate": ORDER,
    "primaryInfo.email": WORDS,
    "primaryEmail.email": WORDS,
    "primaryInfo.phone": WORDS,
    "primaryPhone.phone": WORDS,
    "primaryPhone.e164Phone": WORDS,
    "primaryPhone.formattedPhone": WORDS,
    "primaryPhone.countryCode": WORDS,
    "primaryEmail.subscriptionStatus": STATUS,
    "primaryEmail.deliverabilityStatus": STATUS,
    "primaryPhone.subscriptionStatus": STATUS,
    "info.name.first": WORDS,
    "info.name.last": WORDS,
    "info.emails.email": WORDS,
    "info.phones.phone": WORDS,
    "info.phones.e164Phone": WORDS,
    "info.addresses.street": WORDS,
    "info.addresses.city": WORDS,
    "info.addresses.subdivision": EXACT,
    "info.addresses.country": EXACT,
    "info.locale": EXACT,
    "info.company": WORDS,
    "info.jobTitle": WORDS,
    "info.labelKeys": "$hasSome $hasAll",
    "info.locations": "$hasSome $hasAll",
    "info.extendedFields.emailSubscriptions.subscriptionStatus": STATUS,
    "info.extendedFields.emailSubscriptions.deliverabilityStatus": STATUS,
    "info.extendedFields.members.membershipStatus": STATUS,
    "info.extendedFields.emailSubscriptions.effectiveEmail": "$exists",
    "info.extendedFields.custom.tier": "$eq $ne $in $startsWith $gt $lt $gte $lte",
}
OPERATORS = sorted({"$isEmpty", *" ".join(TABLE.values()).split()})


def check(condition: object) -> FilterCheck:
    assert VENDOR.check_filter is not None
    return VENDOR.check_filter(json.dumps(condition))


def fitting(field: str, operator: str) -> object:
    """A value that the field takes under the operator."""
    if operator == "$exists":
        return True
    value: object = "text"
    if TABLE[field] == ORDER or (operator.startswith(("$g", "$l")) and "custom" in field):
        value = "2026-01-31T10:00:00.000Z"
    elif TABLE[field] == STATUS:
        value = {"subscriptionStatus": "PENDING", "deliverabilityStatus": "BOUNCED"}.get(
            field.rpartition(".")[2], "APPROVED"
        )
    return [value] if operator in {"$in", "$nin", "$hasSome", "$hasAll"} else value


@pytest.mark.parametrize("field", TABLE)
def test_a_field_takes_the_operators_that_wix_documents_and_no_others(field: str) -> None:
    taken = [name for name in OPERATORS if not check({field: {name: fitting(field, name)}}).flaws]
    assert sorted(taken) == sorted(TABLE[field].split())


@pytest.mark.parametrize("field", TABLE)
def test_a_value_alone_is_equality_where_the_field_has_it(field: str) -> None:
    assert bool(check({field: fitting(field, "$eq")}).flaws) == ("$eq" not in TABLE[field].split())


def test_filters_are_joined_negated_and_put_side_by_side() -> None:
    condition = {
        "$or": [{"info.name.first": "John"}, {"$and": [{"$not": {"info.locale": "en-us"}}]}],
        "createdDate": {"$gte": "2026-01-01", "$lt": "2026-02-01"},
    }
    assert check(condition) == FilterCheck(())


def test_the_labels_that_are_asked_about_are_told_wherever_they_stand() -> None:
    condition = {
        "$and": [
            {"info.labelKeys": {"$hasSome": ["custom.a", "custom.b"]}},
            {"$or": [{"$not": {"info.labelKeys": {"$hasAll": ["contacts.c", "custom.a"]}}}]},
        ]
    }
    assert check(condition) == FilterCheck((), ("custom.a", "custom.b", "contacts.c"))


def test_labels_of_a_flawed_condition_are_told_as_well() -> None:
    found = check({"info.labelKeys": "custom.a", "info.labelKeys.items": {"$in": ["custom.b", 1]}})
    assert found.labels == ("custom.a", "custom.b")
    assert [flaw.near for flaw in found.flaws] == ["$hasSome", "info.labelKeys"]


def test_all_flaws_come_at_once_with_their_paths() -> None:
    condition = {
        "$and": [
            {"info.emails.items.email": "x"},
            {"info.labelKeys": {"$eq": "custom.vip"}},
            {"createdDate": {"$gte": "yesterday", "$after": "2026-01-01"}},
        ],
        "info.name.first": {"$in": ["John", 7, ""]},
    }
    assert check(condition).flaws == snapshot(
        (
            Flaw(
                path=("$and", 0, "info.emails.items.email"),
                reason="Wix documents no field of this name to filter by",
                near="info.emails.email",
                key=True,
            ),
            Flaw(
                path=("$and", 1, "info.labelKeys", "$eq"),
                reason="this field takes $hasSome, $hasAll",
                near="$hasSome",
                key=True,
            ),
            Flaw(
                path=("$and", 2, "createdDate", "$gte"),
                reason="a date such as 2026-01-31 or 2026-01-31T10:00:00Z is needed here",
            ),
            Flaw(
                path=("$and", 2, "createdDate", "$after"),
                reason="this field takes $eq, $ne, $gt, $lt, $gte, $lte",
                key=True,
            ),
            Flaw(path=("info.name.first", "$in", 1), reason="a text that is not empty is needed here"),
            Flaw(path=("info.name.first", "$in", 2), reason="a text that is not empty is needed here"),
        )
    )


def test_custom_fields_take_numbers_and_dates_where_they_are_compared() -> None:
    field = "info.extendedFields.custom.score"
    for value in (12, 1.5, "2026-01-31"):
        assert not check({field: {"$gte": value}}).flaws
        assert not check({field: value}).flaws


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("info.emails.items.email", "info.emails.email"),
        ("_createdDate", "createdDate"),
        ("_id", "id"),
        ("labelKeys", "info.labelKeys"),
        ("info.labelkeys", "info.labelKeys"),
        ("name.first", "info.name.first"),
        ("info.extendedFields.items.custom.tier", "info.extendedFields.custom.tier"),
        ("info.name.frist", "info.name.first"),
        ("primaryinfo.mail", "primaryInfo.email"),
        ("zzz", ""),
        ("", ""),
        ("items", ""),
    ],
)
def test_a_field_that_is_nearly_right_is_guessed(written: str, meant: str) -> None:
    assert nearest_field(written) == meant


def test_a_filter_that_is_too_deep_is_a_flaw_and_no_crash() -> None:
    assert VENDOR.check_filter is not None
    for depth in (30, 300, 100_000):
        text = '{"$and": [' * depth + '{"info.labelKeys": {"$hasSome": ["custom.a"]}}' + "]}" * depth
        assert len(VENDOR.check_filter(text).flaws) == 1
    lists = '{"info.labelKeys": ' + "[" * 500 + "]" * 500 + "}"
    assert len(VENDOR.check_filter(lists).flaws) == 1


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*TABLE, *OPERATORS, "$and", "$or", "$not", "x"]), inner, max_size=3
        )
    ),
    max_leaves=20,
)


@given(values)
def test_whatever_is_written_each_flaw_leads_to_a_place_in_it(condition: object) -> None:
    for flaw in check(condition).flaws:
        place = condition
        for step in flaw.path:
            place = place[step]
        assert flaw.reason
