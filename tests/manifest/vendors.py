"""Two vendors to check manifests against: one folds and finds labels by key, one finds them by title."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from labelsync.core.capability import LabelRules
from labelsync.core.connector import Opened, Vendor
from labelsync.core.exchange import Clock
from labelsync.core.identity import Email, Identity, Phone, fold_email
from labelsync.core.setting import AccountSettings, SettingDescription, SettingKind
from labelsync.errors import ManifestInvalid
from labelsync.manifest import Loaded, Mistake, load
from tests.sources.mails import is_plain_email


def _never(settings: AccountSettings, clock: Clock) -> Opened:
    raise AssertionError("a manifest opens no account")


BY_TITLE = LabelRules(
    by="name", folded=False, from_key=False, made_on_use=False, deletable=True,
    renamable=True, takes_along=("contacts",), max_length=50,
)  # fmt: skip
BY_KEY = LabelRules(
    by="key", folded=True, from_key=True, made_on_use=True, deletable=True,
    renamable=False, takes_along=None, max_length=0,
)  # fmt: skip
VENDORS: Mapping[str, Vendor] = {
    "titled": Vendor(
        name="titled",
        title="Titled",
        base_url="https://api.titled.example",
        settings=(
            SettingDescription("site_id", SettingKind.TEXT, "the site", pattern="[0-9a-f-]{8,36}"),
            SettingDescription("api_key", SettingKind.SECRET, "the key"),
            SettingDescription("depth", SettingKind.NUMBER, "how deep", required=False),
        ),
        labels=BY_TITLE,
        open=_never,
    ),
    "folding": Vendor(
        name="folding",
        title="Folding",
        base_url="https://folding.example/v1",
        settings=(
            SettingDescription("location_id", SettingKind.TEXT, "the location"),
            SettingDescription("token", SettingKind.SECRET, "the token"),
        ),
        labels=BY_KEY,
        open=_never,
    ),
}


def identify(text: str, region: str) -> Identity:
    """Plain e-mails, and digits."""
    if is_plain_email(text):
        return Email(fold_email(text))
    digits = "".join(c for c in text if c.isdigit())
    if len(digits) >= 7 and not any(c.isalpha() for c in text):
        return Phone(f"+{digits}")
    raise ValueError("this is neither an e-mail nor a phone number")


HEAD = """\
version: 1
accounts:
  shop: {connector: titled, site_id: 5f0e5f0e, api_key: {env: KEY}}
  agency: {connector: folding, location_id: ve9EPM428h8vShlRW1KT, token: {file: /run/token}}
"""


def write(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def read(root: Path, text: str, **more: str) -> Loaded:
    """A manifest of one file, below the two accounts."""
    write(root, {"crm.yaml": HEAD + text, **more})
    return load_at(root / "crm.yaml", root)


def load_at(path: Path, root: Path) -> Loaded:
    return load(path, root=root, vendors=VENDORS, identify=identify, version="0.1.0")


def mistakes_at(path: Path, root: Path) -> tuple[Mistake, ...]:
    try:
        load_at(path, root)
    except ManifestInvalid as invalid:
        return tuple(mistake for mistake in invalid.mistakes if isinstance(mistake, Mistake))
    return ()


def mistakes(root: Path, text: str) -> list[tuple[str, int, int]]:
    """The codes, lines below the accounts, and columns of the mistakes of a manifest of one file."""
    write(root, {"crm.yaml": HEAD + text})
    found = mistakes_at(root / "crm.yaml", root)
    return [(m.code, m.place.line - HEAD.count("\n"), m.place.column) for m in found]
