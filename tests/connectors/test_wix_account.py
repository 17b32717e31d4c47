from __future__ import annotations

import asyncio
import re

import httpx
import pytest

from labelsync.connectors.wix import VENDOR
from labelsync.core.capability import Deletes, Evidence, Repeat
from labelsync.core.setting import AccountSettings
from labelsync.errors import Incomprehensible, NotAuthorised
from tests.connectors.wix_scene import (
    APP_SECRETS,
    APP_TEXTS,
    BASE,
    INSTANCE,
    KEY,
    QUERY,
    SITE,
    Scene,
    ok,
    ports,
    scene,
    sent,
    sheet,
)

LABELS = "/contacts/v4/labels"
NO_LABELS = {"labels": [], "metadata": {"count": 0, "offset": 0, "total": 0}}


def test_the_site_is_identified_by_two_reads_that_show_nobody() -> None:
    with scene() as wix:
        labels = wix.answers("GET", LABELS, ok(NO_LABELS))
        contacts = wix.answers("POST", QUERY, sheet([], total=0))
        identified = asyncio.run(wix.connector.identify(wix.way))
        assert identified == (f"site {SITE}", SITE)
        assert str(labels.calls.last.request.url) == f"{BASE}{LABELS}?paging.limit=1"
        assert sent(contacts) == [
            {
                "query": {
                    "sort": [{"fieldName": "createdDate", "order": "ASC"}],
                    "paging": {"limit": 1, "offset": 0},
                    "fields": ["createdDate"],
                }
            }
        ]


def test_the_key_is_sent_raw_with_the_site_and_without_an_account() -> None:
    with scene() as wix:
        labels = wix.answers("GET", LABELS, ok(NO_LABELS))
        wix.answers("POST", QUERY, sheet([]))
        asyncio.run(wix.connector.identify(wix.way))
        headers = labels.calls.last.request.headers
        assert headers["authorization"] == KEY
        assert headers["wix-site-id"] == SITE
        assert "wix-account-id" not in headers


def refusal_of(wix: Scene) -> NotAuthorised:
    with pytest.raises(NotAuthorised) as caught:
        asyncio.run(wix.connector.identify(wix.way))
    return caught.value


def test_an_unknown_key_and_a_missing_permission_are_told_apart() -> None:
    with scene() as wix:
        wix.answers("GET", LABELS, httpx.Response(401, json={"message": "", "details": {}}))
        unknown = refusal_of(wix)
    with scene() as wix:
        wix.answers("GET", LABELS, httpx.Response(403))
        without_labels = refusal_of(wix)
    with scene() as wix:
        wix.answers("GET", LABELS, ok(NO_LABELS))
        wix.answers("POST", QUERY, httpx.Response(403, json={"message": "", "details": {}}))
        without_contacts = refusal_of(wix)
    assert "does not accept the API key" in unknown.reason
    assert "CONTACTS_LABELS.VIEW" in without_labels.advice
    assert "(CONTACTS.VIEW)" in without_contacts.advice
    assert "site_id" in without_contacts.advice
    assert KEY not in unknown.reason + unknown.advice


def test_a_page_of_a_stranger_is_no_identity() -> None:
    with scene() as wix:
        wix.answers("GET", LABELS, httpx.Response(200, html="<html>Sign in to the Wi-Fi</html>"))
        with pytest.raises(Incomprehensible):
            asyncio.run(wix.connector.identify(wix.way))


def test_everything_that_reads_is_listed_and_nothing_that_writes() -> None:
    with scene() as wix:
        assert set(wix.access.reads) == {
            ("GET", "/contacts/v4/labels"),
            ("POST", "/contacts/v4/contacts/query"),
            ("GET", "/contacts/v4/contacts/{}"),
            ("GET", "/contacts/v4/bulk/jobs/{}"),
        }
        assert wix.access.hosts == ("www.wixapis.com",)
        assert wix.access.remaining({"retry-after": "3"}) == ()


def test_without_settings_a_site_has_the_documented_limits() -> None:
    with scene() as wix:
        able = wix.connector.capabilities
    assert (able.page, able.these, able.strong) == (1000, 100, 1)
    assert (able.shape.max_contacts, able.shape.max_labels, able.shape.combined) == (100, 100, True)
    assert (able.deletes, able.delete_height) == (Deletes.BULK, 100)
    assert (able.evidence, able.repeat, able.lag) == (Evidence.TOTALS, Repeat.HARMLESS, 30.0)
    assert [(bucket.limit, bucket.seconds) for bucket in able.buckets] == [(200, 60.0)]
    assert able.job == (1.0, 601.0)
    assert able.labels is VENDOR.labels
    assert (able.labels.by, able.labels.renamable) == ("key", True)
    assert able.labels.takes_along == ("contacts",)


def test_every_question_can_be_asked_so_that_the_same_people_are_meant() -> None:
    with scene(batch=50) as wix:
        able = wix.connector.capabilities
    assert (able.carriers, able.emails, able.phones, able.matching) == (1000, 50, 50, 1000)


def test_the_accounts_own_height_pace_and_concurrency_are_taken_in() -> None:
    settings = AccountSettings(batch=2500, pace=0.001, concurrency=1, base_url="http://127.0.0.1:1")
    connector, access = VENDOR.open(settings, ports())
    able = connector.capabilities
    assert (able.shape.max_contacts, able.delete_height, able.these) == (2500, 2500, 1000)
    assert [bucket.limit for bucket in access.buckets] == [1]
    assert able.concurrency == 1
    assert access.base_url == "http://127.0.0.1:1"


def test_one_site_is_one_tenant_however_its_id_is_written() -> None:
    _, access = VENDOR.open(AccountSettings({"site_id": SITE.upper()}, {"api_key": f"{KEY}\n"}), ports())
    assert access.headers == (("Authorization", KEY), ("wix-site-id", SITE))


def test_each_settings_example_matches_its_pattern() -> None:
    names = ["site_id", "api_key", "app_id", "app_secret", "instance_id"]
    assert [setting.name for setting in VENDOR.settings] == names
    for setting in VENDOR.settings:
        assert not setting.example or re.fullmatch(setting.pattern, setting.example)


def test_a_site_is_opened_by_a_key_or_by_an_app_and_no_setting_is_needed_by_itself() -> None:
    assert VENDOR.credentials == (("site_id", "api_key"), ("app_id", "app_secret", "instance_id"))
    assert {name for names in VENDOR.credentials for name in names} == {s.name for s in VENDOR.settings}
    assert not any(setting.required for setting in VENDOR.settings)


def test_the_value_that_wix_wants_back_goes_back() -> None:
    with scene() as wix:
        assert wix.access.echoes == ("x-wix-consistent",)


def test_an_app_is_known_by_its_instance_and_sends_no_site() -> None:
    with scene(app=True) as wix:
        wix.answers("GET", LABELS, ok(NO_LABELS))
        wix.answers("POST", QUERY, sheet([], total=0))
        assert asyncio.run(wix.connector.identify(wix.way)) == (f"instance {INSTANCE}", INSTANCE)
        assert wix.access.headers == ()
        assert wix.access.authority is not None


def test_what_an_emulator_lets_out_is_filled_with_what_opens_nothing() -> None:
    _, by_key = VENDOR.open(AccountSettings(base_url="http://127.0.0.1:1"), ports())
    assert [name for name, _ in by_key.headers] == ["Authorization", "wix-site-id"]
    _, by_app = VENDOR.open(AccountSettings({"app_id": "a"}, base_url="http://127.0.0.1:1"), ports())
    assert by_app.authority is not None


def test_no_text_of_an_opened_account_holds_a_secret() -> None:
    connector, access = VENDOR.open(AccountSettings(APP_TEXTS, APP_SECRETS), ports())
    assert APP_SECRETS["app_secret"] not in f"{connector!r} {access!r} {vars(access.authority)!r}"
