"""HighLevel as it is registered: its settings, and how a location is opened."""

from __future__ import annotations

from functools import partial

from labelsync.connectors.highlevel import limits
from labelsync.connectors.highlevel.account import LABELS, Account, capabilities
from labelsync.connectors.highlevel.calls import READS
from labelsync.core.connector import Access, Opened, Vendor
from labelsync.core.exchange import Clock
from labelsync.core.setting import AccountSettings, SettingDescription, SettingKind

_HOST = "services.leadconnectorhq.com"
_BASE_URL = f"https://{_HOST}"
_VERSION = "2021-07-28"
_LOCATION = SettingDescription(
    name="location_id",
    kind=SettingKind.TEXT,
    doc="The sub-account: the 20 letters and digits after /location/ in its address.",
    pattern="[A-Za-z0-9]{20}",
    example="LOC00000000000000001",
)
_TOKEN = SettingDescription(
    name="token",
    kind=SettingKind.SECRET,
    doc="A private integration token made inside that sub-account, with the scopes contacts.readonly, "
    "contacts.write, locations/tags.readonly and locations/tags.write.",
    example="pit-00000000-0000-0000-0000-000000000000",
)
_API_VERSION = SettingDescription(
    name="version",
    kind=SettingKind.TEXT,
    doc=f"The Version header; {_VERSION} unless given.",
    required=False,
    pattern=r"v3|\d{4}-\d{2}-\d{2}",
    example=_VERSION,
)


def _open(settings: AccountSettings, clock: Clock) -> Opened:  # noqa: ARG001 - HighLevel tells no times
    """A location, ready. What a sandbox account leaves out is filled with the settings' examples."""
    can = capabilities(settings)
    token = settings.secrets.get("token") or _TOKEN.example
    access = Access(
        base_url=settings.base_url or _BASE_URL,
        hosts=(_HOST,),
        headers=(
            ("authorization", f"Bearer {token}"),
            ("version", settings.texts.get("version") or _VERSION),
            ("accept", "application/json"),
        ),
        reads=READS,
        buckets=can.buckets,
        remaining=partial(limits.remaining, pace=settings.pace),
    )
    return Opened(Account(settings.texts.get("location_id") or _LOCATION.example, can), access)


VENDOR = Vendor(
    name="highlevel",
    title="HighLevel",
    base_url=_BASE_URL,
    settings=(_LOCATION, _TOKEN, _API_VERSION),
    labels=LABELS,
    open=_open,
)
