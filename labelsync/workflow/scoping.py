"""Which labels are ours on an account, and which of the vendor's definitions they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


async def read_scope(site: Site, manifest: Manifest, *, only: tuple[str, ...], newer: Afresh) -> Scope:
    """Read the definitions and find ours among them. `only` narrows to some label keys, () for all."""
    account = site.account.name
    declared = [
        label
        for label in manifest.labels.values()
        if account in label.accounts and (not only or label.key in only)
    ]
    names = tuple(_name(site, label) for label in declared)
    known: dict[str, Definition] = {}
    if names:
        async for page in site.connector.observe(Definitions(names), site.reader):
            known.update({definition.id: definition for definition in page.definitions})
    known = newer.labels(known)
    objections: list[Objection] = []
    labels = [_scope(site, label, known, manifest.policy.protected_labels, objections) for label in declared]
    return Scope(tuple(labels), tuple(objections))


def _name(site: Site, label: LabelDeclaration) -> str:
    account = site.account.name
    key = label.names.get(account, label.key)
    return site.vendor.label_name(key=key, title=label.name_on(account))


def _scope(
    site: Site,
    label: LabelDeclaration,
    known: dict[str, Definition],
    globs: Sequence[str],
    objections: list[Objection],
) -> LabelScope:
    name = _name(site, label)
    found = [definition for definition in known.values() if _is(site, definition, name)]
    definition = found[0] if found else None
    objections += _doubts(site.account.name, label, found)
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
