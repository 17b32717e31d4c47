"""KirimChat (KirimDev), emulated: contacts whose labels can be written and cannot be read back."""

from labelsync.sandbox.kirimchat.emulator import KirimChatEmulator, emulate, restore
from labelsync.sandbox.kirimchat.switches import Switches

__all__ = ["KirimChatEmulator", "Switches", "emulate", "restore"]
