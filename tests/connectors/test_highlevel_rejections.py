"""HighLevel: what people read of the refusals that its methods document."""

from __future__ import annotations

import httpx
import pytest
from inline_snapshot import snapshot

from tests.connectors.highlevel_location import refused, told

BAD = refused(400, "Bad Request")

TABLE = [
    (
        "identify",
        BAD,
        snapshot("""\
Rejected: HighLevel refused to list the location's tags (400: Bad Request)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "identify",
        refused(422, ["locationId must be a string"]),
        snapshot("""\
Rejected: HighLevel refused to list the location's tags (422: locationId must be a string)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "identify",
        refused(400, "Invalid API version segment 'bogus-version' at position 0"),
        snapshot("""\
Rejected: HighLevel refused to list the location's tags (400: Invalid API version segment 'bogus-
version' at position 0)
  set the account's version to 2021-07-28 or v3
"""),
    ),
    (
        "list",
        refused(400, "Invalid field contact_name"),
        snapshot("""\
Rejected: HighLevel refused to list contacts (400: Invalid field contact_name)
  the list's native filter names a field that this location does not have: correct it there
"""),
    ),
    (
        "list",
        refused(422, ["pageLimit must be a number", "property limit should not exist"]),
        snapshot("""\
Rejected: HighLevel refused to list contacts (422: pageLimit must be a number; property limit should
not exist)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "list",
        refused(422, "locationId can't be undefined"),
        snapshot("""\
Rejected: HighLevel refused to list contacts (422: locationId can't be undefined)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "show",
        BAD,
        snapshot("""\
Rejected: HighLevel refused to show a contact (400: Bad Request)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "show",
        refused(422, ["contactId must be a string"]),
        snapshot("""\
Rejected: HighLevel refused to show a contact (422: contactId must be a string)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "show",
        refused(404, "Cannot GET /contacts/x"),
        snapshot("""\
Rejected: HighLevel refused to show a contact (404: Cannot GET /contacts/x)
  set the account's version to 2021-07-28 or v3
"""),
    ),
    (
        "show",
        httpx.Response(404, html="<html>no such page</html>"),
        snapshot("""\
Rejected: HighLevel refused to show a contact (404)
  check the account's base_url and version
"""),
    ),
    (
        "add",
        refused(400, "LocationId can't be undefined"),
        snapshot("""\
Rejected: HighLevel refused to add tags (400: LocationId can't be undefined)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "add",
        refused(422, ["property contactIds should not exist"]),
        snapshot("""\
Rejected: HighLevel refused to add tags (422: property contactIds should not exist)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "add",
        refused(413, "request entity too large"),
        snapshot("""\
TooTall: HighLevel refused to add tags (413: request entity too large)
  lower the account's `batch`
"""),
    ),
    (
        "remove",
        BAD,
        snapshot("""\
Rejected: HighLevel refused to remove tags (400: Bad Request)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "remove",
        refused(422, ["tags should not be empty"]),
        snapshot("""\
Rejected: HighLevel refused to remove tags (422: tags should not be empty)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "delete",
        BAD,
        snapshot("""\
Rejected: HighLevel refused to delete a contact (400: Bad Request)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "delete",
        refused(422, "Unprocessable Entity"),
        snapshot("""\
Rejected: HighLevel refused to delete a contact (422: Unprocessable Entity)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "create",
        BAD,
        snapshot("""\
Rejected: HighLevel refused to create a tag (400: Bad Request)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "create",
        refused(422, ["name should not be empty"]),
        snapshot("""\
Rejected: HighLevel refused to create a tag (422: name should not be empty)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "undefine",
        BAD,
        snapshot("""\
Rejected: HighLevel refused to delete a tag (400: Bad Request)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
    (
        "undefine",
        refused(422, "Unprocessable Entity"),
        snapshot("""\
Rejected: HighLevel refused to delete a tag (422: Unprocessable Entity)
  make a new plan, which shows what is so now; if this is refused again, tell the maintainers
"""),
    ),
]


@pytest.mark.parametrize(("act", "answer", "text"), TABLE)
def test_a_refusal_says_what_happened_and_what_to_do(act: str, answer: httpx.Response, text: str) -> None:
    assert told(act, answer) == text
