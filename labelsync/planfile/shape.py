"""The plan document as JSON Schema, published for the programs that read it.

`seal` is missing where the document was printed, and there in a file. What a schema cannot say (parallel
lists, sums, the seal itself) is held to account when a file is opened.
"""

from __future__ import annotations

from labelsync.planfile.edition import FORMAT_VERSION

Shape = dict[str, object]

TEXT: Shape = {"type": "string"}
NAME: Shape = {"type": "string", "minLength": 1}
PERHAPS: Shape = {"type": ["string", "null"], "minLength": 1}
FLAG: Shape = {"type": "boolean"}
COUNT: Shape = {"type": "integer", "minimum": 0}
AMOUNT: Shape = {"type": "number", "minimum": 0}
INSTANT: Shape = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"}
HEX: Shape = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
PATH: Shape = {"type": "string", "not": {"pattern": r"^/|(^|/)\.\.(/|$)"}}
CONTACT: Shape = {**NAME, "description": "a vendor's id"}
DISTINCT: Shape = {"type": "array", "items": CONTACT, "minItems": 1, "uniqueItems": True}
PLACES: Shape = {"type": "array", "items": TEXT, "minItems": 1, "description": "runs parallel to contacts"}
ACTIONS = ("rename_label", "create_label", "add", "remove", "delete", "delete_label")


def schema() -> Shape:
    """The JSON Schema (2020-12) of a plan document of this format."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"labelsync plan, format {FORMAT_VERSION}",
        "description": "What was looked at, what would change and why. Minor versions only add keys.",
        **_mapping(
            {
                "format_version": {"const": FORMAT_VERSION},
                "labelsync": NAME,
                "created": INSTANT,
                "expires": INSTANT,
                "manifest": _manifest(),
                "partial": FLAG,
                "overrides": _list(NAME),
                "accounts": _list(_account()),
                "summary": _summary(),
                "objections": _list(_objection()),
                "measures": {**_list(_measure()), "description": "what each guard counted, objecting or not"},
                "base": {**PERHAPS, "description": "what the manifest was compared with"},
                "undoes": {**PERHAPS, "description": "the run that is taken back"},
                "unmanaged": _list(_unmanaged()),
            },
            perhaps={"seal": _mapping({"alg": {"const": "hmac-sha256"}, "value": HEX})},
        ),
    }


def _mapping(always: Shape, *, perhaps: Shape | None = None) -> Shape:
    """An object with exactly these keys."""
    properties = {**always, **(perhaps or {})}
    return {
        "type": "object",
        "properties": properties,
        "required": list(always),
        "additionalProperties": False,
    }


def _list(items: Shape) -> Shape:
    return {"type": "array", "items": items}


def _manifest() -> Shape:
    return _mapping(
        {
            "digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
            "path": PATH,
            "files": {"type": "array", "items": PATH, "uniqueItems": True},
            "digests": {**_list(TEXT), "description": "SHA-256 in hex; runs parallel to files"},
            "revision": PERHAPS,
        }
    )


def _summary() -> Shape:
    counts: Shape = dict.fromkeys(("add", "remove", "delete", "create_label", "delete_label"), COUNT)
    perhaps: Shape = {"rename_label": COUNT}
    return _mapping({**counts, "requests": COUNT, "seconds": AMOUNT}, perhaps=perhaps)


def _objection() -> Shape:
    return _mapping(
        {
            "guard": NAME,
            "account": PERHAPS,
            "label": PERHAPS,
            "measured": TEXT,
            "limit": TEXT,
            "override": {**PERHAPS, "description": "what to type after --override"},
        }
    )


def _measure() -> Shape:
    at_least_one: Shape = {"type": "integer", "minimum": 1}
    count: Shape = {"type": ["integer", "null"], "minimum": 0}
    percent: Shape = {"type": ["number", "null"], "minimum": 0}
    return _mapping(
        {
            "guard": NAME,
            "account": PERHAPS,
            "label": PERHAPS,
            "pairs": at_least_one,
            "of": {"type": ["integer", "null"], "minimum": 1},
            "limit": _mapping({"count": count, "percent": percent, "free": COUNT}),
        }
    )


def _account() -> Shape:
    return _mapping(
        {
            "account": NAME,
            "connector": NAME,
            "identity": {**TEXT, "description": "whose account the credential opens"},
            "tenant": TEXT,
            "read": _read(),
            "labels": _list(_label()),
            "definitions": {"type": "object", "additionalProperties": TEXT},
            "changes": _list(_change()),
            "withheld": _list(_withheld()),
            "unmatched": _list(_mapping({"label": TEXT, "contact": TEXT, "place": TEXT})),
            "cost": _cost(),
            "fires": _list(_firing()),
            "expiring": _list(_mapping({"label": NAME, "until": INSTANT, "people": COUNT, "place": TEXT})),
            "drift": _list(_drift()),
        }
    )


def _unmanaged() -> Shape:
    carriers: Shape = {"type": ["integer", "null"], "minimum": 0}
    return _mapping({"account": NAME, "label": PERHAPS, "carriers": carriers})


def _drift() -> Shape:
    return _mapping({"action": {"enum": list(ACTIONS)}, "label": PERHAPS, "contacts": DISTINCT})


def _firing() -> Shape:
    return _mapping(
        {"label": NAME, "on": {"enum": ["add", "remove"]}, "automation": NAME, "times": COUNT},
    )


def _read() -> Shape:
    return _mapping(
        {
            "basis": {"enum": ["observed", "assumed"]},
            "ledger": {"enum": ["known", "none"]},
            "complete": FLAG,
            "reason": PERHAPS,
            "contacts": COUNT,
            "pages": COUNT,
            "total": {"type": ["integer", "null"], "minimum": 0},
            "spared": _spared(),
            "started": INSTANT,
            "finished": INSTANT,
        }
    )


def _spared() -> Shape:
    told = "pages fewer than everyone takes; null where everyone was read"
    return {"type": ["integer", "null"], "minimum": 0, "description": told}


def _label() -> Shape:
    counts = ("carry", "wanted", "both", "unmatched", "ambiguous", "suppressed", "withheld")
    flags: Shape = dict.fromkeys(("seen", "wanted_whole"), FLAG)
    return _mapping(
        {"label": NAME, **dict.fromkeys(counts, COUNT), **flags, "left_empty_by": COUNT, "taken_over": COUNT}
    )


def _change() -> Shape:
    return {
        "oneOf": [
            _kind("rename_label", _renamed()),
            _kind("create_label", {"label": NAME, "name": TEXT}, perhaps={"by": {"const": "use"}}),
            _kind("add", {"label": NAME, "contacts": DISTINCT, "because": PLACES, "rests": PLACES}),
            _kind("remove", _lost(), perhaps={"heir": NAME}),
            _kind("delete", {"contacts": DISTINCT, "because": PLACES, "rests": PLACES, "seen": _seen()}),
            _kind("delete_label", _label_gone(), perhaps={"carriers": COUNT, "takes_along": _list(NAME)}),
        ]
    }


def _kind(action: str, fields: Shape, *, perhaps: Shape | None = None) -> Shape:
    return _mapping({"action": {"const": action}, **fields}, perhaps=perhaps)


def _lost() -> Shape:
    return {"label": NAME, "contacts": DISTINCT, "because": PLACES, "seen": _seen()}


def _renamed() -> Shape:
    because: Shape = {**PLACES, "maxItems": 1}
    return {"label": NAME, "from": TEXT, "name": TEXT, "definition": _definition(), "because": because}


def _label_gone() -> Shape:
    because: Shape = {**PLACES, "maxItems": 1}
    return {"label": NAME, "definition": _definition(), "because": because, "seen": _seen()}


def _definition() -> Shape:
    return _mapping({"id": TEXT, "name": TEXT, "managed_by_vendor": FLAG})


def _seen() -> Shape:
    certificate = _mapping({"contacts": COUNT, "pages": COUNT, "total_known": FLAG})
    return {"oneOf": [certificate, {"const": "assumed"}]}


def _withheld() -> Shape:
    return _mapping(
        {
            "action": {"enum": list(ACTIONS)},
            "label": PERHAPS,
            "contacts": _list(TEXT),
            "reason": TEXT,
        }
    )


def _cost() -> Shape:
    counts = ("requests", "lower_bound", "reads", "rereads", "polls_at_least", "verify_at_least")
    quota: Shape = {"type": "object", "additionalProperties": AMOUNT}
    kinds: Shape = {"type": "object", "additionalProperties": COUNT}
    more: Shape = {"seconds": AMOUNT, "quota": quota, "kinds": kinds, "tokens": COUNT}
    return _mapping({**dict.fromkeys(counts, COUNT), **more})
