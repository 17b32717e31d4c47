"""What Wix answers when it will not do something: one exception and the documented bodies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class WixError(Exception):
    """An answer other than 200: its status, its JSON body (None for an empty one) and extra headers."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


def plain(status: int, message: str = "") -> WixError:
    """An error with empty `details`: what the emulator answers where no code is documented."""
    return WixError(status, {"message": message, "details": {}})


def application(
    status: int, code: str, description: str = "", *, facts: Mapping[str, str] | None = None
) -> WixError:
    """An error with `details.applicationError` (documented form)."""
    said = description or code.replace("_", " ").capitalize()
    error: dict[str, Any] = {"code": code, "description": said}
    if facts is not None:
        error["data"] = dict(facts)
    return WixError(status, {"message": said, "details": {"applicationError": error}})


def violation(field: str, description: str, *, rule: str, threshold: int | None = None) -> WixError:
    """A 400 with `details.validationError` (documented form; the rules on sizes and lengths are inferred)."""
    found: dict[str, Any] = {"field": field, "description": description, "violatedRule": rule, "ruleName": ""}
    if threshold is not None:
        found["data"] = {"threshold": threshold}
    details = {"validationError": {"fieldViolations": [found]}}
    return WixError(400, {"message": f"{field} {description}", "details": details})


def expected_object() -> WixError:
    """The answer to a body that is not a JSON object (seen live: a message and nothing else)."""
    return WixError(400, {"message": "Expected an object"})


def contact_not_found() -> WixError:
    """404 CONTACT_NOT_FOUND; documented for get, label, unlabel, update, and assumed for delete and merge."""
    return application(404, "CONTACT_NOT_FOUND", "Contact not found.")
