"""Secrets: the references to them opened, and what was opened taken out of everything that is written."""

from labelsync.secrets.opening import open_secret
from labelsync.secrets.redacting import Redactor, redacting, redactor

__all__ = ["Redactor", "open_secret", "redacting", "redactor"]
