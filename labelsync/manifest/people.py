"""Members as written: plain people by hand and fast, lists and the rest by their shapes."""

from __future__ import annotations

from collections.abc import Iterator

from labelsync.core.identity import VendorId
from labelsync.core.member import ListSource, Member, Person, Place
from labelsync.manifest.codes import Code
from labelsync.manifest.ground import Ground, name_spots
from labelsync.manifest.mistakes import spot
from labelsync.manifest.natives import read_native
from labelsync.manifest.nodes import Listing, Mapping, Node, Scalar
from labelsync.manifest.shapes import IdShape, ListShape, PersonShape, TableShape
from labelsync.manifest.sheet import Sheet
from labelsync.manifest.verdicts import NOT_KNOWN_YET, unknown_key, validated

_KINDS = (".csv", ".tsv", ".ndjson", ".jsonl")
_SHAPE = (
    "a member is an e-mail, a phone number, {id:, account:}, {contact:}, {list:, column:} "
    "or {native:, account:}"
)
_KEYS = ("list", "id", "contact", "native")


def read_members(node: Listing, sheet: Sheet, ground: Ground) -> tuple[Member, ...]:
    """The members of a label; a person or list that names several accounts comes once for each."""
    members: list[Member] = []
    for item in node.items:
        if type(item) is Scalar and not item.void:
            person = read_person(item, sheet, ground)
            if person is not None:
                members.append(person)
        else:
            members.extend(_shaped(item, sheet, ground))
    return tuple(members)


def read_person(node: Scalar, sheet: Sheet, ground: Ground) -> Person | None:
    """The person that an e-mail or a phone number names, or None and a mistake."""
    try:
        identity = ground.identify(node.text, ground.region)
    except ValueError as problem:
        ground.findings.add(Code.NOT_AN_IDENTITY, str(problem), spot(sheet, node))
        return None
    return Person(identity, Place(sheet.file, node.line, node.column))


def _shaped(node: Node, sheet: Sheet, ground: Ground) -> Iterator[Member]:
    keys = node.entries if isinstance(node, Mapping) else {}
    if "list" in keys:
        yield from read_list(node, sheet, ground)
    elif "id" in keys:
        person = read_id(node, sheet, ground)
        if person:
            yield person
    elif "native" in keys:
        yield from read_native(node, sheet, ground)
    elif "contact" in keys:
        yield from _narrowed(node, sheet, ground)
    else:
        _note_shape(node, sheet, ground)


def _note_shape(node: Node, sheet: Sheet, ground: Ground) -> None:
    for key in node.entries if isinstance(node, Mapping) else ():
        if key in NOT_KNOWN_YET or ground.findings.nearest(key, _KEYS):
            assert isinstance(node, Mapping)  # noqa: S101 - it has keys
            unknown_key(node.entries[key].key, _KEYS, sheet, ground.findings)
            return
    ground.findings.add(Code.MEMBER_SHAPE, _SHAPE, spot(sheet, node))


def read_id(node: Node, sheet: Sheet, ground: Ground) -> Person | None:
    """The person of {id:, account:}, or None and a mistake."""
    if isinstance(node, Mapping) and "account" not in node.entries:
        message = "an id means somebody on one account only: add `account`"
        ground.findings.add(Code.ID_WITHOUT_ACCOUNT, message, spot(sheet, node))
        return None
    shape = validated(IdShape, node, sheet, ground.findings)
    if shape is None or not isinstance(node, Mapping):
        return None
    id_, account = node.entries["id"].value, node.entries["account"].value
    if not ground.check_account(shape.account, spot(sheet, account)):
        return None
    return Person(VendorId(shape.id), spot(sheet, id_).place, shape.account, shape.until)


def _narrowed(node: Node, sheet: Sheet, ground: Ground) -> Iterator[Person]:
    shape = validated(PersonShape, node, sheet, ground.findings)
    named = node.get("contact") if isinstance(node, Mapping) else None
    if shape is None or not isinstance(named, Scalar):
        return
    person = read_person(named, sheet, ground)
    accounts = read_accounts_of(node, sheet, ground)
    if person is not None:
        person = person._replace(until=shape.until)
        yield from (person._replace(account=account) for account in accounts or ("",))


def read_accounts_of(node: Node, sheet: Sheet, ground: Ground) -> tuple[str, ...]:
    """The accounts to which an entry is narrowed, () for all; those that are not declared are mistakes."""
    one = node.get("account") if isinstance(node, Mapping) else None
    many = node.get("accounts") if isinstance(node, Mapping) else None
    if one and many:
        message = "`account` and `accounts` exclude each other"
        ground.findings.add(Code.BAD_FORM, message, spot(sheet, many))
    spots = [*name_spots(one, sheet), *name_spots(many, sheet)]
    return tuple(dict.fromkeys(name for name, at in spots if ground.check_account(name, at)))


def read_list(
    node: Node, sheet: Sheet, ground: Ground, *, shape: ListShape | None = None
) -> Iterator[ListSource]:
    """The list of {list:, column:}, once for each account it names; `shape` if it is validated already."""
    shape = shape or validated(ListShape, node, sheet, ground.findings)
    accounts = read_accounts_of(node, sheet, ground)
    if shape is None or not isinstance(node, Mapping):
        return
    path = _list_path(shape.list, node.entries["list"].value, sheet, ground)
    if is_id_column(shape.column) and len(accounts) != 1:
        message = "a column of ids means people on one account only: add `account`"
        at = spot(sheet, node.entries["column"].value)
        ground.findings.add(Code.ID_WITHOUT_ACCOUNT, message, at)
        return
    labels = shape.label_column if isinstance(shape, TableShape) else ""
    place = spot(sheet, node.entries["list"].value).place
    for account in accounts or ("",):
        yield ListSource(path, shape.column, place, account, labels, shape.at_least, shape.until)


def _list_path(text: str, node: Node, sheet: Sheet, ground: Ground) -> str:
    at = spot(sheet, node)
    if text.endswith(".parquet"):
        ground.findings.add(Code.NOT_KNOWN_YET, "this labelsync does not know Parquet lists yet", at)
    elif not text.lower().endswith(_KINDS):
        ground.findings.add(Code.LIST_KIND, "a list is a .csv, .tsv or .ndjson file", at)
    else:
        return ground.file(text, at)
    return ""


def is_id_column(column: str) -> bool:
    """Whether a column holds vendors' ids: it is called `id`."""
    return column == "id"
