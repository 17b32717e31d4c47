"""Wix: Contacts V4 and Labels V4, over REST with an API key of the site's owner."""

from __future__ import annotations

from labelsync.connectors.wix.vendor import VENDOR

__all__ = ["VENDOR"]
