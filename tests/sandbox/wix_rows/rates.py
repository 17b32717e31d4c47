"""How often a site may be called."""

from __future__ import annotations

from tests.sandbox.breaking import Row

RATES = (
    Row(
        "200 requests a minute are served, the 201st is 429 and does nothing; for keys it is assumed.",
        "tests/sandbox/test_wix_access.py::test_the_201st_request_of_a_minute_is_refused",
        "sandbox/wix/switches.py",
        "rate_limit: int = 200",
        "rate_limit: int = 201",
    ),
    Row(
        "`rate_limit=200`: requests of a window, 0 for no limit.",
        "tests/sandbox/test_wix_access.py::test_the_limit_can_be_switched_off_and_token_calls_do_not_count",
        "sandbox/wix/limiter.py",
        "if not switches.rate_limit:",
        "if switches.rate_limit is None:",
    ),
    Row(
        "Token calls do not count.",
        "tests/sandbox/test_wix_access.py::test_the_limit_can_be_switched_off_and_token_calls_do_not_count",
        "sandbox/wix/app.py",
        '("POST", "/oauth2/token", "", issue_token)',
        '("POST", "/oauth2/token", _VIEW, issue_token)',
    ),
    Row(
        "The window of the limit rolls (assumed).",
        "tests/sandbox/test_wix_access.py::test_the_window_of_the_limit_rolls",
        "sandbox/wix/limiter.py",
        "if switches.rate_window_fixed else switches.rate_window)",
        "if True else switches.rate_window)",
    ),
    Row(
        "`rate_window=60.0`: the seconds that are counted.",
        "tests/sandbox/test_wix_access.py::test_the_window_of_the_limit_rolls",
        "sandbox/wix/switches.py",
        "rate_window: float = 60.0",
        "rate_window: float = 30.0",
    ),
    Row(
        "`rate_window_fixed=False`: the count may begin anew at every whole window.",
        "tests/sandbox/test_wix_silences.py::test_the_window_of_the_limit_may_begin_at_whole_minutes",
        "sandbox/wix/limiter.py",
        "if switches.rate_window_fixed else switches.rate_window)",
        "if False else switches.rate_window)",
    ),
    Row(
        "A 429 says no `Retry-After` unless told (assumed).",
        "tests/sandbox/test_wix_access.py::test_the_201st_request_of_a_minute_is_refused",
        "sandbox/wix/switches.py",
        "retry_after: bool = False",
        "retry_after: bool = True",
    ),
    Row(
        "`retry_after=False`: it may say the seconds until the next request is served.",
        "tests/sandbox/test_wix_access.py::test_a_429_may_say_when_to_come_back_and_have_no_body",
        "sandbox/wix/limiter.py",
        "if switches.retry_after else {}",
        "if False else {}",
    ),
    Row(
        "A 429 has an empty error as its body (assumed).",
        "tests/sandbox/test_wix_access.py::test_the_201st_request_of_a_minute_is_refused",
        "sandbox/wix/limiter.py",
        '{"message": "", "details": {}}',
        '{"message": "Too many requests"}',
    ),
    Row(
        "`rate_limit_body=True`: a 429 may have no body.",
        "tests/sandbox/test_wix_access.py::test_a_429_may_say_when_to_come_back_and_have_no_body",
        "sandbox/wix/limiter.py",
        "if switches.rate_limit_body else None",
        "if True else None",
    ),
    Row(
        "The limit is remembered by a restored site.",
        "tests/sandbox/test_wix_world.py::test_the_limit_is_remembered_by_a_restored_site",
        "sandbox/wix/saving.py",
        "arrivals=deque(saved.limiter)",
        "arrivals=deque()",
    ),
)
