"""`labelsync unlock`: end the session of a run whose machine is gone, by the id of its lock."""

from __future__ import annotations

from contextlib import closing

import click

from labelsync.cli.options import journal_option
from labelsync.cli.shell import Shell
from labelsync.errors import WrongUsage
from labelsync.journal.opening import is_shared, open_store
from labelsync.journal.sessions import end_lock
from labelsync.journal.store import Place


@click.command("unlock")
@click.argument("account")
@click.argument("lock_id", metavar="LOCKID")
@journal_option
@click.pass_obj
def command(shell: Shell, /, account: str, lock_id: str, journal: Place | None) -> int:
    """End the session that holds ACCOUNT in a journal in PostgreSQL, if its lock is LOCKID.

    A refused run tells the id. Nothing else takes a lock away: it ends with its process, or with its
    connection. The run whose lock is ended sends no further call.
    """
    del shell
    if not journal or not is_shared(journal):
        raise WrongUsage(
            "locks beside a journal in a file end with their process; there is nothing to unlock",
            advice="end the process that the refused run named",
        )
    with closing(open_store(journal)) as store:
        ended = end_lock(store, account, lock_id)
    click.echo(f"account {account} is unlocked" if ended else f"account {account} was not locked")
    return 0
