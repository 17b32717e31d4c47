"""Pages drawn by templates: what is drawn is made inert for the eye first, then escaped for HTML."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from labelsync.report.html.parts import Page
from labelsync.report.inert import inert

_ROOM = "labelsync.report.html"
STYLES = ("page.css",)
SCRIPTS = ("rows.js", "table.js")


def draw(page: Page, rows: str) -> str:
    """The page as one HTML text in ASCII. `rows` is the JSON of all its changes, safe within a script."""
    style, script = _joined(STYLES), _joined(SCRIPTS)
    template = _environment().get_template("page.html")
    text = template.render(page=page, rows=rows, style=style, script=script, policy=_policy(style, script))
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _policy(style: str, script: str) -> str:
    """Nothing is fetched, nothing is sent, and nothing runs but the one script and the one style sheet."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_digest(style)}",
            f"script-src {_digest(script)}",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def _joined(names: tuple[str, ...]) -> str:
    """Files of the templates one after the other, in ASCII: their bytes are what the policy lets run."""
    folder = files(_ROOM) / "templates"
    return "".join((folder / name).read_text("ascii") for name in names)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(_ROOM),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finished,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _finished(told: object) -> object:
    """Whatever a template names, inert; markup is what a template drew itself, or was told to be safe."""
    return inert(told) if isinstance(told, str) and not isinstance(told, Markup) else told
