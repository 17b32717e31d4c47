"""What can be set about the emulated location: the vendor's unknowns, its limits, and ailing contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["location_pit", "agency_pit", "location", "company"]

LOCATION_SCOPES = (
    "contacts.readonly",
    "contacts.write",
    "locations/tags.readonly",
    "locations/tags.write",
    "locations.readonly",
)
COMPANY_SCOPES = ("oauth.readonly", "oauth.write", "locations.readonly")


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token may do: its class, scopes (None is all), tenant, app, and the epoch second it ends."""

    kind: Kind = "location"
    scopes: tuple[str, ...] | None = None
    location_id: str | None = None
    app: str = "app"
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Switches:
    """Every setting of the emulator; defaults are the vendor's documented or likeliest behaviour.

    A switch that is a status is what the refusal answers with; None there means: not refused.

    The location
        `location_id` pins the tenant: another is refused with 403 (measured); None accepts and echoes any.
        `company_id`, `location_name`, `timezone`; `sibling_locations` are listed for the agency, with no
        world behind them. `allow_duplicate_contact` and `unique_key` are its own settings (documented).
        `locations_limit_max` caps `limit` of the location search (unknown, so None).
    Tokens
        `tokens` gives single tokens a class, scopes or an end; `known_tokens_only` refuses all others;
        `revoked_tokens` are refused always, with `bad_token_message` (documented). `refused_agents` get the
        CDN's 403 (measured). `oauth_clients` (id to secret; empty takes any), `authorization_codes` (None
        takes any), `location_scopes` and `company_scopes` of issued tokens; lifetimes in seconds: access
        86399, refresh a year, 30 of grace for a reused refresh token (documented); the status of a bad
        refresh token is unknown, a location token's 201 is measured where the page says 200. With
        `installed_by_agency` a code gives a Company token, whatever class is asked for (measured).
    Limits
        Per app: `rate_limit` a fixed window of `rate_window` seconds, and `daily_limit` (documented; a
        developer sandbox has 25 and 10 000). `daily_reset_unit`: ms is how the official SDK reads it.
        `retry_after` adds that header to a 429 (unknown, so off), `too_many_body` shapes it (unknown).
        `answer_delay` seconds before answers.
    Tag names
        Trimmed (assumed) and lower-cased (widely reported), in the dictionary too (reported once).
        `tag_max_length`, `tags_per_call` and whether empty names are refused rather than dropped are unknown.
        `duplicate_tags` get a second dictionary entry of the same name (measured to occur). Deleting a
        dictionary tag takes it off contacts, renaming it follows there: both unknown.
        `tag_create_status` is 200 in the published file, 201 in other creates.
    The bulk call
        `bulk_max` contacts (operators state 500) and the codes beyond it, for an unknown type and for
        removeAllTags with add are assumed. `bulk_always_succeeded` and `bulk_counts_errors`: the summary
        flags reveal nothing (documented example) or count the error rows. `bulk_effective_delta` false lists
        the asked tags, not the changed ones. `unknown_contact_row` is the text for an id never seen, and
        `partial_row` of the rows that trouble refuses (one of the documented sentences; which is assumed).
    Searching
        `index_lag` seconds (the vendor says a few; a minute is reported), and up to `index_lag_spread` more
        by chance, so that results creep in; `index_stuck` shows no further change. Rows without tags omit the
        key (measured); `cased_names` adds firstName and lastName. `filters_max` is unknown. Tag filters
        compare with the stored text unless `filter_folds_tags`; `contains` matches part of a longer tag
        (assumed); e-mails match whatever their case unless `email_eq_minds_case` (unknown). Date ranges are
        read in the location's zone (measured). Free text misses e-mails with a plus (measured). The order
        without `sort` is unknown: newest first.
    Ailing contacts, by id
        `missing_contact_status` is measured; client code knows 404 too. `undeletable` refuse deletion;
        `skipped` are answered as done and stay as they are;
        `failing` answer an error row with the given text; `text_rows` answer a bare string, as the published
        schema types rows; `elsewhere` belong to another location; `merged` (loser to survivor) are merged
        at the start. `create_fails_late` answers 422 to a create that was committed (reported once).
    """

    location_id: str | None = None
    company_id: str = "COMPANY0000000000001"
    location_name: str = "Sandbox"
    timezone: str = "UTC"
    sibling_locations: tuple[str, ...] = ()
    allow_duplicate_contact: bool = False
    unique_key: tuple[Literal["email", "phone"], ...] = ("email", "phone")
    locations_limit_max: int | None = None

    tokens: Mapping[str, Grant] = field(default_factory=dict)
    known_tokens_only: bool = False
    revoked_tokens: frozenset[str] = frozenset()
    bad_token_message: str = "Invalid token: access token is invalid"  # noqa: S105 - a sentence
    refused_agents: tuple[str, ...] = ("Python-urllib",)
    oauth_clients: Mapping[str, str] = field(default_factory=dict)
    authorization_codes: frozenset[str] | None = None
    location_scopes: tuple[str, ...] = LOCATION_SCOPES
    company_scopes: tuple[str, ...] = COMPANY_SCOPES
    access_lifetime: int = 86_399
    refresh_lifetime: int = 31_536_000
    refresh_grace: float = 30.0
    bad_refresh_status: int = 400
    location_token_status: int = 201
    installed_by_agency: bool = False

    rate_limit: int = 100
    rate_window: int = 10
    daily_limit: int = 200_000
    daily_reset_unit: Literal["ms", "s"] = "ms"
    retry_after: bool = False
    too_many_body: Literal["json", "text", "empty"] = "json"
    answer_delay: float = 0.0

    tag_trim: bool = True
    tag_fold: Literal["lower", "casefold", "none"] = "lower"
    dictionary_fold: bool = True
    tag_collapse_spaces: bool = False
    empty_tag_status: int | None = None
    tag_max_length: int | None = None
    tags_per_call: int | None = None
    duplicate_tags: tuple[str, ...] = ()
    tag_delete_strips_contacts: bool = True
    tag_rename_follows_contacts: bool = True
    tag_create_status: int = 200

    bulk_max: int | None = 500
    bulk_max_status: int = 422
    bulk_unknown_type_status: int = 404
    bulk_always_succeeded: bool = True
    bulk_counts_errors: bool = True
    bulk_effective_delta: bool = True
    remove_all_on_add_status: int | None = 400
    remove_all_takes_no_tags: bool = True
    unknown_contact_row: str = "contact is deleted"
    partial_row: str = "contact does not belong to location"

    index_lag: float = 5.0
    index_lag_spread: float = 0.0
    index_stuck: bool = False
    omit_empty_tags: bool = True
    cased_names: bool = False
    page_limit_max: int = 500
    page_depth: int = 10_000
    page_depth_status: int = 400
    cursor_with_page_status: int | None = 400
    value_max: int = 75
    value_max_status: int | None = 422
    special_characters_status: int | None = 422
    filters_max: int | None = None
    filter_folds_tags: bool = False
    email_eq_minds_case: bool = False
    contains_part_of_tag: bool = True
    ranges_in_location_zone: bool = True
    query_misses_plus: bool = True
    default_sort: str = "dateAdded"
    default_descending: bool = True

    missing_contact_status: int = 400
    undeletable: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    failing: Mapping[str, str] = field(default_factory=dict)
    text_rows: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    merged: Mapping[str, str] = field(default_factory=dict)
    create_fails_late: bool = False
