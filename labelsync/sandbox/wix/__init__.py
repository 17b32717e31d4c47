"""An emulator of Wix Contacts V4 and Labels V4, as far as public material documents them."""

from .emulator import WixEmulator, emulate, restore
from .switches import Switches

__all__ = ["Switches", "WixEmulator", "emulate", "restore"]
