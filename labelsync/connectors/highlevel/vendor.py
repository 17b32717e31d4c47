"""HighLevel as it is registered: how a location is opened, with a token of its own or by an app."""

from __future__ import annotations

from functools import partial

from labelsync.connectors.highlevel import limits
from labelsync.connectors.highlevel.account import LABELS, Account, capabilities
from labelsync.connectors.highlevel.authority import authority
from labelsync.connectors.highlevel.calls import READS
from labelsync.connectors.highlevel.native import check_filter
from labelsync.connectors.highlevel.settings import CREDENTIALS, DEFAULT_VERSION, LOCATION, SETTINGS, TOKEN
from labelsync.connectors.highlevel.tokens import App, bearer
from labelsync.core.connector import Access, Opened, Ports, Vendor
from labelsync.core.exchange import Headers
from labelsync.core.setting import AccountSettings

_HOST = "services.leadconnectorhq.com"
_BASE_URL = f"https://{_HOST}"


def _open(settings: AccountSettings, ports: Ports) -> Opened:
    """A location, ready. What a sandbox account leaves out is filled with the settings' examples."""
    can = capabilities(settings)
    app = _app(settings)
    base_url = settings.base_url or _BASE_URL
    access = Access(
        base_url=base_url,
        hosts=(_HOST,),
        headers=_headers(settings, app),
        reads=READS,
        buckets=can.buckets,
        remaining=partial(limits.remaining, pace=settings.pace),
        authority=authority(app, ports, base_url=base_url) if app else None,
    )
    return Opened(Account(_location(settings), can), access)


def _headers(settings: AccountSettings, app: App | None) -> Headers:
    """What goes with every request; the app's token is none of it, since it ends."""
    fixed = (("version", _version(settings)), ("accept", "application/json"))
    return fixed if app else (*bearer(settings.secrets.get(TOKEN.name) or TOKEN.example), *fixed)


def _app(settings: AccountSettings) -> App | None:
    """The app, where one opens the account. A private integration token comes first: it spends nothing."""
    texts, secrets = settings.texts, settings.secrets
    if secrets.get(TOKEN.name) or not secrets.get("refresh_token"):
        return None
    return App(
        client_id=texts.get("client_id", ""),
        location=_location(settings),
        company=texts.get("company_id", ""),
        version=_version(settings),
        client_secret=secrets.get("client_secret", "").strip(),
        refresh_token=secrets["refresh_token"].strip(),
    )


def _location(settings: AccountSettings) -> str:
    return settings.texts.get(LOCATION.name) or LOCATION.example


def _version(settings: AccountSettings) -> str:
    return settings.texts.get("version") or DEFAULT_VERSION


VENDOR = Vendor(
    name="highlevel",
    title="HighLevel",
    base_url=_BASE_URL,
    settings=SETTINGS,
    labels=LABELS,
    open=_open,
    credentials=CREDENTIALS,
    check_filter=check_filter,
)
