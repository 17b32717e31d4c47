"""What of KirimChat is unknown, or differs between organisations: one switch each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Switches:
    """The emulator's settings. Defaults are what is documented, else the likeliest reading.

    Reading labels. No documented answer carries a contact's labels.
      labels_field         put `labels` on contacts, in lists and single answers (undocumented)
      labels_as            what that field holds: label objects, or their ids
      contact_labels_route serve GET /contacts/{id}/labels (undocumented; absent by default)
      lag_seconds          how long the contact list shows a contact as it was (no lag is stated)
      contact_order        the order of the contact list (unknown)
      absent_fields        a contact without phone, name ...: the field is left out, or null
    Writing labels.
      applied_counts_noops whether bulk `applied` counts contacts already in the state (unknown)
      unknown_ids          well-formed unknown ids in bulk: counted as cross-org, not counted, or 404
      malformed_ids        malformed ids in bulk: 400 for the whole call (assumed), or like unknown ones
      repeated_ids         ids listed twice in bulk: folded (assumed), counted twice, or 400
      team_mismatch_answer a single attach across teams: its code, 400 or 404 accordingly (assumed)
      foreign_contacts     contacts another organisation has taken over: skipped in bulk, 404 singly
      silently_skipped     contacts on which a label write does nothing and says nothing
      labelling_touches_contact   whether attaching moves `updated_at` (unknown)
    Teams, label names, contacts.
      teams                further teams of the organisation, besides those of the seed
      unknown_teams        POST /labels with a team the organisation has not: accepted, or refused
      labels_team_filter   whether GET /labels heeds `team_id` (assumed)
      case_sensitive_names whether `VIP` and `vip` may both exist in a team (assumed)
      duplicate_phone      POST /contacts with a known phone: 400, the known contact, or a twin
      patch_contacts       whether PATCH /contacts/{id} exists (inferred)
      delete_contacts_route   serve DELETE /contacts/{id} (undocumented; absent by default)
      accounts             the WhatsApp numbers of the organisation; none: any is accepted as `from`
      contact_limit        contacts the plan allows before POST /contacts is 403; 0 is no limit
      created_status       the status of a creation (not stated)
    Paths. `flat_paths` is the generation of May 2026, `phone_scoped_paths` the newer one.
      phone_number_id      the only accepted path prefix; empty: any of 6 to 20 digits
      absent_method_status what a method that a known path lacks answers
    Codes that no document shows. Clients should go by the status and the type.
      bad_key_code, not_found_code, failure_code   of 401 (but for an expired key), of 404 and of 500
    Keys and limits.
      api_keys             the only accepted keys; none: any well-formed one
      expired_keys, revoked_keys   well-formed keys that are refused with 401
      suspended            the organisation is suspended: 403 on everything
      tier, write_per_minute, read_per_minute   the documented tiers; a number other than 0 overrides
      rate_limits          False lets everything through (headers stay)
    Idempotency.
      cached_statuses      which answers a key brings back (assumed: 2xx and 4xx but 429)
      replay_costs_token   whether a replayed call takes from the limit (unknown)
      in_flight_wait       seconds a second call waits for the first before 409 (documented: 30)
      bulk_seconds         how long a bulk call stays in flight after it has committed
      bulk_failures_after_commit   so many bulk calls commit and then answer 500
    """

    labels_field: bool = False
    labels_as: Literal["objects", "ids"] = "objects"
    contact_labels_route: bool = False
    lag_seconds: float = 0.0
    contact_order: Literal["newest_first", "oldest_first"] = "newest_first"
    absent_fields: Literal["omitted", "null"] = "omitted"
    applied_counts_noops: bool = True
    unknown_ids: Literal["cross_org", "uncounted", "not_found"] = "cross_org"
    malformed_ids: Literal["refused", "unknown"] = "refused"
    repeated_ids: Literal["folded", "counted", "refused"] = "folded"
    team_mismatch_answer: Literal["invalid_field_value", "resource_not_found"] = "invalid_field_value"
    foreign_contacts: tuple[str, ...] = ()
    silently_skipped: tuple[str, ...] = ()
    labelling_touches_contact: bool = False
    teams: tuple[str, ...] = ()
    unknown_teams: Literal["accepted", "refused"] = "accepted"
    labels_team_filter: bool = True
    case_sensitive_names: bool = True
    duplicate_phone: Literal["refused", "existing", "twin"] = "refused"
    patch_contacts: bool = True
    delete_contacts_route: bool = False
    accounts: tuple[str, ...] = ()
    contact_limit: int = 0
    created_status: Literal[200, 201] = 201
    flat_paths: bool = True
    phone_scoped_paths: bool = True
    phone_number_id: str = ""
    absent_method_status: Literal[404, 405] = 404
    bad_key_code: str = "invalid_api_key"
    not_found_code: str = "resource_not_found"
    failure_code: str = "internal_error"
    api_keys: tuple[str, ...] = ()
    expired_keys: tuple[str, ...] = ()
    revoked_keys: tuple[str, ...] = ()
    suspended: bool = False
    tier: Literal["free", "pro", "enterprise"] = "free"
    write_per_minute: int = 0
    read_per_minute: int = 0
    rate_limits: bool = True
    cached_statuses: Literal["2xx", "2xx_and_4xx", "all"] = "2xx_and_4xx"
    replay_costs_token: bool = True
    in_flight_wait: float = 30.0
    bulk_seconds: float = 0.0
    bulk_failures_after_commit: int = 0
