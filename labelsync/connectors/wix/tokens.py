"""The access token of an app for one site: asked for by client credentials, kept in memory only."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.json import Decoder

from labelsync.connectors.wix import calls
from labelsync.connectors.wix.refusals import STRANGE, UNDECODABLE, is_strange
from labelsync.connectors.wix.translators import vendor_code
from labelsync.core.exchange import Answer, Clock, Headers, Post
from labelsync.errors import AnswerLost, Incomprehensible, NotAuthorised, Unreachable

EARLY = 60.0
"""Seconds before its end at which a token is renewed; half its life where that is shorter."""

QUIET = 60.0
"""Seconds after a renewal for a 401 in which another 401 asks for no third token."""


class Grant(Struct, frozen=True):
    """A token and the seconds that it lives (documented: always 14400)."""

    access_token: str
    expires_in: float = 14_400.0

    def __post_init__(self) -> None:
        if not self.access_token or self.expires_in <= 0:
            raise ValueError("no token that lives")


class Denial(Struct, frozen=True):
    """A refusal in OAuth's form (that Wix follows it is documented, its words are the standard's)."""

    error: str | None = None


GRANT = Decoder(Grant)
DENIAL = Decoder(Denial)

_ALL_THREE = "check `app_id`, `app_secret` and `instance_id`, and that the app is still installed on the site"
_OURS = "please tell the maintainers: Wix does not take the request as it documents it"
_ADVICE = {
    "invalid_client": "copy `app_id` and `app_secret` again: Wix does not take them together",
    "invalid_grant": "check `instance_id`, and that the app is still installed on that site",
    "unauthorized_client": "the app may not ask for tokens by client credentials: " + _ALL_THREE,
    "access_denied": _ALL_THREE,
    "invalid_request": _OURS,
    "unsupported_grant_type": _OURS,
    "invalid_scope": _OURS,
}


@dataclass(frozen=True, slots=True)
class App:
    """An app and the site on which it is installed. The secret is in no text of this value."""

    id: str
    instance: str
    secret: str = field(repr=False)


class AppTokens:
    """The authority of an app's account. `Authorization` holds the token without `Bearer` (measured)."""

    def __init__(self, app: App, *, clock: Clock) -> None:
        self._app = app
        self._clock = clock
        self._token = ""
        self._until = 0.0
        self._renewed = -QUIET

    async def headers(self, post: Post) -> Headers:
        """The token, a new one where there is none or where it ends within a minute.

        Raises NotAuthorised when Wix gives none, Unreachable or Throttled when it cannot be asked.
        """
        if not self._token or self._clock.monotonic() >= self._until:
            asked = self._clock.monotonic()
            grant = await _granted(self._app, post)
            self._token = grant.access_token
            self._until = asked + max(grant.expires_in - EARLY, grant.expires_in / 2)
        return (("Authorization", self._token),)

    def refused(self, answer: Answer) -> bool:
        """Whether the request is worth a second try: any 401, since Wix documents no code for an ended token.

        A permission that lacks may earn a 401 as well, and no token helps there. So one 401 renews the token,
        and those of the next minute (sent under the old one, or lacking the permission) only try again.
        """
        if answer.status != 401:
            return False
        now = self._clock.monotonic()
        if now - self._renewed >= QUIET:
            self._token = ""
            self._renewed = now
        return True


async def _granted(app: App, post: Post) -> Grant:
    try:
        answer = await post(calls.token(app_id=app.id, secret=app.secret, instance=app.instance))
    except AnswerLost as lost:
        # Nothing but the token was asked for: no batch may look as if it had perhaps taken effect.
        reason = f"Wix gave no access token: {lost.reason}"
        raise Unreachable(reason, advice="try again later") from lost
    except Incomprehensible as strange:
        raise _none(strange.reason, advice=STRANGE) from strange
    if answer.status != 200:
        raise _denied(answer)
    try:
        return GRANT.decode(answer.body)
    except UNDECODABLE as error:
        raise _none("its answer is not of the documented shape", advice=STRANGE) from error


def _denied(answer: Answer) -> NotAuthorised:
    code = _code(answer)
    advice = STRANGE if is_strange(answer) else _ADVICE.get(code, _ALL_THREE)
    return _none(f"HTTP {answer.status}, {code or 'no code'}", advice=advice)


def _code(answer: Answer) -> str:
    try:
        return vendor_code(DENIAL.decode(answer.body).error)
    except UNDECODABLE:
        return ""


def _none(why: str, *, advice: str) -> NotAuthorised:
    return NotAuthorised(f"Wix gave no access token for the app ({why})", advice=advice)
