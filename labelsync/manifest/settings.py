"""An account's settings, checked against the connector's own description of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from typing import NamedTuple

from labelsync.core.connector import Vendor
from labelsync.core.scope import SecretReference, Setting
from labelsync.core.setting import SettingDescription, SettingKind
from labelsync.manifest.codes import Code
from labelsync.manifest.ground import Ground
from labelsync.manifest.mistakes import named, spot
from labelsync.manifest.nodes import Entry, Mapping, Node, Scalar
from labelsync.manifest.sections import Declared
from labelsync.manifest.shapes import AccountShape, SecretShape
from labelsync.manifest.sheet import Sheet
from labelsync.manifest.verdicts import validated

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")


class Checked(NamedTuple):
    """Settings by name, and references to secrets by name."""

    settings: dict[str, Setting]
    secrets: dict[str, SecretReference]


def read_settings(account: Declared, vendor: Vendor, ground: Ground, *, complete: bool) -> Checked:
    """The connector's settings of an account. `complete`: what it requires must be there."""
    assert isinstance(account.value, Mapping)  # noqa: S101 - its shape was validated
    described = {setting.name: setting for setting in vendor.settings}
    checked = Checked({}, {})
    for name, entry in account.value.entries.items():
        if name in described:
            _take(described[name], entry, account.sheet, checked, ground)
        elif name not in AccountShape.model_fields:
            _unknown(entry.key, vendor, described, account.sheet, ground)
    if complete:
        _check_required(account, vendor, ground)
    return checked


def _unknown(
    key: Scalar, vendor: Vendor, known: MappingOf[str, SettingDescription], sheet: Sheet, ground: Ground
) -> None:
    near = ground.findings.nearest(key.text, (*known, *AccountShape.model_fields))
    message = f"{vendor.title} has no setting {named(key.text)}"
    ground.findings.add(Code.UNKNOWN_SETTING, message, spot(sheet, key), suggestion=near)


def _check_required(account: Declared, vendor: Vendor, ground: Ground) -> None:
    assert isinstance(account.value, Mapping)  # noqa: S101 - its shape was validated
    for setting in vendor.settings:
        if setting.required and setting.name not in account.value.entries:
            message = f"{vendor.title} needs the setting `{setting.name}`: {setting.doc}"
            ground.findings.add(Code.MISSING_SETTING, message, account.spot)
    _check_credentials(account, vendor, ground, given=frozenset(account.value.entries))


def _check_credentials(account: Declared, vendor: Vendor, ground: Ground, *, given: frozenset[str]) -> None:
    """One of the vendor's sets of credentials must be there, whole, and none of another."""
    whole = [names for names in vendor.credentials if given.issuperset(names)]
    sets = "; or ".join(listed(f"`{name}`" for name in names) for names in vendor.credentials)
    if vendor.credentials and not whole:
        message = f"{vendor.title} needs {sets}"
        ground.findings.add(Code.MISSING_SETTING, message, account.spot)
    elif whole:
        spare = given.intersection(*[{n for names in vendor.credentials for n in names} - {*whole[0]}])
        for name in sorted(spare):
            assert isinstance(account.value, Mapping)  # noqa: S101 - its shape was validated
            message = f"`{name}` is of another way in: {vendor.title} needs {sets}"
            at = spot(account.sheet, account.value.entries[name].key)
            ground.findings.add(Code.UNKNOWN_SETTING, message, at)


def listed(words: Iterable[str]) -> str:
    """`a`, `b` and `c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _take(setting: SettingDescription, entry: Entry, sheet: Sheet, checked: Checked, ground: Ground) -> None:
    if setting.kind is SettingKind.SECRET:
        reference = _secret(setting, entry.value, sheet, ground)
        if reference:
            checked.secrets[setting.name] = reference
        return
    value = _setting(setting, entry, sheet, ground)
    if value is not None:
        checked.settings[setting.name] = value


def _secret(setting: SettingDescription, node: Node, sheet: Sheet, ground: Ground) -> SecretReference | None:
    if not isinstance(node, Mapping):
        message = f"`{setting.name}` is a secret: write {{env: NAME}} or {{file: /a/path}}, never the secret"
        ground.findings.add(Code.LITERAL_SECRET, message, spot(sheet, node))
        return None
    shape = validated(SecretShape, node, sheet, ground.findings)
    if shape is None:
        return None
    if bool(shape.env) == bool(shape.file):
        message = "a reference is {env: NAME} or {file: /a/path}, one of them"
        ground.findings.add(Code.BAD_REFERENCE, message, spot(sheet, node))
        return None
    kind = "env" if shape.env else "file"
    return SecretReference(kind, shape.env or shape.file, spot(sheet, node).place)


def _setting(setting: SettingDescription, entry: Entry, sheet: Sheet, ground: Ground) -> Setting | None:
    node = entry.value
    if isinstance(node, Mapping) and node.entries.keys() & {"env", "file", "exec"}:
        message = f"`{setting.name}` is no secret: write it out"
        ground.findings.add(Code.BAD_REFERENCE, message, spot(sheet, node))
    elif not isinstance(node, Scalar) or node.void:
        ground.findings.add(Code.WRONG_KIND, f"`{setting.name}` is a text", spot(sheet, node))
    elif setting.kind is SettingKind.NUMBER:
        return _number(setting, node, sheet, ground)
    elif setting.pattern and not re.fullmatch(setting.pattern, node.text):
        example = f", such as {setting.example}" if setting.example else ""
        message = f"`{setting.name}` has another form{example}"
        ground.findings.add(Code.SETTING_FORM, message, spot(sheet, node))
    else:
        return node.text
    return None


def _number(setting: SettingDescription, node: Scalar, sheet: Sheet, ground: Ground) -> Setting | None:
    if not _NUMBER.fullmatch(node.text):
        ground.findings.add(Code.NOT_A_NUMBER, f"`{setting.name}` is a number", spot(sheet, node))
        return None
    return float(node.text) if "." in node.text else int(node.text)
