"""Native members: each filter is asked of its account, and whoever it finds is wished for by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from labelsync.core.question import Matching, Reading, Unseen
from labelsync.core.scope import LabelScope
from labelsync.core.wish import Cut, Native, Stance, Whole, Wish, Wishes
from labelsync.errors import ManifestInvalid
from labelsync.manifest.mistakes import Mistake
from labelsync.manifest.natives import circular
from labelsync.workflow.site import Site


async def asked(
    site: Site, wishes: Wishes, scope: Sequence[LabelScope], *, managed: Mapping[str, str]
) -> Wishes:
    """The wishes with everybody in them whom the filters of labels in scope find.

    A filter whose answer ended early cuts its label: those found are wanted, nobody is taken off. `managed`
    has the labels declared here by vendor id: a filter that asks about one raises ManifestInvalid, before
    anything is asked.
    """
    ours = {line.label for line in scope}
    natives = [native for native in wishes.natives if native.label in ours]
    _refuse_circles(site, natives, managed)
    if not natives:
        return wishes
    found = dict(wishes.found)
    also, sources = dict(wishes.also), dict(wishes.sources)
    for native in natives:
        reading = Reading()
        async for page in site.connector.observe(Matching(native.filter), site.reader):
            for contact in reading.fresh(page):
                found[contact.id] = _wished(found.get(contact.id), native)
                also[contact.id, native.label] = native.place
        end = reading.certificate()
        if isinstance(end, Unseen):
            sources[native.label] = _cut(sources.get(native.label, Whole()), native, end)
    return replace(wishes, found=found, also=also, sources=sources)


def _wished(known: Wish | None, native: Native) -> Wish:
    if known is None:
        return Wish(Stance(frozenset((native.label,))), native.place)
    return known._replace(stance=known.stance._replace(wanted=known.stance.wanted | {native.label}))


def _cut(known: Whole | Cut, native: Native, end: Unseen) -> Cut:
    reason = f"{native.place}: the filter's answer is not whole: {end.reason}"
    return Cut((*(known.reasons if isinstance(known, Cut) else ()), reason))


def _refuse_circles(site: Site, natives: Sequence[Native], managed: Mapping[str, str]) -> None:
    mistakes = tuple(_circles(site, natives, managed))
    if mistakes:
        raise ManifestInvalid(mistakes)


def _circles(site: Site, natives: Sequence[Native], managed: Mapping[str, str]) -> Iterator[Mistake]:
    check = site.vendor.check_filter
    if check is None:
        return
    for native in natives:
        asked_about = dict.fromkeys(check(native.filter).labels)
        yield from (circular(managed[label], native.place) for label in asked_about if label in managed)
