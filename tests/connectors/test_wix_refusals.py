"""Every refusal that Wix documents, as people read it: what happened, and what to do next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import httpx
import pytest
from inline_snapshot import snapshot

from labelsync.core.batch import Batch, Creation, Deletion, Relabel, Renaming, Undefinition
from labelsync.core.exchange import Ticket
from labelsync.core.question import Definitions, Everyone, Matching, Question, These
from labelsync.core.roster import Definition
from labelsync.errors import LabelsyncError
from tests.connectors.straight import gathered
from tests.connectors.wix_scene import (
    APP_SECRET,
    CHANGE,
    JOB,
    KEY,
    THREE,
    Scene,
    ok,
    read_by_people,
    refused,
    scene,
)

VIP = Definition("custom.vip", "VIP")
ONE = THREE[:1]
ASKED: dict[str, Question] = {
    "everyone": Everyone(),
    "these": These(THREE, strong=False),
    "one": These(ONE, strong=False),
    "surely": These(ONE, strong=True),
    "matching": Matching('{"info.name.first": "x"}'),
    "labels": Definitions(),
}
TOLD: dict[str, Batch] = {
    "relabel": CHANGE,
    "relabel one": Relabel(ONE, add=("custom.vip",)),
    "delete": Deletion(THREE),
    "create": Creation("vip", "VIP"),
    "rename": Renaming("vip", "New", VIP),
    "undefine": Undefinition("vip", VIP),
}
EMPTY = {"message": "", "details": {}}
HTML = "<html>not Wix</html>"


def deed(call: str, wix: Scene) -> Awaitable[object]:
    """The call, by the way that a run has."""
    wire = wix.wire()
    if call in ASKED:
        return gathered(wix.connector.observe(ASKED[call], wire))
    if call in TOLD:
        return wix.connector.perform(TOLD[call], wire, wix.keep)
    if call == "poll":
        return wix.connector.settle(CHANGE, Ticket("job", JOB), wire, wix.keep)
    return wix.connector.identify(wire)


def words(call: str, answer: httpx.Response | Exception, *, app: bool = False) -> str:
    """What people read when Wix answers the call so."""

    async def done() -> None:
        await deed(call, wix)

    with scene(app=app) as wix:
        if app:
            wix.answers("POST", "/oauth2/token", ok({"access_token": "OAUTH2.1", "expires_in": 14400}))
        wix.routes.route().mock(side_effect=lambda _: raised(answer))
        with pytest.raises(LabelsyncError) as caught:
            asyncio.run(done())
    told = read_by_people(caught.value)
    assert not [text for text in (KEY, APP_SECRET, "OAUTH2", "ann@", THREE[0]) if text in told]
    assert caught.value.advice
    return told


def raised(answer: httpx.Response | Exception) -> httpx.Response:
    if isinstance(answer, Exception):
        raise answer
    return answer


def broken(field: str, rule: str) -> httpx.Response:
    """A refusal of the request's shape."""
    violation = {"field": field, "description": "ann@example.com", "violatedRule": rule}
    details = {"validationError": {"fieldViolations": [violation]}}
    return httpx.Response(400, json={"message": "ann@example.com", "details": details})


def quota() -> httpx.Response:
    error = {"code": "LABELS_QUOTA_REACHED", "data": {"labelsQuota": "2000", "labelsCurrentTotal": "2000"}}
    return httpx.Response(428, json={"message": "x", "details": {"applicationError": error}})


@pytest.mark.parametrize(
    ("call", "answer", "app", "told"),
    [
        (
            "labels",
            httpx.Response(401, json=EMPTY),
            False,
            snapshot("""\
NotAuthorised: Wix refused to show labels: it does not accept the API key (HTTP 401)
-> check that `api_key` is the whole key, without `Bearer`, and still exists; Wix also answers
so when the key lacks `Manage Contact Labels` (CONTACTS_LABELS.VIEW; it is needed even to read
labels)
"""),
        ),
        (
            "labels",
            httpx.Response(401, json=EMPTY),
            True,
            snapshot("""\
NotAuthorised: Wix refused to show labels: it does not accept the app's access token, not even a
new one (HTTP 401)
-> Wix answers so when the app lacks `Manage Contact Labels` (SCOPE.DC-CONTACTS.MANAGE-LABELS;
it is needed even to read labels): give it to the app; if the app has it, check that
`instance_id` names the site and that the app is still installed there
"""),
        ),
        (
            "labels",
            httpx.Response(403),
            False,
            snapshot("""\
NotAuthorised: Wix refused to show labels: the API key may not (HTTP 403)
-> give the key the permission `Manage Contact Labels` (CONTACTS_LABELS.VIEW; it is needed even
to read labels), and check that `site_id` names a site of the account that owns the key
"""),
        ),
        (
            "labels",
            httpx.Response(403),
            True,
            snapshot("""\
NotAuthorised: Wix refused to show labels: the app may not (HTTP 403)
-> give the app the permission `Manage Contact Labels` (SCOPE.DC-CONTACTS.MANAGE-LABELS; it is
needed even to read labels)
"""),
        ),
        (
            "everyone",
            httpx.Response(401, json=EMPTY),
            False,
            snapshot("""\
NotAuthorised: Wix refused to show contacts: it does not accept the API key (HTTP 401)
-> check that `api_key` is the whole key, without `Bearer`, and still exists; Wix also answers
so when the key lacks `Read Contacts` (CONTACTS.VIEW)
"""),
        ),
        (
            "everyone",
            httpx.Response(401, json=EMPTY),
            True,
            snapshot("""\
NotAuthorised: Wix refused to show contacts: it does not accept the app's access token, not even
a new one (HTTP 401)
-> Wix answers so when the app lacks `Read Contacts` (SCOPE.DC-CONTACTS.READ-CONTACTS): give it
to the app; if the app has it, check that `instance_id` names the site and that the app is still
installed there
"""),
        ),
        (
            "everyone",
            httpx.Response(403),
            False,
            snapshot("""\
NotAuthorised: Wix refused to show contacts: the API key may not (HTTP 403)
-> give the key the permission `Read Contacts` (CONTACTS.VIEW), and check that `site_id` names a
site of the account that owns the key
"""),
        ),
        (
            "everyone",
            httpx.Response(403),
            True,
            snapshot("""\
NotAuthorised: Wix refused to show contacts: the app may not (HTTP 403)
-> give the app the permission `Read Contacts` (SCOPE.DC-CONTACTS.READ-CONTACTS)
"""),
        ),
        (
            "relabel",
            httpx.Response(401, json=EMPTY),
            False,
            snapshot("""\
NotAuthorised: Wix refused to change labels: it does not accept the API key (HTTP 401)
-> check that `api_key` is the whole key, without `Bearer`, and still exists; Wix also answers
so when the key lacks `Manage Contacts` (CONTACTS.MODIFY)
"""),
        ),
        (
            "relabel",
            httpx.Response(401, json=EMPTY),
            True,
            snapshot("""\
NotAuthorised: Wix refused to change labels: it does not accept the app's access token, not even
a new one (HTTP 401)
-> Wix answers so when the app lacks `Manage Contacts` (SCOPE.DC-CONTACTS.MANAGE-CONTACTS): give
it to the app; if the app has it, check that `instance_id` names the site and that the app is
still installed there
"""),
        ),
        (
            "relabel",
            httpx.Response(403),
            False,
            snapshot("""\
NotAuthorised: Wix refused to change labels: the API key may not (HTTP 403)
-> give the key the permission `Manage Contacts` (CONTACTS.MODIFY), and check that `site_id`
names a site of the account that owns the key
"""),
        ),
        (
            "relabel",
            httpx.Response(403),
            True,
            snapshot("""\
NotAuthorised: Wix refused to change labels: the app may not (HTTP 403)
-> give the app the permission `Manage Contacts` (SCOPE.DC-CONTACTS.MANAGE-CONTACTS)
"""),
        ),
        (
            "create",
            httpx.Response(401, json=EMPTY),
            False,
            snapshot("""\
NotAuthorised: Wix refused to create the label: it does not accept the API key (HTTP 401)
-> check that `api_key` is the whole key, without `Bearer`, and still exists; Wix also answers
so when the key lacks `Manage Contact Labels` (CONTACTS_LABELS.MODIFY)
"""),
        ),
        (
            "create",
            httpx.Response(401, json=EMPTY),
            True,
            snapshot("""\
NotAuthorised: Wix refused to create the label: it does not accept the app's access token, not
even a new one (HTTP 401)
-> Wix answers so when the app lacks `Manage Contact Labels` (SCOPE.DC-CONTACTS.MANAGE-LABELS):
give it to the app; if the app has it, check that `instance_id` names the site and that the app
is still installed there
"""),
        ),
        (
            "create",
            httpx.Response(403),
            False,
            snapshot("""\
NotAuthorised: Wix refused to create the label: the API key may not (HTTP 403)
-> give the key the permission `Manage Contact Labels` (CONTACTS_LABELS.MODIFY), and check that
`site_id` names a site of the account that owns the key
"""),
        ),
        (
            "create",
            httpx.Response(403),
            True,
            snapshot("""\
NotAuthorised: Wix refused to create the label: the app may not (HTTP 403)
-> give the app the permission `Manage Contact Labels` (SCOPE.DC-CONTACTS.MANAGE-LABELS)
"""),
        ),
    ],
)
def test_a_credential_that_is_refused_is_told_with_the_permission_that_may_lack(
    call: str, answer: httpx.Response, app: bool, told: str
) -> None:
    assert words(call, answer, app=app) == told


@pytest.mark.parametrize("call", ["identify", "poll", *ASKED, *TOLD])
@pytest.mark.parametrize("app", [False, True])
def test_whatever_is_refused_no_lacking_permission_is_told_as_an_ended_token(call: str, app: bool) -> None:
    for status in (401, 403):
        told = words(call, httpx.Response(status, json=EMPTY), app=app)
        assert ("SCOPE.DC-CONTACTS" if app else "CONTACTS") in told
        assert "expired" not in told
        assert "ended" not in told


@pytest.mark.parametrize(
    ("call", "answer", "told"),
    [
        (
            "one",
            refused(400, "UNSUPPORTED_SORT_FIELD"),
            snapshot("""\
Rejected: Wix refused to show contacts (HTTP 400, UNSUPPORTED_SORT_FIELD)
-> tell the maintainers: this request is labelsync's own, and Wix does not take it as it
documents it
"""),
        ),
        (
            "one",
            refused(400, "ILLEGAL_LIMIT"),
            snapshot("""\
Rejected: Wix refused to show contacts (HTTP 400, ILLEGAL_LIMIT)
-> tell the maintainers: this request is labelsync's own, and Wix does not take it as it
documents it
"""),
        ),
        (
            "one",
            refused(400, "MALFORMED_FILTER"),
            snapshot("""\
Rejected: Wix refused to show contacts (HTTP 400, MALFORMED_FILTER)
-> tell the maintainers: this request is labelsync's own, and Wix does not take it as it
documents it
"""),
        ),
        (
            "one",
            refused(400, "UNSUPPORTED_FILTER"),
            snapshot("""\
Rejected: Wix refused to show contacts (HTTP 400, UNSUPPORTED_FILTER)
-> tell the maintainers: this request is labelsync's own, and Wix does not take it as it
documents it
"""),
        ),
        (
            "one",
            refused(400, "UNSUPPORTED_FILTER_FIELD_UNKNOWN"),
            snapshot("""\
Rejected: Wix refused to show contacts (HTTP 400, UNSUPPORTED_FILTER_FIELD_UNKNOWN)
-> tell the maintainers: this request is labelsync's own, and Wix does not take it as it
documents it
"""),
        ),
        (
            "one",
            refused(400, "UNSUPPORTED_FILTER_OPERATOR"),
            snapshot("""\
Rejected: Wix refused to show contacts (HTTP 400, UNSUPPORTED_FILTER_OPERATOR)
-> tell the maintainers: this request is labelsync's own, and Wix does not take it as it
documents it
"""),
        ),
        (
            "one",
            refused(400, "UNSUPPORTED_FILTER_VALUE"),
            snapshot("""\
Rejected: Wix refused to show contacts (HTTP 400, UNSUPPORTED_FILTER_VALUE)
-> tell the maintainers: this request is labelsync's own, and Wix does not take it as it
documents it
"""),
        ),
        (
            "one",
            refused(400, "UNSUPPORTED_FILTER_VALUE_TYPE"),
            snapshot("""\
Rejected: Wix refused to show contacts (HTTP 400, UNSUPPORTED_FILTER_VALUE_TYPE)
-> tell the maintainers: this request is labelsync's own, and Wix does not take it as it
documents it
"""),
        ),
        (
            "matching",
            refused(400, "UNSUPPORTED_SORT_FIELD"),
            snapshot("""\
Rejected: Wix refused to find contacts by the `native` filter (HTTP 400, UNSUPPORTED_SORT_FIELD)
-> tell the maintainers: this request is labelsync's own, and Wix does not take it as it
documents it
"""),
        ),
        (
            "matching",
            refused(400, "ILLEGAL_LIMIT"),
            snapshot("""\
Rejected: Wix refused to find contacts by the `native` filter (HTTP 400, ILLEGAL_LIMIT)
-> tell the maintainers: this request is labelsync's own, and Wix does not take it as it
documents it
"""),
        ),
        (
            "matching",
            refused(400, "MALFORMED_FILTER"),
            snapshot("""\
Rejected: Wix refused to find contacts by the `native` filter (HTTP 400, MALFORMED_FILTER)
-> change the `native` filter: it keeps to the documented fields and operators, yet Wix does not
take it; for a custom field, try a number in place of a text, or the other way round
"""),
        ),
        (
            "matching",
            refused(400, "UNSUPPORTED_FILTER"),
            snapshot("""\
Rejected: Wix refused to find contacts by the `native` filter (HTTP 400, UNSUPPORTED_FILTER)
-> change the `native` filter: it keeps to the documented fields and operators, yet Wix does not
take it; for a custom field, try a number in place of a text, or the other way round
"""),
        ),
        (
            "matching",
            refused(400, "UNSUPPORTED_FILTER_FIELD_UNKNOWN"),
            snapshot("""\
Rejected: Wix refused to find contacts by the `native` filter (HTTP 400,
UNSUPPORTED_FILTER_FIELD_UNKNOWN)
-> change the `native` filter: it keeps to the documented fields and operators, yet Wix does not
take it; for a custom field, try a number in place of a text, or the other way round
"""),
        ),
        (
            "matching",
            refused(400, "UNSUPPORTED_FILTER_OPERATOR"),
            snapshot("""\
Rejected: Wix refused to find contacts by the `native` filter (HTTP 400,
UNSUPPORTED_FILTER_OPERATOR)
-> change the `native` filter: it keeps to the documented fields and operators, yet Wix does not
take it; for a custom field, try a number in place of a text, or the other way round
"""),
        ),
        (
            "matching",
            refused(400, "UNSUPPORTED_FILTER_VALUE"),
            snapshot("""\
Rejected: Wix refused to find contacts by the `native` filter (HTTP 400,
UNSUPPORTED_FILTER_VALUE)
-> change the `native` filter: it keeps to the documented fields and operators, yet Wix does not
take it; for a custom field, try a number in place of a text, or the other way round
"""),
        ),
        (
            "matching",
            refused(400, "UNSUPPORTED_FILTER_VALUE_TYPE"),
            snapshot("""\
Rejected: Wix refused to find contacts by the `native` filter (HTTP 400,
UNSUPPORTED_FILTER_VALUE_TYPE)
-> change the `native` filter: it keeps to the documented fields and operators, yet Wix does not
take it; for a custom field, try a number in place of a text, or the other way round
"""),
        ),
        (
            "relabel",
            refused(400, "NEITHER_FILTER_NOR_SEARCH"),
            snapshot("""\
Rejected: Wix refused to change labels (HTTP 400, NEITHER_FILTER_NOR_SEARCH)
-> tell the maintainers: this request is labelsync's own, and Wix does not take it as it
documents it
"""),
        ),
        (
            "delete",
            refused(400, "NEITHER_FILTER_NOR_SEARCH"),
            snapshot("""\
Rejected: Wix refused to delete contacts (HTTP 400, NEITHER_FILTER_NOR_SEARCH)
-> tell the maintainers: this request is labelsync's own, and Wix does not take it as it
documents it
"""),
        ),
        (
            "relabel",
            refused(400, "UNSUPPORTED_FILTER_VALUE"),
            snapshot("""\
TooTall: Wix refused to change labels (HTTP 400, UNSUPPORTED_FILTER_VALUE)
-> fewer contacts are sent in one call by and by; a smaller `batch` for this account spares the
tries
"""),
        ),
        (
            "delete",
            httpx.Response(413, html=HTML),
            snapshot("""\
TooTall: Wix refused to delete contacts (HTTP 413, no code)
-> fewer contacts are sent in one call by and by; a smaller `batch` for this account spares the
tries
"""),
        ),
        (
            "relabel one",
            refused(400, "MALFORMED_FILTER"),
            snapshot("""\
Rejected: Wix refused to change labels (HTTP 400, MALFORMED_FILTER)
-> tell the maintainers: this request is labelsync's own, and Wix does not take it as it
documents it
"""),
        ),
        (
            "relabel",
            broken("labelKeysToAdd", "MAX_SIZE"),
            snapshot("""\
Rejected: Wix refused to change labels (HTTP 400, labelKeysToAdd.MAX_SIZE)
-> tell the maintainers: this request is labelsync's own, and Wix does not take it as it
documents it
"""),
        ),
        (
            "relabel",
            httpx.Response(400, json={"message": "Expected an object"}),
            snapshot("""\
Rejected: Wix refused to change labels (HTTP 400, no code)
-> plan again; if it stays, show this message to Wix's support, or look its code up in Wix's
reference
"""),
        ),
        (
            "relabel",
            httpx.Response(404, json=EMPTY),
            snapshot("""\
Rejected: Wix refused to change labels (HTTP 404, no code)
-> a label of the plan may be gone from the site: plan again
"""),
        ),
        (
            "delete",
            httpx.Response(409, json=EMPTY),
            snapshot("""\
Rejected: Wix refused to delete contacts (HTTP 409, no code)
-> plan again; if it stays, show this message to Wix's support, or look its code up in Wix's
reference
"""),
        ),
        (
            "create",
            quota(),
            snapshot("""\
Rejected: Wix refused to create the label (HTTP 428, LABELS_QUOTA_REACHED): the site has all
2000 labels that it may have
-> delete labels that nobody needs any more, then plan again
"""),
        ),
        (
            "create",
            broken("displayName", "MAX_LENGTH"),
            snapshot("""\
Rejected: Wix refused to create the label (HTTP 400, displayName.MAX_LENGTH)
-> give the label another title, then plan again
"""),
        ),
        (
            "rename",
            httpx.Response(404, json=EMPTY),
            snapshot("""\
Rejected: Wix refused to rename the label (HTTP 404, no code)
-> a label of the plan may be gone from the site: plan again
"""),
        ),
        (
            "rename",
            httpx.Response(428, json=EMPTY),
            snapshot("""\
Rejected: Wix refused to rename the label (HTTP 428, no code)
-> Wix may look after this label itself: take it out of the manifest, then plan again
"""),
        ),
        (
            "undefine",
            httpx.Response(428, json=EMPTY),
            snapshot("""\
Rejected: Wix refused to delete the label (HTTP 428, no code)
-> Wix may look after this label itself: take it out of the manifest, then plan again
"""),
        ),
        (
            "undefine",
            httpx.Response(404, html=HTML),
            snapshot("""\
Rejected: Wix refused to delete the label (HTTP 404, no code)
-> check `base_url`, and whether something stands between here and Wix
"""),
        ),
        (
            "surely",
            httpx.Response(404, json=EMPTY),
            snapshot("""\
Rejected: Wix refused to show contacts (HTTP 404, no code)
-> plan again; if it stays, show this message to Wix's support, or look its code up in Wix's
reference
"""),
        ),
        (
            "surely",
            httpx.Response(404),
            snapshot("""\
Rejected: Wix refused to show contacts (HTTP 404, no code)
-> plan again; if it stays, show this message to Wix's support, or look its code up in Wix's
reference
"""),
        ),
        (
            "everyone",
            httpx.Response(403, html=HTML),
            snapshot("""\
NotAuthorised: a refusal to show contacts (HTTP 403) is not in Wix's form
-> check `base_url`, and whether something stands between here and Wix
"""),
        ),
        (
            "everyone",
            httpx.Response(401, html=HTML),
            snapshot("""\
NotAuthorised: a refusal to show contacts (HTTP 401) is not in Wix's form
-> check `base_url`, and whether something stands between here and Wix
"""),
        ),
        (
            "everyone",
            httpx.Response(200, html=HTML),
            snapshot("""\
Incomprehensible: Wix's answer to `contacts` is not of the documented shape: JSON is malformed:
invalid character (byte 0)
-> try again later; if it stays, check `base_url` and whether something stands between here and
Wix
"""),
        ),
        (
            "everyone",
            httpx.Response(200),
            snapshot("""\
Incomprehensible: Wix's answer to `contacts` is not of the documented shape: Input data was
truncated
-> try again later; if it stays, check `base_url` and whether something stands between here and
Wix
"""),
        ),
        (
            "delete",
            httpx.Response(200, html=HTML),
            snapshot("""\
AnswerLost: Wix took the call, but Wix's answer to `delete` is not of the documented shape: JSON
is malformed: invalid character (byte 0)
-> read back what became of it before repeating it
"""),
        ),
        (
            "everyone",
            httpx.Response(500),
            snapshot("""\
Unreachable: the vendor's server fails (500)
-> try again later
"""),
        ),
        (
            "everyone",
            httpx.Response(501, json=EMPTY),
            snapshot("""\
Unreachable: the vendor's server fails (501)
-> try again later
"""),
        ),
        (
            "everyone",
            httpx.Response(503, json=EMPTY),
            snapshot("""\
Unreachable: the vendor's server fails (503)
-> try again later
"""),
        ),
        (
            "everyone",
            httpx.Response(504, html=HTML),
            snapshot("""\
Unreachable: the vendor's server fails (504)
-> try again later
"""),
        ),
        (
            "delete",
            httpx.Response(500, json=EMPTY),
            snapshot("""\
AnswerLost: the vendor's server failed (500) and does not say whether the call took effect
-> run the command again: it looks up what became of the call first
"""),
        ),
        (
            "delete",
            httpx.Response(503),
            snapshot("""\
AnswerLost: the vendor's server failed (503) and does not say whether the call took effect
-> run the command again: it looks up what became of the call first
"""),
        ),
        (
            "everyone",
            httpx.Response(429, json=EMPTY),
            snapshot("""\
Throttled: the vendor refuses for pace (429), again and again
-> wait, or lower the account's `share`, then run the command again
"""),
        ),
        (
            "relabel",
            httpx.Response(429),
            snapshot("""\
Throttled: the vendor refuses for pace (429), again and again
-> wait, or lower the account's `share`, then run the command again
"""),
        ),
        (
            "everyone",
            httpx.ConnectError("x"),
            snapshot("""\
Unreachable: could not connect to www.wixapis.com (ConnectError)
-> check the network and the account's base_url, then run the command again
"""),
        ),
        (
            "relabel",
            httpx.ReadTimeout("x"),
            snapshot("""\
AnswerLost: the answer did not arrive (ReadTimeout)
-> run the command again: it looks up what became of the call first
"""),
        ),
    ],
)
def test_a_refusal_says_what_happened_and_what_to_do(
    call: str, answer: httpx.Response | Exception, told: str
) -> None:
    assert words(call, answer) == told
