"""An emulator of Wix Contacts V4 and Labels V4, as far as public material documents them."""

from __future__ import annotations

from labelsync.sandbox.emulator import Emulated
from labelsync.sandbox.trouble import KINDS

from .emulator import WixEmulator, emulate, restore
from .switches import Switches

__all__ = ["EMULATED", "Switches", "WixEmulator", "emulate", "restore"]

EMULATED = Emulated(
    lambda people, around: emulate(people, switches=Switches(), around=around),
    lambda state, around: restore(state, switches=Switches(), around=around),
    troubles=frozenset(KINDS),
    example=(
        "-H",
        "Authorization: IST.any",
        "-H",
        "wix-site-id: 5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a",
        "{url}/contacts/v4/labels",
    ),
    named='{"info.name.first": "{name}"}',
)
"""What `sandbox:` in a manifest and `labelsync sandbox serve` find."""
