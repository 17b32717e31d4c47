"""What Wix refuses, and why: answers become errors. Its own sentences may name a person and stay unread."""

from __future__ import annotations

import re

import msgspec

from labelsync.connectors.wix import calls
from labelsync.connectors.wix.answers import ERROR, QUOTA, ApplicationError, ErrorDetails, Violation
from labelsync.connectors.wix.opener import (
    MANAGE_CONTACTS,
    MANAGE_LABELS,
    READ_CONTACTS,
    READ_LABELS,
    Opener,
    Permission,
)
from labelsync.connectors.wix.translators import vendor_code
from labelsync.core.exchange import Answer, Request
from labelsync.errors import NotAuthorised, Rejected

STRANGE = "check `base_url`, and whether something stands between here and Wix"
UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

_DEEDS = {
    "identify": "show the site",
    "contacts": "show contacts",
    "matching": "find contacts by the `native` filter",
    "labels": "show labels",
    "create_label": "create the label",
    "rename_label": "rename the label",
    "delete_label": "delete the label",
    "relabel": "change labels",
    "delete": "delete contacts",
    "poll": "show the job",
}
_PERMISSIONS = {
    "contacts": READ_CONTACTS,
    "matching": READ_CONTACTS,
    "labels": READ_LABELS,
    "create_label": MANAGE_LABELS,
    "rename_label": MANAGE_LABELS,
    "delete_label": MANAGE_LABELS,
    "relabel": MANAGE_CONTACTS,
    "delete": MANAGE_CONTACTS,
    "poll": MANAGE_CONTACTS,
}
_TOO_TALL = frozenset({"UNSUPPORTED_FILTER_VALUE", "MALFORMED_FILTER"})
_OF_FILTERS = _TOO_TALL | {
    "UNSUPPORTED_FILTER",
    "UNSUPPORTED_FILTER_FIELD_UNKNOWN",
    "UNSUPPORTED_FILTER_OPERATOR",
    "UNSUPPORTED_FILTER_VALUE_TYPE",
}
_OF_REQUESTS = _OF_FILTERS | {"ILLEGAL_LIMIT", "NEITHER_FILTER_NOR_SEARCH", "UNSUPPORTED_SORT_FIELD"}
_NAMING_LABELS = frozenset({"relabel", "rename_label"})
_DEFINING = frozenset({"rename_label", "delete_label"})
_CHANGE = (
    "change the `native` filter: it keeps to the documented fields and operators, yet Wix does not take it; "
    "for a custom field, try a number in place of a text, or the other way round"
)
_RETITLE = "give the label another title, then plan again"
_OURS = "tell the maintainers: this request is labelsync's own, and Wix does not take it as it documents it"
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,80}")


def refusal(request: Request, answer: Answer, *, opener: Opener) -> NotAuthorised | Rejected:
    """The error that a refused request earns."""
    if answer.status not in (401, 403):
        return _rejected(request, answer)
    if is_strange(answer):
        reason = f"a refusal to {_DEEDS[request.kind]} (HTTP {answer.status}) is not in Wix's form"
        return NotAuthorised(reason, advice=STRANGE)
    return _unknown(request, opener) if answer.status == 401 else _forbidden(request, opener)


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


def is_strange(answer: Answer) -> bool:
    """Whether somebody else than Wix answered. Its own refusals are JSON, or have no body at all."""
    return bool(answer.body) and not is_wix_error(answer)


def _unknown(request: Request, opener: Opener) -> NotAuthorised:
    permission = _permission(request).worded(opener)
    told = f"Wix refused to {_DEEDS[request.kind]}"
    if opener is Opener.APP:
        return NotAuthorised(
            f"{told}: it does not accept the app's access token, not even a new one (HTTP 401)",
            advice=f"Wix answers so when the app lacks {permission}: give it to the app; if the app has it, "
            "check that `instance_id` names the site and that the app is still installed there",
        )
    return NotAuthorised(
        f"{told}: it does not accept the API key (HTTP 401)",
        advice="check that `api_key` is the whole key, without `Bearer`, and still exists; "
        f"Wix also answers so when the key lacks {permission}",
    )


def _forbidden(request: Request, opener: Opener) -> NotAuthorised:
    permission = _permission(request).worded(opener)
    advice = f"give the app the permission {permission}"
    if opener is Opener.KEY:
        advice = f"give the key the permission {permission}, and check that `site_id` names a site "
        advice += "of the account that owns the key"
    return NotAuthorised(
        f"Wix refused to {_DEEDS[request.kind]}: {opener.value} may not (HTTP 403)", advice=advice
    )


def _permission(request: Request) -> Permission:
    if request.kind == "identify":
        return READ_LABELS if request.path == calls.LABELS else READ_CONTACTS
    return _PERMISSIONS[request.kind]


def _rejected(request: Request, answer: Answer) -> Rejected:
    details = _details(answer)
    code = _code(details)
    words = ", ".join(part for part in (code or "no code", _request_id(answer)) if part)
    reason = f"Wix refused to {_DEEDS[request.kind]} (HTTP {answer.status}, {words}){_quota(details, code)}"
    strange = is_strange(answer) and answer.status != 413
    advice = STRANGE if strange else _advice(request, status=answer.status, code=code)
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
    if request.kind == "matching" and code in _OF_FILTERS:
        return _CHANGE
    if _is_too_tall(status=status, code=code) or code in _OF_REQUESTS or _names_a_field(code):
        return _RETITLE if "displayName" in code else _OURS
    if status == 404 and request.kind in _NAMING_LABELS:
        return "a label of the plan may be gone from the site: plan again"
    if status == 428 and request.kind in _DEFINING:
        return "Wix may look after this label itself: take it out of the manifest, then plan again"
    return (
        "plan again; if it stays, show this message to Wix's support, or look its code up in Wix's reference"
    )


def _names_a_field(code: str) -> bool:
    """Whether the code is one that `_rule` made: of a part of the request that breaks a rule."""
    return "." in code
