"""A check-up of one account: whether it can be read and written to, told one thing after another.

Everything is looked at by reading. That a credential may write is known only once it has written.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator

from labelsync.core.batch import Deletion
from labelsync.core.connector import Identified
from labelsync.core.finding import Finding, Grade
from labelsync.core.question import Definitions, Everyone, Question
from labelsync.core.scope import Account
from labelsync.errors import LabelsyncError, Locked
from labelsync.journal.memory import Memory
from labelsync.workflow.desk import Desk
from labelsync.workflow.site import Site

SKEWED = 60.0
"""Seconds by which a clock may be off before days that end (`until`) and waits are off as well."""
LOW = 0.1

Look = Callable[[Site], Awaitable[str]]


async def check(desk: Desk, account: Account, memory: Memory | None) -> list[Finding]:
    """Everything about one account; after the first thing in the way, only what needs no vendor."""
    name = account.name
    try:
        site = desk.site(account)
    except LabelsyncError as failure:
        return [_trouble(name, "credentials", failure), *_left_open(name, memory)]
    found = [Finding(name, "credentials", Grade.FINE, _sources(account))]
    try:
        found += await _asked(site, memory)
    finally:
        await site.line.close()
    return [*found, *_left_open(name, memory)]


def _sources(account: Account) -> str:
    """Where each secret comes from; never what it is."""
    named = ", ".join(f"{name} from {one.kind} {one.name}" for name, one in sorted(account.secrets.items()))
    if account.sandbox:
        return "an emulator, which takes any"
    return named or "none are needed"


async def _asked(site: Site, memory: Memory | None) -> list[Finding]:
    name, found = site.account.name, []
    try:
        identified = await site.connector.identify(site.reader)
        found.append(Finding(name, "identity", Grade.FINE, identified.text))
        for topic, look in (("labels", _labels), ("contacts", _contacts)):
            found.append(Finding(name, topic, Grade.FINE, await look(site)))
        found += _ledger(site, identified, memory)
    except LabelsyncError as failure:
        found.append(_trouble(name, ("identity", "labels", "contacts")[len(found)], failure))
    return [*found, *_limits(site), *_clock(site)]


async def _labels(site: Site) -> str:
    definitions = [
        one async for page in site.connector.observe(Definitions(), site.reader) for one in page.definitions
    ]
    return f"may be read: {len(definitions):,} defined"


async def _contacts(site: Site) -> str:
    """The first page is enough: it tells whether they may be read, and mostly how many there are."""
    page = await _first(site, Everyone())
    return "may be read" if page is None else f"may be read: {page:,} in all"


async def _first(site: Site, question: Question) -> int | None:
    async for page in site.connector.observe(question, site.reader):
        return len(page.contacts) if page.last and page.total is None else page.total
    return None


def _ledger(site: Site, identified: Identified, memory: Memory | None) -> Iterator[Finding]:
    """What stands in for labels that nobody can read."""
    if site.capabilities.readable:
        return
    known = memory.ledger(identified.tenant) if memory else None
    if known is None:
        yield Finding(
            site.account.name,
            "ledger",
            Grade.NOTE,
            "none: who carries what is not known, so every wanted pair will be attached again",
            "keep the journal between runs; --require-ledger refuses to plan without one",
        )
        return
    pairs = sum(map(len, known.values()))
    yield Finding(site.account.name, "ledger", Grade.FINE, f"{pairs:,} pairs of {len(known):,} contacts")


def _limits(site: Site) -> Iterator[Finding]:
    """What the vendor documents, with what its headers say is left."""
    share = f", of which {site.account.share:.0%} are used at most" if site.account.share < 1 else ""
    for bucket in site.capabilities.buckets:
        heard = site.line.hearsay.left.get(bucket.name)
        limit = heard.limit if heard and heard.limit else bucket.limit
        left = f"; {heard.left:,} left now" if heard else "; the vendor does not tell how many are left"
        said = f"{bucket.name}: {limit:,} requests in {bucket.seconds:,.0f} s{share}{left}"
        low = heard is not None and heard.left < LOW * limit
        advice = "somebody else uses this quota: wait, or lower the account's `share`" if low else ""
        yield Finding(site.account.name, "limits", Grade.NOTE if low else Grade.FINE, said, advice)


def _clock(site: Site) -> Iterator[Finding]:
    ahead = site.line.hearsay.ahead
    if ahead is None:
        return
    off = abs(ahead) > SKEWED
    said = f"the vendor's is {abs(ahead):,.0f} s {'ahead of' if ahead > 0 else 'behind'} ours"
    advice = (
        "set this machine's clock (NTP): `until`, expiry and the lag of indexes are reckoned by it"
        if off
        else ""
    )
    yield Finding(site.account.name, "clock", Grade.TROUBLE if off else Grade.FINE, said, advice)


def _left_open(account: str, memory: Memory | None) -> Iterator[Finding]:
    """Calls of earlier runs whose end nobody knows yet."""
    intents = memory.open_intents([account]) if memory else ()
    if not intents:
        yield Finding(account, "open calls", Grade.FINE, "none")
        return
    runs = ", ".join(sorted({intent.run for intent in intents}))
    deleting = any(isinstance(intent.batch, Deletion) for intent in intents)
    what = f"{len(intents)} of {runs}, not settled yet" + ("; a deletion is among them" if deleting else "")
    advice = "labelsync resume settles them; so does the next apply, before it sends anything"
    yield Finding(
        account,
        "open calls",
        Grade.TROUBLE if deleting else Grade.NOTE,
        what,
        advice,
        Locked.exit_code if deleting else 0,
    )


def _trouble(account: str, topic: str, failure: LabelsyncError) -> Finding:
    return Finding(account, topic, Grade.TROUBLE, failure.reason, failure.advice, failure.exit_code)
