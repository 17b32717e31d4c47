"""KirimChat (KirimDev), emulated: contacts whose labels can be written and cannot be read back."""

from __future__ import annotations

from labelsync.sandbox.emulator import Emulated
from labelsync.sandbox.kirimchat.emulator import KirimChatEmulator, emulate, restore
from labelsync.sandbox.kirimchat.switches import Switches
from labelsync.sandbox.kirimchat.troubles import HAD

__all__ = ["EMULATED", "KirimChatEmulator", "Switches", "emulate", "restore"]

EMULATED = Emulated(
    lambda people, around: emulate(people, switches=Switches(), around=around),
    lambda state, around: restore(state, switches=Switches(), around=around),
    troubles=HAD,
    example=("-H", "Authorization: Bearer kdv_live_000000000000000000000000", "{url}/labels"),
    named='{"search": "{name}"}',
)
"""What `sandbox:` in a manifest and `labelsync sandbox serve` find."""
