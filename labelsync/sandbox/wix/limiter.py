"""The rate limit of one app instance."""

from __future__ import annotations

import math

from .refusal import WixError
from .switches import Switches
from .world import World


def admit(world: World, at: float) -> None:
    """Count a request; 429 when the rolling window is full.

    200 a minute is documented for apps; a rolling window, the body and the lack of `Retry-After` are assumed.
    A refused request does not count.
    """
    switches, arrivals = world.switches, world.arrivals
    if not switches.rate_limit:
        return
    start = _window_start(switches, at)
    while arrivals and arrivals[0] <= start:
        arrivals.popleft()
    if len(arrivals) >= switches.rate_limit:
        begun = start if switches.rate_window_fixed else arrivals[0]
        wait = math.ceil(begun + switches.rate_window - at)
        headers = {"Retry-After": str(max(1, wait))} if switches.retry_after else {}
        raise WixError(429, {"message": "", "details": {}} if switches.rate_limit_body else None, headers)
    arrivals.append(at)
    world.revision += 1


def _window_start(switches: Switches, at: float) -> float:
    """The instant up to which arrivals are forgotten."""
    return at - (at % switches.rate_window if switches.rate_window_fixed else switches.rate_window)
