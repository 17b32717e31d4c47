"""The entries of `contacts`: a person and their labels, or a table of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from labelsync.core.identity import VendorId
from labelsync.core.member import ListSource, Person
from labelsync.core.scope import ContactDeclaration, LabelDeclaration
from labelsync.manifest.codes import Code
from labelsync.manifest.ground import Ground, name_spots
from labelsync.manifest.mistakes import Spot, named, spot
from labelsync.manifest.nodes import Listing, Mapping, Node, Scalar
from labelsync.manifest.people import read_accounts_of, read_id, read_list, read_person
from labelsync.manifest.shapes import EntryShape, TableShape
from labelsync.manifest.sheet import Sheet
from labelsync.manifest.verdicts import validated

_CONTACT = frozenset({"contact"})


def read_entries(labels: dict[str, LabelDeclaration], ground: Ground) -> tuple[ContactDeclaration, ...]:
    """All entries of all sheets, in the order written."""
    reader = _Entries(labels, ground)
    return tuple(
        declaration
        for sheet, listing in ground.sections.contacts
        for node in listing.items
        for declaration in reader.read(node, sheet)
    )


class _Entries:
    """Reads entries. Equal lists of labels are one tuple, so that a million entries share a few."""

    def __init__(self, labels: dict[str, LabelDeclaration], ground: Ground) -> None:
        self._labels = labels
        self._ground = ground
        self._interned: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._plain = {key for key, label in labels.items() if not label.absent}

    def read(self, node: Node, sheet: Sheet) -> Sequence[ContactDeclaration]:
        """The declarations of one entry: several where it names several accounts and an id or a list."""
        if isinstance(node, Mapping):
            swift = self._swift(node, sheet)
            if swift is not None:
                return (swift,)
            return list(self._table(node, sheet) if "list" in node.entries else self._entry(node, sheet))
        message = "an entry is a mapping: {contact: ..., labels: [...]}"
        self._ground.findings.add(Code.WRONG_KIND, message, spot(sheet, node))
        return ()

    def _swift(self, node: Mapping, sheet: Sheet) -> ContactDeclaration | None:
        """The entry if it is {contact:, labels:} and nothing else, by hand: most of them are."""
        contact, labels = node.get("contact"), node.get("labels")
        if len(node.entries) != 2 or type(contact) is not Scalar or type(labels) is not Listing:
            return None
        keys = tuple([item.text for item in labels.items if type(item) is Scalar])
        kept = self._interned.get(keys)
        if kept is None:
            if not keys or len(keys) != len(labels.items) or not self._plain.issuperset(keys):
                return None
            kept = self._interned.setdefault(keys, keys)
        person = read_person(contact, sheet, self._ground) if not contact.void else None
        return ContactDeclaration(person, person.place, kept) if person else None

    def _entry(self, node: Mapping, sheet: Sheet) -> Iterator[ContactDeclaration]:
        contact = node.get("contact")
        apart = _CONTACT if isinstance(contact, Mapping) else frozenset[str]()
        shape = validated(EntryShape, node, sheet, self._ground.findings, without=apart)
        accounts = read_accounts_of(node, sheet, self._ground)
        self._check_names(node, accounts, sheet)
        if shape is None:
            return
        self._check(shape, node, sheet)
        person = self._person(shape, node, accounts, sheet)
        if person:
            yield self._declared(person._replace(until=shape.until or person.until), shape, accounts)

    def _person(
        self, shape: EntryShape, node: Mapping, accounts: tuple[str, ...], sheet: Sheet
    ) -> Person | None:
        contact, id_ = node.get("contact"), node.get("id")
        findings = self._ground.findings
        if (contact is None) == (id_ is None):
            findings.add(Code.MISSING_KEY, "an entry has one of `contact`, `id`, `list`", spot(sheet, node))
        elif isinstance(contact, Mapping):
            return read_id(contact, sheet, self._ground)
        elif isinstance(contact, Scalar):
            return read_person(contact, sheet, self._ground)
        elif len(accounts) != 1 and id_ is not None:
            message = "an id means somebody on one account only: add `account`"
            findings.add(Code.ID_WITHOUT_ACCOUNT, message, spot(sheet, id_))
        elif id_ is not None:
            return Person(VendorId(shape.id), spot(sheet, id_).place, accounts[0])
        return None

    def _table(self, node: Mapping, sheet: Sheet) -> Iterator[ContactDeclaration]:
        shape = validated(TableShape, node, sheet, self._ground.findings)
        if shape is None:
            return
        if shape.label_column and shape.state == "absent":
            message = "`label_column` gives labels, so these contacts are not absent"
            at = spot(sheet, node.entries["label_column"].key)
            self._ground.findings.add(Code.CONTRADICTION, message, at)
        self._check(shape, node, sheet)
        sources = list(read_list(node, sheet, self._ground, shape=shape))
        self._check_names(node, tuple(source.account for source in sources if source.account), sheet)
        for source in sources:
            yield self._declared(source, shape, (source.account,) if source.account else ())

    def _declared(
        self, who: Person | ListSource, shape: EntryShape | TableShape, accounts: tuple[str, ...]
    ) -> ContactDeclaration:
        return ContactDeclaration(
            who=who,
            place=who.place,
            labels=self._interned.setdefault(shape.labels, shape.labels),
            without=shape.without,
            accounts=accounts,
            absent=shape.state == "absent",
        )

    def _check(self, shape: EntryShape | TableShape, node: Mapping, sheet: Sheet) -> None:
        """What an entry may not say: nothing, or labels for a contact that is to be deleted."""
        findings = self._ground.findings
        if shape.state == "absent" and shape.labels:
            message = "this contact is to be deleted, and labels are wanted on it"
            findings.add(Code.CONTRADICTION, message, spot(sheet, node.entries["labels"].key))
        tabled = isinstance(shape, TableShape) and shape.label_column
        if not (shape.labels or shape.without or tabled) and shape.state == "present":
            findings.add(Code.MISSING_KEY, "this entry says nothing: add `labels`", spot(sheet, node))

    def _check_names(self, node: Mapping, accounts: tuple[str, ...], sheet: Sheet) -> None:
        for name, at in name_spots(node.get("labels"), sheet):
            if self._ground.check_label(name, at):
                self._check_wanted(name, accounts, at)
        for name, at in name_spots(node.get("without"), sheet):
            self._ground.check_label(name, at)

    def _check_wanted(self, name: str, accounts: tuple[str, ...], at: Spot) -> None:
        label = self._labels.get(name)
        findings = self._ground.findings
        if label and label.absent:
            message = f"{named(name)} is absent, so nobody is given it"
            findings.add(Code.ABSENT_LABEL, message, at, related=[label.place])
        if label and accounts and not set(accounts) & set(label.accounts):
            message = f"{named(name)} is on none of the accounts that are meant here"
            findings.add(Code.NOT_ON_ACCOUNT, message, at, related=[label.place])
