"""What a refusing answer says, and what can be told from it for certain."""

from __future__ import annotations

import re

import msgspec

from labelsync.connectors.kirimchat import assumptions
from labelsync.core.exchange import Answer


class Trouble(msgspec.Struct, frozen=True):
    """What an error body says; all None where the body is not KirimChat's."""

    type: str | None = None
    code: str | None = None
    param: str | None = None
    request_id: str | None = None

    @property
    def is_own(self) -> bool:
        """Whether KirimChat said it: its errors always have a type (documented)."""
        return bool(self.type)

    def words(self, status: int) -> str:
        """The status, and those words of the vendor's that can hold no person: `400, invalid_cursor`."""
        request = f"request {self.request_id}" if _REQUEST.fullmatch(self.request_id or "") else ""
        return ", ".join(filter(None, (str(status), plain(self.code), plain(self.param), request)))


class Envelope(msgspec.Struct, frozen=True):
    """An error body."""

    error: Trouble


_DECODER = msgspec.json.Decoder(Envelope)
_NOTHING = Trouble()
_WORD = re.compile(r"[a-z][a-z0-9_]{0,63}")
_REQUEST = re.compile(r"req_[0-9A-HJKMNP-TV-Z]{26}")


def trouble(answer: Answer) -> Trouble:
    """What the body says; nothing where it is not KirimChat's."""
    try:
        return _DECODER.decode(answer.body).error
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _NOTHING


def plain(text: str | None) -> str:
    """A code or the name of a field; '' for what could be anything else."""
    return text if text and _WORD.fullmatch(text) else ""


def is_success(answer: Answer) -> bool:
    """Whether it was done. What a success must say besides is for its reader to demand."""
    return 200 <= answer.status < 300


def is_missing(answer: Answer) -> bool:
    """Whether what was asked by id is not there; a 404 of anybody but the vendor proves nothing."""
    return answer.status == 404 and trouble(answer).type == "not_found"


def is_in_progress(answer: Answer) -> bool:
    """Whether an earlier call under the same key is not over yet."""
    return answer.status == 409 and trouble(answer).code == "idempotency_in_progress"


def is_too_tall(answer: Answer) -> bool:
    """Whether a bulk call was refused for its contacts, or for its size by anybody on the way."""
    said = trouble(answer)
    return answer.status == 413 or (answer.status == 400 and (said.code, said.param) == assumptions.TOO_TALL)
