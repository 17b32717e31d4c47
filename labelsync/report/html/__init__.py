"""Plans and runs as one HTML file each, for people: nothing is fetched, nothing from outside is ever markup.

A page is ASCII, so no encoding can spoil it, and the same plan gives the same bytes.
"""

from __future__ import annotations

from labelsync.report.html.plan import plan_html
from labelsync.report.html.run import run_html

__all__ = ["plan_html", "run_html"]
