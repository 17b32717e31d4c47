"""F8: pages that repeat, shift, loop or end early, and totals that disagree: nobody loses a label on them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from labelsync.core.plan import Plan
from labelsync.errors import AccountsFailed
from labelsync.testing import InProcess, Stage, Subject, everybody, members, subject
from labelsync.testing.stage import emails

Document = dict[str, Any]
Alter = Callable[[int, Document, list[Document]], Document]
"""The number of a page, counted from 1, the page, and the true ones before it: what arrives instead."""

LISTS = {
    "wix": ("/contacts/v4/contacts/query", "contacts", 1_010),
    "highlevel": ("/contacts/search", "contacts", 510),
    "kirimchat": ("/contacts", "data", 110),
}
"""The route that lists people, the key that holds them, and more people than a page."""
VENDORS = tuple(LISTS)
COUNTING = ("wix", "highlevel")
WANTED = f"labels: {{vip: {{members: {members(0, 1)}}}}}\n"
CARRIERS = (2, 3)


@dataclass
class Altered:
    """A vendor whose pages of contacts arrive otherwise than it sent them."""

    application: Any
    vendor: str
    alter: Alter

    def __post_init__(self) -> None:
        self.pages: list[Document] = []

    async def __call__(self, scope, receive, send):
        async def otherwise(message):
            if scope["path"] == LISTS[self.vendor][0] and message["type"] == "http.response.body":
                message = {**message, "body": json.dumps(self.page(json.loads(message["body"]))).encode()}
            await send(message)

        await self.application(scope, receive, otherwise)

    def page(self, sent: Document) -> Document:
        """What arrives. A page of one is only the look at whose account it is."""
        if len(rows(self.vendor, sent)) < 2:
            return sent
        arrived = self.alter(len(self.pages) + 1, sent, self.pages)
        self.pages.append(sent)
        return arrived


def staged(folder: Path, vendor: str, alter: Alter) -> Stage:
    """Two who carry the label and are not wanted, two who are wanted, and many more."""
    known = subject(vendor)

    def fresh(people, around):
        emulator = known.emulated.fresh(people, around)
        emulator.app = Altered(emulator.app, vendor, alter)
        return emulator

    altered = Subject(known.vendor, replace(known.emulated, fresh=fresh))
    stage = Stage(folder / "stage", altered, InProcess(altered))
    count = LISTS[vendor][2]
    stage.people(*everybody(2), *everybody(2, "vip", start=2), *everybody(count - 4, start=4))
    stage.manifest(WANTED)
    return stage


def rows(vendor: str, page: Document) -> list[Document]:
    found: list[Document] = page[LISTS[vendor][1]]
    return found


def reasons(plan: Plan) -> set[str]:
    return {held.reason for held in plan.accounts[0].withheld if held.action == "remove"}


def gains_only(stage: Stage) -> set[str]:
    """Apply: whoever is wanted gains, and nobody loses. The reasons why."""
    plan = stage.plan()
    assert plan.summary()["remove"] == 0
    assert not plan.accounts[0].read.complete
    assert stage.apply(plan).exit_code == 0
    assert stage.world.carriers("vip") == emails(0, 1, *CARRIERS)
    return reasons(plan)


@pytest.mark.parametrize("vendor", COUNTING)
def test_a_list_that_ends_early_takes_nothing_from_anyone(tmp_path, vendor):
    def cut(number, page, _):
        return {**page, LISTS[vendor][1]: rows(vendor, page)[:7] if number == 1 else []}

    [reason] = gains_only(staged(tmp_path, vendor, cut))
    count = LISTS[vendor][2]
    assert reason == f"not seen whole: 7 distinct contacts came where the vendor counts {count}"


@pytest.mark.parametrize("vendor", COUNTING)
def test_a_page_that_shifted_by_one_takes_nothing_from_anyone(tmp_path, vendor):
    def shifted(number, page, _):
        return {**page, LISTS[vendor][1]: rows(vendor, page)[2:]} if number == 2 else page

    [reason] = gains_only(staged(tmp_path, vendor, shifted))
    assert reason.startswith("not seen whole: ")


@pytest.mark.parametrize("vendor", VENDORS)
def test_contacts_that_come_again_on_a_later_page_count_once(tmp_path, vendor):
    def repeated(number, page, before):
        again = rows(vendor, before[0])[-3:] if number == 2 else []
        return {**page, LISTS[vendor][1]: [*again, *rows(vendor, page)]}

    stage = staged(tmp_path, vendor, repeated)
    plan = stage.plan()
    assert (plan.accounts[0].read.contacts, plan.accounts[0].read.complete) == (LISTS[vendor][2], True)
    assert plan.summary()["add"] == 2
    assert stage.apply(plan).exit_code == 0
    assert stage.world.carriers("vip") >= emails(0, 1)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_list_that_shows_its_first_page_for_ever_is_given_up_and_nothing_is_sent(tmp_path, vendor):
    stage = staged(tmp_path, vendor, lambda _, page, before: before[0] if before else page)
    with pytest.raises(AccountsFailed) as failed:
        stage.apply()
    assert failed.value.exit_code == 69
    assert stage.world.writes == 0
    assert stage.world.carriers("vip") == emails(*CARRIERS)


def test_a_total_that_grows_beyond_what_came_takes_nothing_from_anyone(tmp_path):
    def growing(number, page, _):
        return {**page, "total": page["total"] + 5 * number}

    [reason] = gains_only(staged(tmp_path, "highlevel", growing))
    assert reason == "not seen whole: 510 distinct contacts came where the vendor counts 515 to 520"


def test_a_total_that_shrinks_below_what_came_takes_nothing_from_anyone(tmp_path):
    def shrinking(number, page, _):
        return {**page, "total": page["total"] - 5 * number}

    [reason] = gains_only(staged(tmp_path, "highlevel", shrinking))
    assert reason == "not seen whole: 510 distinct contacts came where the vendor counts 500 to 505"


@pytest.mark.parametrize("vendor", COUNTING)
def test_an_answer_without_anybody_in_it_takes_nothing_from_anyone(tmp_path, vendor):
    stage = staged(tmp_path, vendor, lambda _, page, __: {**page, LISTS[vendor][1]: []})
    plan = stage.plan()
    assert plan.is_empty
    assert plan.accounts[0].read.complete is False
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(*CARRIERS)
