"""One line of events as JSON Schema, published for the programs that read them."""

from __future__ import annotations

from labelsync.core.outcome import Kind
from labelsync.core.run import DONE
from labelsync.report.events.going import FORMAT_VERSION
from labelsync.report.events.planned import MOST
from labelsync.report.result_document import ACTIONS

Shape = dict[str, object]

TEXT: Shape = {"type": "string"}
NAME: Shape = {"type": "string", "minLength": 1}
PERHAPS: Shape = {"type": ["string", "null"]}
FLAG: Shape = {"type": "boolean"}
COUNT: Shape = {"type": "integer", "minimum": 0}
NUMBER: Shape = {"type": "integer", "minimum": 1}
CODE: Shape = {"type": "integer", "minimum": 0, "maximum": 255}
INSTANT: Shape = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"}
ACTION: Shape = {"enum": list(ACTIONS)}


def schema() -> Shape:
    """The JSON Schema (2020-12) of one line; which one it is, `type` says."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"labelsync events, format {FORMAT_VERSION}",
        "description": "One line of what a command with --format jsonl writes. Minor versions only add.",
        "oneOf": [
            _event("version", "the first line", _version()),
            _event("diagnostic", "a warning or an error", _diagnostic()),
            _event("read_progress", "how much of an account was read so far", _read_progress()),
            _event("planned_change", "a change of the plan, or a part of one", _planned_change()),
            _event("change_summary", "the plan in numbers, and what objects to it", _change_summary()),
            _event("apply_progress", "how much of an account's part was sent so far", _apply_progress()),
            _event("outcome", "what became of a change, or of a part of one", _outcome()),
            _event("run_summary", "the last line of a run", _run_summary()),
        ],
    }


def _event(kind: str, said: str, keys: Shape) -> Shape:
    always: Shape = {"type": {"const": kind}, "at": {**INSTANT, "description": "when it was written, in UTC"}}
    return {"title": kind, "description": said, **_mapping(always | keys)}


def _version() -> Shape:
    return {
        "format_version": {"const": FORMAT_VERSION},
        "labelsync": {**NAME, "description": "the release that writes"},
        "verb": {**NAME, "description": "the command"},
    }


def _diagnostic() -> Shape:
    code: Shape = {"type": ["string", "null"], "pattern": r"^LS\d{3}$"}
    exit_code: Shape = {"anyOf": [CODE, {"type": "null"}], "description": "null for a warning"}
    return {
        "severity": {"enum": ["warning", "error"]},
        "reason": TEXT,
        "code": {**code, "description": "of a mistake in the manifest; labelsync explain tells more"},
        "exit_code": exit_code,
        "advice": {**PERHAPS, "description": "what to do next"},
        "account": {**PERHAPS, "description": "null where it is not about one account"},
        "place": {**PERHAPS, "description": "file:line in the manifest"},
    }


def _read_progress() -> Shape:
    total: Shape = {"type": ["integer", "null"], "minimum": 0}
    return {
        "account": NAME,
        "contacts": {**COUNT, "description": "distinct ones"},
        "total": {**total, "description": "how many the vendor counts; null where it does not say"},
        "pages": COUNT,
        "ended": {**FLAG, "description": "whether it is the last one of this reading"},
    }


def _planned_change() -> Shape:
    contacts = _list(NAME, "vendor ids; none for a label change")
    because = _list(TEXT, "the place that wants it, for each contact; for a label change one, or none")
    name: Shape = {**PERHAPS, "description": "the name of a label that is created or renamed"}
    return {
        "account": NAME,
        "action": ACTION,
        "label": {**PERHAPS, "description": "null for the deletion of contacts"},
        "count": {**COUNT, "description": "contacts of the whole change, all parts together"},
        "part": {**NUMBER, "description": "which part of the change this is, from 1"},
        "parts": NUMBER,
        "contacts": {**contacts, "maxItems": MOST},
        "because": {**because, "maxItems": MOST},
        "from": {**PERHAPS, "description": "the name until now of a label that is renamed"},
        "name": name,
        "by": {"enum": ["use", None], "description": "use: the vendor makes the label on its first use"},
        "heir": {**PERHAPS, "description": "who does not carry this label by then keeps the removed one"},
    }


def _change_summary() -> Shape:
    counts = dict.fromkeys(ACTIONS, COUNT)
    seconds: Shape = {"type": "number", "minimum": 0}
    return {
        "partial": {**FLAG, "description": "whether the scope was narrowed"},
        "summary": _mapping({**counts, "requests": COUNT, "seconds": seconds}),
        "withheld": {**COUNT, "description": "changes of contacts that differ and are left alone"},
        "unmatched": {**COUNT, "description": "wanted people whom nobody found"},
        "objections": {"type": "array", "items": _objection()},
    }


def _objection() -> Shape:
    names: Shape = {"guard": NAME, "account": PERHAPS, "label": PERHAPS}
    override: Shape = {**PERHAPS, "description": "what to type after --override"}
    return _mapping({**names, "measured": TEXT, "limit": TEXT, "override": override})


def _apply_progress() -> Shape:
    seconds: Shape = {"type": ["number", "null"], "minimum": 0, "description": "how much longer, if known"}
    return {
        "account": NAME,
        "batches": {**COUNT, "description": "how many ended"},
        "planned": {**COUNT, "description": "how many batches the waves have that have begun"},
        "outcomes": {
            **_counts(),
            "description": "what was reported so far; what never began comes at the end",
        },
        "waiting": {**PERHAPS, "description": "what is waited for; told when that changes"},
        "seconds": seconds,
        "ended": {**FLAG, "description": "whether it is the last one of this account"},
    }


def _outcome() -> Shape:
    bad: Shape = {"enum": [kind.value for kind in Kind if kind not in DONE]}
    contact = _mapping({"id": TEXT, "outcome": bad, "reason": PERHAPS})
    return {
        "account": NAME,
        "action": ACTION,
        "label": PERHAPS,
        "counts": {**_counts(), "description": "of the whole change, the same in all of its parts"},
        "reason": {**PERHAPS, "description": "of a label change"},
        "part": NUMBER,
        "parts": NUMBER,
        "contacts": {**_list(contact, "those that did not end well"), "maxItems": MOST},
    }


def _run_summary() -> Shape:
    requests: Shape = {"type": "object", "additionalProperties": COUNT}
    return {
        "run": NAME,
        "converged": {**FLAG, "description": "whether nothing is left to do"},
        "error": {**PERHAPS, "description": "why it ended before anything of its plan was sent"},
        "exit_code": CODE,
        "summary": _counts(),
        "requests": {**requests, "description": "what was sent, by kind"},
    }


def _counts() -> Shape:
    return _mapping(dict.fromkeys((kind.value for kind in Kind), COUNT))


def _list(items: Shape, said: str) -> Shape:
    return {"type": "array", "items": items, "description": said}


def _mapping(properties: Shape) -> Shape:
    """An object with exactly these keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
