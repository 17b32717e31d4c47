"""Each flaw of a native filter, as people read it."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from labelsync.connectors.wix import VENDOR
from labelsync.core.filtering import Flaw


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", snapshot(Flaw(path=(), reason="the filter is no JSON that can be read"))),
        ("{", snapshot(Flaw(path=(), reason="the filter is no JSON that can be read"))),
        ('"\ud800"', snapshot(Flaw(path=(), reason="the filter is no JSON that can be read"))),
        ("[]", snapshot(Flaw(path=(), reason="a filter is an object: fields, and what is asked of each"))),
        ("null", snapshot(Flaw(path=(), reason="a filter is an object: fields, and what is asked of each"))),
        ("{}", snapshot(Flaw(path=(), reason="an empty filter would find everybody"))),
        (
            '{"$and": []}',
            snapshot(Flaw(path=("$and",), reason="a list of filters is needed here, with one at least")),
        ),
        (
            '{"$or": {"id": "x"}}',
            snapshot(Flaw(path=("$or",), reason="a list of filters is needed here, with one at least")),
        ),
        (
            '{"$not": [{"id": "x"}]}',
            snapshot(Flaw(path=("$not",), reason="a filter is an object: fields, and what is asked of each")),
        ),
        (
            '{"$nor": [{"id": "x"}]}',
            snapshot(
                Flaw(
                    path=("$nor",),
                    reason="only $and, $or and $not stand here; other operators stand below a field",
                    near="$not",
                )
            ),
        ),
        (
            '{"$eq": "x"}',
            snapshot(
                Flaw(
                    path=("$eq",),
                    reason="only $and, $or and $not stand here; other operators stand below a field",
                )
            ),
        ),
        (
            '{"search": "x"}',
            snapshot(
                Flaw(
                    path=("search",),
                    reason="only what stands below `filter` in a query is written here; `search` is not used",
                )
            ),
        ),
        (
            '{"filter": {"id": "x"}}',
            snapshot(
                Flaw(
                    path=("filter",),
                    reason="only what stands below `filter` in a query is written here; `search` is not used",
                )
            ),
        ),
        (
            '{"info": {"name": {"first": "x"}}}',
            snapshot(
                Flaw(
                    path=("info",),
                    reason="a field is one path with dots, not objects in one another",
                    near="info.name.first",
                )
            ),
        ),
        (
            '{"somebody": "x"}',
            snapshot(Flaw(path=("somebody",), reason="Wix documents no field of this name to filter by")),
        ),
        (
            '{"id": {}}',
            snapshot(
                Flaw(
                    path=("id",), reason="an operator is needed here: this field takes $eq, $ne, $in, $exists"
                )
            ),
        ),
        ('{"id": null}', snapshot(Flaw(path=("id",), reason="a text that is not empty is needed here"))),
        (
            '{"id": ["x"]}',
            snapshot(
                Flaw(
                    path=("id",), reason="a value alone means equality; a list needs an operator", near="$in"
                )
            ),
        ),
        (
            '{"id": {"$exists": "yes"}}',
            snapshot(Flaw(path=("id", "$exists"), reason="true or false is needed here")),
        ),
        (
            '{"id": {"$in": "x"}}',
            snapshot(Flaw(path=("id", "$in"), reason="a list is needed here, with one value at least")),
        ),
        (
            '{"id": {"$in": []}}',
            snapshot(Flaw(path=("id", "$in"), reason="a list is needed here, with one value at least")),
        ),
        (
            '{"id": {"in": ["x"]}}',
            snapshot(Flaw(path=("id", "in"), reason="this field takes $eq, $ne, $in, $exists", near="$in")),
        ),
        (
            '{"id": {"$nin": ["x"]}}',
            snapshot(Flaw(path=("id", "$nin"), reason="this field takes $eq, $ne, $in, $exists", near="$ne")),
        ),
        (
            '{"info.name.first": {"$startsWith": ""}}',
            snapshot(
                Flaw(
                    path=("info.name.first", "$startsWith"), reason="a text that is not empty is needed here"
                )
            ),
        ),
        (
            '{"info.name.first": {"$contains": "x"}}',
            snapshot(
                Flaw(
                    path=("info.name.first", "$contains"),
                    reason="this field takes $eq, $ne, $in, $exists, $startsWith",
                )
            ),
        ),
        (
            '{"info.name.first": true}',
            snapshot(Flaw(path=("info.name.first",), reason="a text that is not empty is needed here")),
        ),
        (
            '{"info.labelKeys": ["custom.a"]}',
            snapshot(
                Flaw(
                    path=("info.labelKeys",),
                    reason="a value alone means equality; this field takes $hasSome, $hasAll",
                    near="$hasSome",
                )
            ),
        ),
        (
            '{"info.labelKeys": {"$isEmpty": true}}',
            snapshot(Flaw(path=("info.labelKeys", "$isEmpty"), reason="this field takes $hasSome, $hasAll")),
        ),
        (
            '{"info.birthdate": 1980}',
            snapshot(
                Flaw(
                    path=("info.birthdate",),
                    reason="a date such as 2026-01-31 or 2026-01-31T10:00:00Z is needed here",
                )
            ),
        ),
        (
            '{"primaryEmail.subscriptionStatus": "subscribe"}',
            snapshot(
                Flaw(
                    path=("primaryEmail.subscriptionStatus",),
                    reason="needed here: NO_SUBSCRIPTION_STATUS, NOT_SET, PENDING, SUBSCRIBED, UNSUBSCRIBED",
                    near="SUBSCRIBED",
                )
            ),
        ),
        (
            '{"info.extendedFields.members.membershipStatus": {"$nin": [true]}}',
            snapshot(
                Flaw(
                    path=("info.extendedFields.members.membershipStatus", "$nin", 0),
                    reason="needed here: APPROVED, DENIED, PENDING, INACTIVE",
                )
            ),
        ),
        (
            '{"info.extendedFields.emailSubscriptions.effectiveEmail": "x"}',
            snapshot(
                Flaw(
                    path=("info.extendedFields.emailSubscriptions.effectiveEmail",),
                    reason="a value alone means equality; this field takes $exists",
                    near="$exists",
                )
            ),
        ),
        (
            '{"info.extendedFields.custom.score": true}',
            snapshot(
                Flaw(
                    path=("info.extendedFields.custom.score",),
                    reason="a text that is not empty, or a number, is needed here",
                )
            ),
        ),
        (
            '{"info.extendedFields.custom.score": {"$gt": "gold"}}',
            snapshot(
                Flaw(
                    path=("info.extendedFields.custom.score", "$gt"),
                    reason="a number, or a date such as 2026-01-31, is needed here",
                )
            ),
        ),
        (
            '{"info.extendedFields.custom.score": {"$in": [1]}}',
            snapshot(
                Flaw(
                    path=("info.extendedFields.custom.score", "$in", 0),
                    reason="a text that is not empty is needed here",
                )
            ),
        ),
        (
            '{"info.extendedFields.items.custom.score": 1}',
            snapshot(
                Flaw(
                    path=("info.extendedFields.items.custom.score",),
                    reason="Wix documents no field of this name to filter by",
                    near="info.extendedFields.custom.score",
                )
            ),
        ),
    ],
)
def test_each_flaw_is_told_plainly_and_without_what_was_asked_for(text: str, flaw: Flaw) -> None:
    assert VENDOR.check_filter is not None
    (found,) = VENDOR.check_filter(text).flaws
    assert found[:3] == flaw[:3]
