"""Which labels are ours on an account, and which of the vendor's definitions they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import NamedTuple

from labelsync.core.plan import Objection
from labelsync.core.question import Definitions
from labelsync.core.roster import Definition
from labelsync.core.scope import LabelDeclaration, LabelScope, Manifest
from labelsync.workflow.afresh import Afresh
from labelsync.workflow.renaming import is_called, moved, past_of, unmoved
from labelsync.workflow.site import Site


@dataclass(frozen=True, slots=True)
class Scope:
    """One account's labels, and what speaks against touching some of them.

    `managed` has the key of each label that is declared here, narrowed out or not, by the vendor's id; by the
    name, where that will be the id.
    """

    labels: tuple[LabelScope, ...]
    objections: tuple[Objection, ...]
    managed: Mapping[str, str]


class Terms(NamedTuple):
    """`only` narrows to some label keys, () for all. `newer` is what an index may not show yet.

    `remembered` are the vendor ids that labels had at the last apply, by key.
    """

    only: tuple[str, ...]
    newer: Afresh
    remembered: Mapping[str, str]


async def read_scope(site: Site, manifest: Manifest, terms: Terms) -> Scope:
    """Read the definitions and find ours among them."""
    account = site.account.name
    ours = [label for label in manifest.labels.values() if account in label.accounts]
    declared = [label for label in ours if not terms.only or label.key in terms.only]
    names = tuple(name for label in declared for name in (_name(site, label), *label.previously))
    known = terms.newer.labels(await _known(site, names))
    globs = manifest.policy.protected_labels
    scopes = [_scope(site, label, known, globs) for label in declared]
    taken = {scope.definition.id for scope in scopes if scope.definition}
    free = {key: found for key, found in known.items() if key not in taken}
    objections: list[Objection] = []
    labels: list[LabelScope] = []
    for label, scope in zip(declared, scopes, strict=True):
        twins = [found for found in known.values() if is_called(site, found, scope.name)]
        objections += _doubts(account, label, twins)
        past = past_of(site, label, free, before=free.get(terms.remembered.get(label.key, "")))
        objections += unmoved(site, scope, past)
        labels += moved(site, scope, past, globs)
    return Scope(tuple(labels), tuple(objections), dict(_managed(site, ours, known)))


async def _known(site: Site, names: tuple[str, ...]) -> dict[str, Definition]:
    known: dict[str, Definition] = {}
    if names:
        async for page in site.connector.observe(Definitions(names), site.reader):
            known.update({definition.id: definition for definition in page.definitions})
    return known


def _managed(
    site: Site, ours: Sequence[LabelDeclaration], known: Mapping[str, Definition]
) -> Iterator[tuple[str, str]]:
    for label in ours:
        name = _name(site, label)
        found = [definition.id for definition in known.values() if is_called(site, definition, name)]
        coming = [name] if site.vendor.labels.by == "name" else []
        yield from ((one, label.key) for one in found or coming)


def _name(site: Site, label: LabelDeclaration) -> str:
    account = site.account.name
    return site.vendor.label_name(key=label.key_on(account), title=label.name_on(account))


def _scope(
    site: Site,
    label: LabelDeclaration,
    known: dict[str, Definition],
    globs: Sequence[str],
) -> LabelScope:
    name = _name(site, label)
    definition = next((found for found in known.values() if is_called(site, found, name)), None)
    texts = (label.key, name, definition.id if definition else name)
    emptied = label.absent or label.members == ()
    return LabelScope(
        label=label.key,
        name=name,
        place=label.place,
        definition=definition,
        exact=label.exact or label.absent,
        absent=label.absent,
        emptied=emptied,
        drop=label.drop,
        protected=any(fnmatchcase(text, glob) for text in texts for glob in globs),
    )


def _doubts(account: str, label: LabelDeclaration, found: Sequence[Definition]) -> Iterator[Objection]:
    if len(found) > 1:
        measured = f"{len(found)} labels of that name"
        yield Objection("ambiguous_label", account, label.key, measured, "exactly one", "")
    if found and found[0].managed_by_vendor and (label.drop or label.absent or label.exact):
        yield Objection(
            "vendor_label", account, label.key, "a label that the vendor manages itself", "additive only", ""
        )
