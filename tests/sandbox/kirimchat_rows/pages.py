"""Lists in pages."""

from __future__ import annotations

from tests.sandbox.kirimchat_rows.making import held

PAGES = (
    held(
        "A page holds 25 rows unless told.",
        "contacts::test_a_page_holds_25_unless_told",
        "pages",
        old="DEFAULT_LIMIT = 25",
        new="DEFAULT_LIMIT = 26",
    ),
    held(
        "A page holds 100 rows at most.",
        "contacts::test_a_limit_outside_1_to_100_is_refused",
        "pages",
        old="MAX_LIMIT = 100",
        new="MAX_LIMIT = 101",
    ),
    held(
        "A page holds one row at least.",
        "contacts::test_a_limit_outside_1_to_100_is_refused",
        "pages",
        old="1 <= int(text)",
        new="0 <= int(text)",
    ),
    held(
        "Another limit is 400 `invalid_limit`.",
        "contacts::test_a_limit_outside_1_to_100_is_refused",
        "pages",
        old=', code="invalid_limit"',
        new="",
    ),
    held(
        "A list says whether it `has_more`.",
        "contacts::test_pages_hold_every_contact_once",
        "pages",
        old='"has_more": more',
        new='"has_more": False',
    ),
    held(
        "The `next_cursor` of the last page is null.",
        "contacts::test_pages_hold_every_contact_once",
        "pages",
        old="if more else None",
        new='if more else ""',
    ),
    held(
        "A cursor that was tampered with is refused.",
        "contacts::test_a_cursor_is_tamper_evident_and_bound_to_its_list_and_filters",
        "pages",
        old='scope + b"\\n" + spot',
        new="scope",
    ),
    held(
        "A refused cursor is 400 `invalid_cursor`.",
        "contacts::test_a_cursor_is_tamper_evident_and_bound_to_its_list_and_filters",
        "pages",
        old=', code="invalid_cursor"',
        new="",
    ),
    held(
        "A cursor is good for the same filters only.",
        "contacts::test_a_cursor_is_tamper_evident_and_bound_to_its_list_and_filters",
        "pages",
        old="msgspec.json.encode(bound, ",
        new='msgspec.json.encode(bound["list"], ',
    ),
    held(
        "A cursor is good for its own list only.",
        "contacts::test_a_cursor_is_tamper_evident_and_bound_to_its_list_and_filters",
        "pages",
        old="msgspec.json.encode(bound, ",
        new='msgspec.json.encode({**bound, "list": ""}, ',
    ),
    held(
        "Labels page like contacts.",
        "labels::test_labels_page_like_every_list",
        "labels",
        old="Reply(pages.page(world, call, seen, show=show, bound=bound))",
        new='Reply({"data": [show(label) for label in seen(None)], "has_more": False, "next_cursor": None})',
    ),
    held(
        "Accounts page like contacts; the shape of one is assumed.",
        "access::test_accounts_page_like_every_list",
        "account",
        old='Reply(pages.page(world, call, shelf.oldest_first, show=_account, bound={"list": "accounts"}))',
        new='Reply({"data": [_account(one) for one in shelf], "has_more": False, "next_cursor": None})',
    ),
    held(
        "Conversations page like contacts.",
        "contacts::test_conversations_are_filtered_by_contact_and_status_and_carry_no_labels",
        "account",
        old="return Reply(pages.page(world, call, seen, show=_conversation",
        new='return Reply({"data": [], "has_more": False, "next_cursor": None})\n'
        "    return Reply(pages.page(world, call, seen, show=_conversation",
    ),
    held(
        "Webhook subscriptions page like contacts; that they can be listed is assumed.",
        "webhooks::test_subscriptions_page_like_every_list",
        "webhooks",
        old="return Reply(pages.page(world, call, world.subscriptions.oldest_first",
        new="whole = [_show(one) for one in world.subscriptions]\n"
        '    return Reply({"data": whole, "has_more": False, "next_cursor": None})\n'
        "    return Reply(pages.page(world, call, world.subscriptions.oldest_first",
    ),
)
