"""listmonk, where a label is a list. Facts are documented in its API pages, or name another source."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from labelsync import kit
from msgspec.json import decode, encode

T = TypeVar("T")
LISTS, PEOPLE, PAGE = "/api/lists", "/api/subscribers", 50
READS = (("GET", LISTS), ("GET", LISTS + "/{}"), ("GET", PEOPLE), ("GET", PEOPLE + "/{}"))
TEXT, SECRET = kit.SettingKind.TEXT, kit.SettingKind.SECRET
HOST = kit.SettingDescription("host", TEXT, "in https://HOST", pattern="[a-z0-9.-]+", example="lists.example")
USER = kit.SettingDescription("user", TEXT, "an API user whose role sees and manages all", example="api")
TOKEN = kit.SettingDescription("token", SECRET, "the token of that API user", example="0" * 32)
LABELS = kit.LabelRules(by="id", max_length=200, deletable=True, renamable=True, takes_along=("contacts",))
"""Who is on a list that is deleted is off it (its schema). The longest name is assumed."""


def _open(settings: kit.AccountSettings, ports: kit.Ports) -> kit.Opened:
    """No limits are documented. Its source cuts a page to 50; the other heights are chosen."""
    shape = kit.WriteShape(settings.batch or 500, 20, combined=False)
    pace = (kit.Bucket("own", max(1, round(settings.pace * 10)), 10.0),) if settings.pace else ()
    can = kit.Capabilities(
        kit.Membership.ON_CONTACT, PAGE, shape, LABELS, kit.Evidence.NOTHING, kit.Repeat.HARMLESS, pace
    )
    can = replace(can, atomic=True, deletes=kit.Deletes.BULK, delete_height=100, deletes_restorable=False)
    host, token = settings.texts["host"], f"token {settings.texts['user']}:{settings.secrets['token']}"
    url, headers = settings.base_url or f"https://{host}", (("authorization", token),)
    return kit.Opened(Installation(host, can), kit.Access(url, (host,), headers, READS, pace, lambda _: ()))


VENDOR = kit.Vendor("listmonk", "listmonk", f"https://{HOST.example}", (HOST, USER, TOKEN), LABELS, _open)


def _told(answer: kit.Answer, read: Callable[[Any], T]) -> T:
    """What an answer says, as `read` reads its `data`."""
    if answer.status in (401, 403):
        raise kit.NotAuthorised("listmonk refuses the API user", advice="check its name, token and role")
    if answer.status != 200:
        raise kit.Rejected(f"listmonk refuses ({answer.status})", status=answer.status)
    try:
        return read(decode(answer.body)["data"])
    except (ValueError, LookupError, TypeError, AttributeError) as unread:
        raise kit.Incomprehensible("listmonk's answer is not what its documentation says") from unread


def _list(told: Any) -> kit.Definition:
    return kit.Definition(str(told["id"]), told["name"])


def _people(told: Any) -> kit.Page:
    """A page. Without anybody in it `results` may be null (its source)."""
    people = tuple(map(_contact, told["results"] or ()))
    return kit.Page(people, total=int(told["total"]), last=len(people) < PAGE)


def _contact(told: Any) -> kit.Contact:
    """On a list is who has any subscription to it: who unsubscribed is not subscribed again."""
    email, phone = kit.fold_email(told["email"]), str(told["attribs"].get("phone"))
    lists = frozenset(str(one["id"]) for one in told["lists"] or ())
    return kit.Contact(str(told["id"]), email, phone if kit.is_plain_phone(phone) else "", lists)


@dataclass(frozen=True, slots=True)  # without slots the protocol's property stays, and no field is set
class Installation(kit.Connector):
    """One listmonk, opened for an API user."""

    host: str
    capabilities: kit.Capabilities

    async def identify(self, reader: kit.Reader) -> kit.Identified:
        """The host, once it has shown its lists."""
        [_] = [page async for page in self.observe(kit.Definitions(), reader)]
        return kit.Identified(f"listmonk at {self.host}", self.host)

    async def observe(self, question: kit.Question, reader: kit.Reader) -> AsyncIterator[kit.Page]:
        """Lists, or subscribers by page or by id. Who is not there is 404 or, in its source, 400."""
        match question:
            case kit.Definitions():
                answer = await reader.read(kit.Request("labels", "GET", LISTS, (("per_page", "all"),)))
                lists = _told(answer, lambda told: tuple(map(_list, told["results"])))
                yield kit.Page(definitions=lists, last=True)
            case kit.Everyone():
                number, first, page = 0, 0, kit.Page()
                while not page.last:
                    number += 1
                    query = (("order", "ASC"), ("page", str(number)), ("per_page", str(PAGE)))
                    page = _told(await reader.read(kit.Request("contacts", "GET", PEOPLE, query)), _people)
                    first = first or page.total or 0
                    yield page._replace(last=page.last and (page.total or 0) >= first)
            case kit.These(contacts):
                for contact in filter(str.isdecimal, contacts):
                    answer = await reader.read(kit.Request("contacts", "GET", f"{PEOPLE}/{contact}"))
                    yield kit.Page((_told(answer, _contact),) if answer.status not in (400, 404) else ())
                yield kit.Page(last=True)
            case _:
                raise kit.Rejected("listmonk can be asked that by SQL only", status=0)

    async def perform(self, batch: kit.Batch, writer: kit.Writer, keep: kit.Keep) -> kit.Performed:
        """One call; `true` proves nothing of anybody. Tags that are not sent along are gone (its source)."""
        match batch:
            case kit.Relabel(contacts, add, remove):
                how = {"action": "add", "status": "unconfirmed"} if add else {"action": "remove"}
                ids = {"ids": [*map(int, contacts)], "target_list_ids": [*map(int, add or remove)]}
                request = kit.Request("relabel", "PUT", f"{PEOPLE}/lists", body=encode(ids | how))
            case kit.Creation(_, name):
                made = {"name": name, "type": "private", "optin": "single"}
                request = kit.Request("create_label", "POST", LISTS, body=encode(made))
            case kit.Renaming(_, name, was):
                path = f"{LISTS}/{was.id}"
                tags = _told(await writer.read(kit.Request("labels", "GET", path)), lambda told: told["tags"])
                request = kit.Request("rename_label", "PUT", path, body=encode({"name": name, "tags": tags}))
            case kit.Deletion(contacts):
                request = kit.Request("delete", "DELETE", PEOPLE, tuple(("id", one) for one in contacts))
            case kit.Undefinition(_, gone):
                request = kit.Request("delete_label", "DELETE", f"{LISTS}/{gone.id}")
        label = _told(await writer.write(request), lambda told: None if told is True else _list(told))
        return kit.Performed(dict.fromkeys(getattr(batch, "contacts", ()), kit.APPLIED), kit.APPLIED, label)
