"""The console script."""

from __future__ import annotations

import gc
import sys

from labelsync import __version__


def main() -> None:
    """Run the command line; `--version` alone imports nothing else."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"labelsync {__version__}\n")
        return
    gc.disable()  # what is imported stays: to look through it again and again is in vain
    from labelsync.cli.main import run
    from labelsync.cli.shell import of_this_process

    gc.freeze()
    gc.enable()
    sys.exit(run(sys.argv[1:], of_this_process()))


if __name__ == "__main__":
    main()
