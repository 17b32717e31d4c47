"""The pure core: standard library only; no clock, no file, no log, no network, no randomness."""
