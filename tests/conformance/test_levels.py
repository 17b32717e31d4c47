"""Every connector here climbs the levels of the public conformance suite, in process and over sockets."""

from __future__ import annotations

from labelsync.testing.levels import *  # noqa: F403 - tests are found by their names
