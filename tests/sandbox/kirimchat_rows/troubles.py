"""Webhook subscriptions, and trouble on purpose."""

from __future__ import annotations

from tests.sandbox.kirimchat_rows.making import held

WEBHOOKS = (
    held(
        "A new webhook subscription is answered with `initial_secret`.",
        "webhooks::test_the_secret_of_a_subscription_is_told_once",
        "webhooks",
        old='"initial_secret": secret',
        new='"initial_secret": ""',
    ),
    held(
        "Its secret is told this once.",
        "webhooks::test_the_secret_of_a_subscription_is_told_once",
        "webhooks",
        old='"object": "webhook_subscription",',
        new='"object": "webhook_subscription",\n        "initial_secret": subscription.id,',
    ),
    held(
        "A webhook's id is `wbs_` and a ULID.",
        "webhooks::test_the_secret_of_a_subscription_is_told_once",
        "webhooks",
        old='ids.mint("wbs"',
        new='ids.mint("whk"',
    ),
    held(
        "A webhook is https only.",
        "webhooks::test_a_subscription_is_for_https_only",
        "webhooks",
        old='url.startswith("https://")',
        new='url.startswith("http")',
    ),
    held(
        "Another address is 400 `invalid_webhook_url`.",
        "webhooks::test_a_subscription_is_for_https_only",
        "webhooks",
        old=', code="invalid_webhook_url"',
        new="",
    ),
    held(
        "An event that the vendor does not have, such as `contact.deleted`, is 400.",
        "webhooks::test_a_malformed_subscription_is_refused",
        "webhooks",
        old=" or any(name not in EVENTS for name in listed)",
        new="",
    ),
)

TROUBLES = (
    held(
        "`partial`: the last contacts of a bulk call count in `skipped_team_mismatch` and are left alone.",
        "troubles::test_the_last_contacts_of_a_bulk_call_are_refused_as_another_teams",
        "membership",
        old=" and key not in refused]",
        new="]",
    ),
    held(
        "`partial`: a single attach is refused as across teams.",
        "troubles::test_a_single_contact_is_refused_as_another_teams",
        "membership",
        old=' or struck(call, "partial", contacts=[contact.id]):',
        new=":",
    ),
    held(
        "`partial`: a single detach is refused as across teams.",
        "troubles::test_a_single_contact_is_refused_as_another_teams",
        "membership",
        old='    if struck(call, "partial", contacts=[contact.id]):',
        new="    if False:",
    ),
    held(
        "`skip`: the last contacts of a bulk call count as applied and are left alone.",
        "troubles::test_the_last_contacts_of_a_bulk_call_are_counted_as_applied_and_stay",
        "membership",
        old="if key not in passed_over:",
        new="if True:",
    ),
    held(
        "`skip`: a single call is answered as done and does nothing.",
        "troubles::test_a_single_contact_is_answered_as_done_and_stays",
        "membership",
        old=' or bool(struck(call, "skip", contacts=[contact.id]))',
        new="",
    ),
    held(
        "`partial` and `skip` concern the last contacts that a call names.",
        "troubles::test_half_of_the_contacts_are_concerned_unless_told_and_at_least_one",
        "troubles",
        old="contacts[len(contacts) - call.trouble.share(len(contacts)) :]",
        new="contacts[: call.trouble.share(len(contacts))]",
    ),
    held(
        "`lag`: from now on the contact list stays so many seconds behind.",
        "troubles::test_from_a_lag_on_the_list_stays_behind_also_over_a_restart",
        "troubles",
        old="fall_behind(world, call.trouble.amount, at=call.at)",
        new="pass",
    ),
    held(
        "`stuck`: from now on the contact list learns nothing more.",
        "troubles::test_a_stuck_list_learns_nothing_more_also_over_a_restart",
        "troubles",
        old="fall_behind(world, FOREVER, at=call.at)",
        new="fall_behind(world, 3600, at=call.at)",
    ),
    held(
        "A lag that a trouble made outlives the process.",
        "troubles::test_a_stuck_list_learns_nothing_more_also_over_a_restart",
        "world",
        old="lag=None if self.lag == self.switches.lag_seconds else self.lag,",
        new="lag=None,",
    ),
    held(
        "What a list has shown it goes on showing when its lag changes.",
        "troubles::test_what_a_lagging_list_has_shown_it_goes_on_showing_when_it_gets_stuck",
        "world",
        old="world.echoes = {key: echoes for key, echoes in waiting.items() if echoes}",
        new="pass",
    ),
    held(
        "`vanish`: the first contact of a bulk call is gone and counts like an id that nobody has.",
        "troubles::test_a_contact_that_vanishes_from_a_bulk_call_counts_as_unknown",
        "troubles",
        old='listed = call.fields().get("contact_ids")',
        new="listed = []",
    ),
    held(
        "`vanish`: the contact of a single call is gone, and the call is 404.",
        "troubles::test_a_contact_that_vanishes_is_404",
        "troubles",
        old='call.names.get("contact_id") or ',
        new="",
    ),
    held(
        "`merge` and `endless` are not had: nothing is known of merged contacts, and no call starts a job.",
        "troubles::test_the_troubles_that_are_had_are_named",
        "troubles",
        old='HAD = frozenset({"partial",',
        new='HAD = frozenset({"merge", "endless", "partial",',
    ),
)
