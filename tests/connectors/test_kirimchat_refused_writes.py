"""KirimChat: what the user reads of each refused write, with its advice."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from inline_snapshot import snapshot

from labelsync.errors import TooTall
from tests.connectors.kirimchat_organisation import (
    GONE,
    IN_PROGRESS,
    REUSED,
    UNKNOWN,
    UPSTREAM,
    bad,
    failure,
    foreign,
    read,
    refused,
)

Answers = tuple[httpx.Response, ...]

WRITING: dict[str, tuple[Answers, Any]] = {
    "attach": (
        (
            GONE,
            bad("invalid_field_value", "contact_ids"),
            bad("invalid_field_value", "label_id"),
            bad("missing_required_field", "operation"),
            IN_PROGRESS,
            refused(409, "conflict", "resource_conflict"),
            REUSED,
            UPSTREAM,
            UNKNOWN,
            foreign(400, ""),
            foreign(413),
        ),
        snapshot("""\
Rejected: KirimChat refused to attach a label (404, resource_not_found)
  > run plan again: the label may be gone
Rejected: KirimChat refused to attach a label (400, invalid_field_value, contact_ids)
  > run plan again: KirimChat does not take the id of a contact
Rejected: KirimChat refused to attach a label (400, invalid_field_value, label_id)
  > run plan again: the label may be gone
Rejected: KirimChat refused to attach a label (400, missing_required_field, operation)
  > run plan again; if it stays, please tell the maintainers of this connector
StillOpen: KirimChat is still at work on this call
  > run the command again in some minutes: the same key asks what became of it
Rejected: KirimChat refused to attach a label (409, resource_conflict)
  > run plan again: something else changes the same at the same time
Rejected: KirimChat refused to attach a label (422, idempotency_key_reuse)
  > run plan and apply again: the key of this call was used for another one
Rejected: KirimChat refused to attach a label (424, whatsapp_upstream_error)
  > run the command again later: WhatsApp, on which KirimChat relies, fails
Rejected: KirimChat refused to attach a label (418)
  > run plan again; if it stays, please tell the maintainers of this connector
Rejected: KirimChat refused to attach a label (400), and not in its own words
  > run plan again; if it stays, ask KirimChat's support
Rejected: KirimChat refused to attach a label (413), and not in its own words
  > lower the account's `batch`: something on the way to KirimChat takes no call of this size
"""),
    ),
    "attach two": (
        (bad("invalid_field_value", "contact_ids"), foreign(413)),
        snapshot("""\
TooTall: KirimChat refused to attach a label (400, invalid_field_value, contact_ids)
  > run plan again: KirimChat does not take the id of a contact
TooTall: KirimChat refused to attach a label (413), and not in its own words
  > lower the account's `batch`: something on the way to KirimChat takes no call of this size
"""),
    ),
    "detach": (
        (GONE,),
        snapshot("""\
Rejected: KirimChat refused to detach a label (404, resource_not_found)
  > run plan again: the label may be gone
"""),
    ),
    "create": (
        (
            bad("missing_required_field", "team_id"),
            bad("invalid_field_value", "team_id"),
            bad("invalid_field_value", "name"),
            bad("invalid_field_value"),
            IN_PROGRESS,
            REUSED,
            GONE,
        ),
        snapshot("""\
Rejected: KirimChat refused to create a label (400, missing_required_field, team_id)
  > set the account's team_id: an organisation of several teams must say whose label it is
Rejected: KirimChat refused to create a label (400, invalid_field_value, team_id)
  > check the account's team_id: KirimChat does not take it
Rejected: KirimChat refused to create a label (400, invalid_field_value, name)
  > choose another name: 1 to 50 characters, and no label of the team may have it, not even by other
  case
Rejected: KirimChat refused to create a label (400, invalid_field_value)
  > choose another name: 1 to 50 characters, and no label of the team may have it, not even by other
  case
StillOpen: KirimChat is still at work on this call
  > run the command again in some minutes: the same key asks what became of it
Rejected: KirimChat refused to create a label (422, idempotency_key_reuse)
  > run plan and apply again: the key of this call was used for another one
Rejected: KirimChat refused to create a label (404, resource_not_found)
  > check base_url: KirimChat's API is not there
"""),
    ),
    "rename": (
        (bad("invalid_field_value", "name"), bad("missing_required_field", "name"), GONE),
        snapshot("""\
Rejected: KirimChat refused to rename a label (400, invalid_field_value, name)
  > choose another name: 1 to 50 characters, and no label of the team may have it, not even by other
  case
Rejected: KirimChat refused to rename a label (400, missing_required_field, name)
  > run plan again; if it stays, please tell the maintainers of this connector
Rejected: KirimChat refused to rename a label (404, resource_not_found)
  > run plan again: the label may be gone
"""),
    ),
    "delete": (
        (foreign(404),),
        snapshot("""\
Rejected: KirimChat refused to delete a label (404), and not in its own words
  > check base_url and phone_number_id: newer addresses have their contacts under the id of a number,
  the oldest has not
"""),
    ),
}


@pytest.mark.parametrize(("act", "answers", "told"), [(act, *row) for act, row in WRITING.items()])
def test_a_refused_write_says_what_was_refused_and_what_to_do(act: str, answers: Answers, told: str) -> None:
    assert read(act, answers) == told


def test_only_a_call_of_several_contacts_can_be_too_tall() -> None:
    unfit = bad("invalid_field_value", "contact_ids")
    assert [isinstance(failure(act, unfit), TooTall) for act in ("attach", "attach two")] == [False, True]
