"""How KirimChat says no: seven types, permanent codes, messages that may change (documented)."""

from __future__ import annotations

from typing import Any, Literal

Kind = Literal[
    "invalid_request_error",
    "authentication_error",
    "permission_error",
    "not_found",
    "conflict",
    "rate_limit_error",
    "api_error",
]


class RefusedError(Exception):
    """The vendor refuses a call: an HTTP status, and the error's type, code, message and parameter."""

    def __init__(self, status: int, kind: Kind, code: str, message: str, *, param: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.kind: Kind = kind
        self.code = code
        self.param = param

    def content(self, request_id: str, *, code: str) -> dict[str, Any]:
        """The documented envelope; `param` is there only when a parameter is to blame."""
        error = {"type": self.kind, "code": code, "message": str(self)}
        if self.param:
            error["param"] = self.param
        return {"error": {**error, "request_id": request_id}}


def invalid(param: str, message: str, *, code: str = "invalid_field_value") -> RefusedError:
    """400: a parameter is there and wrong."""
    return RefusedError(400, "invalid_request_error", code, message, param=param)


def missing(param: str) -> RefusedError:
    """400: a parameter that must be there is not."""
    return invalid(param, f"{param} is required.", code="missing_required_field")


def unauthenticated(code: str, message: str) -> RefusedError:
    """401: the key is missing, malformed, unknown, expired or revoked."""
    return RefusedError(401, "authentication_error", code, message)


def forbidden(code: str, message: str) -> RefusedError:
    """403: plan limit, or a suspended organisation. The status is documented, the codes are assumed."""
    return RefusedError(403, "permission_error", code, message)


def not_found(thing: str, *, param: str = "") -> RefusedError:
    """404: no such thing, or another organisation's. The code is assumed."""
    return RefusedError(404, "not_found", "resource_not_found", f"No such {thing}.", param=param)


def out_of_tokens() -> RefusedError:
    """429: the bucket of this class of calls is empty."""
    return RefusedError(429, "rate_limit_error", "rate_limit_exceeded", "Rate limit exceeded.")


def failed() -> RefusedError:
    """500: the code is assumed."""
    return RefusedError(500, "api_error", "internal_error", "Something went wrong on our side.")
