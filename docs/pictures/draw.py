"""Draws the pictures of these pages: `make run` as a terminal shows it, and reports in a browser.

`make pictures` runs it; it needs make, and Debian's chromium.
"""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LABELSYNC = str(ROOT / ".venv/bin/labelsync")
COLUMNS = 110
SIZE = {"width": 1200, "height": 900}
SVG = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img"
 aria-label="A terminal session">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, monospace; font-size: {char_height}px;
 line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g></g></svg>
"""


def on_a_terminal(command: Sequence[str], folder: Path) -> str:
    """What a command writes to a terminal, codes for colours included. It has to end well."""
    ours, theirs = pty.openpty()
    terminal = {"TERM": "xterm-256color", "COLUMNS": str(COLUMNS), "LINES": "50"}
    surroundings = {**os.environ, **terminal}  # noqa: TID251 - a program for makers of pages
    process = subprocess.Popen(  # noqa: S603 - a command of this file
        command, cwd=folder, env=surroundings, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = b"".join(_read(ours))
    if process.wait():
        sys.exit(f"{' '.join(command)} failed:\n{shown.decode(errors='replace')}")
    return shown.decode().replace("\r\n", "\n")


def _read(terminal: int) -> Iterator[bytes]:
    """Until the other side is closed, which Linux tells by an error."""
    while True:
        try:
            piece = os.read(terminal, 65_536)
        except OSError:
            return
        if not piece:
            return
        yield piece


def session(commands: Sequence[Sequence[str]], folder: Path, title: str) -> str:
    """Commands with what they print, as an SVG that fetches nothing."""
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True, highlight=False)
    for command in commands:
        said = " ".join(Path(word).name if word == LABELSYNC else word for word in command)
        console.print(Text(f"$ {said}", style="bold"))
        console.print(Text.from_ansi(on_a_terminal(command, folder)), soft_wrap=True)
    return console.export_svg(title=title, code_format=SVG, unique_id="session")


def photograph(browser: Browser, page: Path, picture: Path, scheme: str) -> None:
    """A page as a browser draws it, its first screen."""
    with browser.new_context(color_scheme=scheme, viewport=SIZE) as context:  # type: ignore[arg-type]
        opened = context.new_page()
        opened.goto(page.as_uri())
        opened.screenshot(path=picture)


def main() -> None:
    """Draw all of them."""
    (HERE / "session.svg").write_text(session([["make", "run"]], ROOT, "make run"), "utf-8")
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("there is no chromium here: apt-get install chromium")
    with TemporaryDirectory() as name, sync_playwright() as play:
        folder = Path(name)
        on_a_terminal([LABELSYNC, "init", "--demo"], folder)
        on_a_terminal([LABELSYNC, "plan", "--report", "html=plan.html"], folder)
        on_a_terminal([LABELSYNC, "apply", "-y", "--report", "html=run.html"], folder)
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for page in ("plan", "run"):
            for scheme in ("light", "dark"):
                photograph(browser, folder / f"{page}.html", HERE / f"{page}-{scheme}.png", scheme)
        browser.close()


if __name__ == "__main__":
    main()
