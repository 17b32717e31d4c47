"""KirimChat's refusals in plain words. Messages may change and are never quoted; codes stay (documented).

Not all codes are known, so refused keys, plans and ids are told by the status, which is documented. 429 and
5xx do not come here: the wire tries again, and then says itself what is left to do.
"""

from __future__ import annotations

from typing import NamedTuple

from labelsync.connectors.kirimchat.trouble import Trouble, is_too_tall, plain, trouble
from labelsync.core.exchange import Answer
from labelsync.errors import NotAuthorised, Rejected, TooTall

_ADDRESS = "check base_url: KirimChat's API is not there"
_CONTACTS = (
    "check base_url and phone_number_id: newer addresses have their contacts under the id of a number, "
    "the oldest has not"
)
_STALE = "run plan again: the label may be gone"
_NAME = (
    "choose another name: 1 to 50 characters, and no label of the team may have it, not even by other case"
)
_TELL = "run plan again; if it stays, please tell the maintainers of this connector"
_LARGE = "lower the account's `batch`: something on the way to KirimChat takes no call of this size"
_SUPPORT = "run plan again; if it stays, ask KirimChat's support"


class Asked(NamedTuple):
    """What was asked, in words, and the advice where it is not there, or where a field of it is refused."""

    words: str
    missing: str
    unfit: str = _TELL


ORGANISATION = Asked("to show the organisation", _ADDRESS)
CONTACTS = Asked("to list contacts", _CONTACTS)
CONTACT = Asked("to show a contact", _CONTACTS)
LABELS = Asked("to list labels", _ADDRESS)
ATTACH = Asked("to attach a label", _STALE)
DETACH = Asked("to detach a label", _STALE)
CREATE = Asked("to create a label", _ADDRESS, unfit=_NAME)
RENAME = Asked("to rename a label", _STALE, unfit=_NAME)
DELETE = Asked("to delete a label", _ADDRESS)

_ADVICE = {
    "invalid_cursor": "run the command again: the list is read from its start",
    "invalid_phone_number": "write the filter's phone as KirimChat has it: +, the country's code, the number",
    "invalid_field_value search": "give the filter's search 1 to 200 characters",
    "invalid_field_value contact_ids": "run plan again: KirimChat does not take the id of a contact",
    "invalid_field_value label_id": _STALE,
    "invalid_field_value team_id": "check the account's team_id: KirimChat does not take it",
    "missing_required_field team_id": "set the account's team_id: an organisation of several teams must say "
    "whose label it is",
    "idempotency_key_reuse": "run plan and apply again: the key of this call was used for another one",
    "whatsapp_upstream_error": "run the command again later: WhatsApp, on which KirimChat relies, fails",
    "conflict": "run plan again: something else changes the same at the same time",
    "api_error": "run the command again later: KirimChat itself fails",
}
"""By code and field, by code, or by type."""


def refusal(answer: Answer, asked: Asked, *, height: int = 1) -> NotAuthorised | Rejected:
    """The error that a refusing answer stands for. `height` is how many contacts a bulk call had."""
    said = trouble(answer)
    if answer.status in (401, 403):
        return _unauthorised(answer.status, said)
    foreign = "" if said.is_own else ", and not in its own words"
    kind = TooTall if height > 1 and is_too_tall(answer) else Rejected
    return kind(
        f"KirimChat refused {asked.words} ({said.words(answer.status)}){foreign}",
        status=answer.status,
        code=plain(said.code),
        advice=_advice(answer.status, said, asked),
    )


def _unauthorised(status: int, said: Trouble) -> NotAuthorised:
    words = said.words(status)
    if not said.is_own:
        return NotAuthorised(
            f"something on the way to KirimChat refuses the request ({words}), not in KirimChat's own words",
            advice="check base_url, and whether a proxy or a firewall refuses; then look at the API key",
        )
    return _forbidden(words) if status == 403 else _unknown_key(words, said)


def _forbidden(words: str) -> NotAuthorised:
    return NotAuthorised(
        f"KirimChat's organisation may not do this ({words}): it is suspended, or its plan forbids it",
        advice="look in KirimChat whether the organisation is suspended or over a limit of its plan; "
        "the API key is not at fault",
    )


def _unknown_key(words: str, said: Trouble) -> NotAuthorised:
    if said.code == "expired_api_key":
        return NotAuthorised(
            f"KirimChat's API key has expired ({words})",
            advice="make a new key in KirimChat and use it as token",
        )
    return NotAuthorised(
        f"KirimChat does not accept the API key ({words}): it is wrong, or was revoked",
        advice="copy the whole key (kdv_live_ and 24 characters), or make a new one in KirimChat",
    )


def _advice(status: int, said: Trouble, asked: Asked) -> str:
    if not said.is_own:
        return {404: _CONTACTS, 413: _LARGE}.get(status, _SUPPORT)
    if status == 404:
        return asked.missing
    known = (f"{said.code} {said.param}", said.code or "", said.type or "")
    found = next((_ADVICE[words] for words in known if words in _ADVICE), "")
    return found or (asked.unfit if said.code == "invalid_field_value" else _TELL)
