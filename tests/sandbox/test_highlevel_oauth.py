"""OAuth: codes, rotating refresh tokens, location tokens, installed locations."""

from __future__ import annotations

from typing import Any

from labelsync.sandbox.highlevel import Grant
from tests.sandbox.highlevel_client import LOCATION, Location, contact_id, person

ONE = f"/contacts/{contact_id(1)}"
CLIENT = {"client_id": "app1", "client_secret": "s3cret"}
CODE = {**CLIENT, "grant_type": "authorization_code", "code": "c0de", "user_type": "Location"}


def exchange(location: Location, form: dict[str, str], **options: Any) -> Any:
    return location.call("POST", "/oauth/token", headers={"Version": None}, data=form, **options)


def refresh(location: Location, token: str, **change: str) -> Any:
    return exchange(location, {**CLIENT, "grant_type": "refresh_token", "refresh_token": token, **change})


def test_a_code_is_exchanged_for_a_token_that_works_until_it_expires() -> None:
    location = Location(person(1), location_id=LOCATION)
    answer = exchange(location, CODE)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["token_type"], told["expires_in"], told["userType"]) == ("Bearer", 86_399, "Location")
    assert told["locationId"] == LOCATION
    assert "contacts.write" in told["scope"].split()
    assert location.call("GET", ONE, token=told["access_token"]).status_code == 200
    location.wait(86_399)
    assert location.call("GET", ONE, token=told["access_token"]).status_code == 401


def test_a_clock_that_never_stands_still_changes_nothing_of_that() -> None:
    location = Location(person(1), index_lag=0.0)
    location.clock.tick = 0.0001
    told = exchange(location, CODE).json()
    assert told["expires_in"] == 86_399
    location.bulk("add", [1], ["vip"])
    assert location.search(pageLimit=1)["contacts"][0]["tags"] == ["vip"]
    assert location.call("GET", ONE, token=told["access_token"]).status_code == 200


def test_a_code_works_once_and_is_checked_before_the_client() -> None:
    location = Location(oauth_clients={"app1": "s3cret"}, authorization_codes=frozenset({"c0de"}))
    wrong = exchange(location, {**CODE, "code": "other", "client_secret": "wrong"})
    assert wrong.status_code == 401
    assert wrong.json()["error"] == "UnAuthorized!"
    assert wrong.json()["error_description"] == "Authorization code not found"
    assert exchange(location, {**CODE, "client_secret": "wrong"}).status_code == 401
    assert exchange(location, CODE).status_code == 200
    assert exchange(location, CODE).status_code == 401


def test_a_refresh_token_rotates_with_thirty_seconds_of_grace() -> None:
    location = Location(person(1))
    first = exchange(location, CODE).json()["refresh_token"]
    second = refresh(location, first).json()
    assert second["refresh_token"] != first
    location.wait(30)
    assert refresh(location, first).json()["access_token"] == second["access_token"]
    assert refresh(location, first, client_secret="other").status_code == 400
    location.wait(1)
    late = refresh(location, first)
    assert (late.status_code, late.json()["error"]) == (400, "invalid_grant")
    assert refresh(location, second["refresh_token"]).status_code == 200
    assert location.call("GET", ONE, token=second["access_token"]).status_code == 200


def test_an_unused_refresh_token_lives_a_year() -> None:
    location = Location(bad_refresh_status=401)
    token = exchange(location, CODE).json()["refresh_token"]
    location.wait(365 * 86_400 + 1)
    assert refresh(location, token).status_code == 401


def test_a_refresh_token_of_before_is_taken_once_unless_only_known_ones_are() -> None:
    assert refresh(Location(), "from-the-vault").status_code == 200
    assert refresh(Location(known_tokens_only=True), "from-the-vault").status_code == 400


def test_lifetimes_and_scopes_of_issued_tokens_are_switches() -> None:
    location = Location(
        person(1),
        access_lifetime=60,
        refresh_lifetime=120,
        refresh_grace=0.0,
        location_scopes=("contacts.readonly",),
        company_scopes=("oauth.readonly",),
    )
    told = exchange(location, CODE).json()
    assert (told["expires_in"], told["scope"]) == (60, "contacts.readonly")
    assert location.call("DELETE", ONE, token=told["access_token"]).status_code == 401
    assert (
        exchange(location, {**CODE, "code": "2", "user_type": "Company"}).json()["scope"] == "oauth.readonly"
    )
    location.wait(60)
    assert location.call("GET", ONE, token=told["access_token"]).status_code == 401
    assert refresh(location, told["refresh_token"]).status_code == 200
    location.wait(1)
    assert refresh(location, told["refresh_token"]).status_code == 400


def test_v3_speaks_camel_case_in_forms_and_json() -> None:
    location = Location()
    body = {"clientId": "app1", "clientSecret": "s", "grantType": "authorization_code", "code": "c"}
    told = location.call("POST", "/oauth/token", body, version="v3").json()
    assert told["expiresIn"] == 86_399
    assert {"accessToken", "refreshToken", "tokenType"} <= told.keys()
    form = {"clientId": "app1", "clientSecret": "s", "grantType": "refresh_token"}
    form["refreshToken"] = told["refreshToken"]
    assert "accessToken" in location.call("POST", "/oauth/token", version="v3", data=form).json()


def test_client_credentials_are_exchanged_and_other_grants_refused() -> None:
    location = Location()
    assert exchange(location, {**CLIENT, "grant_type": "client_credentials"}).status_code == 200
    assert (
        exchange(location, {**CLIENT, "grant_type": "password"}).json()["error"] == "unsupported_grant_type"
    )
    assert exchange(location, {"grant_type": "client_credentials"}).status_code == 401


def company(location: Location) -> str:
    return str(exchange(location, {**CODE, "user_type": "Company"}).json()["access_token"])


def test_an_agency_token_cannot_read_contacts_and_mints_a_location_token_that_can() -> None:
    location = Location(person(1), location_id=LOCATION)
    agency = company(location)
    assert location.call("GET", ONE, token=agency).status_code == 401
    form = {"companyId": location.switches.company_id, "locationId": LOCATION}
    minted = location.call("POST", "/oauth/locationToken", token=agency, data=form)
    assert minted.status_code == 201
    assert minted.json()["locationId"] == LOCATION
    assert "refresh_token" in minted.json()
    assert location.call("GET", ONE, token=minted.json()["access_token"]).status_code == 200


def test_a_location_token_speaks_snake_case_under_v3_and_its_status_is_a_switch() -> None:
    location = Location(location_token_status=200, tokens={"co": Grant(kind="company")})
    form = {"companyId": "C", "locationId": LOCATION}
    minted = location.call("POST", "/oauth/location-token", token="co", data=form, version="v3")
    assert minted.status_code == 200
    assert {"access_token", "expires_in", "refresh_token"} <= minted.json().keys()


def test_only_an_agency_token_mints_location_tokens() -> None:
    location = Location(tokens={"loc": Grant()})
    form = {"companyId": "C", "locationId": LOCATION}
    for token in ("loc", "pit-any"):
        refused = location.call("POST", "/oauth/locationToken", token=token, data=form)
        assert refused.status_code == 401


def test_an_app_installed_by_the_agency_gets_a_company_token_for_any_code() -> None:
    told = exchange(Location(installed_by_agency=True), CODE).json()
    assert told["userType"] == "Company"
    assert "locationId" not in told
    assert exchange(Location(), CODE).json()["userType"] == "Location"


def test_the_token_of_a_sibling_location_does_not_open_this_one() -> None:
    sibling = "LOC00000000000000002"
    location = Location(person(1), location_id=LOCATION, sibling_locations=(sibling,))
    form, agency = {"companyId": "C", "locationId": sibling}, company(location)
    minted = location.call("POST", "/oauth/locationToken", token=agency, data=form).json()
    assert location.call("GET", ONE, token=minted["access_token"]).status_code == 403
    form["locationId"] = "LOC00000000000000003"
    refused = location.call("POST", "/oauth/locationToken", token=agency, data=form)
    assert refused.status_code == 403


def test_the_renamed_paths_exist_under_v3_only() -> None:
    location = Location(location_id=LOCATION, tokens={"co": Grant(kind="company")})
    form = {"companyId": "C", "locationId": LOCATION}
    for version, status in (("2021-07-28", 404), ("v3", 201)):
        answer = location.call("POST", "/oauth/location-token", token="co", data=form, version=version)
        assert answer.status_code == status
    for version in ("2021-07-28", "v3"):
        answer = location.call("POST", "/oauth/locationToken", token="co", data=form, version=version)
        assert answer.status_code == 201
    path = f"/oauth/installed-locations?companyId={location.switches.company_id}&appId=A"
    assert location.call("GET", path, token="co").status_code == 404


def test_installed_locations_are_paged() -> None:
    siblings = tuple(f"LOC{number:017d}" for number in range(2, 31))
    location = Location(
        location_id=LOCATION, sibling_locations=siblings, tokens={"co": Grant(kind="company")}
    )
    query = f"companyId={location.switches.company_id}&appId=A"
    first = location.call("GET", f"/oauth/installedLocations?{query}", token="co").json()
    assert (len(first["locations"]), first["count"]) == (20, 30)
    assert first["locations"][0]["_id"] == LOCATION
    rest = location.call("GET", f"/oauth/installedLocations?{query}&skip=20", token="co").json()
    assert len(rest["locations"]) == 10
    path = f"/oauth/installed-locations?{query}&pageSize=25"
    page = location.call("GET", path, token="co", version="v3").json()
    last = location.call("GET", f"{path}&pageToken={page['nextPageToken']}", token="co", version="v3").json()
    assert (len(last["locations"]), "nextPageToken" in last) == (5, False)
    too_much = location.call("GET", f"{path}0", token="co", version="v3")
    assert too_much.status_code == 422


def test_reconnecting_gives_a_code_that_is_exchanged_once() -> None:
    location = Location(authorization_codes=frozenset(), location_id=LOCATION)
    keys = {"clientKey": "app1", "clientSecret": "s3cret", "locationId": LOCATION}
    told = location.call("POST", "/oauth/reconnect", keys).json()
    assert {"authorizationCode", "expiresAt", "traceId"} <= told.keys()
    form = {**CODE, "code": told["authorizationCode"]}
    assert exchange(location, form).status_code == 200
    assert exchange(location, form).status_code == 401
