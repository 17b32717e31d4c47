"""The fields of HighLevel's contact search, their operators, and what each takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

EQUAL = ("eq", "not_eq")
HOLD = ("contains", "not_contains")
THERE = ("exists", "not_exists")
RANGE = ("range",)
OPERATORS = (*EQUAL, *HOLD, *THERE, *RANGE)
BOUNDS = ("gte", "lte", "gt", "lt")


class Field(NamedTuple):
    """A field of the search: its operators, and what `eq` takes."""

    operators: tuple[str, ...]
    takes: Literal["text", "phone", "truth", "any"] = "text"


_TEXT = Field((*EQUAL, *HOLD, *THERE))
_DATE = Field((*RANGE, "exists"))
_CUSTOM = Field(OPERATORS, "any")
_CUSTOM_NAME = re.compile(r"customFields\.[A-Za-z0-9_-]+")

FIELDS: Mapping[str, Field] = {
    "id": Field(EQUAL),
    "email": Field((*EQUAL, *THERE)),
    "phone": Field((*EQUAL, *HOLD, *THERE), "phone"),
    "tags": _TEXT,
    "dateAdded": _DATE,
    "dateUpdated": _DATE,
    "assignedTo": _TEXT,
    "dnd": Field((*EQUAL, *THERE), "truth"),
    "source": _TEXT,
    "type": _TEXT,
    "companyName": _TEXT,
    "firstNameLowerCase": _TEXT,
    "lastNameLowerCase": _TEXT,
}
"""The documented fields. From `assignedTo` on the fields are documented and not which operators each has:
assumed are those that are documented for values of its kind. So it is with custom fields, and with what
`phone` has beside `eq`, `not_eq` and `contains`."""

NAMES = (*FIELDS, "customFields.<id>")


def field(name: str) -> Field | None:
    """The field of this name, None where there is none."""
    return _CUSTOM if _CUSTOM_NAME.fullmatch(name) else FIELDS.get(name)
