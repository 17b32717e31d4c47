"""Labels that had another name before: renamed in place where the vendor can, else people are moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import NamedTuple

from labelsync.core.plan import Objection
from labelsync.core.roster import Definition
from labelsync.core.scope import LabelDeclaration, LabelScope, former
from labelsync.workflow.site import Site


class Past(NamedTuple):
    """What a label was called: definitions by the names that the manifest gives, and the one we remember.

    They are those that no declared label has as its own. `names` are the former names as written.
    """

    named: tuple[Definition, ...]
    before: Definition | None
    names: tuple[str, ...]


def past_of(
    site: Site, label: LabelDeclaration, free: Mapping[str, Definition], *, before: Definition | None
) -> Past:
    """A label's past among the definitions that are free."""
    names = [site.vendor.label_name(key=name, title=name) for name in label.previously]
    named = [found for name in names for found in free.values() if is_called(site, found, name)]
    return Past(tuple(dict.fromkeys(named)), before, label.previously)


def is_called(site: Site, definition: Definition, name: str) -> bool:
    """Whether a definition is the label of that name."""
    rules = site.vendor.labels
    text = definition.id if rules.by == "name" else definition.name
    return text.lower() == name.lower() if rules.folded else text == name


def moved(site: Site, scope: LabelScope, past: Past, globs: Sequence[str]) -> Iterator[LabelScope]:
    """The label, under its old definition where that is renamed in place, and each former one left over.

    Where the label is there already, or the vendor renames nothing in place, people are moved: they gain it
    and lose the former one. What `globs` protect under a former name is protected.
    """
    was = next(iter(past.named), past.before) if scope.definition is None else None
    named = past.named
    scope = _guarded(scope, (*named, *([was] if was else [])), past.names, globs)
    if was and site.vendor.labels.renamable and not scope.absent:
        scope, named = replace(scope, definition=was, renamed=True), named[1:]
    yield scope
    yield from (_former(scope, found) for found in named)


def unmoved(site: Site, scope: LabelScope, past: Past) -> Iterator[Objection]:
    """A label that we gave under another name, where nothing says whether its carriers are to move."""
    before = past.before
    if before is None or before in past.named or scope.definition or scope.absent:
        return
    if site.vendor.labels.renamable:
        return
    measured = f"the label that it was is still called {before.name!r} there"
    limit = f"write `previously: [{before.name}]` to move its carriers, or keep its name"
    yield Objection("renamed", site.account.name, scope.label, measured, limit, "")


def _guarded(
    scope: LabelScope, past: Sequence[Definition], names: Sequence[str], globs: Sequence[str]
) -> LabelScope:
    texts = [*names, *(text for found in past for text in (found.id, found.name))]
    under = any(fnmatchcase(text, glob) for text in texts for glob in globs)
    theirs = any(found.managed_by_vendor for found in past)
    return replace(scope, protected=True) if under or theirs else scope


def _former(scope: LabelScope, found: Definition) -> LabelScope:
    return LabelScope(
        label=former(scope.label, found.name),
        name=found.name,
        place=scope.place,
        definition=found,
        exact=True,
        absent=True,
        emptied=True,
        protected=scope.protected,
        heir=scope.label,
    )
