"""What clients send besides what is asked for, and the emulated KirimChat takes."""

from __future__ import annotations

import re

import pytest

from tests.sandbox.kirimchat_client import ANA, BEN, CEM, Vendor, error


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "text/plain", ""])
def test_a_body_is_json_whatever_its_content_type_says(kind: str) -> None:
    made = Vendor().call("POST", "/labels", content=b'{"name": "New"}', headers={"Content-Type": kind})
    assert made.status_code == 201


def test_fields_parameters_and_headers_that_nobody_knows_are_passed_over() -> None:
    vendor = Vendor()
    body = {"contact_id": BEN, "id": BEN, "label_id": vendor.label("VIP"), "note": None}
    answer = vendor.call(
        "POST", f"/contacts/{BEN}/labels?verbose=1", json=body, headers={"X-Client": "sdk", "X-Team": "main"}
    )
    assert answer.json()["data"]["attached"] is True
    assert vendor.carried(BEN) == ("VIP",)


def test_a_detaching_call_may_have_a_body() -> None:
    vendor = Vendor()
    key = vendor.label("VIP")
    answer = vendor.call("DELETE", f"/contacts/{ANA}/labels/{key}", json={"contact_id": ANA, "label_id": key})
    assert answer.json()["data"]["attached"] is False


def test_an_answer_says_that_it_is_json() -> None:
    vendor = Vendor()
    for path in ("/contacts", "/contacts/nonsense"):
        assert vendor.get(path).headers["Content-Type"] == "application/json"


def test_a_head_is_answered_like_a_get() -> None:
    assert [Vendor().call("HEAD", path).status_code for path in ("/contacts", "/contacts/ctc_x")] == [
        200,
        400,
    ]


def test_a_method_that_a_path_lacks_is_404_or_405() -> None:
    assert error(Vendor().call("OPTIONS", "/contacts"))[:2] == (404, "not_found")
    lacking = Vendor(absent_method_status=405)
    for path in ("/contacts", "/v1/contacts"):
        assert error(lacking.call("PUT", path))[:2] == (405, "invalid_request_error")
    assert error(lacking.call("PUT", "/nowhere"))[0] == 404


def test_every_path_is_served_with_and_without_its_version() -> None:
    vendor = Vendor()
    for path in ("/me", "/accounts", "/labels", "/contacts", "/conversations", "/webhook_subscriptions"):
        assert [vendor.get(path).status_code, vendor.get(f"/v1{path}").status_code] == [200, 200]


def test_ids_are_a_prefix_and_a_ulid() -> None:
    rows = Vendor().get("/conversations").json()["data"]
    assert all(re.fullmatch("cnv_[0-9A-HJKMNP-TV-Z]{26}", row["id"]) for row in rows)
    assert [row["contact_id"] for row in rows] == [CEM, BEN, ANA]
