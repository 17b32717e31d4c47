"""Wix as it is registered: its settings, its limits, and the way to a site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from labelsync.connectors.wix import calls, jobs
from labelsync.connectors.wix.account import WixAccount
from labelsync.connectors.wix.filters import check_filter
from labelsync.connectors.wix.limits import MAX_LABELS, MAX_NAME
from labelsync.connectors.wix.mailing import TOGETHER
from labelsync.connectors.wix.opener import Opener
from labelsync.connectors.wix.tokens import App, AppTokens
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
from labelsync.core.connector import Access, Identified, Opened, Ports, Vendor
from labelsync.core.exchange import Authority, Headers, Remaining
from labelsync.core.setting import AccountSettings, SettingDescription, SettingKind

HEIGHT = 100
"""Contacts in one filter. How many Wix takes is documented nowhere; all its documented id lists end here."""

LAG = 30.0
"""Seconds that Query may stay behind a write: our assumption. Wix says `eventually`, and no figure."""

RATE = 200
"""Requests a minute for each app on a site. Assumed to hold for API keys as well."""

NO_SITE = "00000000-0000-0000-0000-000000000000"
NO_KEY = "IST.sandbox"
NO_APP = App(id="sandbox", instance=NO_SITE, secret="sandbox")  # noqa: S106 - it opens nothing at Wix

_GUID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"

SETTINGS = (
    SettingDescription(
        "site_id",
        SettingKind.TEXT,
        "the GUID of the site: in the dashboard's address, after /dashboard/",
        required=False,
        pattern=_GUID,
        example="5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a",
    ),
    SettingDescription(
        "api_key",
        SettingKind.SECRET,
        "an API key of the account that owns the site, allowed to manage contacts and contact labels",
        required=False,
        pattern=r"\S+",
    ),
    SettingDescription(
        "app_id",
        SettingKind.TEXT,
        "the id of an app that is installed on the site, where no API key is used",
        required=False,
        pattern=r"\S+",
        example="d7a1c5e2-3b64-4f0a-8e19-6c2b9f4d5a03",
    ),
    SettingDescription(
        "app_secret",
        SettingKind.SECRET,
        "the app's secret; the app is allowed to manage contacts and contact labels",
        required=False,
        pattern=r"\S+",
    ),
    SettingDescription(
        "instance_id",
        SettingKind.TEXT,
        "the GUID of the app's instance on the site",
        required=False,
        pattern=_GUID,
        example="a94d2f60-7c15-4e3b-b8d1-25e7f0c69b48",
    ),
)

CREDENTIALS = (("site_id", "api_key"), ("app_id", "app_secret", "instance_id"))

LABELS = LabelRules(
    by="key",
    folded=False,
    from_key=False,
    made_on_use=False,
    deletable=True,
    renamable=True,
    takes_along=("contacts",),
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
        carriers=calls.PAGE,
        emails=TOGETHER,
        phones=min(height, calls.PAGE),
        matching=calls.PAGE,
        other_fields=True,
    )


def _bucket(pace: float) -> Bucket:
    return Bucket("requests", limit=max(1, round(pace * 60)) if pace else RATE, seconds=60.0)


def _remaining(headers: Mapping[str, str]) -> tuple[Remaining, ...]:  # noqa: ARG001 - Wix documents no such headers
    return ()


class _Way(NamedTuple):
    """How a site is opened: by fixed headers, or by what an authority gives."""

    opener: Opener
    identified: Identified
    headers: Headers = ()
    authority: Authority | None = None


def open_site(settings: AccountSettings, ports: Ports) -> Opened:
    """A site, ready. What is left out, as an emulator allows, opens nothing at Wix."""
    way = _by_app(settings, ports) if _names_app(settings) else _by_key(settings)
    described = capabilities(settings)
    access = Access(
        base_url=settings.base_url or VENDOR.base_url,
        hosts=("www.wixapis.com",),
        headers=way.headers,
        reads=calls.READS,
        buckets=described.buckets,
        remaining=_remaining,
        authority=way.authority,
        echoes=("x-wix-consistent",),
    )
    account = WixAccount(
        identified=way.identified, opener=way.opener, capabilities=described, clock=ports.clock
    )
    return Opened(account, access)


def _names_app(settings: AccountSettings) -> bool:
    """Whether more of an app's settings are given than of a key's."""
    given = {name for name, text in {**settings.texts, **settings.secrets}.items() if text}
    key, app = (len(given.intersection(names)) for names in CREDENTIALS)
    return app > key


def _by_key(settings: AccountSettings) -> _Way:
    site = settings.texts.get("site_id", "").lower() or NO_SITE
    key = settings.secrets.get("api_key", "").strip() or NO_KEY
    headers = (("Authorization", key), ("wix-site-id", site))
    return _Way(Opener.KEY, Identified(f"site {site}", tenant=site), headers=headers)


def _by_app(settings: AccountSettings, ports: Ports) -> _Way:
    app = App(
        id=settings.texts.get("app_id", "").strip() or NO_APP.id,
        instance=settings.texts.get("instance_id", "").lower() or NO_APP.instance,
        secret=settings.secrets.get("app_secret", "").strip() or NO_APP.secret,
    )
    identified = Identified(f"instance {app.instance}", tenant=app.instance)
    return _Way(Opener.APP, identified, authority=AppTokens(app, clock=ports.clock))


VENDOR = Vendor(
    name="wix",
    title="Wix",
    base_url="https://www.wixapis.com",
    settings=SETTINGS,
    labels=LABELS,
    open=open_site,
    credentials=CREDENTIALS,
    check_filter=check_filter,
)
