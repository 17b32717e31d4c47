"""HighLevel: what a location can do, and what its headers say."""

from __future__ import annotations

import re

import pytest

from labelsync.connectors.highlevel import VENDOR
from labelsync.core.capability import Bucket
from labelsync.core.connector import Ports
from labelsync.core.exchange import Remaining
from labelsync.core.setting import AccountSettings, SettingKind
from tests.connectors.highlevel_location import BASE, Box, located
from tests.connectors.straight import Sundial

HEADERS = {
    "x-ratelimit-max": "100",
    "x-ratelimit-remaining": "97",
    "x-ratelimit-interval-milliseconds": "10000",
    "x-ratelimit-limit-daily": "200000",
    "x-ratelimit-daily-remaining": "199000",
}


@pytest.mark.parametrize(("batch", "height"), [(0, 250), (500, 500), (900, 500), (40, 40)])
def test_the_batch_height_is_250_and_never_above_500(batch: int, height: int) -> None:
    assert located(batch=batch)[0].capabilities.shape.max_contacts == height


def test_the_pace_of_the_account_replaces_the_burst_limit() -> None:
    assert located()[0].capabilities.buckets[0] == Bucket("burst", 100, 10.0)
    for pace, limit in ((2.5, 25), (0.01, 1)):
        connector, straight = located(pace=pace)
        day = Bucket("day", 200_000, 86_400.0)
        assert connector.capabilities.buckets == (Bucket("burst", limit, 10.0), day)
        assert straight.access.buckets == connector.capabilities.buckets


def test_both_limits_are_read_from_the_headers() -> None:
    assert located()[1].access.remaining(HEADERS) == (
        Remaining("burst", 97, limit=100, reset=10.0),
        Remaining("day", 199_000, limit=200_000),
    )


@pytest.mark.parametrize(("told", "seconds"), [("3600", 3600.0), ("86400", 86400.0), ("7200000", 7200.0)])
def test_a_daily_reset_beyond_a_day_of_seconds_is_milliseconds(told: str, seconds: float) -> None:
    rows = located()[1].access.remaining({**HEADERS, "x-ratelimit-daily-reset": told})
    assert rows[1].reset == seconds


def test_a_header_does_not_undo_the_pace_of_the_account() -> None:
    access = located(pace=2.0)[1].access
    assert access.remaining(HEADERS)[0].limit == 20
    assert access.remaining({**HEADERS, "x-ratelimit-max": "10"})[0].limit == 10


def test_absent_or_broken_headers_say_nothing() -> None:
    access = located()[1].access
    assert access.remaining({}) == ()
    assert access.remaining({"x-ratelimit-remaining": "many", "x-ratelimit-daily-remaining": "-3"}) == (
        Remaining("day", 0),
    )


def test_a_request_answers_for_a_page_of_carriers_or_fifty_identities() -> None:
    can = located()[0].capabilities
    assert (can.carriers, can.matching, can.emails, can.phones) == (500, 500, 50, 50)


def test_only_reading_requests_are_listed_as_reading() -> None:
    assert set(located()[1].access.reads) == {
        ("GET", "/locations/{}/tags"),
        ("POST", "/contacts/search"),
        ("GET", "/contacts/{}"),
    }


def test_the_token_goes_to_the_vendor_s_host_or_to_the_given_base_url() -> None:
    assert located()[1].access.base_url == BASE == VENDOR.base_url
    assert located()[1].access.hosts == ("services.leadconnectorhq.com",)
    assert located(base_url="http://127.0.0.1:9")[1].access.base_url == "http://127.0.0.1:9"


def test_a_sandbox_account_needs_no_settings() -> None:
    opened = VENDOR.open(AccountSettings(base_url="http://127.0.0.1:9"), Ports(Sundial(), Box()))
    assert dict(opened.access.headers)["authorization"].startswith("Bearer pit-")


def test_every_example_fits_its_own_pattern() -> None:
    for setting in VENDOR.settings:
        assert not setting.pattern or re.fullmatch(setting.pattern, setting.example)


def test_a_token_or_an_app_opens_an_account() -> None:
    assert VENDOR.credentials == (("token",), ("client_id", "client_secret", "refresh_token"))
    optional = {setting.name for setting in VENDOR.settings if not setting.required}
    assert {name for names in VENDOR.credentials for name in names} <= optional
    secrets = {setting.name for setting in VENDOR.settings if setting.kind is SettingKind.SECRET}
    assert secrets == {"token", "client_secret", "refresh_token"}


def test_labels_are_known_by_the_folded_manifest_key() -> None:
    assert VENDOR.label_name(key=" Vip ", title="Very important") == "vip"
    assert VENDOR.labels.made_on_use
    assert VENDOR.labels.takes_along is None
    assert not VENDOR.labels.renamable
