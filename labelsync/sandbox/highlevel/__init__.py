"""HighLevel, emulated: contacts, tags, bulk tag updates, lagging search, rate limits and OAuth."""

from __future__ import annotations

from labelsync.sandbox.emulator import Emulated
from labelsync.sandbox.highlevel.emulator import HighLevelEmulator, emulate, restore
from labelsync.sandbox.highlevel.switches import Grant, Switches
from labelsync.sandbox.highlevel.troubles import KINDS

__all__ = ["EMULATED", "Grant", "HighLevelEmulator", "Switches", "emulate", "restore"]

EMULATED = Emulated(
    lambda people, around: emulate(people, switches=Switches(), around=around),
    lambda state, around: restore(state, switches=Switches(), around=around),
    troubles=KINDS,
    example=(
        "-H",
        "Authorization: Bearer pit-any",
        "-H",
        "Version: 2021-07-28",
        "{url}/locations/LOC00000000000000001/tags",
    ),
    named='{"field": "firstNameLowerCase", "operator": "eq", "value": "{lower}"}',
)
"""What `sandbox:` in a manifest and `labelsync sandbox serve` find."""
