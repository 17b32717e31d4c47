"""What an account of HighLevel is told: its location, and one of two ways in."""

from __future__ import annotations

from labelsync.core.setting import SettingDescription, SettingKind

DEFAULT_VERSION = "2021-07-28"

LOCATION = SettingDescription(
    name="location_id",
    kind=SettingKind.TEXT,
    doc="The sub-account: the 20 letters and digits after /location/ in its address.",
    pattern="[A-Za-z0-9]{20}",
    example="LOC00000000000000001",
)
TOKEN = SettingDescription(
    name="token",
    kind=SettingKind.SECRET,
    doc="A private integration token made inside that sub-account, with the scopes contacts.readonly, "
    "contacts.write, locations/tags.readonly and locations/tags.write.",
    required=False,
    example="pit-00000000-0000-0000-0000-000000000000",
)
CLIENT_ID = SettingDescription(
    name="client_id",
    kind=SettingKind.TEXT,
    doc="Instead of a token: the client id of a marketplace app that has the same scopes.",
    required=False,
    pattern=r"\S+",
    example="labelsync-app",
)
CLIENT_SECRET = SettingDescription(
    name="client_secret",
    kind=SettingKind.SECRET,
    doc="The app's client secret.",
    required=False,
    example="labelsync-app-secret",
)
REFRESH_TOKEN = SettingDescription(
    name="refresh_token",
    kind=SettingKind.SECRET,
    doc="The refresh token that installing the app gave. It is spent at once; the journal keeps those that "
    "follow, so name a journal that is kept between runs.",
    required=False,
    example="labelsync-first-refresh-token",
)
COMPANY = SettingDescription(
    name="company_id",
    kind=SettingKind.TEXT,
    doc="The agency, where the app was installed there: its token is exchanged for the sub-account's, for "
    "which the app needs the scope oauth.write as well.",
    required=False,
    pattern="[A-Za-z0-9]+",
    example="COM00000000000000001",
)
VERSION = SettingDescription(
    name="version",
    kind=SettingKind.TEXT,
    doc=f"The Version header; {DEFAULT_VERSION} unless given.",
    required=False,
    pattern=r"v3|\d{4}-\d{2}-\d{2}",
    example=DEFAULT_VERSION,
)
SETTINGS = (LOCATION, TOKEN, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, COMPANY, VERSION)
CREDENTIALS = (
    (TOKEN.name,),
    (CLIENT_ID.name, CLIENT_SECRET.name, REFRESH_TOKEN.name),
)
