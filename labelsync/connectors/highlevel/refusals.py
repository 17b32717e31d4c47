"""HighLevel's refusals in plain words: a 401 has five causes here, and each needs another step."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from labelsync.core.exchange import Answer
from labelsync.errors import NotAuthorised, Rejected


class Refusal(msgspec.Struct, frozen=True):
    """An error body. `message` is a text or a list of texts."""

    message: str | tuple[str, ...] | None = None

    @property
    def text(self) -> str:
        """The messages as one text."""
        if self.message is None:
            return ""
        return self.message if isinstance(self.message, str) else "; ".join(self.message)


class Cause(NamedTuple):
    """What a refused credential means: a fragment of the vendor's message (or body), and what to do."""

    fragment: str
    reason: str
    advice: str


_AGENCY = "make a private integration inside the sub-account: an agency's token cannot touch contacts"
_SCOPES = (
    "give the private integration the scopes contacts.readonly, contacts.write, locations/tags.readonly and "
    "locations/tags.write; if it has them, it is an agency's: make one inside the sub-account"
)
_VERSION = "set the account's version to 2021-07-28 or v3"
_CAUSES = (
    Cause("version header", "HighLevel does not know this API version", _VERSION),
    Cause("not authorized for this scope", "the token lacks a scope, or is an agency's", _SCOPES),
    Cause("user type mismatch", "the token is an agency's", _AGENCY),
    Cause("authclass type", "the token is an agency's", _AGENCY),
    Cause(
        "does not have access to this location",
        "the token belongs to another location",
        "give the location_id of the sub-account in which the token was made, or a token made there",
    ),
    Cause(
        "error code: 1010",
        "the vendor's network edge refuses this program's User-Agent (error code 1010)",
        "look for a proxy or a base_url that changes the User-Agent header",
    ),
    Cause(
        "invalid token",
        "the token is wrong, revoked or expired",
        "copy the token from the sub-account's private integration again; a rotated one ends after 7 days",
    ),
    Cause(
        "invalid jwt",
        "the token is wrong, revoked or expired",
        "copy the token from the sub-account's private integration again",
    ),
)
_UNKNOWN = Cause("", "HighLevel refuses the token", _SCOPES)
_DECODER = msgspec.json.Decoder(Refusal)
_QUOTABLE = re.compile(r"[A-Za-z0-9 .,:;'/_\[\]()-]{1,200}")
_NUMBER = re.compile(r"\d[\d .()/-]{5,}\d")


def refusal(answer: Answer, *, asked: str) -> NotAuthorised | Rejected:
    """The error that a refusing answer stands for. `asked` says what was asked, as in `to delete a tag`."""
    if answer.status in (401, 403):
        cause = _cause(answer)
        return NotAuthorised(f"{cause.reason} ({answer.status})", advice=cause.advice)
    return Rejected(
        f"HighLevel refused {asked} ({answer.status}{_quoted(message(answer))})",
        status=answer.status,
        advice=_VERSION if _is_of_version(answer) else "",
    )


def message(answer: Answer) -> str:
    """The vendor's message, '' where the body holds none."""
    try:
        return _DECODER.decode(answer.body).text
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


def is_gone(answer: Answer) -> bool:
    """Whether a contact asked by id is not there: documented is a 400, third parties have seen a 404."""
    text = message(answer)
    if answer.status == 404:
        return not _is_of_version(answer)
    return answer.status == 400 and text.lower().startswith("contact not found")


def is_there_already(answer: Answer) -> bool:
    """Whether a tag was not made because one of this name exists."""
    return answer.status == 400 and re.search(r"already\s*exist", message(answer), re.IGNORECASE) is not None


def _is_of_version(answer: Answer) -> bool:
    text = message(answer)
    return text.startswith(("Cannot ", "Invalid API version"))


def _cause(answer: Answer) -> Cause:
    text = (message(answer) or answer.body[:500].decode("utf-8", "replace")).lower()
    return next((cause for cause in _CAUSES if cause.fragment in text), _UNKNOWN)


def _quoted(text: str) -> str:
    """The message, unless it could name a person or a token: no `@`, no long number, no `pit-`."""
    plain = _QUOTABLE.fullmatch(text) and not _NUMBER.search(text) and "pit-" not in text
    return f": {text}" if plain else ""
