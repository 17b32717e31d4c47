"""References to secrets become secrets, here and nowhere else. The manifest holds only the references."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from labelsync.errors import NotAuthorised
from labelsync.secrets.redacting import redactor

if TYPE_CHECKING:
    from labelsync.core.scope import SecretReference

LONGEST = 1 << 16


def open_secret(reference: SecretReference, *, environment: Mapping[str, str], folder: Path) -> str:
    """The secret's text, stripped; a relative path is below `folder`. Raises NotAuthorised without one.

    From now on this command writes it nowhere: its redactor has learnt it.
    """
    text = _variable(reference, environment) if reference.kind == "env" else _file(reference, folder)
    secret = text.strip()
    if not secret:
        raise _missing(reference, "is empty")
    redactor().learn(secret)
    return secret


def _variable(reference: SecretReference, environment: Mapping[str, str]) -> str:
    if reference.name not in environment:
        raise _missing(reference, "is not set")
    return environment[reference.name]


def _file(reference: SecretReference, folder: Path) -> str:
    path = folder / reference.name
    try:
        if not path.is_file():
            raise _missing(reference, "is not a file")
        with path.open("rb") as file:
            return file.read(LONGEST).decode("utf-8")
    except (OSError, UnicodeError) as error:
        raise _missing(reference, f"cannot be read ({type(error).__name__})") from error


def _missing(reference: SecretReference, what: str) -> NotAuthorised:
    kind = "environment variable" if reference.kind == "env" else "file"
    return NotAuthorised(
        f"{reference.place}: the {kind} {reference.name} {what}",
        advice="set it and run the command again; the manifest never holds the secret itself",
    )
