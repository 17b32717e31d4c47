"""Plans, runs and check-ups in every format. Pure: prints nothing, opens nothing; HTML alone needs a library.

A name's module is imported when it is first asked for, except where the module has the same name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelsync.entrance import entered
from labelsync.report.capability_table import capability_table
from labelsync.report.inert import inert

if TYPE_CHECKING:
    from labelsync.report.change_page import Manner, Names
    from labelsync.report.desire_page import desire_json, desire_text
    from labelsync.report.drift_page import drift_json, drift_text
    from labelsync.report.explaining import differences
    from labelsync.report.finding_page import findings_json, findings_text
    from labelsync.report.html import plan_html, run_html
    from labelsync.report.markdown import plan_markdown, run_markdown
    from labelsync.report.plan_page import NOBODY, plan_text
    from labelsync.report.result_document import plan_json, read_run, result_json, result_schema
    from labelsync.report.result_page import outcomes_said, result_text
    from labelsync.report.sarif import Fault, Spot, faults_sarif
    from labelsync.report.story_page import story_text
    from labelsync.report.wording import counted, listed
else:
    __getattr__ = entered(
        __name__,
        {
            "change_page": ("Manner", "Names"),
            "desire_page": ("desire_json", "desire_text"),
            "drift_page": ("drift_json", "drift_text"),
            "explaining": ("differences",),
            "finding_page": ("findings_json", "findings_text"),
            "html": ("plan_html", "run_html"),
            "markdown": ("plan_markdown", "run_markdown"),
            "plan_page": ("NOBODY", "plan_text"),
            "result_document": ("plan_json", "read_run", "result_json", "result_schema"),
            "result_page": ("outcomes_said", "result_text"),
            "sarif": ("Fault", "Spot", "faults_sarif"),
            "story_page": ("story_text",),
            "wording": ("counted", "listed"),
        },
    )


__all__ = [
    "NOBODY",
    "Fault",
    "Manner",
    "Names",
    "Spot",
    "capability_table",
    "counted",
    "desire_json",
    "desire_text",
    "differences",
    "drift_json",
    "drift_text",
    "faults_sarif",
    "findings_json",
    "findings_text",
    "inert",
    "listed",
    "outcomes_said",
    "plan_html",
    "plan_json",
    "plan_markdown",
    "plan_text",
    "read_run",
    "result_json",
    "result_schema",
    "result_text",
    "run_html",
    "run_markdown",
    "story_text",
]
