"""Who am I, and how often may I call."""

from __future__ import annotations

from tests.sandbox.kirimchat_rows.making import default, held

ME = (
    held(
        "`GET /me` names the organisation, `org_` and a ULID.",
        "access::test_me_tells_the_organisation_the_key_and_the_limits",
        "seed",
        old='ids.mint("org"',
        new='ids.mint("ogn"',
    ),
    held(
        "`GET /me` names the key, `key_` and a ULID.",
        "access::test_me_tells_the_organisation_the_key_and_the_limits",
        "account",
        old='f"key_{digest',
        new='f"api_{digest',
    ),
    held(
        "`GET /me` shows the last four characters of the key.",
        "access::test_me_tells_the_organisation_the_key_and_the_limits",
        "account",
        old="given[-4:]",
        new="given[:4]",
    ),
    held(
        "`GET /me` tells the tier.",
        "access::test_me_tells_the_organisation_the_key_and_the_limits",
        "account",
        old='"tier": switches.tier',
        new='"tier": "pro"',
    ),
    held(
        "`GET /me` tells the writes a minute.",
        "access::test_me_tells_the_organisation_the_key_and_the_limits",
        "account",
        old='"write_per_minute": limiter.per_minute(switches, "write")',
        new='"write_per_minute": 1',
    ),
    held(
        "`GET /me` tells the reads a minute.",
        "access::test_me_tells_the_organisation_the_key_and_the_limits",
        "account",
        old='"read_per_minute": limiter.per_minute(switches, "read")',
        new='"read_per_minute": 1',
    ),
)

LIMITS = (
    held(
        "The free tier has 60 writes a minute.",
        "access::test_the_tier_sets_the_limits",
        "limiter",
        old='"free": {"write": 60,',
        new='"free": {"write": 61,',
    ),
    held(
        "The free tier has 600 reads a minute.",
        "access::test_the_tier_sets_the_limits",
        "limiter",
        old='"read": 600}',
        new='"read": 601}',
    ),
    held(
        "The Pro tier has 600 writes a minute.",
        "access::test_the_tier_sets_the_limits",
        "limiter",
        old='"pro": {"write": 600,',
        new='"pro": {"write": 601,',
    ),
    held(
        "The Pro tier has 6,000 reads a minute.",
        "access::test_the_tier_sets_the_limits",
        "limiter",
        old='"pro": {"write": 600, "read": 6000}',
        new='"pro": {"write": 600, "read": 6001}',
    ),
    default(
        "The tier is free",
        "access::test_me_tells_the_organisation_the_key_and_the_limits",
        "tier",
        value='tier: Literal["free", "pro", "enterprise"] = "free"',
        other='tier: Literal["free", "pro", "enterprise"] = "pro"',
    ),
    held(
        "The switch `write_per_minute` overrides the tier's writes; Enterprise has what was agreed.",
        "access::test_enterprise_limits_are_custom",
        "limiter",
        old='switches.write_per_minute if kind == "write"',
        new='0 if kind == "write"',
    ),
    held(
        "The switch `read_per_minute` overrides the tier's reads.",
        "access::test_enterprise_limits_are_custom",
        "limiter",
        old="else switches.read_per_minute",
        new="else 0",
    ),
    held(
        "POST, PUT, PATCH and DELETE count as writes.",
        "access::test_a_method_counts_as_reading_or_as_writing",
        "call",
        old='frozenset({"POST", "PUT", "PATCH", "DELETE"})',
        new='frozenset({"POST", "PATCH", "DELETE"})',
    ),
    held(
        "GET and HEAD count as reads.",
        "access::test_a_method_counts_as_reading_or_as_writing",
        "call",
        old='frozenset({"POST",',
        new='frozenset({"HEAD", "POST",',
    ),
    held(
        "Writes and reads have a bucket each.",
        "access::test_the_61st_write_of_a_moment_is_429_and_a_token_comes_back_each_second",
        "limiter",
        old="tokens = _tokens(world, call.kind, at=call.at)",
        new='tokens = _tokens(world, "write", at=call.at)',
    ),
    held(
        "All keys of an organisation share its buckets.",
        "access::test_the_keys_of_an_organisation_share_its_limit",
        "limiter",
        old="    tokens = _tokens(world, call.kind, at=call.at)\n",
        new='    if getattr(world, "last", call.authorization) != call.authorization:\n'
        "        world.buckets.clear()\n"
        '    setattr(world, "last", call.authorization)\n'
        "    tokens = _tokens(world, call.kind, at=call.at)\n",
    ),
    held(
        "A bucket fills continuously: at 60 a minute a token comes back each second.",
        "access::test_the_61st_write_of_a_moment_is_429_and_a_token_comes_back_each_second",
        "limiter",
        old="gained = max(0.0, at - bucket.at) * limit / 60",
        new="gained = max(0.0, at - bucket.at) // 60 * limit",
    ),
    held(
        "A full bucket does not grow.",
        "access::test_a_full_bucket_does_not_grow",
        "limiter",
        old="min(float(limit), bucket.tokens + gained + _GRAIN)",
        new="bucket.tokens + gained + _GRAIN",
    ),
    held(
        "An empty bucket is 429 `rate_limit_error`, `rate_limit_exceeded`.",
        "access::test_the_61st_write_of_a_moment_is_429_and_a_token_comes_back_each_second",
        "refusal",
        old='"rate_limit_error", "rate_limit_exceeded"',
        new='"rate_limit_error", "too_many_requests"',
    ),
    held(
        "A 429 says `Retry-After`.",
        "access::test_a_full_bucket_does_not_grow",
        "limiter",
        old="if status == 429:",
        new="if status == 503:",
    ),
    held(
        "`Retry-After` are the seconds until one token is there.",
        "access::test_the_61st_write_of_a_moment_is_429_and_a_token_comes_back_each_second",
        "limiter",
        old="_up((1 - tokens) * 60 / limit)",
        new="_up((limit - tokens) * 60 / limit)",
    ),
    held(
        "`X-RateLimit-Limit` is the limit a minute of the call's class.",
        "access::test_every_2xx_and_4xx_tells_what_is_left_of_its_class",
        "limiter",
        old='"X-RateLimit-Limit": str(limit)',
        new='"X-RateLimit-Limit": str(limit // 60)',
    ),
    held(
        "`X-RateLimit-Remaining` is rounded down.",
        "access::test_what_is_left_is_told_in_whole_tokens",
        "limiter",
        old="str(floor(tokens))",
        new="str(ceil(tokens))",
    ),
    held(
        "`X-RateLimit-Reset` is the epoch second at which the bucket is full again.",
        "access::test_the_61st_write_of_a_moment_is_429_and_a_token_comes_back_each_second",
        "limiter",
        old="now + (limit - tokens) * 60 / limit",
        new="now + (1 - tokens) * 60 / limit",
    ),
    held(
        "These headers are on 4xx too.",
        "access::test_every_2xx_and_4xx_tells_what_is_left_of_its_class",
        "limiter",
        old="if status >= 500:",
        new="if status >= 400:",
    ),
    held(
        "These headers are not on 5xx.",
        "idempotency::test_a_bulk_call_that_fails_after_its_commit_can_be_repeated_under_its_key",
        "limiter",
        old="if status >= 500:",
        new="if status >= 600:",
    ),
    held(
        "A refused key costs no token, assumed.",
        "access::test_a_refused_key_is_told_the_limits_and_costs_nothing",
        "door",
        old="    credentials.admit(world, call)\n",
        new="    limiter.take(world, call)\n    credentials.admit(world, call)\n",
    ),
    default(
        "Calls beyond the limits are refused",
        "access::test_the_61st_write_of_a_moment_is_429_and_a_token_comes_back_each_second",
        "rate_limits",
        value="rate_limits: bool = True",
        other="rate_limits: bool = False",
    ),
    held(
        "With `rate_limits` off they are let through.",
        "access::test_the_limits_can_be_switched_off",
        "limiter",
        old="if not world.switches.rate_limits:",
        new="if False:",
    ),
)
