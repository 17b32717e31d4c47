"""Looking at an account to draw its manifest: who is called what, which labels, and nothing unseen."""

from __future__ import annotations

import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelsync.core.batch import Renaming
from labelsync.core.identity import Email, Phone, VendorId
from labelsync.core.question import Definitions
from labelsync.core.roster import Contact
from labelsync.errors import WrongUsage
from labelsync.journal.vault import FileVault
from labelsync.manifest.drawing import Drawing, DrawnLabel, draw, scalar, slug, unused
from labelsync.manifest.nodes import Mapping, Scalar
from labelsync.manifest.sheet import read_text
from labelsync.sandbox import wix
from labelsync.sandbox.emulator import Person
from labelsync.testing import InProcess, Subject, everybody, subject
from labelsync.workflow.desk import Outside
from labelsync.workflow.folder import folder_of
from labelsync.workflow.importing import Census, Imported, NotProven, Source, source_of, take
from labelsync.workflow.site import Site, Surroundings, open_site

MANIFEST = "version: 1\naccounts: {{a: {{connector: {name}, sandbox: seed.csv{more}}}}}\n"


class Opened(NamedTuple):
    """An account in this process, of which somebody has written nothing but the entry."""

    ground: InProcess
    source: Source
    site: Callable[[], Site]

    def take(self, *globs: str, before: Callable[[Site], Awaitable[Any]] | None = None) -> Imported:
        return self.ground.run(self._take(globs, before))

    async def _take(self, globs, before):
        site = self.site()
        try:
            if before:
                await before(site)
            return await take(site, self.source, None, globs)
        finally:
            await site.line.close()


def opened(folder: Path, one: Subject, *people: Person, more: str = "") -> Opened:
    ground = InProcess(one)
    ground.renew(people)
    states = folder / "states"
    states.mkdir()
    ground.prepare(states)
    (states / "crm.yaml").write_text(MANIFEST.format(name=one.name, more=more))
    vendors, chance = {one.name: one.vendor}, random.Random(7)
    outside = Outside(ground.clock, chance, {}, "0.1.0")
    vault = FileVault(folder / "journal.db", outlives=False, now=ground.clock.now)
    around = Surroundings(
        ground.clock, chance, "labelsync/test", lambda _: "", ground.application, lambda _: vault
    )
    source = source_of(folder_of(states), vendors, outside, account="a")
    return Opened(ground, source, lambda: open_site(source.desk.manifest.accounts["a"], vendors, around))


def labels(imported: Imported) -> dict[str, Any]:
    """The labels of a drawn manifest, each by key: its entry as plain texts."""
    root = read_text(imported.text).root
    assert isinstance(root, Mapping)
    drawn = root.get("labels")
    assert isinstance(drawn, Mapping)
    return {key: entry.value for key, entry in drawn.entries.items()}


def census(*people: Contact, match_any: bool = False) -> list[Any]:
    counted = Census(match_any)
    counted.take(people)
    return [counted.identity(contact) for contact in people]


def test_a_contact_is_named_by_email_else_by_phone_else_by_id():
    people = (
        Contact("1", "ada@example.com", "+6281100000001"),
        Contact("2", "office@example.com", "+6281100000002"),
        Contact("3", "office@example.com", "+6281100000003"),
        Contact("4", "", "+6281100000003"),
    )
    assert census(*people) == [
        Email("ada@example.com"),
        Phone("+6281100000002"),
        VendorId("3"),
        VendorId("4"),
    ]


def test_an_email_that_planning_would_read_otherwise_is_not_written():
    people = (Contact("1", "Ada@example.com"), Contact("2", "not one"), Contact("3", "a@b@example.com"))
    assert census(*people) == [VendorId("1"), VendorId("2"), VendorId("3")]


@pytest.mark.parametrize(("match_any", "named"), [(False, Email("ada@example.com")), (True, VendorId("1"))])
def test_another_address_of_somebody_else_counts_where_the_account_matches_any(match_any, named):
    people = (Contact("1", "ada@example.com"), Contact("2", "bob@example.com", emails=("ada@example.com",)))
    assert census(*people, match_any=match_any)[0] == named


def test_an_id_that_no_manifest_can_hold_names_nobody():
    assert census(Contact("two\nlines"), Contact(" spaced"), Contact("")) == [None, None, None]


def test_labels_of_one_name_are_left_out_and_said(tmp_path):
    def fresh(people, around):
        return wix.emulate(people, switches=wix.Switches(duplicate_label_names=True), around=around)

    lenient = subject("wix")
    account = opened(
        tmp_path,
        Subject(lenient.vendor, replace(lenient.emulated, fresh=fresh)),
        Person(email="p0@example.com", labels=("vip", "twin", "other")),
    )

    async def rename(site):
        await site.connector.identify(site.reader)
        async for page in site.connector.observe(Definitions(), site.reader):
            found = {one.name: one for one in page.definitions}
        await site.connector.perform(Renaming("twin", "vip", found["twin"]), site.writer, None)
        await site.clock.sleep(60)

    imported = account.take(before=rename)
    assert list(labels(imported)) == ["other"]
    assert imported.warnings == ("`vip` is left out: the account has several labels of that name",) * 2


def test_a_key_does_not_depend_on_what_else_is_chosen(tmp_path):
    account = opened(tmp_path, subject("wix"), Person(email="p0@example.com", labels=("VIP", "vip!")))
    assert list(labels(account.take())) == ["vip", "vip-2"]
    assert list(labels(account.take("vip!"))) == ["vip-2"]


def test_what_the_vendor_manages_is_counted_unless_labels_are_chosen(tmp_path):
    account = opened(tmp_path, subject("wix"), Person(email="p0@example.com", labels=("VIP", "Customers")))
    assert "  # Left out: 2 that Wix manages itself.\n" in account.take().text
    assert "#" not in account.take("VIP").text.split("labels:")[1]
    with pytest.raises(WrongUsage):
        account.take("Customers")


def test_an_unreadable_account_is_asked_for_nobody(tmp_path):
    account = opened(tmp_path, subject("kirimchat"), *everybody(3, "vip"))
    with pytest.raises(WrongUsage) as refused:
        account.take()
    assert refused.value.exit_code == 64
    assert account.ground.shown()["requests"]["reads"] <= 2


def test_an_account_that_is_not_seen_whole_is_not_drawn(tmp_path):
    """The vendor counts one more than it shows."""
    genuine = subject("highlevel")

    def fresh(people, around):
        emulator = genuine.emulated.fresh(people, around)
        emulator.app = Overstating(emulator.app)
        return emulator

    one = Subject(genuine.vendor, replace(genuine.emulated, fresh=fresh))
    account = opened(tmp_path, one, *everybody(3, "vip"))
    with pytest.raises(NotProven, match="not seen whole: 3 distinct contacts came where the vendor counts 4"):
        account.take()


class Overstating:
    """HighLevel, whose totals count one contact too many."""

    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send):
        async def otherwise(message):
            if scope["path"] == "/contacts/search" and message.get("body"):
                page = json.loads(message["body"])
                page["total"] += 1
                message = {**message, "body": json.dumps(page).encode()}
            await send(message)

        await self.application(scope, receive, otherwise)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_whatever_a_text_holds_it_is_read_back_as_it_is(text):
    for drawn in (f"k: {scalar(text)}\n", f"k: {{x: {scalar(text)}, y: z}}\n", f"{scalar(text)}: v\n"):
        for pure in (False, True):
            parsed = read_text(drawn, pure=pure)
            assert parsed.flaws == ()
            assert isinstance(parsed.root, Mapping)
            [(key, entry)] = parsed.root.entries.items()
            value = entry.value.get("x") if isinstance(entry.value, Mapping) else entry.value
            assert isinstance(value, Scalar)
            assert text in (key, value.text)
            assert not value.void
            assert not entry.key.void


@pytest.mark.parametrize(
    "text",
    ["yes", "No", "null", "~", "0812", "1e5", "2026-01-01", ".inf", "+62811", "", "- x", "a: b", "a #b"],
)
def test_a_text_that_some_parser_takes_for_something_else_is_quoted(text):
    assert scalar(text) == f'"{text}"'


@pytest.mark.parametrize("text", ["VIP customers", "ada@example.com", "0812@example.com", "lists/vip.csv"])
def test_a_plain_text_stays_plain(text):
    assert scalar(text) == text


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("VIP customers", "vip-customers"),
        ("  --Trial, 2026! ", "trial-2026"),
        ("Straße", "strasse"),
        ("\uff36\uff29\uff30", "vip"),
        ("ग्राहक", "ग्राहक"),
        ("👩‍👩‍👧 ❤️", "label"),
        ("x" * 99, "x" * 40),
    ],
)
def test_a_key_is_a_readable_slug_of_the_name(name, key):
    assert slug(name) == key


def test_equal_slugs_are_numbered():
    taken: set[str] = set()
    assert [unused("vip", taken) for _ in range(3)] == ["vip", "vip-2", "vip-3"]


def test_lists_of_tags_have_file_names_of_their_own():
    people = tuple(Email(f"p{n}@example.com") for n in range(21))
    entry = Mapping({}, 1, 1, 1, 1)
    tags = tuple(DrawnLabel(key, "", "", people) for key in ("a/b", "a b", "../a", "a.phones"))
    assert list(draw(Drawing("a", entry, tags)).lists) == [
        "lists/a-b.csv",
        "lists/a-b-2.csv",
        "lists/a.csv",
        "lists/a-phones.csv",
    ]
