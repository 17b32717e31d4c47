"""Plans and runs as GitHub flavoured Markdown within a budget of bytes: for comments, summaries and notes.

What does not fit is left out by whole rows and whole blocks, and counted; the same plan gives the same bytes.
"""

from __future__ import annotations

from labelsync.report.markdown.page import LEAST
from labelsync.report.markdown.plan import plan_markdown
from labelsync.report.markdown.run import run_markdown

__all__ = ["LEAST", "plan_markdown", "run_markdown"]
