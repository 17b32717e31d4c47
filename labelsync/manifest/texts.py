"""Texts to typed values: what each key of the manifest takes. Every refusal carries its code."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import (
    AfterValidator,
    BeforeValidator,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from labelsync.manifest.codes import Code

_COUNT = re.compile(r"[0-9]{1,12}")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*%?")
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)(\s*%)?")
_RATE = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)\s*/\s*([a-z]{1,6})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REGION = re.compile(r"[A-Z]{2}")
_SECONDS = {
    **dict.fromkeys(("s", "sec", "second"), 1),
    **dict.fromkeys(("min", "minute"), 60),
    **dict.fromkeys(("h", "hour"), 3_600),
    **dict.fromkeys(("d", "day"), 86_400),
}


def refusal(code: Code, message: str) -> PydanticCustomError:
    """The error by which a value is refused; its message names no value."""
    return PydanticCustomError(code.value, message)


def _written(value: object) -> str:
    if value is None:
        raise refusal(Code.WRONG_KIND, "nothing is written here")
    if not isinstance(value, str):
        raise refusal(Code.WRONG_KIND, "a text is needed here, not a list or a mapping")
    return value.strip()


def _count(value: object) -> int:
    text = _written(value)
    if not _COUNT.fullmatch(text):
        raise refusal(Code.NOT_A_NUMBER, "a whole number is needed here, 0 or more")
    return int(text)


def _height(value: object) -> int:
    number = _count(value)
    if number == 0:
        raise refusal(Code.NOT_A_NUMBER, "a whole number is needed here, 1 or more")
    return number


def _percent(value: object) -> float:
    match = _PERCENT.fullmatch(_written(value))
    if match is None or float(match[1]) > 100:
        raise refusal(Code.NOT_A_NUMBER, "a percentage is needed here, from 0 to 100")
    return float(match[1])


def _share(value: object) -> float:
    match = _SHARE.fullmatch(_written(value))
    share = float(match[1]) / (100 if match[2] else 1) if match else 0.0
    if not 0 < share <= 1:
        raise refusal(Code.BAD_FORM, "a share is `80 %` or `0.8`: more than nothing, at most all")
    return share


def _rate(value: object) -> float:
    match = _RATE.fullmatch(_written(value))
    seconds = _SECONDS.get(match[2]) if match else None
    if match is None or seconds is None or float(match[1]) == 0:
        raise refusal(Code.BAD_FORM, "a pace is `200/min`, `10/s`, `5000/h` or `200000/day`")
    return float(match[1]) / seconds


def _flag(value: object) -> bool:
    text = _written(value)
    if text not in {"true", "false"}:
        raise refusal(Code.NOT_ONE_OF, "one of `true`, `false` is needed here")
    return text == "true"


def _region(value: object) -> str:
    text = _written(value)
    if not _REGION.fullmatch(text):
        raise refusal(Code.BAD_FORM, "a region is two capital letters, such as ID or DE")
    return text


def _moment(value: object) -> float:
    text = _written(value)
    try:
        if _DAY.fullmatch(text):
            return (datetime.fromisoformat(text).replace(tzinfo=UTC) + timedelta(days=1)).timestamp()
        if (read := datetime.fromisoformat(text)).tzinfo and read.year > 1970:
            return read.timestamp()
    except (ValueError, OverflowError):
        pass
    raise refusal(Code.BAD_FORM, "a day like 2027-01-31, or a time with its zone: 2027-01-31T18:00+07:00")


def _calm(text: str) -> str:
    """Refuses what would break a line or turn its direction."""
    if any(
        unicodedata.category(c) in {"Cc", "Zl", "Zp"} or c in "\u202a\u202b\u202c\u202d\u202e" for c in text
    ):
        raise refusal(Code.BAD_FORM, "no line breaks and no control characters here")
    if text != text.strip():
        raise refusal(Code.BAD_FORM, "no space at the start or the end here")
    return unicodedata.normalize("NFC", text)


_Constrained = StringConstraints(min_length=1, max_length=200)

Name = Annotated[str, _Constrained, AfterValidator(_calm)]
Count = Annotated[int, BeforeValidator(_count), WithJsonSchema({"type": "integer", "minimum": 0})]
Height = Annotated[int, BeforeValidator(_height), WithJsonSchema({"type": "integer", "minimum": 1})]
Percent = Annotated[
    float,
    BeforeValidator(_percent),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0, "maximum": 100}, {"type": "string"}]}),
]
Share = Annotated[
    float,
    BeforeValidator(_share),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
                {"type": "string", "pattern": r"^[0-9.]+\s*%$"},
            ]
        }
    ),
]
Rate = Annotated[
    float,
    BeforeValidator(_rate),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9.]+\s*/\s*(s|sec|second|min|minute|h|hour|d|day)$"}),
]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
Moment = Annotated[
    float, BeforeValidator(_moment), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d"})
]
Region = Annotated[str, BeforeValidator(_region), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})]

_NAME: TypeAdapter[str] = TypeAdapter(Name)


def name_flaw(text: str) -> str:
    """What keeps a text from being a name, '' if nothing does."""
    try:
        _NAME.validate_python(text)
    except ValidationError as problem:
        kind = problem.errors(include_url=False, include_input=False)[0]
        return "1 to 200 characters" if kind["type"].startswith("string_") else kind["msg"]
    return ""
