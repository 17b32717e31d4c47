"""Credentials, headers, permissions, tokens, the rate limit, and how a request is answered at all."""

from __future__ import annotations

import pytest

from tests.sandbox.wix_client import BULK, CONTACTS, HEADERS, JOBS, LABELS, SITE, Site, guid, person

TOKEN = {"grant_type": "client_credentials", "client_id": "app", "client_secret": "s3", "instance_id": "i"}


def test_without_a_credential_nobody_is_let_in():
    site = Site()
    site.refused(401, "GET", CONTACTS, headers={"wix-site-id": SITE})
    site.refused(401, "GET", CONTACTS, headers={"Authorization": "Bearer ", "wix-site-id": SITE})


@pytest.mark.parametrize("credential", ["IST.key", "Bearer IST.key"])
def test_a_key_is_taken_raw_and_as_bearer(credential):
    Site().ok("GET", CONTACTS, headers={"Authorization": credential, "wix-site-id": SITE})


def test_a_site_may_know_its_keys():
    site = Site(credentials=frozenset({"IST.good"}))
    site.refused(401, "GET", CONTACTS)
    site.ok("GET", CONTACTS, headers={**HEADERS, "Authorization": "IST.good"})


@pytest.mark.parametrize("site_header", [{}, {"wix-site-id": "not-a-guid"}, {"wix-account-id": SITE}])
def test_a_key_needs_a_site(site_header):
    headers = {"Authorization": "IST.key", **site_header}
    Site().refused(403, "GET", CONTACTS, headers=headers)
    Site(missing_site_status=400).refused(400, "GET", CONTACTS, headers=headers)


def test_a_pinned_site_is_the_only_one():
    Site(pinned_site=SITE).ok("GET", CONTACTS)
    Site(pinned_site=guid(1)).refused(403, "GET", CONTACTS)


def test_site_and_account_together_are_refused_in_strict_mode_only():
    both = {**HEADERS, "wix-account-id": SITE}
    Site().ok("GET", CONTACTS, headers=both)
    assert Site(strict_headers=True).rule("GET", CONTACTS, headers=both) == "CUSTOM"


def test_a_body_must_say_it_is_json_in_strict_mode_only():
    text = {"headers": {**HEADERS, "Content-Type": "text/plain"}, "content": b"{}"}
    Site().ok("POST", f"{CONTACTS}/query", **text)
    assert Site(strict_headers=True).rule("POST", f"{CONTACTS}/query", **text) == "CUSTOM"


@pytest.mark.parametrize(
    ("permission", "method", "path"),
    [
        ("CONTACTS.VIEW", "GET", CONTACTS),
        ("CONTACTS.VIEW", "POST", f"{CONTACTS}/query"),
        ("CONTACTS.VIEW", "GET", f"{CONTACTS}/facets"),
        ("CONTACTS.MODIFY", "POST", f"{CONTACTS}/{guid(1)}/labels"),
        ("CONTACTS.MODIFY", "POST", f"{BULK}/delete"),
        ("CONTACTS.MODIFY", "GET", JOBS),
        ("CONTACTS_LABELS.VIEW", "GET", LABELS),
        ("CONTACTS_LABELS.VIEW", "POST", f"{LABELS}/query"),
        ("CONTACTS_LABELS.MODIFY", "POST", LABELS),
    ],
)
def test_a_missing_permission_is_403(permission, method, path):
    site = Site(person(1), denied_permissions=frozenset({permission}))
    site.refused(403, method, path)
    assert len(site.view().contacts) == 1


def test_reading_labels_needs_its_own_permission():
    site = Site(denied_permissions=frozenset({"CONTACTS_LABELS.VIEW"}))
    site.ok("GET", CONTACTS)
    site.refused(403, "GET", LABELS)


def test_a_token_opens_the_site_for_four_hours():
    site = Site(only_issued_tokens=True)
    issued = site.ok("POST", "/oauth2/token", headers={}, json=TOKEN)
    assert (issued["token_type"], issued["expires_in"]) == ("Bearer", 14400)
    token = issued["access_token"]
    assert token.startswith("OAUTH2.")
    for credential in (token, f"Bearer {token}"):
        site.ok("GET", CONTACTS, headers={"Authorization": credential})
    site.refused(401, "GET", CONTACTS, headers={"Authorization": "OAUTH2.foreign"})
    site.wait(14400)
    site.refused(401, "GET", CONTACTS, headers={"Authorization": token})


def test_a_foreign_token_is_accepted_unless_told():
    Site().ok("GET", CONTACTS, headers={"Authorization": "OAUTH2.foreign"})


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"instance_id": ""}, 400, "invalid_request"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
    ],
)
def test_a_refused_token_says_why_as_oauth_does(change, status, error):
    site = Site(clients={"app": "s3"})
    answer = site.refused(status, "POST", "/oauth2/token", headers={}, json={**TOKEN, **change})
    assert answer["error"] == error
    site.ok("POST", "/oauth2/token", headers={}, json=TOKEN)


def test_the_201st_request_of_a_minute_is_refused():
    site = Site(person(1, "VIP"))
    for _ in range(200):
        site.ok("GET", JOBS)
    answer = site.call("DELETE", f"{CONTACTS}/{guid(1)}")
    assert answer.status_code == 429
    assert answer.json() == {"message": "", "details": {}}
    assert "Retry-After" not in answer.headers
    assert guid(1) in site.view().contacts
    site.wait(60)
    site.ok("GET", JOBS)


def test_the_window_of_the_limit_rolls():
    site = Site(rate_limit=2)
    site.ok("GET", JOBS)
    site.wait(40)
    site.ok("GET", JOBS)
    site.refused(429, "GET", JOBS)
    site.wait(20)
    site.ok("GET", JOBS)
    site.refused(429, "GET", JOBS)


def test_a_429_may_say_when_to_come_back_and_have_no_body():
    site = Site(rate_limit=1, retry_after=True, rate_limit_body=False)
    site.ok("GET", JOBS)
    site.wait(10.5)
    answer = site.call("GET", JOBS)
    assert (answer.status_code, answer.headers["Retry-After"], answer.content) == (429, "50", b"")


def test_the_limit_can_be_switched_off_and_token_calls_do_not_count():
    site = Site(rate_limit=0)
    for _ in range(201):
        site.ok("GET", JOBS)
    one = Site(rate_limit=1)
    one.ok("POST", "/oauth2/token", headers={}, json=TOKEN)
    one.ok("GET", JOBS)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/_api/contacts/v4/contacts/query", {}),
        ("GET", "/_api/contacts/v4/labels", None),
        ("POST", "/_api/oauth2/token", TOKEN),
    ],
)
def test_every_route_is_there_for_the_sdk_host_too(method, path, body):
    Site().ok(method, path, json=body)


def test_an_unknown_path_is_404_with_an_empty_error():
    assert Site().refused(404, "GET", "/contacts/v5/contacts") == {"message": "", "details": {}}
    Site().refused(404, "GET", f"{CONTACTS}/")
    assert Site().refused(405, "PUT", CONTACTS) == {"message": "", "details": {}}


@pytest.mark.parametrize("content", [b"[]", b"5", b'"text"'])
def test_a_body_that_is_no_object_is_refused_without_details(content):
    assert Site().refused(400, "POST", f"{CONTACTS}/query", content=content) == {
        "message": "Expected an object"
    }
    nested = b'{"query": ' + content + b"}"
    assert Site().refused(400, "POST", f"{CONTACTS}/query", content=nested) == {
        "message": "Expected an object"
    }
    Site().refused(400, "POST", f"{CONTACTS}/query", content=b"{")


def test_every_answer_has_its_own_request_id():
    site = Site()
    answers = [site.call("GET", JOBS), site.call("GET", JOBS), site.call("GET", f"{LABELS}/custom.none")]
    assert len({answer.headers["X-Wix-Request-Id"] for answer in answers}) == 3


def test_requests_are_kept_for_assertions():
    site = Site(requests_kept=2)
    site.ok("GET", JOBS)
    site.ok("GET", LABELS, params={"labelType": "SYSTEM"})
    site.refused(401, "POST", f"{CONTACTS}/query", headers={"X-Mine": "1"}, json={"query": {}})
    first, second = site.emulator.requests
    assert (first.method, first.path, first.query) == ("GET", LABELS, (("labelType", "SYSTEM"),))
    assert (second.method, second.raw, second.header("x-mine")) == ("POST", b'{"query":{}}', "1")


def test_answers_may_take_time():
    site = Site(latency=0.25)
    site.ok("GET", JOBS)
    assert site.clock.at - site.emulator.requests[0].at == 0
    before = site.clock.at
    site.ok("GET", JOBS)
    assert site.clock.at - before == 0.25
