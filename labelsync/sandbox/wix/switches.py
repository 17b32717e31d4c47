"""What Wix leaves undocumented, and what a test may want to go wrong, as settings of the emulator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class IndexSwitches:
    """How late and how strict reading is."""

    index_lag: float = 2.0
    """Seconds until Query, facets and bulk filters see a change (undocumented; List needs half)."""
    stuck_index: bool = False
    """The index never learns anything after the seed."""
    consistent_header: Literal["off", "honoured", "decorative"] = "off"
    """`X-Wix-Consistent` on every answer; honoured: a request that echoes it reads past the lag."""
    in_cap: int = 100
    """Most values of `$in` and `$nin` (assumed: every other id list of Wix stops at 100)."""
    logical_operators: frozenset[str] = frozenset({"$and", "$or", "$not"})
    """Logical operators known; another answers UNSUPPORTED_FILTER (`$or`, `$not` are undocumented here)."""
    email_case_sensitive: bool = True
    """Whether equality on an e-mail minds the case (undocumented)."""
    stable_ties: bool = True
    """Whether contacts equal in the sort key keep their order from request to request (undocumented)."""
    too_many_to_count: int | None = None
    """Above this many matches `total` is left out and `tooManyToCount` is true."""
    max_offset: int | None = None
    """Largest accepted `paging.offset` (undocumented)."""
    unknown_fields: Literal["ignored", "refused"] = "ignored"
    """What an unlisted entry of `fields` does (undocumented)."""
    omit_empty_label_keys: bool = True
    """Whether a contact without labels has no `labelKeys` at all (inferred: absent means empty)."""
    latency: float = 0.0
    """Seconds to wait before each answer."""


@dataclass(frozen=True, kw_only=True)
class LabelSwitches:
    """How labels and contacts behave where the documentation is silent."""

    unknown_label_key: Literal["refused", "job_error", "ignored"] = "refused"
    """Refused: 404 at once; job_error: bulk jobs fail every contact; ignored: the key is passed over."""
    key_in_both: Literal["add", "remove", "refused"] = "add"
    """Which list wins for a key to add and to remove (V5 documents that adding wins)."""
    empty_label_change: Literal["refused", "accepted"] = "refused"
    """A bulk call with neither keys to add nor to remove."""
    first_revision: int = 1
    """Revision of a contact just made (1 in REST examples, 0 in Velo's)."""
    noop_bumps_revision: bool = False
    """Whether adding a label that is there still raises `revision`."""
    labels_quota: int = 2000
    """User-defined labels of a site (inferred from the size of the lists)."""
    label_list_lag: float = 2.0
    """Seconds the cache behind List Labels is late (a cache is documented, its age is not)."""
    slug_alphabet: Literal["lower", "cased", "unicode"] = "lower"
    """Letters of a key: a-z, capitals too (as in one example), or every script's in lower case."""
    system_labels: tuple[str, ...] = ("Customers", "Contacted Me")
    """Names of the predefined labels, keyed `contacts.<slug>`."""
    system_label_status: int = 428
    """Status for renaming or deleting a predefined label (403 or 428, undocumented)."""
    label_name_case_sensitive: bool = True
    """Whether Find-or-Create minds the case of the display name."""
    duplicate_label_names: bool = True
    """Whether a rename may give two labels one name."""
    label_query_limit: int = 1000
    """Most labels of one Query Labels page (the text says 1000, the schema 2000)."""
    label_query_metadata: Literal["pagingMetadata", "metadata"] = "pagingMetadata"
    """Name of the paging member of Query Labels (schema, or examples)."""
    fail_contacts: Mapping[str, str] = field(default_factory=dict)
    """Contact id -> error code of every write to it; a code naming DELETE fails deletions only."""
    skip_contacts: frozenset[str] = frozenset()
    """Contacts that bulk jobs count as done and leave alone."""
    merged: Mapping[str, str] = field(default_factory=dict)
    """Contact id merged away -> the contact that took it in."""
    delete_member_honoured: bool = False
    """Whether the internal `deleteMember` flag of V4 works."""


@dataclass(frozen=True, kw_only=True)
class JobSwitches:
    """How long bulk jobs take and how they are told. No duration is documented."""

    empty_filter_matches_all: bool = False
    """Whether `{}` selects every contact (V5 does) or counts as no filter."""
    contacts_per_job: int | None = None
    """Most contacts of one job, the rest passed over in silence; None for any number (undocumented)."""
    jobs_at_once: int | None = None
    """Most jobs that are not COMPLETED, 429 for one more; None for any number (undocumented)."""
    job_new: float = 0.3
    job_loading: float = 0.3
    job_running: float = 0.5
    job_per_contact: float = 0.002
    job_indexing: float = 0.5
    job_never_completes: bool = False
    """Jobs do their work and stay RUNNING for ever."""
    unknown_job_status: str = ""
    """Shown in place of INDEXING, to meet a status nobody documented."""
    omit_zero_totals: bool = True
    """Whether totals of 0 and empty errors are left out (inferred from proto3)."""
    stale_job_names: bool = False
    """`processedCount`, `failedCount`, `errorCode`, as stale documentation examples have them."""
    list_jobs_served: bool = True
    """Whether List Bulk Jobs still exists (newer documentation dropped it)."""
    jobs_newest_first: bool = True
    job_retention: float | None = None
    """Seconds after which a job is forgotten (undocumented)."""


@dataclass(frozen=True, kw_only=True)
class GateSwitches:
    """Who is let in, and how often."""

    rate_limit: int = 200
    """Requests per window of one app instance (documented for apps); 0 for no limit."""
    rate_window: float = 60.0
    """Seconds the limit is counted over."""
    rate_window_fixed: bool = False
    """Whether the count begins anew at every whole window, not with each request's age (undocumented)."""
    retry_after: bool = False
    """Whether a 429 says `Retry-After` (undocumented)."""
    rate_limit_body: bool = True
    """Whether a 429 has a body."""
    credentials: frozenset[str] | None = None
    """The only API keys and tokens accepted; None for any."""
    denied_permissions: frozenset[str] = frozenset()
    """Permission ids nobody has, such as CONTACTS_LABELS.VIEW; MEMBERS.MEMBER_DELETE for `deleteMember`."""
    clients: Mapping[str, str] | None = None
    """The only OAuth client ids and their secrets; None for any."""
    denied_status: int = 403
    """Status for a missing permission (401 is documented to mean that too, sometimes)."""
    forbidden_body: bool = True
    """Whether a 403 has a body (one without was seen at another service of Wix)."""
    only_issued_tokens: bool = False
    """Whether an `OAUTH2.` token must come from this world's token call."""
    token_lifetime: int = 14400
    """Seconds a token lives (documented)."""
    missing_site_status: int = 403
    """Status for an API key without `wix-site-id` (400 or 403, undocumented)."""
    pinned_site: str | None = None
    """The only site id there is; None for any."""
    strict_headers: bool = False
    """Refuse site and account header together, and bodies that do not say they are JSON."""
    body_cap: int | None = None
    """Most bytes of a request's body, 413 beyond; None for any number (undocumented)."""
    delivered_twice: bool = False
    """Every write arrives twice, as from a middleman that repeats; the second answer is the one given."""
    requests_kept: int = 10_000
    """How many of the latest requests are kept for assertions."""


@dataclass(frozen=True, kw_only=True)
class Switches(IndexSwitches, LabelSwitches, JobSwitches, GateSwitches):
    """Every switch of the Wix emulator; the defaults are the documented or likeliest behaviour."""
