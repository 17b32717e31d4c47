"""Keys, limits and envelopes of the emulated KirimChat."""

from __future__ import annotations

import re

import pytest

from tests.sandbox.kirimchat_client import ANA, KEY, NO_LABEL, NOBODY, NOON, Vendor, error, everything

ANOTHER_KEY = "kdv_live_" + "z" * 24


def test_me_tells_the_organisation_the_key_and_the_limits() -> None:
    answer = Vendor().get("/me")
    body = answer.json()
    assert body["request_id"] == answer.headers["X-Request-Id"]
    assert re.fullmatch("req_[0-9A-HJKMNP-TV-Z]{26}", body["request_id"])
    owner, key = body["data"]["organization"], body["data"]["api_key"]
    assert re.fullmatch("org_[0-9A-HJKMNP-TV-Z]{26}", owner.pop("id"))
    assert re.fullmatch("key_[0-9A-HJKMNP-TV-Z]{26}", key.pop("id"))
    assert owner == {"object": "organization", "name": "Sandbox"}
    assert key == {"object": "api_key", "label": "Sandbox key", "last4": KEY[-4:]}
    assert body["data"]["rate_limits"] == {"tier": "free", "write_per_minute": 60, "read_per_minute": 600}


@pytest.mark.parametrize(
    "given",
    ["", f"Basic {KEY}", KEY, "Bearer kdv_test_" + "a" * 24, "Bearer kdv_live_short", f"Bearer {KEY}x"],
)
def test_a_call_without_a_live_key_is_401(given: str) -> None:
    answer = Vendor().call("GET", "/me", headers={"Authorization": given})
    assert error(answer)[:3] == (401, "authentication_error", "invalid_api_key")


def test_a_key_in_the_query_a_cookie_or_another_header_is_no_key() -> None:
    vendor = Vendor()
    vendor.headers = {}
    assert error(vendor.get("/me", api_key=KEY, access_token=KEY))[0] == 401
    assert error(vendor.call("GET", "/me", headers={"Cookie": f"api_key={KEY}"}))[0] == 401
    assert error(vendor.call("GET", "/me", headers={"X-Api-Key": KEY}))[0] == 401


@pytest.mark.parametrize("letters", ["A" * 24, "a0-_" * 6, "Zz9_" * 6])
def test_any_24_url_safe_characters_make_a_key_that_may_do_everything(letters: str) -> None:
    vendor = Vendor()
    vendor.headers = {"Authorization": f"Bearer kdv_live_{letters}"}
    assert vendor.get("/me").json()["data"]["api_key"]["last4"] == letters[-4:]
    assert vendor.post("/labels", {"name": "A"}).status_code == 201
    assert vendor.call("DELETE", f"/labels/{vendor.label('A')}").status_code == 200


def test_the_codes_that_no_document_shows_can_be_others() -> None:
    vendor = Vendor(not_found_code="contact_not_found", failure_code="oops", bulk_failures_after_commit=1)
    assert error(vendor.get(f"/contacts/{NOBODY}"))[:3] == (404, "not_found", "contact_not_found")
    assert error(vendor.bulk([ANA], NO_LABEL))[2] == "contact_not_found"
    assert error(vendor.bulk([ANA], vendor.label("VIP")))[:3] == (500, "api_error", "oops")
    revoked = Vendor(revoked_keys=(KEY,), bad_key_code="revoked_api_key").get("/me")
    assert error(revoked)[:3] == (401, "authentication_error", "revoked_api_key")


def test_an_expired_and_a_revoked_key_are_401() -> None:
    assert error(Vendor(expired_keys=(KEY,)).get("/me"))[2] == "expired_api_key"
    assert error(Vendor(expired_keys=(KEY,)).get("/me"))[:2] == (401, "authentication_error")
    revoked = error(Vendor(revoked_keys=(KEY,)).get("/me"))
    assert revoked[:3] == (401, "authentication_error", "invalid_api_key")


def test_the_accepted_keys_can_be_named() -> None:
    assert Vendor(api_keys=(KEY,)).get("/me").status_code == 200
    assert error(Vendor(api_keys=(ANOTHER_KEY,)).get("/me"))[:2] == (401, "authentication_error")


def test_a_suspended_organisation_is_403() -> None:
    assert error(Vendor(suspended=True).get("/contacts"))[:2] == (403, "permission_error")


def test_the_description_needs_no_key() -> None:
    for path in ("/openapi.json", "/v1/openapi.json"):
        answer = Vendor().call("GET", path, headers={"Authorization": ""})
        assert answer.status_code == 200
        assert "post" in answer.json()["paths"]["/contacts/bulk_label"]


def test_every_2xx_and_4xx_tells_what_is_left_of_its_class() -> None:
    vendor = Vendor()
    first, second = vendor.get("/me"), vendor.get("/contacts/nonsense")
    assert [first.headers["X-RateLimit-Limit"], first.headers["X-RateLimit-Remaining"]] == ["600", "599"]
    assert second.status_code == 400
    assert second.headers["X-RateLimit-Remaining"] == "598"
    assert second.headers["X-RateLimit-Reset"] == str(int(NOON) + 1)
    assert vendor.post("/labels", {"name": "A"}).headers["X-RateLimit-Limit"] == "60"


def test_the_61st_write_of_a_moment_is_429_and_a_token_comes_back_each_second() -> None:
    vendor = Vendor()
    made = [vendor.post("/labels", {"name": f"L{number}"}).status_code for number in range(61)]
    assert made == [201] * 60 + [429]
    refused = vendor.post("/labels", {"name": "late"})
    assert error(refused)[:3] == (429, "rate_limit_error", "rate_limit_exceeded")
    assert refused.headers["Retry-After"] == "1"
    assert refused.headers["X-RateLimit-Remaining"] == "0"
    assert refused.headers["X-RateLimit-Reset"] == str(int(NOON) + 60)
    vendor.clock.at += 1
    assert vendor.post("/labels", {"name": "late"}).status_code == 201
    assert vendor.post("/labels", {"name": "later"}).status_code == 429
    assert vendor.get("/labels").status_code == 200


def test_what_is_left_is_told_in_whole_tokens() -> None:
    vendor = Vendor(write_per_minute=60)
    vendor.post("/labels", {"name": "A"})
    vendor.clock.at += 0.5
    assert vendor.post("/labels", {"name": "B"}).headers["X-RateLimit-Remaining"] == "58"


def test_the_keys_of_an_organisation_share_its_limit() -> None:
    vendor = Vendor(write_per_minute=1)
    assert vendor.post("/labels", {"name": "A"}).status_code == 201
    vendor.headers = {"Authorization": f"Bearer {ANOTHER_KEY}"}
    assert vendor.post("/labels", {"name": "B"}).status_code == 429


@pytest.mark.parametrize(
    ("method", "limit"),
    [("GET", "600"), ("HEAD", "600"), ("POST", "60"), ("PUT", "60"), ("PATCH", "60"), ("DELETE", "60")],
)
def test_a_method_counts_as_reading_or_as_writing(method: str, limit: str) -> None:
    answer = Vendor().call(method, "/contacts")
    assert answer.headers["X-RateLimit-Limit"] == limit
    assert answer.headers["X-RateLimit-Remaining"] == str(int(limit) - 1)


def test_a_refused_key_is_told_the_limits_and_costs_nothing() -> None:
    answer = Vendor(revoked_keys=(KEY,)).get("/me")
    assert [answer.headers[f"X-RateLimit-{name}"] for name in ("Limit", "Remaining")] == ["600", "600"]


def test_a_full_bucket_does_not_grow() -> None:
    vendor = Vendor(write_per_minute=2)
    vendor.post("/labels", {"name": "first"})
    vendor.clock.at += 3600
    made = [vendor.post("/labels", {"name": f"L{number}"}).status_code for number in range(3)]
    assert made == [201, 201, 429]
    assert vendor.post("/labels", {"name": "x"}).headers["Retry-After"] == "30"


@pytest.mark.parametrize(("tier", "write", "read"), [("free", 60, 600), ("pro", 600, 6000)])
def test_the_tier_sets_the_limits(tier: str, write: int, read: int) -> None:
    vendor = Vendor(tier=tier)
    assert vendor.get("/me").headers["X-RateLimit-Limit"] == str(read)
    assert vendor.post("/labels", {"name": "A"}).headers["X-RateLimit-Limit"] == str(write)


def test_enterprise_limits_are_custom() -> None:
    limits = Vendor(tier="enterprise", write_per_minute=5000, read_per_minute=9000).get("/me").json()
    assert limits["data"]["rate_limits"] == {
        "tier": "enterprise",
        "write_per_minute": 5000,
        "read_per_minute": 9000,
    }


def test_the_limits_can_be_switched_off() -> None:
    vendor = Vendor(rate_limits=False, write_per_minute=1)
    assert {vendor.post("/labels", {"name": f"L{number}"}).status_code for number in range(5)} == {201}


def test_an_unknown_path_is_404_in_the_vendors_envelope() -> None:
    assert error(Vendor().get("/nowhere"))[:2] == (404, "not_found")


@pytest.mark.parametrize(
    ("path", "served"), [("/v1/contacts", True), ("/1234567/contacts", True), ("/v1/1234567/contacts", True)]
)
def test_contacts_are_served_flat_and_below_a_phone_number_id(path: str, served: bool) -> None:
    assert (Vendor().get(path).status_code == 200) is served


def test_either_generation_of_paths_can_be_switched_off() -> None:
    old, new = Vendor(phone_scoped_paths=False), Vendor(flat_paths=False)
    assert [old.get("/contacts").status_code, old.get("/1234567/contacts").status_code] == [200, 404]
    assert [new.get("/contacts").status_code, new.get("/1234567/contacts").status_code] == [404, 200]
    assert [new.get("/labels").status_code, new.get("/1234567/labels").status_code] == [200, 404]


def test_a_phone_number_id_has_6_to_20_digits_and_may_be_pinned() -> None:
    assert error(Vendor().get("/12345/contacts"))[0] == 400
    assert error(Vendor().get(f"/{'1' * 21}/contacts"))[0] == 400
    pinned = Vendor(phone_number_id="1234567")
    assert pinned.get("/1234567/contacts").status_code == 200
    assert error(pinned.get("/7654321/contacts"))[0] == 404


@pytest.mark.parametrize("path", ["/me", "/accounts", "/labels", "/webhook_subscriptions"])
def test_what_is_not_about_contacts_stays_at_the_root(path: str) -> None:
    assert [Vendor().get(path).status_code, Vendor().get(f"/1234567{path}").status_code] == [200, 404]


def test_a_refusal_names_a_parameter_only_where_one_is_to_blame() -> None:
    assert "param" not in Vendor().get("/nowhere").json()["error"]
    assert Vendor().get("/contacts", limit=0).json()["error"]["param"] == "limit"


def test_the_accounts_are_listed() -> None:
    rows = Vendor(accounts=("+6281111111111",)).get("/accounts").json()["data"]
    assert [row["phone_number"] for row in rows] == ["+6281111111111"]


def test_accounts_page_like_every_list() -> None:
    numbers = tuple(f"+628111111111{n}" for n in range(5))
    rows = everything(Vendor(accounts=numbers), "/accounts", limit=2)
    assert [row["phone_number"] for row in rows] == list(numbers)
    assert error(Vendor().get("/accounts", limit=0))[2] == "invalid_limit"
    assert error(Vendor().get("/accounts", cursor="x"))[2] == "invalid_cursor"
