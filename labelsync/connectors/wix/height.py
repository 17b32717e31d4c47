"""How many values one filter may hold. Wix documents no number (assumed: 100), so refusals teach it."""

from __future__ import annotations

from dataclasses import dataclass

from labelsync.connectors.wix.refusals import too_tall
from labelsync.errors import Rejected

FEWER = "fewer contacts are sent in one call by and by; a smaller `batch` for this account spares the tries"
"""The advice with a call that was too tall."""


class Height:
    """The values of one kind that a filter may hold, as far as is known: `limit`, which refusals lower."""

    def __init__(self, given: int) -> None:
        self._given = given
        self.limit = given

    def learn(self, tried: int, refused: Rejected) -> bool:
        """Whether fewer values than those tried might be accepted; then the limit is their larger half.

        Where even one value is refused, the reason was another: the limit is again what it was at first.
        """
        if not too_tall(refused):
            return False
        if tried < 2:
            self.limit = self._given
            return False
        self.limit = min(self.limit, -(-tried // 2))
        return True


@dataclass(frozen=True, slots=True)
class Heights:
    """What one account has learnt: for contacts' ids, e-mails, phones, and label keys."""

    contacts: Height
    emails: Height
    phones: Height
    labels: Height
