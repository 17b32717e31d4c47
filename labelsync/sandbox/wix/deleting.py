"""Whether a contact may be deleted or written to at all."""

from __future__ import annotations

from .contact import Contact, membership
from .refusal import WixError, application
from .world import World

_SINGLE = {"CANNOT_DELETE_SITE_MEMBERS": "CANNOT_DELETE_MEMBER"}


def writing_obstacle(world: World, contact_id: str) -> str:
    """The code a label change or update of this contact fails with, or ''."""
    code = world.switches.fail_contacts.get(contact_id, "")
    return "" if "DELETE" in code else code


def deleting_obstacle(world: World, contact: Contact, *, with_member: bool) -> str:
    """The code a job's deletion of this contact fails with, or ''. Site members stay (documented)."""
    code = world.switches.fail_contacts.get(contact.id, "")
    if code:
        return code
    spared = with_member and world.switches.delete_member_honoured
    return "CANNOT_DELETE_SITE_MEMBERS" if membership(contact) and not spared else ""


def refused_write(code: str) -> WixError:
    """The same obstacle for a single call: 500 for a FAILED code, else 428 (documented for deletion)."""
    return application(500 if code.startswith("FAILED_") else 428, _SINGLE.get(code, code))
