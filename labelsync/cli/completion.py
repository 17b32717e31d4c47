"""`labelsync completion`: the script that lets a shell complete our words, and what it is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from click.shell_completion import BashComplete, CompletionItem, FishComplete, ShellComplete, ZshComplete

from labelsync.cli.main import VERBS, Verbs, group
from labelsync.cli.options import STATES
from labelsync.cli.shell import Shell

Item = CompletionItem[Any]

NAMED = {"accounts": "account", "account": "account", "labels": "label", "what": "label"}
"""What the parameters of all verbs stand for, by name, where the manifest knows the words."""

_UNQUOTED = re.compile(r"[^\w@%+=:,./-]")
_BASH = r"""_labelsync_words() {
    local kind word
    COMPREPLY=()
    while IFS=, read -r kind word; do
        case $kind in
            plain) COMPREPLY+=("$word") ;;
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
        esac
    done < <(
        IFS=$'\n'
        env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" "$1" completion bash 2>/dev/null
    )
}
complete -o nosort -F _labelsync_words labelsync 2>/dev/null || complete -F _labelsync_words labelsync
"""
_ZSH = r"""#compdef labelsync
_labelsync() {
    local kind word text
    local -a found shown
    while IFS= read -r kind && IFS= read -r word && IFS= read -r text; do
        case $kind in
            plain) found+=("$word"); [[ $text == _ ]] && shown+=("$word") || shown+=("$word  $text") ;;
            dir) _files -/ ;;
            file) _files ;;
        esac
    done < <(env COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT - 1)) labelsync completion zsh 2>/dev/null)
    (( $#found )) && compadd -l -V labelsync -d shown -a found
}
if [[ $funcstack[1] == _labelsync ]]; then _labelsync; else compdef _labelsync labelsync; fi
"""
_FISH = r"""function __labelsync_words
    set -l asked COMP_WORDS=(commandline -cp) COMP_CWORD=(commandline -t)
    for line in (env $asked labelsync completion fish 2>/dev/null)
        set -l parts (string split -m 1 , -- $line)
        switch $parts[1]
            case plain
                printf '%s\n' $parts[2]
            case dir
                __fish_complete_directories (commandline -ct)
            case file
                __fish_complete_path (commandline -ct)
        end
    end
end
complete --command labelsync --no-files --arguments '(__labelsync_words)'
"""
SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


class _Names(click.ParamType[str]):
    """What the manifest calls its accounts, or its labels."""

    name = "name"

    def __init__(self, what: str, version: str) -> None:
        self._what = what
        self._version = version

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Item]:
        """The names that begin so, at the PATH typed so far."""
        del param
        unsorted = ctx.args  # where an option waits for its value, click tells no argument from another
        path = Path(unsorted[-1]) if unsorted else ctx.params.get("path") or STATES
        names = _declared(self._what, path, self._version)
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _declared(what: str, path: Path, version: str) -> Iterator[str]:
    """The names in a manifest that can be shown as they are. Raises whatever reading it raises."""
    from labelsync.connectors.registry import vendors
    from labelsync.manifest.drawing import read_declared
    from labelsync.manifest.loading import load
    from labelsync.report import inert
    from labelsync.sources import identify
    from labelsync.workflow.folder import folder_of

    folder = folder_of(path)
    place, root, known = folder.manifest, folder.root, vendors()
    if what == "account":
        names = [*read_declared(place, root=root, vendors=known, version=version).accounts]
    else:
        loaded = load(place, root=root, vendors=known, identify=identify, version=version)
        names = [*loaded.manifest.labels]
    return (name for name in names if inert(name) == name)


class _Words(Verbs):
    """The verbs as a shell completes them: none is imported only to be listed."""

    version = ""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb, which knows what the manifest's names stand for."""
        command = super().get_command(ctx, cmd_name)
        for verb in (command, *getattr(command, "commands", {}).values()):
            for parameter in verb.params if verb else ():
                if parameter.name in NAMED:
                    parameter.type = _Names(NAMED[parameter.name], self.version)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Item]:
        """The verbs, each with what it is for, and the options before them."""
        verbs = [CompletionItem(verb, help=VERBS[verb]) for verb in VERBS if verb.startswith(incomplete)]
        return [*verbs, *click.Command.shell_complete(self, ctx, incomplete)]


class _Whole(ShellComplete):
    """Answers for whole words: `--account=sh` becomes `--account=shop`."""

    def get_completions(self, args: list[str], incomplete: str) -> list[Item]:
        """The words that may stand where the cursor is."""
        found = super().get_completions(args, incomplete)
        option, sign, _ = incomplete.partition("=")
        if not (sign and option.startswith("-")):
            return found
        return [CompletionItem(f"{option}={one.value}", one.type, one.help) for one in found]


class _Bash(_Whole, BashComplete):
    """Bash takes words apart at `=`, and puts what it is given into the line as it is."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor, and the one at it."""
        args, incomplete = super().get_completion_args()
        return [word for word in args if word != "="], incomplete

    def format_completion(self, item: Item) -> str:
        """One line; what the shell would read as more than letters is marked with a backslash."""
        return f"{item.type},{_UNQUOTED.sub(lambda found: chr(92) + found[0], item.value)}"


class _Zsh(_Whole, ZshComplete):
    """Zsh quotes what it inserts."""


class _Fish(_Whole, FishComplete):
    """Fish quotes what it inserts."""


_ANSWERS: dict[str, type[ShellComplete]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}


@click.command("completion")
@click.argument("name", metavar="bash|zsh|fish", type=click.Choice(list(SCRIPTS)))
@click.pass_obj
def command(shell: Shell, /, name: str) -> None:
    """Print the script by which a shell completes verbs, options, paths, and names in the manifest.

    The script asks this command at each Tab, with the words typed so far in COMP_WORDS. Nothing is sent or
    written then, and no secret is opened.
    """
    if "COMP_WORDS" not in shell.environment:
        click.echo(SCRIPTS[name], nl=False)
        return
    words = _Words("labelsync", params=group.params, context_settings={"help_option_names": ["-h", "--help"]})
    words.version = shell.version
    for line in _answers(_ANSWERS[name](words, {"obj": shell}, "labelsync", "")):
        click.echo(line)


def _answers(asked: ShellComplete) -> Sequence[str]:
    try:
        return asked.complete().splitlines()
    except Exception:  # noqa: BLE001 - half a line, or half a manifest, completes to nothing
        return ()
