"""What KirimChat does not document and this connector takes for true. To be corrected here, and only here.

Two things need no assumption: a contact that is not there, and a refused credential, are told by HTTP status
and error `type`, which are documented, and not by `code`, whose list is not known whole.
"""

from __future__ import annotations

from typing import Final

NAMES_FOLD: Final = False
"""Label names are unique with their case. Documented is only that they are unique in a team."""

DUPLICATE_CODE: Final = "invalid_field_value"
"""The code of a label name that is taken; it is also that of a name that is wrong, so the list is asked."""

FOREIGN: Final = "skipped_cross_org: the contact is not of this organisation, or is gone"
"""Ids that nobody has are counted in `skipped_cross_org`."""

MISMATCHED: Final = "skipped_team_mismatch: the contact belongs to another team than the label"
"""`skipped_team_mismatch`, as documented. A contact does not show its team, so no plan can foresee it."""

UNDIALABLE: Final = "invalid_phone_number"
"""The code for a phone number that is none. No contact has such a number, so nobody is left out by it."""

TOO_TALL: Final = ("invalid_field_value", "contact_ids")
"""Code and field of a bulk call that is refused for its contacts: too many of them, or an id that is none.

Either way nothing was changed, and halves come nearer to what is wrong.
"""

PROBED: Final = 1
"""Contacts that are looked at to know whether the server shows labels: if one shows them, all do."""

UNCOUNTED: Final = "KirimChat counts {count} of the call's contacts neither as applied nor as skipped"
"""A server may leave contacts that were in the wanted state already out of `applied`: a note, no failure."""

ONE_TEAM: Final = None
"""A label that shows no `team_id` is of the organisation's only team."""

LAG: Final = 0.0
"""Seconds that a read stays behind a write. Nothing is documented."""

READS_AT_ONCE: Final = 4
"""Requests under way together; only their number a minute is documented."""


def is_of_team(label_team: str | None, *, wanted: str) -> bool:
    """Whether a label belongs to the account's team, which is '' where the account names none."""
    return not wanted or label_team in (ONE_TEAM, wanted)
