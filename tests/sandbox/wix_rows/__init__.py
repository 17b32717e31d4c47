"""The rows of the Wix emulator, by what they are about."""
