"""Rows become a plan again. What a removal needs for being built at all is asked for here, too."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from labelsync.core.change import (
    Add,
    Assumed,
    Change,
    CreateLabel,
    Delete,
    DeleteLabel,
    Grounds,
    Remove,
    RenameLabel,
)
from labelsync.core.cost import Cost
from labelsync.core.plan import (
    AccountPlan,
    Drift,
    Expiring,
    Firing,
    LabelLine,
    Measure,
    Missing,
    Objection,
    Origin,
    Plan,
    Read,
    Unmanaged,
    Withheld,
)
from labelsync.core.question import Seen
from labelsync.core.roster import Definition
from labelsync.core.wish import Whole
from labelsync.errors import PlanUnfit
from labelsync.planfile.plan_rows import MeasureRow, ObjectionRow, OriginRow, PlanRow
from labelsync.planfile.rows import (
    AccountRow,
    AddRow,
    ChangeRow,
    CreateLabelRow,
    DeleteLabelRow,
    DeleteRow,
    ReadRow,
    RemoveRow,
    RenameLabelRow,
    SeenSide,
)

ADVICE = "plan again; the file was not written by `labelsync plan`, or was changed since"


def plan_of(data: bytes) -> Plan:
    """The plan that a document's bytes describe. PlanUnfit, naming the field, where they describe none."""
    try:
        row = PlanRow.model_validate_json(data)
    except ValidationError as refusal:
        where = ".".join(
            str(step) for step in refusal.errors(include_url=False, include_input=False)[0]["loc"]
        )
        raise PlanUnfit(
            f"this is no plan: `{where[:200]}` is not what the format says", advice=ADVICE
        ) from None
    return Plan(
        created=row.created,
        expires=row.expires,
        origin=_origin(row.manifest),
        partial=row.partial,
        accounts=tuple(_account(account) for account in row.accounts),
        objections=tuple(_objection(objection) for objection in row.objections),
        measures=tuple(_measure(one) for one in row.measures),
        overrides=row.overrides,
        base=row.base or "",
        undoes=row.undoes or "",
        unmanaged=tuple(Unmanaged(one.account, one.label or "", one.carriers) for one in row.unmanaged),
    )


def _origin(row: OriginRow) -> Origin:
    if len(row.files) != len(row.digests):
        raise PlanUnfit("this is no plan: its files and their digests are not parallel", advice=ADVICE)
    return Origin(dict(zip(row.files, row.digests, strict=True)), row.revision or "", row.path)


def _objection(row: ObjectionRow) -> Objection:
    return Objection(
        row.guard, row.account or "", row.label or "", row.measured, row.limit, row.override or ""
    )


def _measure(row: MeasureRow) -> Measure:
    limits = (row.limit.count, row.limit.percent, row.limit.free)
    return Measure(row.guard, row.account or "", row.label or "", row.pairs, row.of or 0, *limits)


def _account(row: AccountRow) -> AccountPlan:
    lines = {line.label: LabelLine(**line.model_dump()) for line in row.labels}
    read = _read(row.read)
    return AccountPlan(
        account=row.account,
        connector=row.connector,
        identity=row.identity,
        tenant=row.tenant,
        read=read,
        labels=tuple(lines.values()),
        changes=tuple(_change(change, lines, read) for change in row.changes),
        withheld=tuple(Withheld(w.action, w.label or "", w.contacts, w.reason) for w in row.withheld),
        unmatched=tuple(Missing(missing.label, missing.contact, missing.place) for missing in row.unmatched),
        cost=Cost(**row.cost.model_dump()),
        definitions=row.definitions,
        fires=tuple(Firing(one.label, one.on, one.automation, one.times) for one in row.fires),
        expiring=tuple(Expiring(one.label, one.until, one.people, one.place) for one in row.expiring),
        drift=tuple(Drift(one.action, one.label or "", one.contacts) for one in row.drift),
    )


def _read(row: ReadRow) -> Read:
    return Read(
        basis=row.basis,
        complete=row.complete,
        contacts=row.contacts,
        pages=row.pages,
        started=row.started,
        finished=row.finished,
        reason=row.reason or "",
        ledger=row.ledger == "known",
        total=row.total,
        spared=row.spared,
    )


def _change(row: ChangeRow, lines: Mapping[str, LabelLine], read: Read) -> Change:
    match row:
        case RenameLabelRow():
            was = Definition(**row.definition.model_dump())
            return RenameLabel(row.label, row.name, was, row.because[0])
        case CreateLabelRow():
            return CreateLabel(row.label, row.name, by_use=row.by is not None)
        case AddRow():
            return Add(row.label, row.contacts, row.because, row.rests)
        case RemoveRow():
            grounds = _label_grounds(row, lines, read)
            return Remove(row.label, row.contacts, row.because, grounds, row.heir or "")
        case DeleteRow():
            return Delete(row.contacts, row.because, row.rests, _grounds(row.seen, read, whole=read.complete))
        case DeleteLabelRow():
            definition = Definition(**row.definition.model_dump())
            grounds = _label_grounds(row, lines, read)
            return DeleteLabel(row.label, definition, row.because[0], grounds, row.carriers, row.takes_along)


def _label_grounds(row: RemoveRow | DeleteLabelRow, lines: Mapping[str, LabelLine], read: Read) -> Grounds:
    line = lines.get(row.label)
    return _grounds(row.seen, read, whole=line is not None and line.seen and line.wanted_whole)


def _grounds(seen: SeenSide, read: Read, *, whole: bool) -> Grounds:
    """Both certificates, or a refusal: nothing is taken away on a reading that its own plan calls partial."""
    assumed = seen == "assumed"
    if not whole or assumed != (read.basis == "assumed"):
        raise PlanUnfit("this is no plan: it takes away what was not seen and wanted whole", advice=ADVICE)
    if isinstance(seen, str):
        return Grounds(Assumed(), Whole())
    return Grounds(Seen(seen.contacts, seen.pages, total_known=seen.total_known), Whole())
