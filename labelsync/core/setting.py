"""A connector's settings: how it describes them, and how it gets them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class SettingKind(Enum):
    """What a connector's setting holds."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105 - the kind of a setting, not a secret
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class SettingDescription:
    """One setting of a connector. `pattern` is a regular expression that the whole text matches.

    Required settings may be left out of an account that has `sandbox` or a loopback `base_url`.
    """

    name: str
    kind: SettingKind
    doc: str
    required: bool = True
    pattern: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """An account's settings as a connector gets them: checked, secrets opened, 0 or '' where not given."""

    texts: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    base_url: str = ""
    batch: int = 0
    pace: float = 0.0
    concurrency: int = 0
