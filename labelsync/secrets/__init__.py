"""Secrets: the references to them opened, and what was opened taken out of everything that is written.

Opening is imported when it is first asked for: every command line passes the redactor, few open anything.
"""

from typing import TYPE_CHECKING

from labelsync.secrets.redacting import Redactor, redacting, redactor

if TYPE_CHECKING:
    from labelsync.secrets.opening import open_secret
else:

    def __getattr__(name: str) -> object:
        if name != "open_secret":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from labelsync.secrets.opening import open_secret

        return open_secret


__all__ = ["Redactor", "open_secret", "redacting", "redactor"]
