"""KirimChat as it is registered: its settings, and how an organisation is opened."""

from __future__ import annotations

from labelsync.connectors.kirimchat.account import LABELS, Account
from labelsync.connectors.kirimchat.filters import check_filter
from labelsync.core.connector import Access, Opened, Ports, Vendor
from labelsync.core.setting import AccountSettings, SettingDescription, SettingKind

_BASE_URL = "https://api-kckit.kirim.chat/v1"
_HOSTS = ("api-kckit.kirim.chat", "api.kirim.chat", "api.kirim.dev", "api.kirimdev.com")
"""The hosts of all generations of the vendor's documentation."""

_PATIENCE = 60.0
"""Seconds. A call under a key in use waits up to 30 s at the vendor before it is answered."""

_TOKEN = SettingDescription(
    name="token",
    kind=SettingKind.SECRET,
    doc="An API key of the organisation: kdv_live_ and 24 characters.",
    pattern=r"kdv_live_[A-Za-z0-9_-]{24}",
    example="kdv_live_000000000000000000000000",
)
_PHONE_NUMBER = SettingDescription(
    name="phone_number_id",
    kind=SettingKind.TEXT,
    doc="The WhatsApp number whose contacts these are, where the API has contacts under a number "
    "(api.kirim.chat and later); not a phone number, but its id.",
    required=False,
    pattern=r"\d{6,20}",
    example="123456789012345",
)
_TEAM = SettingDescription(
    name="team_id",
    kind=SettingKind.TEXT,
    doc="The team whose labels these are; an organisation of several teams must name it.",
    required=False,
    pattern=r".{1,64}",
    example="support",
)


def _open(settings: AccountSettings, ports: Ports) -> Opened:
    """An organisation, ready. A sandbox account that leaves the token out gets the setting's example."""
    account = Account(settings, ports.clock)
    token = settings.secrets.get("token") or _TOKEN.example
    access = Access(
        base_url=settings.base_url or _BASE_URL,
        hosts=_HOSTS,
        headers=(("authorization", f"Bearer {token}"), ("accept", "application/json")),
        reads=account.routes.reads,
        buckets=account.capabilities.buckets,
        remaining=account.remaining,
        timeout=_PATIENCE,
    )
    return Opened(account, access)


VENDOR = Vendor(
    name="kirimchat",
    title="KirimChat",
    base_url=_BASE_URL,
    settings=(_TOKEN, _PHONE_NUMBER, _TEAM),
    labels=LABELS,
    open=_open,
    check_filter=check_filter,
)
