"""Wix as it is registered: its settings, its limits, and the way to a site."""

from __future__ import annotations

from collections.abc import Mapping

from labelsync.connectors.wix import calls, jobs
from labelsync.connectors.wix.account import WixAccount
from labelsync.connectors.wix.limits import MAX_LABELS, MAX_NAME
from labelsync.core.capability import (
    Bucket,
    Capabilities,
    Deletes,
    Evidence,
    LabelRules,
    Membership,
    Repeat,
    WriteShape,
)
from labelsync.core.connector import Access, Opened, Vendor
from labelsync.core.exchange import Clock, Remaining
from labelsync.core.setting import AccountSettings, SettingDescription, SettingKind

HEIGHT = 100
"""Contacts in one filter. How many Wix takes is documented nowhere; all its documented id lists end here."""

LAG = 30.0
"""Seconds that Query may stay behind a write: our assumption. Wix says `eventually`, and no figure."""

RATE = 200
"""Requests a minute for each app on a site. Assumed to hold for API keys as well."""

NO_SITE = "00000000-0000-0000-0000-000000000000"
NO_KEY = "IST.sandbox"

_GUID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"

SETTINGS = (
    SettingDescription(
        "site_id",
        SettingKind.TEXT,
        "the GUID of the site: in the dashboard's address, after /dashboard/",
        pattern=_GUID,
        example="5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a",
    ),
    SettingDescription(
        "api_key",
        SettingKind.SECRET,
        "an API key of the account that owns the site, allowed to manage contacts and contact labels",
        pattern=r"\S+",
    ),
)

LABELS = LabelRules(
    by="key",
    folded=False,
    from_key=False,
    made_on_use=False,
    deletable=True,
    deleting_takes_carriers=True,
    max_length=MAX_NAME,
)


def capabilities(settings: AccountSettings) -> Capabilities:
    """What Wix can do for an account with these settings."""
    height = settings.batch or HEIGHT
    return Capabilities(
        membership=Membership.ON_CONTACT,
        page=calls.PAGE,
        these=min(height, calls.PAGE),
        strong=1,
        shape=WriteShape(max_contacts=height, max_labels=MAX_LABELS, combined=True),
        job=(1.0, float(jobs.patience(height))),
        evidence=Evidence.TOTALS,
        atomic=False,
        repeat=Repeat.HARMLESS,
        labels=LABELS,
        deletes=Deletes.BULK,
        delete_height=height,
        deletes_restorable=False,
        buckets=(_bucket(settings.pace),),
        lag=LAG,
        concurrency=settings.concurrency or 4,
    )


def _bucket(pace: float) -> Bucket:
    return Bucket("requests", limit=max(1, round(pace * 60)) if pace else RATE, seconds=60.0)


def _remaining(headers: Mapping[str, str]) -> tuple[Remaining, ...]:  # noqa: ARG001 - Wix documents no such headers
    return ()


def open_site(settings: AccountSettings, clock: Clock) -> Opened:
    """A site, ready. Left out, as an emulator allows, site and key are ones that open nothing at Wix."""
    site = settings.texts.get("site_id", "").lower() or NO_SITE
    key = settings.secrets.get("api_key", "").strip() or NO_KEY
    described = capabilities(settings)
    access = Access(
        base_url=settings.base_url or VENDOR.base_url,
        hosts=("www.wixapis.com",),
        headers=(("Authorization", key), ("wix-site-id", site)),
        reads=calls.READS,
        buckets=described.buckets,
        remaining=_remaining,
    )
    return Opened(WixAccount(site=site, capabilities=described, clock=clock), access)


VENDOR = Vendor(
    name="wix",
    title="Wix",
    base_url="https://www.wixapis.com",
    settings=SETTINGS,
    labels=LABELS,
    open=open_site,
)
