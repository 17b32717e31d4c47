"""Which labels are ours on an account, and which of the vendor's definitions they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from labelsync.core.plan import Objection
from labelsync.core.question import Definitions
from labelsync.core.roster import Definition
from labelsync.core.scope import LabelDeclaration, LabelScope, Manifest
from labelsync.workflow.afresh import Afresh
from labelsync.workflow.site import Site


@dataclass(frozen=True, slots=True)
class Scope:
    """One account's labels, and what speaks against touching some of them."""

    labels: tuple[LabelScope, ...]
    objections: tuple[Objection, ...]


async def read_scope(
    site: Site,
    manifest: Manifest,
    *,
    only: tuple[str, ...],
    newer: Afresh,
    remembered: Mapping[str, str],
) -> Scope:
    """Read the definitions and find ours among them.

    `only` narrows to some label keys, () for all. `remembered` are the vendor ids that labels had at the last
    apply, by key.
    """
    account = site.account.name
    ours = [label for label in manifest.labels.values() if account in label.accounts]
    declared = [label for label in ours if not only or label.key in only]
    known = newer.labels(await _known(site, tuple(_name(site, label) for label in declared)))
    objections: list[Objection] = []
    labels = [_scope(site, label, known, manifest.policy.protected_labels) for label in declared]
    for label, scope in zip(declared, labels, strict=True):
        twins = [found for found in known.values() if _is(site, found, scope.name)]
        objections += _doubts(site.account.name, label, twins)
        objections += _renamed(site, scope, known.get(remembered.get(label.key, "")))
    return Scope(tuple(labels), tuple(objections))


async def _known(site: Site, names: tuple[str, ...]) -> dict[str, Definition]:
    known: dict[str, Definition] = {}
    if names:
        async for page in site.connector.observe(Definitions(names), site.reader):
            known.update({definition.id: definition for definition in page.definitions})
    return known


def _name(site: Site, label: LabelDeclaration) -> str:
    account = site.account.name
    key = label.names.get(account, label.key)
    return site.vendor.label_name(key=key, title=label.name_on(account))


def _scope(
    site: Site,
    label: LabelDeclaration,
    known: dict[str, Definition],
    globs: Sequence[str],
) -> LabelScope:
    name = _name(site, label)
    definition = next((found for found in known.values() if _is(site, found, name)), None)
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


def _is(site: Site, definition: Definition, name: str) -> bool:
    rules = site.vendor.labels
    text = definition.id if rules.by == "name" else definition.name
    return text.lower() == name.lower() if rules.folded else text == name


def _doubts(account: str, label: LabelDeclaration, found: Sequence[Definition]) -> Iterator[Objection]:
    if len(found) > 1:
        measured = f"{len(found)} labels of that name"
        yield Objection("ambiguous_label", account, label.key, measured, "exactly one", "")
    if found and found[0].managed_by_vendor and (label.drop or label.absent or label.exact):
        yield Objection(
            "vendor_label", account, label.key, "a label that the vendor manages itself", "additive only", ""
        )


def _renamed(site: Site, scope: LabelScope, before: Definition | None) -> Iterator[Objection]:
    """A label that we gave under another name: creating a second one would leave its carriers behind."""
    if before is not None and scope.definition is None and not scope.absent:
        measured = f"the label that it was is still called {before.name!r} there"
        limit = f"rename it there to {scope.name!r}, or keep its title"
        yield Objection("renamed", site.account.name, scope.label, measured, limit, "")
