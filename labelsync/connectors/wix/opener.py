"""What opens a site: an API key of its owner's account, or an app that is installed on it."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Opener(Enum):
    """Whose credential goes with the requests; refusals name it, since each needs another remedy."""

    KEY = "the API key"
    APP = "the app"


class Permission(NamedTuple):
    """A permission as API keys and apps know it (documented): its name, its id, and the app's scope."""

    name: str
    id: str
    scope: str
    remark: str = ""

    def worded(self, opener: Opener) -> str:
        """The permission as somebody looks for it in Wix."""
        known = self.id if opener is Opener.KEY else self.scope
        return f"`{self.name}` ({known}{self.remark})"


_LABELS = "SCOPE.DC-CONTACTS.MANAGE-LABELS"

READ_CONTACTS = Permission("Read Contacts", "CONTACTS.VIEW", "SCOPE.DC-CONTACTS.READ-CONTACTS")
MANAGE_CONTACTS = Permission("Manage Contacts", "CONTACTS.MODIFY", "SCOPE.DC-CONTACTS.MANAGE-CONTACTS")
READ_LABELS = Permission(
    "Manage Contact Labels", "CONTACTS_LABELS.VIEW", _LABELS, "; it is needed even to read labels"
)
MANAGE_LABELS = Permission("Manage Contact Labels", "CONTACTS_LABELS.MODIFY", _LABELS)
