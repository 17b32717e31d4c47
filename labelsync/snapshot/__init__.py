"""Snapshots: what accounts look like, as a file that streams in and out, and is there whole or refused."""

from labelsync.snapshot.draft import Draft, PartDraft, drafted
from labelsync.snapshot.reading import Snapshot, open_snapshot
from labelsync.snapshot.shape import CHECK, FORMAT, Head, Look, Mask, Part, SnapshotUnfit

__all__ = [
    "CHECK",
    "FORMAT",
    "Draft",
    "Head",
    "Look",
    "Mask",
    "Part",
    "PartDraft",
    "Snapshot",
    "SnapshotUnfit",
    "drafted",
    "open_snapshot",
]
