"""A plan on a snapshot is the plan that the account itself would give, and nobody is asked for it."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from labelsync.core.batch import Relabel
from labelsync.core.change import Add, Delete
from labelsync.core.exchange import Request
from labelsync.core.member import Place
from labelsync.core.wish import Cut, Native, Stance, Whole, Wish, Wishes
from labelsync.errors import AccountsFailed, CallFailed, Rejected
from labelsync.sandbox.emulator import Person
from labelsync.snapshot import Mask, SnapshotUnfit
from labelsync.testing import InProcess, Stage, everybody, members, subject
from labelsync.wire.line import NotAReadingRequest
from labelsync.workflow.masking import masked, named_once, unasked
from labelsync.workflow.offline import open_offline
from tests.snapshot.shot import KEY, Shot, comparable
from tests.workflow.test_fault_pages import LISTS, rows
from tests.workflow.test_fault_pages import staged as paged
from tests.workflow.test_natives import named, refused

VENDORS = ("wix", "highlevel", "kirimchat")
EVERYTHING = """
labels:
  vip: {members: [p0@example.com, p1@example.com, p4@example.com, "+6281100000006", nobody@example.com]}
  news: {}
  gold: {previously: [silver], members: [p3@example.com, p5@example.com]}
  trial: {state: absent}
  fresh: {members: [p2@example.com, p8@example.com]}
contacts:
  - {contact: p0@example.com, labels: [news]}
  - {contact: p5@example.com, without: [news]}
  - {contact: "+6281100000007", labels: [news], without: [trial]}
policy:
  guards: {additions: 100000, removals: 100000, deletions: 100000, empty: allow}
  protect: {contacts: [p2@example.com, "+6281100000009"]}
  suppress: [{labels: [fresh], contacts: [p8@example.com]}]
"""


def person(number: int, *labels: str, **more: str) -> Person:
    return Person(email=f"p{number}@example.com", phone=f"+62811000{number:05}", labels=labels, **more)


def crowd() -> list[Person]:
    """Carriers of everything, and two who share an e-mail."""
    carried = {1: ("vip",), 2: ("vip", "news"), 3: ("silver",), 4: ("silver", "gold"), 5: ("news", "trial")}
    carried |= {6: ("trial",), 7: ("trial",), 9: ("trial", "vip")}
    return [person(number, *carried.get(number, ())) for number in range(12)]


@pytest.fixture
def shot(tmp_path, request) -> Shot:
    """A stage of the vendor that the test names."""
    one = subject(getattr(request, "param", "wix"))
    return Shot(Stage(tmp_path, one, InProcess(one)), tmp_path / "a.snapshot")


every = pytest.mark.parametrize("shot", VENDORS, indirect=True)


@every
@pytest.mark.parametrize("keyed", [True, False], ids=["pseudonyms", "identities"])
def test_the_plan_on_a_snapshot_is_the_account_s_plan(shot, keyed):
    shot.stage.people(*crowd())
    shot.stage.manifest(EVERYTHING, policy="")
    online = shot.online()
    shot.take(keyed=keyed)
    assert not online.is_empty
    assert comparable(shot.offline()) == comparable(online)


@every
def test_so_it_is_after_an_apply_when_the_journal_has_much_to_say(shot):
    shot.stage.people(*crowd())
    shot.stage.manifest(
        "labels: {vip: {members: [p1@example.com, p2@example.com]}, news: {}, trial: {}, silver: {}}\n"
    )
    shot.stage.apply()
    shot.stage.manifest(EVERYTHING, policy="")
    online = shot.online()
    shot.take()
    assert online.unmanaged
    assert comparable(shot.offline()) == comparable(online)
    assert comparable(shot.offline(journal=False)) == comparable(online)


@every
@pytest.mark.parametrize("seed", range(4))
def test_so_it_is_for_any_people_and_any_manifest(shot, seed):
    chance = random.Random(seed)
    labels = ("vip", "news", "gold")
    shot.stage.people(*(person(n, *chance.sample(labels, chance.randint(0, 3))) for n in range(15)))
    shot.stage.manifest(_any_manifest(chance))
    shot.stage.apply()
    shot.stage.manifest(_any_manifest(chance), settings="match: any" if seed % 2 else "")
    online = shot.online()
    shot.take()
    assert comparable(shot.offline()) == comparable(online)


def _any_manifest(chance: random.Random) -> str:
    def some(count: int) -> str:
        texts = [chance.choice([f"p{n}@example.com", f'"+62811000{n:05}"']) for n in range(17)]
        return ", ".join(chance.sample(texts, count))

    without = chance.choice(["", "contacts: [{contact: p16@example.com, without: [gold]}]\n"])
    return f"labels: {{vip: {{members: [{some(6)}]}}, news: {{members: [{some(3)}]}}, gold: {{}}}}\n{without}"


@every
def test_the_instants_are_those_of_the_snapshot(shot):
    shot.stage.people(*crowd())
    shot.stage.manifest("labels: {vip: {members: [p1@example.com]}}\n")
    shot.take()
    ending = shot.open().parts["a"].ending
    shot.stage.ground.run(shot.stage.ground.clock.sleep(86_400.0))
    plan = shot.offline()
    [read] = [part.read for part in plan.accounts]
    assert (read.started, read.finished) == (shot.open().parts["a"].look.started, ending.finished)
    assert plan.created == ending.finished


def test_where_not_everybody_was_seen_the_same_is_withheld_for_the_same_reason(tmp_path):
    vendor = "highlevel"

    def short(_, page, __):
        some = rows(vendor, page)
        return {**page, LISTS[vendor][1]: some[2:] if len(some) == 10 else some}

    shot = Shot(paged(tmp_path, vendor, short), tmp_path / "a.snapshot")
    online = shot.online()
    shot.take()
    count = LISTS[vendor][2]
    assert shot.open().parts["a"].ending.reason == (
        f"{count - 2} distinct contacts came where the vendor counts {count}"
    )
    assert any(held.action == "remove" for held in online.accounts[0].withheld)
    assert comparable(shot.offline()) == comparable(online)


@pytest.mark.parametrize("vendor", LISTS)
def test_several_pages_are_several_pages_again(vendor, tmp_path):
    shot = Shot(paged(tmp_path, vendor, lambda _, page, __: page), tmp_path / "a.snapshot")
    online = shot.online()
    shot.take()
    assert online.accounts[0].read.pages > 1
    assert comparable(shot.offline()) == comparable(online)


@pytest.mark.parametrize("shot", ["highlevel"], indirect=True)
def test_contacts_that_came_without_their_labels_carry_none(shot):
    """Online each of them is asked; the snapshot has what the search showed."""
    shot.stage.people(*everybody(3, "vip"), *everybody(4, start=3))
    shot.stage.manifest("labels: {vip: {members: [p0@example.com, p4@example.com]}}\n")
    online = shot.online()
    shot.take()
    assert comparable(shot.offline()) == comparable(online)


@every
def test_a_filter_cannot_be_asked_so_nobody_loses_its_label(shot):
    shot.stage.people(*everybody(3))
    shot.stage.manifest(f"labels: {{vip: {{members: {members(0, 1, 2)}}}}}\n")
    shot.stage.apply()
    ada = named(shot.stage, "Ada")
    shot.stage.manifest(f"labels: {{vip: {{members: [p0@example.com, {ada}]}}}}\n")
    shot.take()
    [part] = shot.offline().accounts
    [held] = part.withheld
    assert (held.action, held.label, len(held.contacts)) == ("remove", "vip", 2)
    assert held.reason == "the wanted side is cut short: states/crm.yaml:3: a filter cannot be asked offline"
    assert part.changes == ()


@pytest.mark.parametrize("shot", ["highlevel"], indirect=True)
def test_a_filter_that_asks_about_a_managed_label_is_refused_offline_too(shot):
    shot.stage.people(*everybody(2))
    asking = "{account: a, native: {field: tags, operator: eq, value: vip}}"
    shot.stage.manifest(f"labels: {{vip: {{members: [p0@example.com]}}, gold: {{members: [{asking}]}}}}\n")
    shot.take()
    assert [mistake.code for mistake in refused(shot.offline).mistakes] == ["LS602"]


def test_deletions_are_planned(shot):
    shot.stage.people(*everybody(3))
    shot.stage.manifest("labels: {vip: {}}\ncontacts: [{contact: p1@example.com, state: absent}]\n")
    online = shot.online()
    shot.take()
    offline = shot.offline()
    assert any(isinstance(change, Delete) for change in offline.accounts[0].changes)
    assert comparable(offline) == comparable(online)


def test_a_vendor_s_id_is_called_as_online_whatever_it_looks_like(shot):
    """An id is no pseudonym, even one that has the shape of one."""
    name = named_once(KEY)
    assert name("c_0123456789abcdef") == KEY("c_0123456789abcdef")
    assert name(Mask("c_0123456789abcdef")) == "c_0123456789abcdef"
    shot.stage.people(person(1, id="0b1d2c3e-0001-4000-8000-000000000001"))
    shot.stage.manifest(
        "labels: {vip: {members: [{id: 0b1d2c3e-0001-4000-8000-000000000001, account: a}]}}\n"
    )
    online = shot.online()
    shot.take()
    [change] = [one for one in shot.offline().accounts[0].changes if isinstance(one, Add)]
    assert change.rests == (KEY("0b1d2c3e-0001-4000-8000-000000000001"),)
    assert comparable(shot.offline()) == comparable(online)


def test_an_account_that_is_not_in_the_snapshot_is_refused(shot):
    shot.stage.people(*everybody(1))
    shot.stage.manifest("labels: {vip: {members: [p0@example.com]}}\n")
    shot.take()
    path = shot.stage.folder / "states" / "crm.yaml"
    path.write_text(
        path.read_text().replace("accounts: {", "accounts: {b: {connector: wix, sandbox: seed.csv}, ")
    )
    with pytest.raises(AccountsFailed) as refusal:
        shot.offline()
    [(name, failure)] = refusal.value.failures.items()
    assert (name, failure.reason) == ("b", "the snapshot does not have this account")
    assert refusal.value.exit_code == SnapshotUnfit.exit_code == 6


def test_an_account_that_is_another_vendor_s_by_now_is_refused(shot):
    shot.stage.people(*everybody(1))
    shot.stage.manifest("labels: {vip: {members: [p0@example.com]}}\n")
    shot.take()
    snapshot = shot.open()
    part = snapshot.parts["a"]
    other = replace(snapshot, parts={"a": replace(part, look=replace(part.look, connector="highlevel"))})
    with pytest.raises(AccountsFailed) as refusal:
        open_offline(shot.desk(), (), other)
    assert refusal.value.failures["a"].reason == "in the snapshot this account is one of highlevel"


def test_nothing_can_be_performed_or_sent(shot):
    shot.stage.people(*everybody(1))
    shot.stage.manifest("labels: {vip: {members: [p0@example.com]}}\n")
    shot.take()
    [site] = open_offline(shot.desk(), (), shot.open())

    async def tries() -> None:
        with pytest.raises(Rejected):
            await site.connector.perform(Relabel(("x",), ("y",)), site.writer, None)
        with pytest.raises(NotAReadingRequest):
            await site.reader.read(Request("contacts", "GET", "/contacts"))
        with pytest.raises(CallFailed):
            await site.writer.write(Request("contacts", "POST", "/contacts"))
        await site.line.close()

    shot.stage.ground.run(tries())


def test_one_text_that_is_an_id_and_a_phone_keeps_both_places():
    place, other = Place("a.yaml", 1), Place("a.yaml", 2)
    wish = Wish(Stance(frozenset({"vip"})), place)
    text = "+6281100000001"
    wishes = Wishes({}, {text: wish}, {text: wish}, also={(text, "vip"): other}, ends={(text, "vip"): 5.0})
    found = masked(wishes, KEY)
    assert found.also == {(text, "vip"): other, (KEY(text), "vip"): other}
    assert found.ends == {(text, "vip"): 5.0, (KEY(text), "vip"): 5.0}
    assert found.find(KEY(text)) == wish
    assert text not in found.phones


def test_a_filter_adds_its_reason_to_those_that_cut_its_label_already():
    natives = (Native("vip", "{}", Place("a.yaml", 3)), Native("news", "{}", Place("a.yaml", 4)))
    sources = {"vip": Cut(("short",)), "news": Whole(), "gold": Whole()}
    cut = unasked(Wishes({}, {}, {}, sources=sources, natives=natives)).sources
    assert cut["vip"] == Cut(("short", "a.yaml:3: a filter cannot be asked offline"))
    assert cut["news"] == Cut(("a.yaml:4: a filter cannot be asked offline",))
    assert cut["gold"] == Whole()
