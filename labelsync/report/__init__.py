"""Plans and runs as text and JSON. Pure: prints nothing, opens nothing, needs no library."""

from labelsync.report.capability_table import capability_table
from labelsync.report.change_page import Names
from labelsync.report.desire_page import desire_json, desire_text
from labelsync.report.drift_page import drift_json, drift_text
from labelsync.report.explaining import differences
from labelsync.report.inert import inert
from labelsync.report.plan_page import NOBODY, plan_text
from labelsync.report.result_document import plan_json, read_run, result_json, result_schema
from labelsync.report.result_page import result_text
from labelsync.report.story_page import story_text
from labelsync.report.wording import counted

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
    "plan_json",
    "plan_text",
    "read_run",
    "result_json",
    "result_schema",
    "result_text",
    "story_text",
]
