"""What is put to the test: a connector and the emulator of its vendor, both found by their entry points."""

from __future__ import annotations

from dataclasses import dataclass

from labelsync.connectors.registry import vendors
from labelsync.core.connector import Vendor
from labelsync.errors import WrongUsage
from labelsync.sandbox.emulator import Emulated
from labelsync.sandbox.vendors import emulated


@dataclass(frozen=True, slots=True)
class Subject:
    """A connector under test, and its vendor's emulator."""

    vendor: Vendor
    emulated: Emulated

    @property
    def name(self) -> str:
        """The connector's name."""
        return self.vendor.name


def subject(name: str) -> Subject:
    """The connector of that name. Raises WrongUsage where it, or its emulator, is not installed."""
    known, worlds = vendors(), emulated()
    if name not in known:
        raise WrongUsage(
            f"no connector is called {name}",
            advice=f"installed are {', '.join(known)}; one is found by the entry point labelsync.connectors",
        )
    if name not in worlds:
        raise WrongUsage(
            f"the connector {name} has no emulator",
            advice="register an Emulated under the entry point labelsync.emulators",
        )
    return Subject(known[name], worlds[name])


def subjects() -> tuple[Subject, ...]:
    """Every connector that has an emulator, in name order."""
    return tuple(subject(name) for name in vendors() if name in emulated())
