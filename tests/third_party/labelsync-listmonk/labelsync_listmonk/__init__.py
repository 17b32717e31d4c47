"""listmonk for labelsync: a connector, and the emulator that it is tested on."""
