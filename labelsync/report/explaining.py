"""Explaining to a person how two small things differ. deepdiff is slow to import: it is, when it is asked."""

from __future__ import annotations

from collections.abc import Mapping

WORDS = {
    "dictionary_item_added": "is new",
    "dictionary_item_removed": "is gone",
    "values_changed": "has changed",
}


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """What became of each name between two mappings, as sentences: `lists/vip.csv has changed`."""
    from deepdiff import DeepDiff

    found = DeepDiff(dict(before), dict(after), view="tree")
    return tuple(
        sorted(
            f"{level.path(output_format='list')[0]} {word}"
            for kind, word in WORDS.items()
            for level in found.get(kind, ())
        )
    )
