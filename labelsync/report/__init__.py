"""Plans and runs as text and JSON. Pure: prints nothing, opens nothing, needs no library."""

from labelsync.report.capability_table import capability_table
from labelsync.report.explaining import differences
from labelsync.report.inert import inert
from labelsync.report.plan_page import plan_text
from labelsync.report.result_document import plan_json, read_run, result_json, result_schema
from labelsync.report.result_page import result_text
from labelsync.report.wording import counted

__all__ = [
    "capability_table",
    "counted",
    "differences",
    "inert",
    "plan_json",
    "plan_text",
    "read_run",
    "result_json",
    "result_schema",
    "result_text",
]
