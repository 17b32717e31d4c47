"""Commands that write events where `--format jsonl` asks for them, whatever ends the command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar, cast

from labelsync.cli.shell import Shell
from labelsync.errors import Interrupted

F = TypeVar("F", bound=Callable[..., Any])


def streaming(verb: str) -> Callable[[F], F]:
    """Give a command's shell its events where they are asked for. `verb` is how people call the command."""

    def decorate(command: F) -> F:
        @wraps(command)
        def streamed(shell: Shell, /, form: str, **options: object) -> Any:
            if form != "jsonl":
                return command(shell, form=form, **options)
            from labelsync.cli.events import Stream

            stream = Stream(shell.clock, version=shell.version, verb=verb)
            try:
                return command(replace(shell, events=stream), form=form, **options)
            except (Exception, Interrupted, KeyboardInterrupt) as ending:
                stream.fail(ending)
                raise

        return cast(F, streamed)

    return decorate
