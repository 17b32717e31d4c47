"""Lists to wishes, read to their end or not evidence; and texts to identities."""

from __future__ import annotations

from labelsync.sources.gathering import Gathered, gather
from labelsync.sources.identities import identify

__all__ = ["Gathered", "gather", "identify"]
