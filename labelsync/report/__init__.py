"""Plans and runs as text, JSON and HTML. Pure: prints nothing, opens nothing; HTML alone needs a library.

A name's module is imported when it is first asked for, except where the module has the same name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelsync.entrance import entered
from labelsync.report.capability_table import capability_table
from labelsync.report.inert import inert

if TYPE_CHECKING:
    from labelsync.report.change_page import Names
    from labelsync.report.desire_page import desire_json, desire_text
    from labelsync.report.drift_page import drift_json, drift_text
    from labelsync.report.explaining import differences
    from labelsync.report.html import plan_html, run_html
    from labelsync.report.plan_page import NOBODY, plan_text
    from labelsync.report.result_document import plan_json, read_run, result_json, result_schema
    from labelsync.report.result_page import result_text
    from labelsync.report.story_page import story_text
    from labelsync.report.wording import counted
else:
    __getattr__ = entered(
        __name__,
        {
            "change_page": ("Names",),
            "desire_page": ("desire_json", "desire_text"),
            "drift_page": ("drift_json", "drift_text"),
            "explaining": ("differences",),
            "html": ("plan_html", "run_html"),
            "plan_page": ("NOBODY", "plan_text"),
            "result_document": ("plan_json", "read_run", "result_json", "result_schema"),
            "result_page": ("result_text",),
            "story_page": ("story_text",),
            "wording": ("counted",),
        },
    )


__all__ = [
    "NOBODY",
    "Names",
    "capability_table",
    "counted",
    "desire_json",
    "desire_text",
    "differences",
    "drift_json",
    "drift_text",
    "inert",
    "plan_html",
    "plan_json",
    "plan_text",
    "read_run",
    "result_json",
    "result_schema",
    "result_text",
    "run_html",
    "story_text",
]
