"""Labels that a vendor, or a reader, would take for one another."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from labelsync.core.connector import Vendor
from labelsync.core.scope import Account, LabelDeclaration
from labelsync.manifest.codes import Code
from labelsync.manifest.ground import Ground
from labelsync.manifest.mistakes import named

_ALIKE = str.maketrans("аеорсухіјѕԁɡν", "aeopcyxijsdgv")  # noqa: RUF001 - look-alikes are what this is about


def check_namesakes(
    labels: Mapping[str, LabelDeclaration], accounts: Mapping[str, Account], ground: Ground
) -> None:
    """Notes labels of one account that have one name there, or a name too long; warns of look-alikes."""
    for account in accounts.values():
        here = [label for label in labels.values() if account.name in label.accounts]
        _check_account(account, here, ground.vendors[account.connector], ground)
    _warn_of_alikes(labels, ground)


def _check_account(
    account: Account, labels: Sequence[LabelDeclaration], vendor: Vendor, ground: Ground
) -> None:
    known: dict[str, LabelDeclaration] = {}
    longest = vendor.labels.max_length
    for label in labels:
        name = _name(label, account, vendor)
        at = ground.sections.labels[label.key].spot
        if 0 < longest < len(name):
            message = f"{vendor.title} takes {longest} characters for the name of {named(label.key)}"
            ground.findings.add(Code.NAME_TOO_LONG, message, at)
        if label.previously:
            _check_formers(account, label, labels, ground)
        first = known.setdefault(unicodedata.normalize("NFC", name), label)
        if first is not label:
            message = f"{vendor.title} takes {named(label.key)} and {named(first.key)} for one label"
            ground.findings.add(Code.SAME_NAME, message, at, related=[first.place])


def _name(label: LabelDeclaration, account: Account, vendor: Vendor) -> str:
    key, title = label.key_on(account.name), label.name_on(account.name)
    return vendor.label_name(key=key, title=title)


def _check_formers(
    account: Account, label: LabelDeclaration, labels: Sequence[LabelDeclaration], ground: Ground
) -> None:
    """A former name must be nobody's present one: people would be moved away from a label that is wanted."""
    vendor = ground.vendors[account.connector]
    present = {_name(one, account, vendor): one for one in labels}
    before = {vendor.label_name(key=n, title=n): one for one in reversed(labels) for n in one.previously}
    for name in dict.fromkeys(vendor.label_name(key=name, title=name) for name in label.previously):
        now, then = present.get(name), before[name]
        owner = now or then
        if now or then is not label:
            kind = "the name" if now else "a former name"
            message = f"a former name of {named(label.key)} is {kind} of {named(owner.key)} there"
            at = ground.sections.labels[label.key].spot
            ground.findings.add(Code.SAME_NAME, message, at, related=[owner.place])


def _warn_of_alikes(labels: Mapping[str, LabelDeclaration], ground: Ground) -> None:
    known: dict[str, LabelDeclaration] = {}
    for label in labels.values():
        first = known.setdefault(_silhouette(label.key), label)
        if first is not label:
            message = f"{named(label.key)} and {named(first.key)} look alike"
            at = ground.sections.labels[label.key].spot
            ground.findings.warn(Code.LOOK_ALIKE, message, at, related=[first.place])


def _silhouette(key: str) -> str:
    """What a hasty eye sees: no case, no spacing, one alphabet."""
    folded = unicodedata.normalize("NFKC", key).casefold().translate(_ALIKE)
    return "".join(c for c in folded if c.isalnum())
