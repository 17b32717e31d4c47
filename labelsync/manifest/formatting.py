"""Formatting: a manifest's text in the one layout, with every comment, and with the meaning it had."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from labelsync.core.member import Person
from labelsync.core.scope import Manifest
from labelsync.errors import LabelsyncError, WrongUsage
from labelsync.manifest import nodes
from labelsync.manifest.events import parse
from labelsync.manifest.natives import as_json
from labelsync.manifest.outline import Outline, outline
from labelsync.manifest.printing import printed

MAX_PEOPLE = 5_000
STEPS = 4
MAX_BYTES = 1 << 20


class Unformatted(LabelsyncError):
    """A file that cannot be formatted without a loss. It was left alone."""


def formatted(text: str, *, name: str = "this file") -> str:
    """The text of a manifest's file, `name`, in the one layout. It has been loaded without mistakes.

    Raises Unformatted where the text would mean anything else afterwards, or have other comments.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    written = outline(lines if lines.endswith("\n") else f"{lines}\n")
    if written.directed:
        said = f"{name} has a line that begins with %, which has no place in the layout"
        raise Unformatted(said, advice="take it out: it changes nothing here")
    new = printed(written)
    if new == text:
        return text
    new, again = _settled(new)
    if Counter(again.comments) != Counter(written.comments) or not _is_same(text, new):
        said = f"{name} cannot be laid out without a loss; nothing was written"
        raise Unformatted(said, advice="write comments on lines of their own, above what they are about")
    return new


def _settled(text: str) -> tuple[str, Outline]:
    """The layout that stays as it is: a comment within lists of lists may come to rest one step later."""
    for _ in range(STEPS):
        written = outline(text)
        new = printed(written)
        if new == text:
            break
        text = new
    return text, written


def _is_same(old: str, new: str) -> bool:
    """Whether two texts say the same; the order of keys says nothing."""
    before, after = parse(old).root, parse(new).root
    return (before and _meaning(before)) == (after and _meaning(after))


def _meaning(node: nodes.Node, *, asked: bool = False) -> object:
    """What a node says; in a filter, which is `asked` of a vendor, a number differs from its text."""
    match node:
        case nodes.Scalar():
            return as_json(node) if asked or node.void else node.text
        case nodes.Listing():
            return [_meaning(item, asked=asked) for item in node.items]
        case nodes.Mapping():
            pairs = node.entries.items()
            return {key: _meaning(one.value, asked=asked or key == "native") for key, one in pairs}


def check_size(manifest: Manifest, sizes: Mapping[str, int]) -> None:
    """Refuse a manifest of which a file takes more than seconds: `sizes` has the bytes of each.

    Raises WrongUsage, which says how to go on.
    """
    people = Counter(_files(manifest))
    for file, size in sizes.items():
        if people[file] <= MAX_PEOPLE and size <= MAX_BYTES:
            continue
        raise WrongUsage(
            f"{file} holds {people[file]:,} people in {size >> 10:,} KB; "
            f"files of up to {MAX_PEOPLE:,} people and {MAX_BYTES >> 10:,} KB are laid out",
            advice="put the members into a list, and name it: {list: lists/vip.csv, column: email}",
        )


def _files(manifest: Manifest) -> Iterator[str]:
    """The file of every person who is written inline."""
    for label in manifest.labels.values():
        yield from (one.place.file for one in label.members or () if type(one) is Person)
    yield from (entry.who.place.file for entry in manifest.contacts if type(entry.who) is Person)
