"""What each vendor can do, as a Markdown table: drawn from the capabilities, so that it cannot lag behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from labelsync.core.capability import Capabilities, Deletes, Evidence, Repeat
from labelsync.core.connector import Vendor
from labelsync.report.wording import listed

Described = tuple[Vendor, Capabilities]

_PROOF = {
    Evidence.PER_CONTACT: "each contact",
    Evidence.COUNTS: "counts",
    Evidence.TOTALS: "totals",
    Evidence.NOTHING: "nothing",
}
_REPEATS = {
    Repeat.HARMLESS: "harmless",
    Repeat.HARMFUL: "harmful",
    Repeat.KEYED: "harmless, by key",
}
_DELETES = {Deletes.BULK: "in bulk", Deletes.ONE_BY_ONE: "one by one", Deletes.NONE: "no"}


def capability_table(described: Sequence[Described]) -> str:
    """The table: a row a question, a column a vendor. Its last character is a line break."""
    head = ["", *(vendor.title for vendor, _ in described)]
    rows = [[name, *(tell(can) for _, can in described)] for name, tell in _ROWS]
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _asked(can: Capabilities) -> str:
    ways = ((can.carriers, "label"), (can.emails, "e-mail"), (can.phones, "phone"), (can.matching, "filter"))
    return listed(("all", "id", *(word for price, word in ways if price)))


def _shape(can: Capabilities) -> str:
    shape = can.shape
    labels = f"{shape.max_labels} labels" if shape.max_labels > 1 else "1 label"
    return f"{shape.max_contacts} contacts × {labels}" + (", both ways" if shape.combined else "")


def _renames(can: Capabilities) -> str:
    return "in place" if can.labels.renamable else "by moving people"


def _deletes_label(can: Capabilities) -> str:
    if not can.labels.deletable:
        return "no"
    along = can.labels.takes_along
    return "after its carriers" if along is None else f"with its {' and '.join(along)}"


def _deletes(can: Capabilities) -> str:
    return _DELETES[can.deletes] + (", restorable" if can.deletes_restorable else "")


_ROWS: tuple[tuple[str, Callable[[Capabilities], str]], ...] = (
    ("labels readable", lambda can: "yes" if can.readable else "no: ledger"),
    ("asked by", _asked),
    ("a call carries", _shape),
    ("ends", lambda can: "in a job" if can.job[1] else "at once"),
    ("proves", lambda can: _PROOF[can.evidence]),
    ("repeating", lambda can: _REPEATS[can.repeat]),
    ("renames labels", _renames),
    ("deletes labels", _deletes_label),
    ("deletes contacts", _deletes),
)
