"""The levels that a connector climbs, in this order; each is one or more tests.

1 describe · 2 observe · 3 resolve · 4 add · 5 remove · 6 both · 7 create · 8 rename · 9 delete · 10 partial
failure · 11 silent skip · 12 lag · 13 rate limit · 14 lost answer · 15 crash · 16 unreadable membership
"""

from __future__ import annotations

from labelsync.testing.levels.changing import *  # noqa: F403 - tests are found by their names
from labelsync.testing.levels.crashing import *  # noqa: F403 - the same
from labelsync.testing.levels.defining import *  # noqa: F403 - the same
from labelsync.testing.levels.looking import *  # noqa: F403 - the same
from labelsync.testing.levels.troubled import *  # noqa: F403 - the same
from labelsync.testing.levels.unreadable import *  # noqa: F403 - the same
