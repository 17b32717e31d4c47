"""What clients in the wild send, and what an answer always has."""

from __future__ import annotations

import pytest

from tests.sandbox.wix_client import BULK, CONTACTS, HEADERS, JOBS, LABELS, SITE, Site, guid, people, person

ONE = f"{CONTACTS}/{guid(1)}"
TOKEN = {"grant_type": "client_credentials", "client_id": "app", "client_secret": "s3", "instance_id": "i"}


@pytest.mark.parametrize("scheme", ["", "Bearer ", "bearer ", "BEARER  "])
def test_a_credential_is_taken_with_and_without_its_scheme(scheme):
    site = Site(credentials=frozenset({"IST.good"}))
    site.ok("GET", JOBS, headers={"Authorization": f"{scheme}IST.good", "wix-site-id": SITE})
    site.refused(401, "GET", JOBS, headers={"Authorization": "Basic IST.good", "wix-site-id": SITE})


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
def test_a_content_type_may_name_its_charset(kind):
    headers = {**HEADERS, "Content-Type": kind}
    Site(strict_headers=True).ok("POST", f"{CONTACTS}/query", headers=headers, content=b"{}")


@pytest.mark.parametrize("content", [b"{", b"[]", b'"text"', b"", b"grant_type=client_credentials"])
def test_a_token_call_without_a_json_object_is_refused_as_oauth_does(content):
    answer = Site().refused(400, "POST", "/oauth2/token", headers={}, content=content)
    assert set(answer) == {"error", "error_description"}
    assert answer["error"] == "invalid_request"


@pytest.mark.parametrize("missing", list(TOKEN))
def test_a_token_call_needs_all_its_parts(missing):
    asked = {name: value for name, value in TOKEN.items() if name != missing}
    answer = Site().refused(400, "POST", "/oauth2/token", headers={}, json=asked)
    assert (answer["error"], missing in answer["error_description"]) == ("invalid_request", True)


def test_a_token_ends_in_a_401_and_a_new_one_works():
    site = Site()

    def new() -> dict[str, str]:
        return {"Authorization": site.ok("POST", "/oauth2/token", headers={}, json=TOKEN)["access_token"]}

    old = new()
    site.wait(14399)
    site.ok("GET", JOBS, headers=old)
    site.wait(1)
    refused = site.refused(401, "GET", JOBS, headers=old)
    assert refused == {"message": "Unauthenticated", "details": {}}
    site.ok("GET", JOBS, headers=new())


def test_a_token_may_live_shorter():
    site = Site(token_lifetime=300)
    issued = site.ok("POST", "/oauth2/token", headers={}, json=TOKEN)
    assert issued["expires_in"] == 300
    site.wait(300)
    site.refused(401, "GET", JOBS, headers={"Authorization": issued["access_token"]})


def test_ids_of_the_path_may_come_again_in_the_query_string_and_the_body():
    site = Site(person(1, "VIP"), person(2, "Old"))
    again = {"contactId": guid(1)}
    site.ok("GET", ONE, params=again)
    site.ok("POST", f"{ONE}/labels", params=again, json={**again, "labelKeys": ["custom.old"]})
    site.ok("DELETE", f"{ONE}/labels", params={**again, "labelKeys": "custom.vip"})
    assert site.labels_of(guid(1)) == ("Old",)
    job = site.label([guid(1)], add=("custom.vip",))
    site.ok("GET", f"{JOBS}/{job}", params={"jobId": job})
    site.ok("PATCH", f"{LABELS}/custom.vip", params={"key": "custom.vip"}, json={"displayName": "Gold"})
    site.ok("DELETE", ONE, params=again)
    assert not [contact for contact in site.view().contacts if contact == guid(1)]


def test_unknown_members_parameters_and_headers_are_passed_over():
    site = Site(*people(2))
    headers = {**HEADERS, "x-wix-client-artifact-id": "any", "X-Wix-Consistent": "v1-0", "Accept": "*/*"}
    asked = {"query": {"omitTotal": True, "cursorPaging": {"limit": 1}}, "filter": {"id": guid(1)}}
    answer = site.ok("POST", f"{CONTACTS}/query", headers=headers, json=asked, params={"v": "1"})
    assert [contact["id"] for contact in answer["contacts"]] == [guid(1), guid(2)]


@pytest.mark.parametrize("body", [None, {}, {"query": None}, {"query": {}}])
@pytest.mark.parametrize("path", [CONTACTS, LABELS])
def test_a_query_may_say_nothing(path, body):
    more = {} if body is None else {"json": body}
    assert "pagingMetadata" in Site().ok("POST", f"{path}/query", **more)


def test_nulls_stand_for_what_is_not_sent():
    site = Site(*people(2))
    query = {"filter": None, "sort": None, "paging": {"limit": None, "offset": None}}
    assert len(site.query(**query, fields=None, fieldsets=None)["contacts"]) == 2


def test_head_is_answered_like_get_and_options_is_not_there():
    site = Site()
    assert site.call("HEAD", LABELS).status_code == 200
    assert site.refused(405, "OPTIONS", LABELS) == {"message": "", "details": {}}


def test_the_path_of_stale_examples_is_not_there():
    site = Site(person(1, "VIP"))
    job = site.label([guid(1)], add=("custom.vip",))
    site.refused(404, "GET", f"/contacts/v4/bulk/contact/jobs/{job}")


def test_every_answer_is_json_and_has_a_request_id_even_of_an_unknown_path():
    site = Site(person(1))
    asked = [("GET", ONE), ("GET", f"{CONTACTS}/{guid(9)}"), ("GET", "/nowhere"), ("PUT", CONTACTS)]
    answers = [site.call(method, path) for method, path in asked]
    assert [answer.status_code for answer in answers] == [200, 404, 404, 405]
    assert {answer.headers["Content-Type"] for answer in answers} == {"application/json"}
    assert len({answer.headers["X-Wix-Request-Id"] for answer in answers}) == 4


def test_requests_to_unknown_paths_are_kept_too():
    site = Site()
    site.refused(404, "POST", "/nowhere", json={"a": 1})
    site.refused(405, "PUT", CONTACTS)
    kept = [(call.method, call.path, call.raw) for call in site.emulator.requests]
    assert kept == [("POST", "/nowhere", b'{"a":1}'), ("PUT", CONTACTS, b"")]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", f"{ONE}/labels", {"labelKeys": ["custom.vip"]}),
        ("DELETE", f"{ONE}/labels", {"labelKeys": ["custom.vip"]}),
        ("PATCH", ONE, {"revision": 1, "info": {"company": "Acme"}}),
        ("POST", CONTACTS, {"info": {"name": {"first": "A"}}}),
        ("POST", LABELS, {"displayName": "New"}),
        ("POST", f"{BULK}/update", {"filter": {"id": guid(1)}, "info": {"company": "Acme"}}),
        ("DELETE", ONE, {}),
        ("DELETE", f"{LABELS}/custom.vip", {}),
    ],
)
def test_success_is_200_and_nothing_else(method, path, body):
    assert Site(person(1, "VIP")).call(method, path, json=body).status_code == 200


def test_an_application_error_has_a_code_and_a_violation_has_a_field_never_both():
    site = Site(person(1))
    assert site.refused(404, "GET", f"{CONTACTS}/{guid(9)}") == {
        "message": "Contact not found.",
        "details": {
            "applicationError": {"code": "CONTACT_NOT_FOUND", "description": "Contact not found."},
        },
    }
    assert site.refused(400, "POST", f"{ONE}/labels", json={"labelKeys": []}) == {
        "message": "labelKeys has size 0, expected 1 or more",
        "details": {
            "validationError": {
                "fieldViolations": [
                    {
                        "field": "labelKeys",
                        "description": "has size 0, expected 1 or more",
                        "violatedRule": "MIN_SIZE",
                        "ruleName": "",
                        "data": {"threshold": 1},
                    }
                ]
            }
        },
    }
