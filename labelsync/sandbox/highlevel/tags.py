"""Tag names in their stored form, and the location's dictionary of tags."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from labelsync.sandbox.highlevel.mint import Mint
from labelsync.sandbox.highlevel.refusals import refused
from labelsync.sandbox.highlevel.switches import Switches


class Tag(msgspec.Struct, frozen=True):
    """One entry of the dictionary. Two entries may bear one name (measured)."""

    id: str
    name: str


def _shaped(name: str, *, fold: str, switches: Switches) -> str:
    text = name.strip() if switches.tag_trim else name
    text = " ".join(text.split()) if switches.tag_collapse_spaces else text
    return {"lower": text.lower(), "casefold": text.casefold(), "none": text}[fold]


def stored(name: str, switches: Switches) -> str:
    """The name as contacts keep it: lower-cased (widely reported) and trimmed (assumed)."""
    return _shaped(name, fold=switches.tag_fold, switches=switches)


def stored_all(names: Iterable[str], switches: Switches) -> tuple[str, ...]:
    """The names as kept, each once, in the order given; empty ones dropped or refused (unknown)."""
    shaped = tuple(dict.fromkeys(stored(name, switches) for name in names))
    if "" in shaped and switches.empty_tag_status:
        raise refused(switches.empty_tag_status, "tag name should not be empty")
    longest = max(map(len, shaped), default=0)
    if switches.tag_max_length is not None and longest > switches.tag_max_length:
        raise refused(422, f"tag name must be shorter than or equal to {switches.tag_max_length} characters")
    if switches.tags_per_call is not None and len(shaped) > switches.tags_per_call:
        raise refused(422, f"tags must contain no more than {switches.tags_per_call} elements")
    return tuple(name for name in shaped if name)


class TagBook:
    """The dictionary of the location, in the order of making."""

    def __init__(self, tags: Iterable[Tag] = ()) -> None:
        self.tags = {tag.id: tag for tag in tags}
        self._names: dict[str, int] = {}
        for tag in self.tags.values():
            self._count(tag.name, 1)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def define(self, names: Iterable[str], mint: Mint) -> None:
        """Make an entry for every name that has none: an unknown tag put on a contact becomes one."""
        for name in names:
            if name not in self:
                self.add(Tag(mint.make(), name))

    def add(self, tag: Tag) -> None:
        """Put an entry in."""
        self.tags[tag.id] = tag
        self._count(tag.name, 1)

    def rename(self, tag: Tag) -> None:
        """Put an entry in the place of the one with its id."""
        self._count(self.tags[tag.id].name, -1)
        self.add(tag)

    def drop(self, tag_id: str) -> None:
        """Take an entry out."""
        tag = self.tags.pop(tag_id, None)
        if tag:
            self._count(tag.name, -1)

    def dump(self) -> list[dict[str, Any]]:
        """The entries as JSON values."""
        return [{"id": tag.id, "name": tag.name} for tag in self.tags.values()]

    def _count(self, name: str, step: int) -> None:
        self._names[name] = self._names.get(name, 0) + step
        if not self._names[name]:
            del self._names[name]


def dictionary_name(name: str, switches: Switches) -> str:
    """The name as the dictionary keeps it; whether it folds case is reported once only."""
    fold = switches.tag_fold if switches.dictionary_fold else "none"
    text = _shaped(name, fold=fold, switches=switches)
    if not text:
        raise refused(422, "name should not be empty")
    if switches.tag_max_length is not None and len(text) > switches.tag_max_length:
        raise refused(422, f"name must be shorter than or equal to {switches.tag_max_length} characters")
    return text
