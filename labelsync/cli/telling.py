"""Telling a person what went wrong and what to do next, on stderr."""

from __future__ import annotations

import click

from labelsync.errors import AccountsFailed, LabelsyncError, ManifestInvalid


def tell(error: LabelsyncError) -> None:
    """Say on stderr what went wrong and what to do next."""
    match error:
        case ManifestInvalid():
            from labelsync.manifest import render

            click.echo(render(error.mistakes), err=True)
        case AccountsFailed():
            for account, failure in sorted(error.failures.items()):
                _tell_account(account, failure)
        case _:
            _tell_one(error)


def _tell_account(account: str, failure: LabelsyncError) -> None:
    """A manifest's mistake may show on an account only: it is told with its place, as all of them are."""
    if isinstance(failure, ManifestInvalid):
        tell(failure)
    else:
        _tell_one(failure, before=f"{account}: ")


def _tell_one(error: LabelsyncError, before: str = "") -> None:
    from labelsync.report import inert

    click.echo(f"error: {inert(before + error.reason)}", err=True)
    if error.advice:
        click.echo(f"  next: {inert(error.advice)}", err=True)
