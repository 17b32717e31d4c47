"""HighLevel (GoHighLevel, LeadConnector): tags on the contacts of one location."""

from labelsync.connectors.highlevel.vendor import VENDOR

__all__ = ["VENDOR"]
