"""The rate limit of one app instance."""

from __future__ import annotations

import math

from .refusal import WixError
from .world import World


def admit(world: World, at: float) -> None:
    """Count a request; 429 when the rolling window is full.

    200 a minute is documented for apps; a rolling window, the body and the lack of `Retry-After` are assumed.
    A refused request does not count.
    """
    switches, arrivals = world.switches, world.arrivals
    if not switches.rate_limit:
        return
    while arrivals and arrivals[0] <= at - switches.rate_window:
        arrivals.popleft()
    if len(arrivals) >= switches.rate_limit:
        wait = math.ceil(arrivals[0] + switches.rate_window - at)
        headers = {"Retry-After": str(max(1, wait))} if switches.retry_after else {}
        raise WixError(429, {"message": "", "details": {}} if switches.rate_limit_body else None, headers)
    arrivals.append(at)
    world.revision += 1
