"""HighLevel's token calls: how an access token is asked for, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import msgspec

from labelsync.core.capability import Repeat
from labelsync.core.exchange import Headers, Request

LIFE = 86_399.0
"""Seconds that an access token lives (documented), where its answer does not say."""


@dataclass(frozen=True, slots=True)
class App:
    """A marketplace app as it is installed. With a `company` the refresh token is the agency's.

    `refresh_token` is the setting's: the first one of a chain, good for one refresh.
    """

    client_id: str
    location: str
    company: str
    version: str
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)

    @property
    def is_v3(self) -> bool:
        """Whether the token calls are those of `Version: v3`."""
        return self.version == "v3"


class Token(msgspec.Struct, frozen=True):
    """The answer to a token call, in snake case, or in v3's camel case."""

    access_token: str | None = None
    expires_in: float | None = None
    refresh_token: str | None = None
    v3_access_token: str | None = msgspec.field(default=None, name="accessToken")
    v3_expires_in: float | None = msgspec.field(default=None, name="expiresIn")
    v3_refresh_token: str | None = msgspec.field(default=None, name="refreshToken")

    def __repr__(self) -> str:
        return "Token(...)"

    @property
    def access(self) -> str:
        """The access token, '' where there is none."""
        return self.access_token or self.v3_access_token or ""

    @property
    def refresh(self) -> str:
        """The next refresh token, '' where there is none."""
        return self.refresh_token or self.v3_refresh_token or ""

    @property
    def life(self) -> float:
        """Seconds that the access token lives."""
        told = self.v3_expires_in if self.expires_in is None else self.expires_in
        return LIFE if told is None else told


_TOKEN = msgspec.json.Decoder(Token, strict=False)
"""Not strict: a life that is written as text is no reason to lose a token."""


def renewal(app: App, *, refresh_token: str) -> Request:
    """`POST /oauth/token` with a refresh token, which this spends; sent again within 30 s it gives the same.

    The form is documented in snake case and for v3 in camel case; only two of v3's names are spelt out
    there, the others are assumed to follow them.
    """
    names = _CAMEL if app.is_v3 else _SNAKE
    values = (
        app.client_id,
        app.client_secret,
        "refresh_token",
        refresh_token,
        "Company" if app.company else "Location",
    )
    return _post("/oauth/token", dict(zip(names, values, strict=True)))


def exchange(app: App, *, agency_token: str) -> Request:
    """`POST /oauth/locationToken`: an agency's token → one of its location's. It may be repeated.

    Under v3 the path is `/oauth/location-token`. It needs the scope `oauth.write` (all documented).
    """
    path = "/oauth/location-token" if app.is_v3 else "/oauth/locationToken"
    form = {"companyId": app.company, "locationId": app.location}
    return _post(path, form, bearer(agency_token))


def bearer(token: str) -> Headers:
    """The header that holds an access token."""
    return (("authorization", f"Bearer {token}"),)


def token(body: bytes) -> Token | None:
    """What a token call gave, None where no access token can be read from it."""
    try:
        told = _TOKEN.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return told if told.access else None


_SNAKE = ("client_id", "client_secret", "grant_type", "refresh_token", "user_type")
_CAMEL = ("clientId", "clientSecret", "grantType", "refreshToken", "userType")
_FORM = (("content-type", "application/x-www-form-urlencoded"),)


def _post(path: str, form: Mapping[str, str], credential: Headers = ()) -> Request:
    body = urlencode(form).encode("ascii")
    return Request("token", "POST", path, body=body, headers=(*_FORM, *credential), repeat=Repeat.HARMLESS)
