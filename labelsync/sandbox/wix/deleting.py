"""Whether a contact may be deleted or written to at all."""

from __future__ import annotations

from .call import Call
from .contact import Contact, membership
from .gate import check_permission
from .refusal import WixError, application
from .world import World

REFUSED_DELETE = "CANNOT_DELETE_CONTACT_WITH_BILLING_SUBSCRIPTION"
REFUSED_UPDATE = "FAILED_UPDATE"
"""How a contact is refused on purpose; the code for updates and labels is assumed, none is documented."""
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


def check_member_removal(world: World, *, asked: bool) -> None:
    """403 when the member is to go too and nobody has the permission for that (documented)."""
    if asked and world.switches.delete_member_honoured:
        check_permission(world, "MEMBERS.MEMBER_DELETE")


def check_writable(world: World, call: Call, contact: Contact) -> None:
    """Refuse a single label change or update of a contact that cannot be written to."""
    if call.meets("partial"):
        raise application(428, REFUSED_UPDATE)
    obstacle = writing_obstacle(world, contact.id)
    if obstacle:
        raise refused_write(obstacle)


def check_deletable(world: World, call: Call, contact: Contact, *, with_member: bool) -> None:
    """Refuse a single deletion of a contact that cannot be deleted."""
    if call.meets("partial"):
        raise refused_write(REFUSED_DELETE)
    obstacle = deleting_obstacle(world, contact, with_member=with_member)
    if obstacle:
        raise refused_write(obstacle)


def refused_write(code: str) -> WixError:
    """The same obstacle for a single call: 500 for a FAILED code, else 428 (documented for deletion)."""
    return application(500 if code.startswith("FAILED_") else 428, _SINGLE.get(code, code))
