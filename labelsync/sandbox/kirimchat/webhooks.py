"""Where events are to be sent. Subscriptions are kept; nothing is sent from here."""

from __future__ import annotations

from typing import Any

from labelsync.sandbox.around import iso
from labelsync.sandbox.kirimchat import fields, ids, pages
from labelsync.sandbox.kirimchat.call import Call, Reply
from labelsync.sandbox.kirimchat.facts import Subscription
from labelsync.sandbox.kirimchat.refusal import invalid
from labelsync.sandbox.kirimchat.world import World

# Documented; the newer generation has `message.created` besides.
EVENTS = (
    *("message.received", "message.status", "message.created"),
    *("conversation.assigned", "conversation.closed"),
    *("contact.created", "contact.updated"),
)


def index(world: World, call: Call) -> Reply:
    """GET /webhook_subscriptions (assumed): no secret is shown here."""
    bound = {"list": "webhook_subscriptions"}
    return Reply(pages.page(world, call, world.subscriptions.oldest_first, show=_show, bound=bound))


def create(world: World, call: Call) -> Reply:
    """POST /webhook_subscriptions. Documented: https only, and `initial_secret` is told this once.

    That the fields are called `url` and `events`, and that no events are all events, is assumed.
    """
    given = call.fields()
    url, events = fields.required(given, "url"), _events(given)
    if not url.startswith("https://"):
        raise invalid("url", "url must begin with https://.", code="invalid_webhook_url")
    key = ids.mint("wbs", around=world.around, taken=world.subscriptions.by_id)
    subscription = Subscription(id=key, created=call.at, url=url, events=events)
    world.subscriptions.put(subscription)
    world.revision += 1
    secret = f"{world.around.chance.getrandbits(256):064x}"
    return Reply({"data": _show(subscription) | {"initial_secret": secret}}, world.switches.created_status)


def _events(given: dict[str, Any]) -> tuple[str, ...]:
    listed = given.get("events", list(EVENTS))
    if not isinstance(listed, list) or not listed or any(name not in EVENTS for name in listed):
        raise invalid("events", f"events are some of {', '.join(EVENTS)}.")
    return tuple(listed)


def _show(subscription: Subscription) -> dict[str, Any]:
    words = {"url": subscription.url, "events": list(subscription.events)}
    return {
        "id": subscription.id,
        "object": "webhook_subscription",
        **words,
        "created_at": iso(subscription.created),
    }
