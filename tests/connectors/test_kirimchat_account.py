"""KirimChat: labels made and deleted, what the organisation can do, and how fast."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest
import respx

from labelsync.connectors.kirimchat import VENDOR
from labelsync.core.batch import Batch, Creation, Deletion, Undefinition
from labelsync.core.capability import Bucket, Deletes, Membership
from labelsync.core.connector import Ports
from labelsync.core.exchange import Remaining, Ticket
from labelsync.core.outcome import ALREADY, APPLIED, Kind, Performed
from labelsync.core.roster import Definition
from labelsync.core.setting import AccountSettings
from labelsync.errors import NotAuthorised, Rejected
from tests.connectors.kirimchat_organisation import (
    BASE,
    KEY,
    VIP,
    Organisation,
    Unused,
    enveloped,
    listed,
    organised,
    refused,
    sent,
)
from tests.connectors.straight import Kept, Sundial

LABELS = f"{BASE}/labels"
TAKEN = refused(400, "invalid_request_error", "invalid_field_value", "name")
UNDEFINITION = Undefinition("vip", Definition(VIP, "VIP"))


@pytest.fixture
def vendor() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        yield router


def performed(batch: Batch, **settings: object) -> Performed:
    organisation = organised(**settings)
    return asyncio.run(organisation.connector.perform(batch, organisation.straight, Kept(KEY)))


def identified(vendor: respx.MockRouter, **settings: object) -> Organisation:
    """The organisation once `GET /me` told it that it is of the Pro tier."""
    told = {"tier": "pro", "write_per_minute": 600, "read_per_minute": 6000}
    content = {"organization": {"id": "org_1"}, "rate_limits": told}
    vendor.get(f"{BASE}/me").mock(return_value=enveloped(content))
    vendor.get(f"{BASE}/contacts").mock(return_value=listed())
    organisation = organised(**settings)
    asyncio.run(organisation.connector.identify(organisation.straight))
    return organisation


@pytest.mark.parametrize("team", ["", "support"])
def test_a_label_is_created_under_the_batch_s_key(vendor: respx.MockRouter, team: str) -> None:
    route = vendor.post(LABELS).mock(return_value=enveloped({"id": VIP, "name": "VIP", "color": "gray"}, 201))
    definition = Definition(VIP, "VIP")
    assert performed(Creation("vip", "VIP"), texts={"team_id": team}) == Performed(
        whole=APPLIED, definition=definition
    )
    request = route.calls.last.request
    assert sent(request) == ({"name": "VIP", "team_id": team} if team else {"name": "VIP"})
    assert request.headers["idempotency-key"] == KEY


def test_a_label_that_is_there_already_is_found_in_its_team(vendor: respx.MockRouter) -> None:
    vendor.post(LABELS).mock(return_value=TAKEN)
    other = {"id": "lbl_other", "name": "VIP", "team_id": "sales"}
    vendor.get(LABELS).mock(
        side_effect=[
            listed(other, {"id": "lbl_low", "name": "vip", "team_id": "support"}, following="c"),
            listed({"id": VIP, "name": "VIP", "team_id": "support"}),
        ]
    )
    assert performed(Creation("vip", "VIP"), texts={"team_id": "support"}) == Performed(
        whole=ALREADY, definition=Definition(VIP, "VIP")
    )


def test_a_name_that_is_refused_and_not_found_is_wrong(vendor: respx.MockRouter) -> None:
    vendor.post(LABELS).mock(return_value=TAKEN)
    vendor.get(LABELS).mock(return_value=listed())
    with pytest.raises(Rejected) as refusal:
        performed(Creation("vip", "VIP"))
    assert "case" in refusal.value.advice


def test_a_missing_team_is_asked_for(vendor: respx.MockRouter) -> None:
    missing = refused(400, "invalid_request_error", "missing_required_field", "team_id")
    vendor.post(LABELS).mock(return_value=missing)
    with pytest.raises(Rejected) as refusal:
        performed(Creation("vip", "VIP"))
    assert "team_id" in refusal.value.advice
    assert len(vendor.calls) == 1


def test_a_creation_settles_under_its_ticket(vendor: respx.MockRouter) -> None:
    route = vendor.post(LABELS).mock(return_value=enveloped({"id": VIP, "name": "VIP"}))
    at = organised()
    settling = at.connector.settle(Creation("vip", "VIP"), Ticket("key", "k-1"), at.straight, Kept())
    assert asyncio.run(settling) == Performed(whole=APPLIED, definition=Definition(VIP, "VIP"))
    assert route.calls.last.request.headers["idempotency-key"] == "k-1"


def test_a_label_is_deleted_by_its_id(vendor: respx.MockRouter) -> None:
    route = vendor.delete(f"{LABELS}/{VIP}")
    route.mock(return_value=enveloped({"id": VIP, "object": "label", "deleted": True}))
    assert performed(UNDEFINITION).whole == APPLIED
    assert route.calls.last.request.content == b""


@pytest.mark.parametrize(("word", "kind"), [({"deleted": False}, Kind.FAILED), ({}, Kind.UNKNOWN)])
def test_a_deletion_is_believed_only_when_said(
    vendor: respx.MockRouter, word: dict[str, bool], kind: Kind
) -> None:
    vendor.delete(f"{LABELS}/{VIP}").mock(return_value=enveloped(word))
    whole = performed(UNDEFINITION).whole
    assert whole is not None
    assert whole.kind is kind


def test_a_label_that_is_gone_needs_no_deletion(vendor: respx.MockRouter) -> None:
    vendor.delete(f"{LABELS}/{VIP}").mock(return_value=refused(404, "not_found", "x"))
    assert performed(UNDEFINITION).whole == ALREADY


def test_a_suspended_organisation_may_not_delete(vendor: respx.MockRouter) -> None:
    vendor.delete(f"{LABELS}/{VIP}").mock(return_value=refused(403, "permission_error", "x"))
    with pytest.raises(NotAuthorised):
        performed(UNDEFINITION)


def test_contacts_cannot_be_deleted(vendor: respx.MockRouter) -> None:
    with pytest.raises(Rejected) as refusal:
        performed(Deletion(("ctc_1",)))
    assert refusal.value.status == 0
    assert organised().connector.capabilities.deletes is Deletes.NONE
    assert not vendor.calls


def test_the_labels_of_contacts_cannot_be_read() -> None:
    capabilities = organised().connector.capabilities
    assert capabilities.membership is Membership.UNREADABLE
    assert (capabilities.shape.max_labels, capabilities.shape.combined) == (1, False)


@pytest.mark.parametrize(("batch", "height"), [(0, 1000), (200, 200), (5000, 1000)])
def test_a_call_never_carries_more_than_a_thousand_contacts(batch: int, height: int) -> None:
    assert organised(batch=batch).connector.capabilities.shape.max_contacts == height


def test_the_free_tier_s_limits_hold_until_the_vendor_tells_them(vendor: respx.MockRouter) -> None:
    assert organised().connector.capabilities.buckets == (
        Bucket("read", 600, 60.0, "read"),
        Bucket("write", 60, 60.0, "write"),
    )
    assert identified(vendor).connector.capabilities.buckets == (
        Bucket("read", 6000, 60.0, "read"),
        Bucket("write", 600, 60.0, "write"),
    )


def test_a_pace_of_the_account_is_kept_below_what_the_vendor_tells(vendor: respx.MockRouter) -> None:
    assert [bucket.limit for bucket in organised(pace=2.0).connector.capabilities.buckets] == [120, 120]
    assert [bucket.limit for bucket in organised(pace=0.001).connector.capabilities.buckets] == [1, 1]
    fast = identified(vendor, pace=20.0)
    assert [bucket.limit for bucket in fast.connector.capabilities.buckets] == [1200, 600]


def test_headers_count_for_the_bucket_that_their_limit_tells(vendor: respx.MockRouter) -> None:
    organisation = identified(vendor)
    full = str(int(organisation.clock.now()) + 12)

    def told(limit: int) -> tuple[Remaining, ...]:
        headers = {
            "x-ratelimit-limit": str(limit),
            "x-ratelimit-remaining": "7",
            "x-ratelimit-reset": full,
        }
        return organisation.straight.access.remaining(headers)

    assert told(6000) == (Remaining("read", 7, limit=6000, reset=12.0),)
    assert told(600) == (Remaining("write", 7, limit=600, reset=12.0),)
    assert told(60) == ()


def test_headers_say_nothing_before_the_limits_are_told_or_when_they_are_broken(
    vendor: respx.MockRouter,
) -> None:
    headers = {"x-ratelimit-limit": "600", "x-ratelimit-remaining": "7"}
    assert organised().straight.access.remaining(headers) == ()
    remaining = identified(vendor).straight.access.remaining
    assert remaining({}) == ()
    assert remaining({"x-ratelimit-limit": "600", "x-ratelimit-remaining": "few"}) == ()
    assert remaining(headers) == (Remaining("write", 7, limit=600, reset=0.0),)


def test_a_call_may_outlast_the_vendor_s_wait_of_thirty_seconds() -> None:
    assert organised().straight.access.timeout > 30.0


def test_the_token_goes_to_the_vendor_s_hosts_or_to_the_given_base_url() -> None:
    assert organised().straight.access.base_url == BASE == VENDOR.base_url
    given = organised(base_url="https://api.kirim.chat/v1").straight.access
    assert given.base_url == "https://api.kirim.chat/v1"
    assert "api.kirim.chat" in given.hosts


def test_a_sandbox_account_needs_no_settings_and_examples_fit_their_patterns() -> None:
    opened = VENDOR.open(AccountSettings(base_url="http://127.0.0.1:9"), Ports(Sundial(), Unused()))
    assert dict(opened.access.headers)["authorization"].startswith("Bearer kdv_live_")
    assert all(re.fullmatch(setting.pattern, setting.example) for setting in VENDOR.settings)


def test_labels_are_known_by_their_title_with_its_case() -> None:
    assert VENDOR.label_name(key="vip", title="VIP customers") == "VIP customers"
