"""Levels 1 to 3: describe, observe, resolve."""

from __future__ import annotations

from dataclasses import replace

from labelsync.connectors.registry import vendors
from labelsync.core.capability import Capabilities
from labelsync.core.change import Add
from labelsync.core.plan import Plan
from labelsync.core.question import Carriers, Definitions, Everyone, Matching, Named, Seen, These
from labelsync.core.roster import Contact
from labelsync.testing.grounds import InProcess
from labelsync.testing.stage import Stage, emails, everybody

__all__ = [
    "test_01_the_connector_describes_itself",
    "test_02_all_ways_of_asking_mean_the_same_people",
    "test_02_an_empty_account_is_seen_whole",
    "test_02_everyone_is_seen_once_over_several_pages",
    "test_02_the_account_says_whose_it_is_and_says_it_again",
    "test_02_what_the_vendor_cannot_be_asked_is_refused_before_anything_is_sent",
    "test_03_an_email_or_a_phone_that_two_share_is_withheld",
    "test_03_people_are_found_by_email_phone_and_id_in_whatever_form",
]
MANY = 2_100
NOTHING = "labels: {vip: {members: []}}\n"


def test_01_the_connector_describes_itself(stage: Stage) -> None:
    stage.manifest(NOTHING)
    vendor, (identified, can) = stage.subject.vendor, stage.identify()
    assert vendors()[vendor.name] is vendor
    assert vendor.title
    assert all(setting.doc for setting in vendor.settings)
    assert {name for names in vendor.credentials for name in names} <= {s.name for s in vendor.settings}
    assert identified.text
    assert identified.tenant
    assert min(can.page, can.these, can.strong, can.shape.max_contacts, can.shape.max_labels) >= 1
    assert can.labels == vendor.labels
    assert can.job[0] <= can.job[1]
    assert all(bucket.limit > 0 and bucket.seconds > 0 for bucket in can.buckets)
    assert bool(can.matching) == (vendor.check_filter is not None)


def test_02_the_account_says_whose_it_is_and_says_it_again(stage: Stage) -> None:
    stage.people(*everybody(2))
    stage.manifest(NOTHING)
    assert stage.identify()[0] == stage.identify()[0]


def test_02_an_empty_account_is_seen_whole(stage: Stage) -> None:
    stage.people()
    stage.manifest(NOTHING)
    seen = stage.ask(Everyone())
    assert seen.contacts == ()
    assert isinstance(seen.certificate, Seen)


def test_02_everyone_is_seen_once_over_several_pages(stage: Stage) -> None:
    stage.manifest(NOTHING)
    page = stage.identify()[1].page
    count = min(2 * page + 3, MANY) if isinstance(stage.ground, InProcess) else 12
    stage.people(*everybody(count))
    seen = stage.ask(Everyone())
    assert isinstance(seen.certificate, Seen)
    assert seen.certificate.contacts == count
    assert sorted(contact.email for contact in seen.contacts) == sorted(emails(*range(count)))


def test_02_all_ways_of_asking_mean_the_same_people(stage: Stage) -> None:
    stage.people(*everybody(5, "vip", first_name="Ada"), *everybody(4, "other", first_name="Bob", start=5))
    stage.manifest(NOTHING)
    _, can = stage.identify()
    vip = next(label.id for label in stage.ask(Definitions()).labels if label.name == "vip")
    meant = {contact.id: contact for contact in stage.ask(Everyone()).contacts if contact.email in ADAS}
    assert len(meant) == len(ADAS)
    for question in _ways(stage, can, vip, tuple(meant.values())):
        answer = stage.ask(question)
        assert isinstance(answer.certificate, Seen), question
        found = {contact.id: contact for contact in answer.contacts}
        if isinstance(question, Named):
            found = {key: contact for key, contact in found.items() if contact.email in ADAS}
        assert {key: _plain(one) for key, one in found.items()} == {k: _plain(c) for k, c in meant.items()}


ADAS = emails(*range(5))


def _ways(
    stage: Stage, can: Capabilities, vip: str, meant: tuple[Contact, ...]
) -> list[These | Carriers | Named | Matching]:
    ids = tuple(contact.id for contact in meant)
    ways: list[These | Carriers | Named | Matching] = [These(ids, strong=False), These(ids, strong=True)]
    if can.carriers:
        ways.append(Carriers((vip,)))
    if can.emails:
        ways.append(Named(tuple(contact.email for contact in meant), ()))
    if can.phones:
        ways.append(Named((), tuple(contact.phone for contact in meant)))
    if can.matching:
        assert stage.subject.emulated.named, "the emulator says no filter that finds people by first name"
        named = stage.subject.emulated.named.replace("{name}", "Ada").replace("{lower}", "ada")
        ways.append(Matching(named))
    return ways


def _plain(contact: Contact) -> Contact:
    return contact._replace(unsure=False)


def test_02_what_the_vendor_cannot_be_asked_is_refused_before_anything_is_sent(stage: Stage) -> None:
    from labelsync.errors import Rejected

    stage.people(*everybody(1, "vip"))
    stage.manifest(NOTHING)
    _, can = stage.identify()
    impossible = [
        question
        for question, price in (
            (Carriers(("vip",)), can.carriers),
            (Named(("p0@example.com",), ()), can.emails),
            (Named((), ("+6281100000000",)), can.phones),
            (Matching("{}"), can.matching),
        )
        if not price
    ]
    for question in impossible:
        try:
            stage.ask(question)
        except Rejected as refused:
            assert refused.status == 0, "refused by the vendor, not by the connector"
        else:
            raise AssertionError(question)


def test_03_people_are_found_by_email_phone_and_id_in_whatever_form(stage: Stage) -> None:
    stage.people(*everybody(4))
    who = {email: contact for contact, email in stage.world.people.items()}
    stage.manifest(
        "labels: {vip: {members: ["
        '"  P0@Example.COM ", "+62 811-0000-0001", '
        f'{{id: "{who["p2@example.com"]}", account: a}}, nobody@example.com]}}}}\n'
    )
    plan = stage.plan()
    [added] = [change for change in plan.accounts[0].changes if isinstance(change, Add)]
    assert {stage.world.people[contact] for contact in added.contacts} == emails(0, 1, 2)
    assert len(plan.accounts[0].unmatched) == 1


def test_03_an_email_or_a_phone_that_two_share_is_withheld(stage: Stage) -> None:
    first, second, third = everybody(3)
    twin = replace(second, email="", phone=first.phone)
    stage.people(first, twin, third)
    stage.manifest(f'labels: {{vip: {{members: ["{first.phone}", {third.email}]}}}}\n')
    plan = stage.plan()
    if len(stage.world.people) == 2:
        return  # a vendor at which no two contacts share a number
    assert plan.accounts[0].labels[0].ambiguous == 1
    assert _added(plan) == 1


def _added(plan: Plan) -> int:
    return sum(len(change.contacts) for change in plan.accounts[0].changes if isinstance(change, Add))
