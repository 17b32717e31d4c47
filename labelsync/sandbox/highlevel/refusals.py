"""The refusals the vendor answers with, as one exception that carries status and body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
}
NOT_THIS_SCOPE = "The token is not authorized for this scope."
WRONG_USER_TYPE = "Token's user type mismatch!"
WRONG_CLASS = "This authClass type is not allowed to access this scope."
OTHER_LOCATION = "The token does not have access to this location."


class RefusedError(Exception):
    """A request the vendor refuses: an HTTP status and the JSON body that goes with it."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = dict(body)


def refused(status: int, message: str) -> RefusedError:
    """A refusal with one sentence; 422 wraps it in an array, as the vendor's validation does (documented)."""
    if status == 422:
        return unprocessable([message])
    return RefusedError(status, {"statusCode": status, "message": message, "error": REASONS[status]})


def unprocessable(messages: Sequence[str]) -> RefusedError:
    """A 422 with every fault found in the request (documented shape: `message` is an array)."""
    return RefusedError(422, {"statusCode": 422, "message": list(messages), "error": REASONS[422]})


def contact_missing(contact_id: str, status: int) -> RefusedError:
    """Unknown or deleted contact: 400, not 404 (measured)."""
    return refused(status, f"Contact not found for id:{contact_id}")


def oauth_refused(status: int, error: str, description: str) -> RefusedError:
    """A refusal of the OAuth calls, which speak of `error` and `error_description` (measured)."""
    return RefusedError(status, {"error": error, "error_description": description})
