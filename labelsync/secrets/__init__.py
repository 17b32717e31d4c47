"""Secrets: the references to them opened, and what was opened taken out of everything that is written.

Opening is imported when it is first asked for: every command line passes the redactor, few open anything.
"""

from typing import TYPE_CHECKING

from labelsync.entrance import entered
from labelsync.secrets.redacting import Redactor, redacting, redactor

if TYPE_CHECKING:
    from labelsync.secrets.opening import open_secret
else:
    __getattr__ = entered(__name__, {"opening": ("open_secret",)})


__all__ = ["Redactor", "open_secret", "redacting", "redactor"]
