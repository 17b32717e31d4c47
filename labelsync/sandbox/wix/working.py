"""The work of bulk jobs, done when a request arrives, in the order and at the instants it was due."""

from __future__ import annotations

import heapq
from collections import Counter

import msgspec

from .condition import Condition, Every, parse
from .contact import Contact
from .deleting import REFUSED_DELETE, REFUSED_UPDATE, deleting_obstacle, writing_obstacle
from .fields import CREATED, SEARCHED
from .jobs import Job, due_at, troubled_now
from .labelling import changed_labels, unknown_keys
from .reading import contact_language
from .refusal import WixError
from .selection import matches
from .troubles import named_ids
from .world import World, drop, list_shelf, put, query_shelf
from .writing import edited


def catch_up(world: World, until: float) -> None:
    """Do all that jobs had to do up to an instant; contacts change one by one while a job is RUNNING."""
    while world.agenda and world.agenda[0][0] <= until:
        at, number, job_id = heapq.heappop(world.agenda)
        job = world.jobs[job_id]
        job = _loaded(world, job, at) if job.matched is None else _stepped(world, job, at)
        world.jobs[job_id] = job
        world.revision += 1
        due = due_at(job, world.switches)
        if due is not None:
            heapq.heappush(world.agenda, (due, number, job_id))


def settle(world: World, at: float) -> None:
    """Bring jobs and both indexes to an instant, asked for or not, so that what is pending stays little."""
    catch_up(world, at)
    query_shelf(world, at)
    list_shelf(world, at)


def make_agenda(world: World) -> None:
    """Find again, after a restore, when each job falls due."""
    due = [(due_at(job, world.switches), job) for job in world.jobs.values()]
    world.agenda = [(at, job.number, job.id) for at, job in due if at is not None]
    heapq.heapify(world.agenda)


def _loaded(world: World, job: Job, at: float) -> Job:
    """The filter is evaluated once, against the lagging index, oldest contact first (inferred)."""
    language = contact_language(world.switches)
    condition: Condition = Every(()) if job.filter is None else parse(job.filter, language)
    shelf = query_shelf(world, at)
    found = matches(shelf, condition, CREATED)
    ids = found.page(offset=0, limit=found.total, descending=False)
    if job.search:
        ids = [contact_id for contact_id in ids if _mentions(shelf.get(contact_id), job.search)]
    ids = _in_order_of_troubles(job, ids)[: world.switches.contacts_per_job]
    return msgspec.structs.replace(job, matched=tuple(ids))


def _in_order_of_troubles(job: Job, ids: list[str]) -> list[str]:
    """As the filter names them, where the last of those named are to meet with trouble."""
    if job.trouble is None:
        return ids
    places = {contact_id: place for place, contact_id in enumerate(named_ids(job.filter))}
    return sorted(ids, key=lambda contact_id: places.get(contact_id, 0))


def _mentions(contact: Contact | None, search: str) -> bool:
    sought = search.casefold()
    values = (value for field in SEARCHED for value in field.read(contact))
    return any(sought in value.casefold() for value in values)


def _stepped(world: World, job: Job, at: float) -> Job:
    contact_id = (job.matched or ())[job.passed]
    code = _outcome(world, job, contact_id, at)
    failures = dict(Counter(job.failures) + Counter([code])) if code else job.failures
    return msgspec.structs.replace(job, passed=job.passed + 1, failures=failures)


def _outcome(world: World, job: Job, contact_id: str, at: float) -> str:
    """The error code of one contact's turn, '' when it counts as done."""
    trouble = troubled_now(job)
    if trouble == "skip" or contact_id in world.switches.skip_contacts:
        return ""
    if trouble == "partial":
        return REFUSED_DELETE if job.type == "DELETE" else REFUSED_UPDATE
    return _obstacle_met(world, job, contact_id, at)


def _obstacle_met(world: World, job: Job, contact_id: str, at: float) -> str:
    """Change one contact; the error code when that fails. A contact gone meanwhile fails (assumed)."""
    contact = world.contacts.get(contact_id)
    if contact is None:
        return "CONTACT_NOT_FOUND"
    if job.type == "DELETE":
        return _deleted(world, job, contact, at)
    obstacle = writing_obstacle(world, contact_id)
    if obstacle:
        return obstacle
    return _updated(world, job, contact, at) if job.type == "UPDATE" else _relabelled(world, job, contact, at)


def _deleted(world: World, job: Job, contact: Contact, at: float) -> str:
    obstacle = deleting_obstacle(world, contact, with_member=job.delete_member)
    if not obstacle:
        drop(world, contact.id, at=at)
    return obstacle


def _updated(world: World, job: Job, contact: Contact, at: float) -> str:
    try:
        put(world, edited(world, contact, job.info or {}, at=at, allow_duplicates=True), at=at)
    except WixError as refused:
        error = (refused.body or {}).get("details", {}).get("applicationError", {})
        return str(error.get("code", "FAILED_UPDATE"))
    return ""


def _relabelled(world: World, job: Job, contact: Contact, at: float) -> str:
    """A label that is not (or no longer) there fails the contact; the code is assumed, none is documented."""
    unknown = unknown_keys(world, (*job.add, *job.remove))
    if unknown and world.switches.unknown_label_key != "ignored":
        return "LABEL_NOT_FOUND"
    add = [key for key in job.add if key not in unknown]
    put(world, changed_labels(world, contact, add=add, remove=job.remove, at=at), at=at)
    return ""
