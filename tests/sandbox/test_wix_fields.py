"""Every field of a contact that can be filtered and sorted, as Wix's table of fields has it."""

from __future__ import annotations

import pytest

from tests.sandbox.wix_client import CONTACTS, Site, guid, people, person

OPERATORS = frozenset(
    {"$eq", "$ne", "$in", "$nin", "$gt", "$lt", "$gte", "$lte", "$startsWith", "$exists", "$hasSome"}
    | {"$hasAll", "$isEmpty"}
)
TEXT, EXACT = "$eq $ne $in $exists $startsWith", "$eq $ne $in $exists"
STATUS, DATE, KEYS = "$eq $ne $in $nin", "$eq $ne $gt $lt $gte $lte", "$hasSome $hasAll"
FIELDS = {
    "id": EXACT,
    "createdDate": DATE,
    "updatedDate": DATE,
    "lastActivity.activityDate": DATE,
    "info.birthdate": DATE,
    "primaryInfo.email": TEXT,
    "primaryEmail.email": TEXT,
    "primaryInfo.phone": TEXT,
    "primaryPhone.phone": TEXT,
    "primaryPhone.e164Phone": TEXT,
    "primaryPhone.formattedPhone": TEXT,
    "primaryPhone.countryCode": TEXT,
    "primaryEmail.subscriptionStatus": STATUS,
    "primaryEmail.deliverabilityStatus": STATUS,
    "primaryPhone.subscriptionStatus": STATUS,
    "info.name.first": TEXT,
    "info.name.last": TEXT,
    "info.emails.email": TEXT,
    "info.phones.phone": TEXT,
    "info.phones.e164Phone": TEXT,
    "info.addresses.street": TEXT,
    "info.addresses.city": TEXT,
    "info.addresses.subdivision": EXACT,
    "info.addresses.country": EXACT,
    "info.locale": EXACT,
    "info.company": TEXT,
    "info.jobTitle": TEXT,
    "info.labelKeys": KEYS,
    "info.locations": KEYS,
    "info.extendedFields.emailSubscriptions.subscriptionStatus": STATUS,
    "info.extendedFields.emailSubscriptions.deliverabilityStatus": STATUS,
    "info.extendedFields.members.membershipStatus": STATUS,
    "info.extendedFields.emailSubscriptions.effectiveEmail": "$exists",
    "info.extendedFields.custom.tier": f"$in $startsWith {DATE}",
}
SORTABLE = {
    "createdDate",
    "lastActivity.activityDate",
    "info.birthdate",
    "primaryInfo.email",
    "primaryEmail.email",
    "primaryPhone.formattedPhone",
    "primaryPhone.countryCode",
    "info.name.first",
    "info.name.last",
    "info.company",
    "info.jobTitle",
    "info.extendedFields.emailSubscriptions.effectiveEmail",
    "info.extendedFields.custom.tier",
}
ANN = {
    "name": {"first": "Ann", "last": "Lee"},
    "emails": {"items": [{"email": "ann@example.com"}, {"email": "lee@example.com"}]},
    "phones": {"items": [{"phone": "030 1", "e164Phone": "+49301", "countryCode": "DE"}]},
    "addresses": {
        "items": [{"address": {"addressLine": "1 Main", "city": "Ulm", "subdivision": "BW", "country": "DE"}}]
    },
    "company": "Acme",
    "jobTitle": "Buyer",
    "birthdate": "1980-12-01",
    "locale": "de-de",
    "labelKeys": {"items": ["custom.vip"]},
    "locations": {"items": ["berlin"]},
    "extendedFields": {"items": {"custom.score": 12}},
}


def value(field: str, operator: str) -> object:
    if operator in {"$exists", "$isEmpty"}:
        return True
    one = "2026-01-01" if FIELDS[field] == DATE else "x"
    return [one] if operator in {"$in", "$nin", "$hasSome", "$hasAll"} else one


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_takes_the_operators_of_the_table_and_no_other(field):
    site = Site(rate_limit=0)
    taken = set()
    for operator in OPERATORS:
        asked = {"query": {"filter": {field: {operator: value(field, operator)}}}}
        answer = site.call("POST", f"{CONTACTS}/query", json=asked)
        if answer.status_code == 200:
            taken.add(operator)
        else:
            refused = answer.json()["details"]["applicationError"]["code"]
            assert refused == "UNSUPPORTED_FILTER_OPERATOR"
    assert taken == set(FIELDS[field].split())


def test_contacts_are_sorted_by_the_fields_of_the_table_and_no_other():
    site = Site(*people(2), rate_limit=0)
    for field in FIELDS:
        answer = site.call("POST", f"{CONTACTS}/query", json={"query": {"sort": [{"fieldName": field}]}})
        assert (answer.status_code == 200) is (field in SORTABLE), field


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("info.emails.email", "lee@example.com"),
        ("primaryEmail.email", "ann@example.com"),
        ("primaryEmail.deliverabilityStatus", "NOT_SET"),
        ("primaryInfo.phone", "+49301"),
        ("primaryPhone.phone", "030 1"),
        ("primaryPhone.e164Phone", "+49301"),
        ("primaryPhone.formattedPhone", "+49301"),
        ("primaryPhone.countryCode", "DE"),
        ("primaryPhone.subscriptionStatus", "NOT_SET"),
        ("info.phones.phone", "030 1"),
        ("info.name.last", "Lee"),
        ("info.addresses.street", "1 Main"),
        ("info.addresses.city", {"$startsWith": "ul"}),
        ("info.addresses.subdivision", "BW"),
        ("info.addresses.country", "DE"),
        ("info.locale", "de-de"),
        ("info.company", "Acme"),
        ("info.jobTitle", "Buyer"),
        ("info.birthdate", {"$gte": "1980-12-01", "$lt": "1981-01-01"}),
        ("info.locations", {"$hasSome": ["berlin"]}),
        ("info.labelKeys", {"$hasAll": ["custom.vip"]}),
        ("lastActivity.activityDate", {"$gt": "2026-02-01"}),
        ("updatedDate", {"$gt": "2026-02-01"}),
        ("info.extendedFields.emailSubscriptions.subscriptionStatus", "NOT_SET"),
        ("info.extendedFields.emailSubscriptions.deliverabilityStatus", "NOT_SET"),
        ("info.extendedFields.custom.score", {"$gt": 11}),
        ("info.extendedFields.custom.score", 12),
    ],
)
def test_a_field_reads_its_own_part_of_a_contact(field, said):
    site = Site(person(1, email=""), index_lag=0.0)
    site.new_label("VIP")
    made = site.ok("POST", CONTACTS, json={"info": ANN})["contact"]["id"]
    assert site.found({field: said}) == [made]


@pytest.mark.parametrize("search", ["ann", "LEE@exam", "lee", "030 1", "+49301"])
def test_a_bulk_search_looks_at_names_emails_and_phones(search):
    site = Site(*people(2), index_lag=0.0)
    site.new_label("VIP")
    site.ok("POST", CONTACTS, json={"info": ANN})
    assert site.finished(site.bulk("delete", search=search))["successTotal"] == 1
    assert set(site.view().contacts) == {guid(1), guid(2)}


@pytest.mark.parametrize("search", ["Acme", "Buyer", "berlin", "custom.vip"])
def test_a_bulk_search_looks_nowhere_else(search):
    site = Site(index_lag=0.0)
    site.new_label("VIP")
    site.ok("POST", CONTACTS, json={"info": ANN})
    assert "totalItems" not in site.finished(site.bulk("delete", search=search))
