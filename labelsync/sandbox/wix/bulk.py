"""The bulk calls: each starts a job and answers its id; what the job does is in `working`."""

from __future__ import annotations

import heapq
from typing import Any

from .call import Call, flag_of, object_of, text_of, texts_of
from .condition import parse
from .deleting import check_member_removal
from .jobs import Job, due_at, finishes_at, job_body, status
from .labelling import accepted_keys, resolve_overlap
from .reading import contact_language
from .refusal import application, plain, violation
from .world import World, new_id

_MOST_KEYS = 100
_MOST_JOBS = 100


def bulk_label(world: World, call: Call) -> dict[str, Any]:
    """Bulk Label And Unlabel Contacts: keys to add and to remove, at most 100 each."""
    asked = call.body()
    chosen = _chosen(world, asked)
    add = texts_of(asked, "labelKeysToAdd", most=_MOST_KEYS)
    remove = texts_of(asked, "labelKeysToRemove", most=_MOST_KEYS)
    if not (add or remove) and world.switches.empty_label_change == "refused":
        raise violation("labelKeysToAdd", "has size 0, expected 1 or more", rule="MIN_SIZE", threshold=1)
    more, fewer = resolve_overlap(world, add=_usable(world, add), remove=_usable(world, remove))
    return _start(world, call, "ADD_REMOVE_LABELS", {**chosen, "add": more, "remove": fewer})


def bulk_update(world: World, call: Call) -> dict[str, Any]:
    """Bulk Update Contacts: the same `info` for all."""
    asked = call.body()
    return _start(world, call, "UPDATE", {**_chosen(world, asked), "info": object_of(asked, "info")})


def bulk_delete(world: World, call: Call) -> dict[str, Any]:
    """Bulk Delete Contacts; `deleteMember` is internal to Wix and ignored unless a switch honours it."""
    asked = call.body()
    with_member = flag_of(asked, "deleteMember")
    check_member_removal(world, asked=with_member)
    return _start(world, call, "DELETE", {**_chosen(world, asked), "delete_member": with_member})


def get_job(world: World, call: Call) -> dict[str, Any]:
    """Get Bulk Job; 404 for one unknown or forgotten (assumed)."""
    job = world.jobs.get(call.place("job_id"))
    if job is None or _forgotten(world, job, call.at):
        raise plain(404, "Job not found")
    return {"job": job_body(job, world.switches, at=call.at)}


def list_jobs(world: World, call: Call) -> dict[str, Any]:
    """List Bulk Jobs: at most 100, no paging (documented once, gone from newer pages)."""
    if not world.switches.list_jobs_served:
        raise plain(404)
    kept = [job for job in world.jobs.values() if not _forgotten(world, job, call.at)]
    kept = kept[::-1] if world.switches.jobs_newest_first else kept
    return {"jobs": [job_body(job, world.switches, at=call.at) for job in kept[:_MOST_JOBS]]}


def _forgotten(world: World, job: Job, at: float) -> bool:
    retention = world.switches.job_retention
    if retention is None or not _over(world, job, at):
        return False
    return at > finishes_at(job, world.switches) + retention


def _over(world: World, job: Job, at: float) -> bool:
    return status(job, world.switches, at=at) == "COMPLETED"


def _usable(world: World, keys: list[str]) -> tuple[str, ...]:
    return tuple(keys) if world.switches.unknown_label_key == "job_error" else accepted_keys(world, keys)


def _chosen(world: World, asked: dict[str, Any]) -> dict[str, Any]:
    """The filter and search of a bulk call; 400 NEITHER_FILTER_NOR_SEARCH without either (documented)."""
    search, filtered = text_of(asked, "search", most=100), asked.get("filter")
    if filtered == {} and not world.switches.empty_filter_matches_all:
        filtered = None
    if filtered is None and not search:
        raise application(400, "NEITHER_FILTER_NOR_SEARCH", "Either filter or search is required")
    if filtered is not None:
        parse(filtered, contact_language(world.switches))
    return {"filter": filtered, "search": search}


def _check_room(world: World, at: float) -> None:
    most = world.switches.jobs_at_once
    if most is not None and sum(not _over(world, job, at) for job in world.jobs.values()) >= most:
        raise plain(429)


def _start(world: World, call: Call, kind: str, order: dict[str, Any]) -> dict[str, Any]:
    _check_room(world, call.at)
    number = len(world.jobs)
    job = Job(id=new_id(world), number=number, type=kind, started=call.at, trouble=call.trouble, **order)
    world.jobs[job.id] = job
    due = due_at(job, world.switches)
    if due is not None:
        heapq.heappush(world.agenda, (due, job.number, job.id))
    world.revision += 1
    return {"jobId": job.id}
