"""For whoever writes a connector: the conformance suite, a vendor to run it on, and virtual time.

A connector is found by its entry point `labelsync.connectors`, its emulator by `labelsync.emulators`. With
`-p labelsync.testing.plugin` and `from labelsync.testing.levels import *` in a test file, pytest climbs the
levels with it: `pytest --connector NAME`.
"""

from __future__ import annotations

from labelsync.testing.grounds import Ground, InProcess
from labelsync.testing.served import Served, served
from labelsync.testing.stage import Answered, Stage, everybody, members
from labelsync.testing.subject import Subject, subject, subjects
from labelsync.testing.time import VirtualClock, VirtualLoop

__all__ = [
    "Answered",
    "Ground",
    "InProcess",
    "Served",
    "Stage",
    "Subject",
    "VirtualClock",
    "VirtualLoop",
    "everybody",
    "members",
    "served",
    "subject",
    "subjects",
]
