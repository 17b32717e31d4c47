"""HighLevel, emulated: contacts, tags, bulk tag updates, lagging search, rate limits and OAuth."""

from labelsync.sandbox.highlevel.emulator import HighLevelEmulator, emulate, restore
from labelsync.sandbox.highlevel.switches import Grant, Switches

__all__ = ["Grant", "HighLevelEmulator", "Switches", "emulate", "restore"]
