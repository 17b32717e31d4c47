"""Telling a person what went wrong and what to do next, on stderr."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from labelsync.errors import AccountsFailed, LabelsyncError, ManifestInvalid

if TYPE_CHECKING:
    from labelsync.manifest.mistakes import Described


def tell(error: LabelsyncError) -> None:
    """Say on stderr what went wrong and what to do next."""
    failures = sorted(error.failures.items()) if isinstance(error, AccountsFailed) else [("", error)]
    mistakes = [mistake for account, failure in failures for mistake in _tell_one(failure, account)]
    if mistakes:
        from labelsync.manifest import way_on

        click.echo(f"  next: {way_on(mistakes)}", err=True)


def _tell_one(error: LabelsyncError, account: str) -> Sequence[Described]:
    """Tell one failure, and return the manifest's mistakes in it.

    They may show on an account only: they are told with their places, as all of them are.
    """
    if isinstance(error, ManifestInvalid):
        from labelsync.manifest import render

        click.echo(render(error.mistakes), err=True)
        return error.mistakes
    from labelsync.report import inert

    before = f"{account}: " if account else ""
    click.echo(f"error: {inert(before + error.reason)}", err=True)
    if error.advice:
        click.echo(f"  next: {inert(error.advice)}", err=True)
    return ()
