"""KirimChat's refusals in plain words. Messages may change and are never quoted; codes stay."""

from __future__ import annotations

import re

import msgspec

from labelsync.core.exchange import Answer
from labelsync.errors import NotAuthorised, Rejected


class Trouble(msgspec.Struct, frozen=True):
    """What an error body says."""

    type: str | None = None
    code: str | None = None
    param: str | None = None


class Envelope(msgspec.Struct, frozen=True):
    """An error body."""

    error: Trouble


_DECODER = msgspec.json.Decoder(Envelope)
_NOTHING = Trouble()
_WORD = re.compile(r"[a-z][a-z0-9_]{0,63}")
_ADVICE = {
    "invalid_cursor": "run the command again: the list is read from its start",
    "idempotency_key_reuse": "run plan and apply again: the key of this call was used for another one",
    "name": "a label name has 1 to 50 characters, and must differ from others by more than case",
    "team_id": "set the account's team_id: an organisation of several teams must say whose label it is",
    "not_found": "run plan again, for the label may be gone; and check base_url and phone_number_id",
}


def refusal(answer: Answer, *, asked: str) -> NotAuthorised | Rejected:
    """The error that a refusing answer stands for. `asked` says what was asked, as in `to delete a label`."""
    said = trouble(answer)
    if answer.status == 401:
        return _unknown_key(said)
    if answer.status == 403:
        return NotAuthorised(
            "KirimChat's organisation may not do this (403): it is suspended, or its plan does not allow it",
            advice="look in KirimChat whether the organisation is suspended or over a limit of its plan",
        )
    words = ", ".join(word for word in (str(answer.status), _word(said.code), _word(said.param)) if word)
    return Rejected(
        f"KirimChat refused {asked} ({words})",
        status=answer.status,
        code=_word(said.code),
        advice=_advice(said),
    )


def trouble(answer: Answer) -> Trouble:
    """What the body says; nothing where it is not KirimChat's."""
    try:
        return _DECODER.decode(answer.body).error
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _NOTHING


def is_missing(answer: Answer) -> bool:
    """Whether what was asked by id is not there; a 404 of anybody but the vendor proves nothing."""
    return answer.status == 404 and trouble(answer).type == "not_found"


def is_in_progress(answer: Answer) -> bool:
    """Whether an earlier call under the same key is not over yet."""
    return answer.status == 409 and trouble(answer).code == "idempotency_in_progress"


def _unknown_key(said: Trouble) -> NotAuthorised:
    if said.code == "expired_api_key":
        return NotAuthorised(
            "KirimChat's API key has expired (401)", advice="make a new key in KirimChat and use it as token"
        )
    return NotAuthorised(
        "KirimChat does not accept the API key (401): it is wrong, or was revoked",
        advice="copy the whole key (kdv_live_ and 24 characters), or make a new one in KirimChat",
    )


def _advice(said: Trouble) -> str:
    known = (word for word in (said.param, said.code, said.type) if word in _ADVICE)
    return _ADVICE.get(next(known, "") or "", "")


def _word(text: str | None) -> str:
    return text if text and _WORD.fullmatch(text) else ""
