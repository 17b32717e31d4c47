"""A page that is looked at in a browser, and all that it does meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page

ROWS = "#window tbody tr[aria-rowindex]"


@dataclass
class Visit:
    """A page that is looked at, and what it did meanwhile that it must not do."""

    page: Page
    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def found(self, text: str) -> None:
        """Wait until the table of everything says that it found so many."""
        self.page.locator("#found", has_text=text).wait_for()

    def column(self, key: str) -> list[str]:
        """What the drawn rows show in a column."""
        keys = [head.get_attribute("data-column") for head in self.page.locator("#window th").all()]
        return self.page.locator(f"{ROWS} td:nth-child({keys.index(key) + 1})").all_text_contents()


@contextmanager
def visit(browser: Browser, path: Path, *, scripts: bool = True, dark: bool = False) -> Iterator[Visit]:
    """A new window on the file; at the end it has fetched, complained of and asked nothing."""
    scheme = "dark" if dark else "light"
    context = browser.new_context(color_scheme=scheme, java_script_enabled=scripts)
    page = context.new_page()
    here = Visit(page)

    def heard(message: ConsoleMessage) -> None:
        here.said.append(message.text)

    def asked(dialog: Dialog) -> None:
        here.said.append(dialog.message)
        dialog.dismiss()

    page.on("request", lambda request: here.requests.append(request.url))
    page.on("console", heard)
    page.on("pageerror", lambda error: here.said.append(error.message))
    page.on("dialog", asked)
    page.goto(path.as_uri())
    yield here
    assert here.said == []
    assert here.requests == [path.as_uri()]
    context.close()
