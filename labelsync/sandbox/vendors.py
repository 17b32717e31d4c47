"""Which vendors are emulated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from labelsync.sandbox import highlevel, kirimchat, wix
from labelsync.sandbox.around import Around
from labelsync.sandbox.emulator import Emulator, Person


@dataclass(frozen=True, slots=True)
class Emulated:
    """One vendor's emulator: a fresh world from people, or the world that a state file kept."""

    fresh: Callable[[Iterable[Person], Around], Emulator]
    kept: Callable[[dict[str, Any], Around], Emulator]


EMULATED: Mapping[str, Emulated] = {
    "wix": Emulated(
        lambda people, around: wix.emulate(people, switches=wix.Switches(), around=around),
        lambda state, around: wix.restore(state, switches=wix.Switches(), around=around),
    ),
    "highlevel": Emulated(
        lambda people, around: highlevel.emulate(people, switches=highlevel.Switches(), around=around),
        lambda state, around: highlevel.restore(state, switches=highlevel.Switches(), around=around),
    ),
    "kirimchat": Emulated(
        lambda people, around: kirimchat.emulate(people, switches=kirimchat.Switches(), around=around),
        lambda state, around: kirimchat.restore(state, switches=kirimchat.Switches(), around=around),
    ),
}
