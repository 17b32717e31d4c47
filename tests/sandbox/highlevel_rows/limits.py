"""HighLevel: how much may be asked."""

from __future__ import annotations

from tests.sandbox.breaking import Row

LIMITS: tuple[Row, ...] = (
    # Limits
    Row(
        "Every answer tells the window's limit: X-RateLimit-Max.",
        "tests/sandbox/test_highlevel_limits.py::test_every_answer_bears_the_six_limit_headers",
        "sandbox/highlevel/limiter.py",
        '"X-RateLimit-Max"',
        '"X-Max"',
    ),
    Row(
        "Every answer tells what is left of the window: X-RateLimit-Remaining.",
        "tests/sandbox/test_highlevel_limits.py::test_every_answer_bears_the_six_limit_headers",
        "sandbox/highlevel/limiter.py",
        '"X-RateLimit-Remaining"',
        '"X-Remaining"',
    ),
    Row(
        "Every answer tells the window's length: X-RateLimit-Interval-Milliseconds.",
        "tests/sandbox/test_highlevel_limits.py::test_every_answer_bears_the_six_limit_headers",
        "sandbox/highlevel/limiter.py",
        '"X-RateLimit-Interval-Milliseconds"',
        '"X-Interval"',
    ),
    Row(
        "Every answer tells the day's limit: X-RateLimit-Limit-Daily.",
        "tests/sandbox/test_highlevel_limits.py::test_every_answer_bears_the_six_limit_headers",
        "sandbox/highlevel/limiter.py",
        '"X-RateLimit-Limit-Daily"',
        '"X-Daily"',
    ),
    Row(
        "Every answer tells what is left of the day: X-RateLimit-Daily-Remaining.",
        "tests/sandbox/test_highlevel_limits.py::test_every_answer_bears_the_six_limit_headers",
        "sandbox/highlevel/limiter.py",
        '"X-RateLimit-Daily-Remaining"',
        '"X-Daily-Remaining"',
    ),
    Row(
        "Every answer tells when the day ends: X-RateLimit-Daily-Reset.",
        "tests/sandbox/test_highlevel_limits.py::test_every_answer_bears_the_six_limit_headers",
        "sandbox/highlevel/limiter.py",
        '"X-RateLimit-Daily-Reset"',
        '"X-Daily-Reset"',
    ),
    Row(
        "The request beyond a window's limit is refused with 429 and changes nothing.",
        "tests/sandbox/test_highlevel_limits.py::test_the_hundred_and_first_request_of_a_window_is_refused_and_changes_nothing",
        "sandbox/highlevel/limiter.py",
        "passes = bucket.used < self._switches.rate_limit and",
        "passes =",
    ),
    Row(
        "The window is fixed: all of it is free again when the next one begins.",
        "tests/sandbox/test_highlevel_limits.py::test_the_hundred_and_first_request_of_a_window_is_refused_and_changes_nothing",
        "sandbox/highlevel/limiter.py",
        "bucket.window, bucket.used = window, 0",
        "bucket.window = window",
    ),
    Row(
        "The body of a 429 says Too Many Requests.",
        "tests/sandbox/test_highlevel_limits.py::test_the_hundred_and_first_request_of_a_window_is_refused_and_changes_nothing",
        "sandbox/highlevel/door.py",
        '"message": "Too Many Requests"',
        '"message": "Slow down"',
    ),
    Row(
        "Beyond the day's limit every request is refused until midnight (UTC, assumed).",
        "tests/sandbox/test_highlevel_limits.py::test_the_daily_limit_lasts_until_midnight",
        "sandbox/highlevel/limiter.py",
        "bucket.day, bucket.used_today = day, 0",
        "bucket.day = day",
    ),
    Row(
        "All integration tokens of a location share one limit.",
        "tests/sandbox/test_highlevel_limits.py::test_integration_tokens_share_a_limit_and_other_apps_have_their_own",
        "sandbox/highlevel/access.py",
        'f"{grant.app}/{',
        'f"{grant.app}{token}/{',
    ),
    Row(
        "Each app has a limit of its own.",
        "tests/sandbox/test_highlevel_limits.py::test_integration_tokens_share_a_limit_and_other_apps_have_their_own",
        "sandbox/highlevel/access.py",
        'f"{grant.app}/{',
        'f"app/{',
    ),
    Row(
        "Each location has a limit of its own.",
        "tests/sandbox/test_highlevel_limits.py::test_locations_do_not_share_a_limit",
        "sandbox/highlevel/access.py",
        "location = grant.location_id or ",
        "location = ",
    ),
    # Switches: limits
    Row(
        "rate_limit is 100 requests a window.",
        "tests/sandbox/test_highlevel_limits.py::test_every_answer_bears_the_six_limit_headers",
        "sandbox/highlevel/switches.py",
        "rate_limit: int = 100",
        "rate_limit: int = 120",
    ),
    Row(
        "rate_window is ten seconds.",
        "tests/sandbox/test_highlevel_limits.py::test_every_answer_bears_the_six_limit_headers",
        "sandbox/highlevel/switches.py",
        "rate_window: int = 10",
        "rate_window: int = 20",
    ),
    Row(
        "daily_limit is 200 000.",
        "tests/sandbox/test_highlevel_limits.py::test_every_answer_bears_the_six_limit_headers",
        "sandbox/highlevel/switches.py",
        "daily_limit: int = 200_000",
        "daily_limit: int = 100_000",
    ),
    Row(
        "daily_reset_unit is ms.",
        "tests/sandbox/test_highlevel_limits.py::test_every_answer_bears_the_six_limit_headers",
        "sandbox/highlevel/switches.py",
        '"s"] = "ms"',
        '"s"] = "s"',
    ),
    Row(
        "retry_after is off: a 429 says nothing of waiting.",
        "tests/sandbox/test_highlevel_limits.py::test_the_hundred_and_first_request_of_a_window_is_refused_and_changes_nothing",
        "sandbox/highlevel/switches.py",
        "retry_after: bool = False",
        "retry_after: bool = True",
    ),
    Row(
        "too_many_body is json; it can be text or empty.",
        "tests/sandbox/test_highlevel_limits.py::test_the_body_of_a_429_is_a_switch",
        "sandbox/highlevel/switches.py",
        '"empty"] = "json"',
        '"empty"] = "text"',
    ),
    Row(
        "answer_delay is slept before the answer.",
        "tests/sandbox/test_highlevel_access.py::test_a_delay_is_slept_before_the_answer",
        "sandbox/highlevel/door.py",
        "sleep(switches.answer_delay)",
        "sleep(0.0)",
    ),
)
