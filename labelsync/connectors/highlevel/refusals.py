"""HighLevel's refusals in plain words: a 401 has six causes here, and each needs another step."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

import msgspec

from labelsync.core.exchange import Answer
from labelsync.errors import NotAuthorised, Rejected, TooTall


class Asked(NamedTuple):
    """What was asked, as in `to delete a tag`, and the scope that it needs."""

    words: str
    scope: str


LIST_TAGS = Asked("to list the location's tags", "locations/tags.readonly")
LIST = Asked("to list contacts", "contacts.readonly")
SHOW = Asked("to show a contact", "contacts.readonly")
ADD = Asked("to add tags", "contacts.write")
REMOVE = Asked("to remove tags", "contacts.write")
DELETE = Asked("to delete a contact", "contacts.write")
CREATE_TAG = Asked("to create a tag", "locations/tags.write")
DELETE_TAG = Asked("to delete a tag", "locations/tags.write")
"""Scopes are documented but for the bulk call (`contacts.write`, as its siblings) and deleting a tag."""


class Refusal(msgspec.Struct, frozen=True):
    """An error body. `message` is a text or a list of texts; token calls have `error_description`."""

    message: str | tuple[str, ...] | None = None
    error_description: object = None
    error: object = None
    detail: object = None

    @property
    def text(self) -> str:
        """The messages as one text."""
        if isinstance(self.message, tuple):
            return "; ".join(self.message)
        others = (self.message, self.error_description, self.error, self.detail)
        return next((text for text in others if isinstance(text, str) and text), "")


class Cause(NamedTuple):
    """What a refused credential means: a fragment of the vendor's message (or body), and what to do.

    `{scope}` in the advice stands for the scope that the request needs.
    """

    fragment: str
    of: Literal["version", "scope", "kind", "location", "edge", "token", ""]
    reason: str
    advice: str


_AGENCY = (
    "an agency's token cannot touch contacts: make a private integration inside the sub-account, or give the "
    "app's company_id"
)
_SCOPE = (
    "give the private integration the scope {scope}, or give it to the app and install that again; where it "
    "is there, the token is an agency's: use one of the sub-account"
)
_VERSION = "set the account's version to 2021-07-28 or v3"
_ENDED = (
    "copy the token of the private integration again (a rotated one ends after 7 days); an app has to be "
    "installed again"
)
_CAUSES = (
    Cause("version header", "version", "HighLevel does not know this API version", _VERSION),
    Cause("cannot post /oauth/", "version", "HighLevel has no such token call in this API version", _VERSION),
    Cause("invalid api version", "version", "HighLevel does not know this API version", _VERSION),
    Cause("not authorized for this scope", "scope", "the token lacks a scope, or is an agency's", _SCOPE),
    Cause("user type mismatch", "kind", "the token is an agency's", _AGENCY),
    Cause("authclass type", "kind", "the token is an agency's", _AGENCY),
    Cause(
        "does not have access to this location",
        "location",
        "the token belongs to another location",
        "give the location_id of the sub-account in which the token was made, or a token made there",
    ),
    Cause(
        "error code: 1010",
        "edge",
        "the vendor's network edge refuses this program's User-Agent (error code 1010)",
        "look for a proxy or a base_url that changes the User-Agent header",
    ),
    Cause("invalid token", "token", "the token is wrong, revoked or expired", _ENDED),
    Cause("invalid jwt", "token", "the token is wrong, revoked or expired", _ENDED),
)
_UNKNOWN = Cause("", "", "HighLevel refuses the token, and does not say plainly why", _SCOPE)
_TOO_LARGE = "lower the account's `batch`"
_AGAIN = "make a new plan, which shows what is so now; if this is refused again, tell the maintainers"
_FIELD = "the list's native filter names a field that this location does not have: correct it there"
_ELSEWHERE = "check the account's base_url and version"
_DECODER = msgspec.json.Decoder(Refusal)
_QUOTABLE = re.compile(r"[A-Za-z0-9 .,:;'/_\[\]()-]{1,200}")
_NUMBER = re.compile(r"\d[\d .()/-]{5,}\d")


def refusal(answer: Answer, asked: Asked) -> NotAuthorised | Rejected:
    """The error that a refusing answer stands for."""
    if answer.status in (401, 403):
        cause = known_cause(answer) or _UNKNOWN
        reason = f"{cause.reason} ({answer.status})"
        return NotAuthorised(reason, advice=cause.advice.replace("{scope}", asked.scope))
    return Rejected(_told(answer, asked), status=answer.status, advice=_advice(answer))


def bulk_refusal(answer: Answer, asked: Asked) -> NotAuthorised | Rejected:
    """The same of a bulk call, of which a 413 says that fewer contacts might pass.

    What HighLevel answers to too many contacts is documented nowhere, so that no other status is read so.
    """
    if answer.status == 413:
        return TooTall(_told(answer, asked), status=413, advice=_TOO_LARGE)
    return refusal(answer, asked)


def message(answer: Answer) -> str:
    """The vendor's message, '' where the body holds none."""
    try:
        return _DECODER.decode(answer.body).text
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


def known_cause(answer: Answer) -> Cause | None:
    """What a refused credential means by the vendor's words; None for words that nobody knows."""
    text = (message(answer) or answer.body[:500].decode("utf-8", "replace")).lower()
    return next((cause for cause in _CAUSES if cause.fragment in text), None)


def is_ended(answer: Answer) -> bool:
    """Whether an access token was refused as ended (`Invalid token` is documented), and a new one helps."""
    cause = known_cause(answer) if answer.status == 401 else None
    return cause is not None and cause.of == "token"


def is_gone(answer: Answer) -> bool:
    """Whether a contact asked by id is not there: measured is a 400, others have seen a 404.

    A 404 without a message is somebody else's, and no evidence.
    """
    text = message(answer)
    if answer.status == 404:
        return bool(text) and not _is_of_version(text)
    return answer.status == 400 and text.lower().startswith("contact not found")


def is_there_already(answer: Answer) -> bool:
    """Whether a tag was not made because one of this name exists (measured)."""
    return answer.status == 400 and re.search(r"already\s*exist", message(answer), re.IGNORECASE) is not None


def _is_of_version(text: str) -> bool:
    return text.startswith(("Cannot ", "Invalid API version"))


def _advice(answer: Answer) -> str:
    text = message(answer)
    if _is_of_version(text):
        return _VERSION
    if text.startswith("Invalid field"):
        return _FIELD
    return {404: _ELSEWHERE, 413: _TOO_LARGE}.get(answer.status, _AGAIN)


def _told(answer: Answer, asked: Asked) -> str:
    return f"HighLevel refused {asked.words} ({answer.status}{_quoted(message(answer))})"


def _quoted(text: str) -> str:
    """The message, unless it could name a person or a token: no `@`, no long number, no `pit-`."""
    plain = _QUOTABLE.fullmatch(text) and not _NUMBER.search(text) and "pit-" not in text
    return f": {text}" if plain else ""
