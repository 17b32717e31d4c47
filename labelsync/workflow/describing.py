"""What a vendor can do, said without an account: a connector opened with the examples of its own settings."""

from __future__ import annotations

from dataclasses import dataclass

from labelsync.core.capability import Capabilities
from labelsync.core.connector import Ports, Vendor
from labelsync.core.exchange import Clock
from labelsync.core.setting import AccountSettings, SettingKind


@dataclass(frozen=True, slots=True)
class NoVault:
    """Keeps nothing."""

    outlives: bool = False

    def read(self, name: str) -> str:  # noqa: ARG002 - the port's
        """Nothing was kept."""
        return ""

    async def keep(self, name: str, text: str) -> None:
        """Pass over it."""


def described(vendor: Vendor, clock: Clock) -> Capabilities:
    """The vendor's capabilities as an account without settings of its own has them. Sends nothing."""
    examples = {setting.name: setting for setting in vendor.settings if setting.required}
    texts = {n: s.example for n, s in examples.items() if s.kind is not SettingKind.SECRET}
    secrets = {n: s.example for n, s in examples.items() if s.kind is SettingKind.SECRET}
    return vendor.open(AccountSettings(texts, secrets), Ports(clock, NoVault())).connector.capabilities
