"""listmonk, where a label is a list. Facts are documented in its API pages, or name another source."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any, NamedTuple, TypeVar

from labelsync.core import capability
from labelsync.core.batch import Batch, Creation, Deletion, Relabel, Renaming, Undefinition
from labelsync.core.connector import Access, Identified, Opened, Ports, Vendor
from labelsync.core.exchange import Answer, Keep, Reader, Request, Ticket, Writer
from labelsync.core.identity import fold_email, is_plain_phone
from labelsync.core.outcome import APPLIED, Performed
from labelsync.core.question import Definitions, Everyone, Page, Question, These
from labelsync.core.roster import Contact, Definition
from labelsync.core.setting import AccountSettings, SettingDescription, SettingKind
from labelsync.errors import Incomprehensible, NotAuthorised, Rejected

T = TypeVar("T")
LISTS, PEOPLE, PAGE = "/api/lists", "/api/subscribers", 50
READS = (("GET", LISTS), ("GET", LISTS + "/{}"), ("GET", PEOPLE), ("GET", PEOPLE + "/{}"))


def _told(answer: Answer, read: Callable[[Any], T]) -> T:
    """What an answer says, as `read` reads its `data`."""
    if answer.status in (401, 403):
        raise NotAuthorised("listmonk refuses the API user", advice="check its name, its token and its role")
    if answer.status != 200:
        raise Rejected(f"listmonk refuses ({answer.status})", status=answer.status)
    try:
        return read(json.loads(answer.body)["data"])
    except (ValueError, LookupError, TypeError, AttributeError) as unread:
        raise Incomprehensible("listmonk's answer is not what its documentation says") from unread


def _list(told: Any) -> Definition:
    return Definition(str(told["id"]), told["name"])


def _all_lists(told: Any) -> Page:
    return Page(definitions=tuple(map(_list, told["results"])), last=True)


def _people(told: Any) -> Page:
    """A page. Without anybody in it `results` may be null (its source)."""
    people = tuple(map(_contact, told["results"] or ()))
    return Page(people, total=int(told["total"]), last=len(people) < PAGE)


def _contact(told: Any) -> Contact:
    """On a list is who has any subscription to it: who unsubscribed is not subscribed again."""
    phone = str(told["attribs"].get("phone"))
    lists = frozenset(str(one["id"]) for one in told["lists"] or ())
    return Contact(str(told["id"]), fold_email(told["email"]), phone if is_plain_phone(phone) else "", lists)


def _write(kind: str, method: str, path: str, body: dict[str, Any]) -> Request:
    return Request(kind, method, path, body=json.dumps(body).encode())


TEXT, SECRET = SettingKind.TEXT, SettingKind.SECRET
HOST = SettingDescription("host", TEXT, "as in https://HOST", pattern="[a-z0-9.-]+", example="lists.example")
USER = SettingDescription("user", TEXT, "an API user whose role sees and manages all", example="api")
TOKEN = SettingDescription("token", SECRET, "the token of that API user", example="0" * 32)
LABELS = capability.LabelRules(
    by="id", folded=False, from_key=False, made_on_use=False, max_length=200,
    deletable=True, renamable=True, takes_along=("contacts",),
)  # fmt: skip  # by theme
"""Who is on a list that is deleted is off it (its schema). The longest name is assumed."""


def _open(settings: AccountSettings, ports: Ports) -> Opened:
    """No limits are documented. Its source cuts a page to 50; the other heights are chosen."""
    can = capability.Capabilities(
        membership=capability.Membership.ON_CONTACT, page=PAGE, these=1, strong=1, lag=0.0, job=(0.0, 0.0),
        shape=capability.WriteShape(settings.batch or 500, 20, combined=False), labels=LABELS,
        evidence=capability.Evidence.TOTALS, atomic=True, repeat=capability.Repeat.HARMLESS,
        deletes=capability.Deletes.BULK, delete_height=100, deletes_restorable=False,
        buckets=(capability.Bucket("own", max(1, round(settings.pace * 10)), 10.0),) if settings.pace else (),
    )  # fmt: skip  # by theme
    host, token = settings.texts["host"], f"token {settings.texts['user']}:{settings.secrets['token']}"
    url, headers = settings.base_url or f"https://{host}", (("authorization", token),)
    access = Access(url, (host,), headers, READS, can.buckets, lambda _: ())
    return Opened(Installation(host, can), access)


VENDOR = Vendor("listmonk", "listmonk", f"https://{HOST.example}", (HOST, USER, TOKEN), LABELS, _open)


class Installation(NamedTuple):
    """One listmonk, opened for an API user."""

    host: str
    capabilities: capability.Capabilities

    async def identify(self, reader: Reader) -> Identified:
        """The host, once it has shown its lists."""
        [_] = [page async for page in self.observe(Definitions(), reader)]
        return Identified(f"listmonk at {self.host}", self.host)

    async def observe(self, question: Question, reader: Reader) -> AsyncIterator[Page]:
        """Lists, or subscribers by page or by id. Any other question would take the right to run SQL.

        Pages go by id, and who is not there is answered with 404, or with 400 (its source).
        """
        match question:
            case Definitions():
                answer = await reader.read(Request("labels", "GET", LISTS, (("per_page", "all"),)))
                yield _told(answer, _all_lists)
            case Everyone():
                number, first, page = 0, 0, Page()
                while not page.last:
                    number += 1
                    query = (("order", "ASC"), ("page", str(number)), ("per_page", str(PAGE)))
                    page = _told(await reader.read(Request("contacts", "GET", PEOPLE, query)), _people)
                    first = first or page.total or 0
                    yield page._replace(last=page.last and (page.total or 0) >= first)
            case These(contacts):
                for contact in filter(str.isdecimal, contacts):
                    answer = await reader.read(Request("contacts", "GET", f"{PEOPLE}/{contact}"))
                    yield Page((_told(answer, _contact),) if answer.status not in (400, 404) else ())
                yield Page(last=True)
            case _:
                raise Rejected("listmonk can be asked that by SQL only", status=0)

    async def perform(self, batch: Batch, writer: Writer, keep: Keep) -> Performed:
        """One call; `true` proves nothing of anybody. Tags that are not sent along are gone (its source)."""
        match batch:
            case Relabel(contacts, add, remove):
                how = {"action": "add", "status": "unconfirmed"} if add else {"action": "remove"}
                ids = {"ids": [*map(int, contacts)], "target_list_ids": [*map(int, add or remove)]}
                request = _write("relabel", "PUT", f"{PEOPLE}/lists", {**ids, **how})
            case Creation(_, name):
                made = {"name": name, "type": "private", "optin": "single"}
                request = _write("create_label", "POST", LISTS, made)
            case Renaming(_, name, was):
                path = f"{LISTS}/{was.id}"
                tags = _told(await writer.read(Request("labels", "GET", path)), lambda told: told["tags"])
                request = _write("rename_label", "PUT", path, {"name": name, "tags": tags})
            case Deletion(contacts):
                request = Request("delete", "DELETE", PEOPLE, tuple(("id", contact) for contact in contacts))
            case Undefinition(_, gone):
                request = Request("delete_label", "DELETE", f"{LISTS}/{gone.id}")
        label = _told(await writer.write(request), lambda told: None if told is True else _list(told))
        return Performed(dict.fromkeys(getattr(batch, "contacts", ()), APPLIED), APPLIED, label)

    async def settle(self, batch: Batch, ticket: Ticket, writer: Writer, keep: Keep) -> Performed | None:
        """Nobody has a ticket of listmonk's."""
        raise Rejected("listmonk gives no tickets", status=0)
