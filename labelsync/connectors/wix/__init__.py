"""Wix: Contacts V4 and Labels V4, over REST, opened by an API key or by an app."""

from __future__ import annotations

from labelsync.connectors.wix.vendor import VENDOR

__all__ = ["VENDOR"]
