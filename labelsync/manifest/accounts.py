"""Accounts as declared, each checked against its connector."""

from __future__ import annotations

import re

from labelsync.core.connector import Vendor
from labelsync.core.scope import Account
from labelsync.manifest.codes import Code
from labelsync.manifest.ground import Ground
from labelsync.manifest.mistakes import named, spot
from labelsync.manifest.nodes import Mapping
from labelsync.manifest.origins import is_loopback, objection
from labelsync.manifest.sections import Declared
from labelsync.manifest.settings import Checked, read_settings
from labelsync.manifest.shapes import AccountShape
from labelsync.manifest.verdicts import validated

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")


def read_accounts(ground: Ground) -> dict[str, Account]:
    """The accounts that have no mistakes, by name, in the order declared."""
    read = (_account(name, declared, ground) for name, declared in ground.sections.accounts.items())
    return {account.name: account for account in read if account}


def _account(name: str, declared: Declared, ground: Ground) -> Account | None:
    if not _NAME.fullmatch(name):
        message = "an account's name has letters, digits, `_`, `.` and `-`, at most 64"
        ground.findings.add(Code.BAD_FORM, message, declared.spot)
    shape = validated(AccountShape, declared.value, declared.sheet, ground.findings)
    if shape is None or not isinstance(declared.value, Mapping):
        return None
    vendor = ground.vendors.get(shape.connector)
    if vendor is None:
        _unknown_connector(shape.connector, declared, ground)
        return None
    complete = not shape.sandbox and not is_loopback(shape.base_url)
    checked = read_settings(declared, vendor, ground, complete=complete)
    _check_origin(shape, vendor, declared, ground)
    return _drawn(name, shape, checked, declared, ground)


def _unknown_connector(name: str, declared: Declared, ground: Ground) -> None:
    assert isinstance(declared.value, Mapping)  # noqa: S101 - its shape was validated
    at = spot(declared.sheet, declared.value.entries["connector"].value)
    near = ground.findings.nearest(name, ground.vendors)
    ground.findings.add(Code.UNKNOWN_CONNECTOR, f"unknown connector {named(name)}", at, suggestion=near)


def _check_origin(shape: AccountShape, vendor: Vendor, declared: Declared, ground: Ground) -> None:
    assert isinstance(declared.value, Mapping)  # noqa: S101 - its shape was validated
    reason = objection(shape.base_url, vendors=vendor.base_url) if shape.base_url else ""
    if reason:
        at = spot(declared.sheet, declared.value.entries["base_url"].value)
        ground.findings.add(Code.FOREIGN_ORIGIN, reason, at)


def _drawn(name: str, shape: AccountShape, checked: Checked, declared: Declared, ground: Ground) -> Account:
    assert isinstance(declared.value, Mapping)  # noqa: S101 - its shape was validated
    seed = declared.value.get("sandbox")
    return Account(
        name=name,
        connector=shape.connector,
        place=declared.place,
        settings=checked.settings,
        secrets=checked.secrets,
        sandbox=ground.file(shape.sandbox, spot(declared.sheet, seed)) if seed else "",
        base_url=shape.base_url,
        batch=shape.batch,
        pace=shape.pace,
        share=shape.share,
        concurrency=shape.concurrency,
        match_any=shape.match == "any",
        overlap=shape.overlap,
    )
