"""Manifests with lists, gathered."""

from __future__ import annotations

from pathlib import Path

from labelsync.core.capability import LabelRules
from labelsync.core.connector import Vendor
from labelsync.core.wish import Cut, Whole, Wishes
from labelsync.manifest import load
from labelsync.sources import Gathered, gather, identify

RULES = LabelRules(
    by="name", folded=False, from_key=False, made_on_use=False, deletable=True,
    renamable=True, takes_along=("contacts",), max_length=0,
)  # fmt: skip


def _never(*_: object) -> None:
    raise AssertionError("gathering opens no account")


VENDOR = Vendor("any", "Any", "https://any.example", (), RULES, _never)  # type: ignore[arg-type]
NOW = 1_800_000_000.0
"""2027-01-15T08:00:00Z."""
HEAD = "version: 1\naccounts: {shop: {connector: any}, agency: {connector: any}}\n"
VIP = "labels: {vip: {accounts: [shop], members: [{list: vip.csv, column: email}]}}\n"


def gathered(root: Path, text: str, **lists: str | bytes) -> Gathered:
    for name, content in lists.items():
        path = root / name.replace("_", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (root / "a.yaml").write_text(HEAD + text)
    loaded = load(root / "a.yaml", root=root, vendors={"any": VENDOR}, identify=identify, version="0.1")
    return gather(loaded.manifest, root=root, now=NOW)


def shop(root: Path, text: str, **lists: str | bytes) -> Wishes:
    return gathered(root, text, **lists).wishes["shop"]


def vip_of(root: Path, content: str | bytes, more: str = "") -> tuple[list[str], Whole | Cut]:
    wishes = shop(root, VIP.replace("column: email", "column: email" + more), vip_csv=content)
    return [*wishes.emails, *wishes.phones], wishes.sources["vip"]


def wanted(wishes: Wishes, text: str) -> set[str]:
    people = {**wishes.emails, **wishes.phones, **wishes.ids}
    return set(people[text].stance.wanted)
