"""Webhook subscriptions of the emulated KirimChat."""

from __future__ import annotations

import re

import pytest

from tests.sandbox.kirimchat_client import Vendor, error, everything

HOOK = {"url": "https://example.org/hook", "events": ["contact.updated"]}


def test_the_secret_of_a_subscription_is_told_once() -> None:
    vendor = Vendor()
    made = vendor.post("/webhook_subscriptions", HOOK).json()["data"]
    assert made.pop("initial_secret")
    assert re.fullmatch("wbs_[0-9A-HJKMNP-TV-Z]{26}", made["id"])
    assert [made["url"], made["events"]] == [HOOK["url"], HOOK["events"]]
    vendor.restart()
    assert vendor.get("/webhook_subscriptions").json()["data"] == [made]


def test_a_subscription_is_for_https_only() -> None:
    refused = Vendor().post("/webhook_subscriptions", {"url": "http://example.org"})
    assert error(refused) == (400, "invalid_request_error", "invalid_webhook_url", "url")


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        ({"events": ["contact.updated"]}, "missing_required_field", "url"),
        (HOOK | {"events": ["contact.deleted"]}, "invalid_field_value", "events"),
        (HOOK | {"events": []}, "invalid_field_value", "events"),
        (HOOK | {"events": "contact.updated"}, "invalid_field_value", "events"),
    ],
)
def test_a_malformed_subscription_is_refused(body: dict[str, object], code: str, param: str) -> None:
    vendor = Vendor()
    assert error(vendor.post("/webhook_subscriptions", body))[2:] == (code, param)
    assert vendor.get("/webhook_subscriptions").json()["data"] == []


def test_a_subscription_is_for_all_events_unless_told() -> None:
    made = Vendor().post("/webhook_subscriptions", {"url": HOOK["url"]}).json()["data"]
    assert made["events"] == [
        "message.received",
        "message.status",
        "message.created",
        "conversation.assigned",
        "conversation.closed",
        "contact.created",
        "contact.updated",
    ]


def test_subscriptions_page_like_every_list() -> None:
    vendor = Vendor()
    for number in range(3):
        vendor.post("/webhook_subscriptions", {"url": f"https://example.org/{number}"})
        vendor.clock.at += 1
    rows = everything(vendor, "/webhook_subscriptions", limit=2)
    assert [row["url"][-1] for row in rows] == ["0", "1", "2"]
    assert error(vendor.get("/webhook_subscriptions", limit=101))[2] == "invalid_limit"
