"""What Wix refuses, and why: answers become errors. Its own sentences may name a person and stay unread."""

from __future__ import annotations

import re

import msgspec

from labelsync.connectors.wix import calls
from labelsync.connectors.wix.answers import ERROR, QUOTA, ApplicationError, ErrorDetails, Violation
from labelsync.connectors.wix.translators import vendor_code
from labelsync.core.exchange import Answer, Request
from labelsync.errors import NotAuthorised, Rejected

READ_CONTACTS = "`Read Contacts` (CONTACTS.VIEW)"
MANAGE_CONTACTS = "`Manage Contacts` (CONTACTS.MODIFY)"
READ_LABELS = "`Manage Contact Labels` (CONTACTS_LABELS.VIEW; it is needed even to read labels)"
MANAGE_LABELS = "`Manage Contact Labels` (CONTACTS_LABELS.MODIFY)"

UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

_DEEDS = {
    "identify": "show the site",
    "contacts": "show contacts",
    "labels": "show labels",
    "create_label": "create the label",
    "delete_label": "delete the label",
    "relabel": "change labels",
    "delete": "delete contacts",
    "poll": "show the job",
}
_PERMISSIONS = {
    "contacts": READ_CONTACTS,
    "labels": READ_LABELS,
    "create_label": MANAGE_LABELS,
    "delete_label": MANAGE_LABELS,
    "relabel": MANAGE_CONTACTS,
    "delete": MANAGE_CONTACTS,
    "poll": MANAGE_CONTACTS,
}
_TOO_TALL = frozenset({"UNSUPPORTED_FILTER_VALUE", "MALFORMED_FILTER"})
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,80}")


def refusal(request: Request, answer: Answer) -> NotAuthorised | Rejected:
    """The error that a refused request earns."""
    if answer.status == 401:
        return _unknown_key(request)
    if answer.status == 403:
        return _missing_permission(request)
    return _rejected(request, answer)


def too_tall(refused: Rejected) -> bool:
    """Whether fewer ids in one filter might be accepted. How many Wix takes is documented nowhere."""
    return _is_too_tall(status=refused.status, code=refused.code)


def _is_too_tall(*, status: int, code: str) -> bool:
    return status == 413 or (status == 400 and code in _TOO_TALL)


def is_wix_error(answer: Answer) -> bool:
    """Whether the body is a JSON object, as Wix's refusals are, and not a stranger's page."""
    try:
        ERROR.decode(answer.body)
    except UNDECODABLE:
        return False
    return True


def _unknown_key(request: Request) -> NotAuthorised:
    return NotAuthorised(
        f"Wix refused to {_DEEDS[request.kind]}: it does not accept the API key (HTTP 401)",
        advice="check that `api_key` is the whole key, without `Bearer`, and still exists; "
        f"Wix also answers so when the key lacks {_permission(request)}",
    )


def _missing_permission(request: Request) -> NotAuthorised:
    return NotAuthorised(
        f"Wix refused to {_DEEDS[request.kind]}: the API key may not (HTTP 403)",
        advice=f"give the key the permission {_permission(request)}, and check that `site_id` names a site "
        "of the account that owns the key",
    )


def _permission(request: Request) -> str:
    if request.kind == "identify":
        return READ_LABELS if request.path == calls.LABELS else READ_CONTACTS
    return _PERMISSIONS[request.kind]


def _rejected(request: Request, answer: Answer) -> Rejected:
    details = _details(answer)
    code = _code(details)
    words = ", ".join(part for part in (code or "no code", _request_id(answer)) if part)
    reason = f"Wix refused to {_DEEDS[request.kind]} (HTTP {answer.status}, {words}){_quota(details, code)}"
    advice = _advice(request, status=answer.status, code=code)
    return Rejected(reason, status=answer.status, code=code, advice=advice)


def _details(answer: Answer) -> ErrorDetails:
    try:
        return ERROR.decode(answer.body).details or ErrorDetails()
    except UNDECODABLE:
        return ErrorDetails()


def _code(details: ErrorDetails) -> str:
    if details.application_error is not None:
        return vendor_code(details.application_error.code)
    violations = details.validation_error.field_violations if details.validation_error else None
    return vendor_code(_rule(violations[0])) if violations else ""


def _rule(violation: Violation) -> str:
    return ".".join(part for part in (violation.field, violation.violated_rule) if part)


def _request_id(answer: Answer) -> str:
    text = answer.headers.get("x-wix-request-id", "")
    return f"request {text}" if _REQUEST_ID.fullmatch(text) else ""


def _quota(details: ErrorDetails, code: str) -> str:
    error = details.application_error
    if code != "LABELS_QUOTA_REACHED" or error is None:
        return ""
    allowed = _allowed(error)
    return f": the site has all {allowed} labels that it may have" if allowed else ""


def _allowed(error: ApplicationError) -> str:
    try:
        return vendor_code(QUOTA.decode(error.data).labels_quota)
    except UNDECODABLE:
        return ""


def _advice(request: Request, *, status: int, code: str) -> str:
    if code == "LABELS_QUOTA_REACHED":
        return "delete labels that nobody needs any more, then plan again"
    if request.kind in {"relabel", "delete", "contacts"} and _is_too_tall(status=status, code=code):
        return "set a smaller `batch` for this account: Wix does not take so many contacts in one call"
    if request.kind == "relabel" and status == 404:
        return "a label of the plan may be gone from the site: plan again"
    return (
        "plan again; if it stays, look the code up in Wix's reference or show the request id to its support"
    )
