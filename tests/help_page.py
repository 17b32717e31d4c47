"""docs/help.md: what every command says of itself."""

from __future__ import annotations

from collections.abc import Iterator

import click

from labelsync.cli.main import VERBS, group

WIDTH = 78
"""What click prints of a terminal of 80 columns or more."""
_INTRODUCTION = """\
# Help

What `labelsync --help` and `labelsync COMMAND --help` say. This page is made from the program by
`python -m tests.regenerating`, and a test holds it against what the program says now.
[commands.md](commands.md) tells more of each command.
"""


def help_page() -> str:
    """The whole page."""
    asked = (f"\n## {name}\n\n```text\n$ {name} --help\n{text}\n```\n" for name, text in helps())
    return _INTRODUCTION + "".join(asked)


def helps() -> Iterator[tuple[str, str]]:
    """The words that people type for each command, the program's own first, and its help."""
    above = _context(group, "labelsync", None)
    yield "labelsync", group.get_help(above)
    for verb in VERBS:
        command = group.get_command(above, verb)
        assert command is not None
        yield from _below(command, verb, above)


def _below(command: click.Command, name: str, above: click.Context) -> Iterator[tuple[str, str]]:
    context = _context(command, name, above)
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            yield from _below(command.commands[below], below, context)


def _context(command: click.Command, name: str, above: click.Context | None) -> click.Context:
    return command.make_context(name, [], above, resilient_parsing=True, terminal_width=WIDTH)
