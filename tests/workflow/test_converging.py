"""What holds on every vendor, with its documented lags, limits and job delays on."""

import pytest

from labelsync.core.outcome import Kind
from tests.workflow.scene import Scene, emails, members, people

VENDORS = ("wix", "highlevel", "kirimchat")
READABLE = ("wix", "highlevel")
ADDING = {
    "wix": "POST:/contacts/v4/bulk/contacts/add-remove-labels",
    "highlevel": "POST:/contacts/bulk/tags/update/add",
    "kirimchat": "POST:/contacts/bulk_label",
}


def outcomes(run, action):
    return {
        row.id: row.outcome.kind
        for account in run.accounts
        for change in account.changes
        if change.action == action
        for row in change.contacts
    }


@pytest.fixture(params=VENDORS)
def scene(request, tmp_path):
    return Scene(tmp_path, request.param, people(8))


@pytest.fixture(params=READABLE)
def readable(request, tmp_path):
    return Scene(tmp_path, request.param, people(8))


def test_after_applying_nothing_is_left_to_plan_and_nothing_more_is_sent(scene):
    scene.manifest(f"labels: {{vip: {{members: {members(0, 1, 2)}}}}}\n")
    run = scene.apply()
    assert run.converged
    assert run.exit_code == 0
    assert scene.carriers("vip") == emails(0, 1, 2)
    assert scene.plan().is_empty
    sent = len(scene.counting.writing)
    assert scene.apply().converged
    assert len(scene.counting.writing) == sent


def test_the_ledger_or_the_vendor_says_who_loses_a_label_next_time(scene):
    scene.manifest(f"labels: {{vip: {{members: {members(0, 1, 2)}}}}}\n")
    scene.apply()
    scene.manifest(f"labels: {{vip: {{members: {members(2, 3)}}}}}\n")
    assert scene.apply().converged
    assert scene.carriers("vip") == emails(2, 3)
    fired = [(event.on, event.label) for event in scene.emulator.view().automations]
    assert sorted(fired) == [("add", "vip")] * 4 + [("remove", "vip")] * 2
    assert scene.plan().is_empty


def test_the_price_of_a_plan_is_the_number_of_writing_requests_that_are_sent(scene):
    scene.manifest(f"labels: {{vip: {{members: {members(0, 1)}}}, gold: {{members: {members(1, 2)}}}}}\n")
    priced = scene.plan()
    made = sum(c.by_use is False for c in priced.accounts[0].changes if hasattr(c, "by_use"))
    scene.apply(priced)
    assert made in (0, 2)
    assert len(scene.counting.writing) == priced.accounts[0].cost.requests


@pytest.mark.parametrize("fault", ["drop", "500", "503", "html"])
def test_an_answer_that_is_lost_after_or_before_the_effect_still_converges(scene, fault):
    scene.manifest(f"labels: {{vip: {{members: {members(0, 1, 2)}}}}}\n")
    scene.fault(f"{fault}@{ADDING[scene.vendor]}")
    run = scene.apply()
    if not run.converged:
        assert scene.vendor == "kirimchat"
        assert run.exit_code == 3
        assert scene.apply().converged
    assert scene.carriers("vip") == emails(0, 1, 2)
    assert len(scene.emulator.view().automations) == 3
    assert scene.plan().is_empty


@pytest.mark.parametrize("fault", ["429x3", "refusex2@GET:/", "503x2@GET:/", "delay=5x4"])
def test_refusals_for_pace_and_passing_faults_of_reading_are_waited_out(scene, fault):
    scene.manifest(f"labels: {{vip: {{members: {members(0, 1, 2)}}}}}\n")
    scene.fault(fault)
    assert scene.apply().converged
    assert scene.carriers("vip") == emails(0, 1, 2)
    assert len(scene.emulator.view().automations) == 3


def test_a_vendor_that_is_down_before_anything_was_sent_is_69(scene):
    from labelsync.errors import AccountsFailed

    scene.manifest(f"labels: {{vip: {{members: {members(0)}}}}}\n")
    scene.fault("503x99")
    with pytest.raises(AccountsFailed) as failed:
        scene.plan()
    assert failed.value.exit_code == 69
    assert scene.counting.writing == []


def test_whoever_already_carries_it_is_not_sent_again(readable):
    readable.manifest(f"labels: {{vip: {{members: {members(0)}}}}}\n")
    readable.apply()
    readable.manifest(f"labels: {{vip: {{members: {members(0, 1)}}}}}\n")
    readable.apply()
    assert len(readable.emulator.view().automations) == 2


def test_a_contact_that_somebody_else_deletes_is_a_conflict_of_an_old_plan_and_the_rest_goes_on(readable):
    readable.manifest(f"labels: {{vip: {{members: {members(0, 1, 2)}}}}}\n")
    plan = readable.plan()
    gone = {p.email: i for i, p in readable.emulator.view().contacts.items()}["p1@example.com"]
    delete(readable, gone)
    readable.clock.passed += 3600
    run = readable.apply(plan)
    assert outcomes(run, "add")[gone] is Kind.CONFLICT
    assert readable.carriers("vip") == emails(0, 2)
    assert run.exit_code == 3


def test_what_somebody_else_did_meanwhile_is_already_so(readable):
    readable.manifest(f"labels: {{vip: {{members: {members(0, 1)}}}}}\n")
    plan = readable.plan()
    readable.apply()
    fired = len(readable.emulator.view().automations)
    readable.clock.passed += 3600
    run = readable.apply(plan)
    assert set(outcomes(run, "add").values()) == {Kind.ALREADY}
    assert run.converged
    assert len(readable.emulator.view().automations) == fired


def test_a_removed_label_goes_from_everyone_and_its_definition_goes_too(scene):
    scene.manifest(f"labels: {{vip: {{members: {members(0, 1)}}}}}\n")
    scene.apply()
    scene.manifest("labels: {vip: {state: absent, definition: absent}}\n")
    run = scene.apply()
    assert run.exit_code == 0, run.accounts
    assert scene.carriers("vip") == set()
    assert "vip" not in scene.emulator.view().labels
    assert scene.plan().is_empty


def test_a_kirimchat_account_without_a_ledger_says_so_and_detaches_nobody(tmp_path):
    scene = Scene(tmp_path, "kirimchat", people(3, "vip"))
    scene.manifest(f"labels: {{vip: {{members: {members(0)}}}}}\n")
    [account] = scene.plan().accounts
    assert (account.read.basis, account.read.ledger) == ("assumed", False)
    assert {type(change).__name__ for change in account.changes} == {"Add"}
    assert scene.apply().converged
    assert scene.carriers("vip") == emails(0, 1, 2)
    assert scene.plan().accounts[0].read.ledger is True


def test_a_plan_right_after_our_own_write_does_not_flap_while_the_index_lags(tmp_path):
    from labelsync.sandbox import highlevel

    scene = Scene(tmp_path, "highlevel", people(8), highlevel.Switches(index_stuck=True))
    scene.manifest(f"labels: {{vip: {{members: {members(0, 1, 2)}}}}}\n")
    assert scene.apply().converged
    assert scene.plan().is_empty


def test_a_label_that_is_dropped_and_made_again_within_the_lag_is_not_planned_anew(tmp_path):
    scene = Scene(tmp_path, "highlevel", people(4, "vip"))
    scene.manifest("labels: {vip: {state: absent, definition: absent}}\n")
    assert scene.apply().converged
    scene.manifest(f"labels: {{vip: {{members: {members(0, 1)}}}}}\n")
    assert scene.apply().converged
    assert scene.plan().is_empty


def test_deleting_where_the_vendor_cannot_is_an_objection_and_not_an_exception(tmp_path):
    scene = Scene(tmp_path, "kirimchat", people(2))
    scene.manifest("contacts: [{contact: p0@example.com, state: absent}]\n")
    [objection] = scene.plan().objections
    assert (objection.guard, objection.override) == ("capability", "")


@pytest.mark.parametrize("vendor", READABLE)
def test_a_contact_is_deleted_once_and_a_second_run_finds_it_gone(tmp_path, vendor):
    scene = Scene(tmp_path, vendor, people(4))
    scene.manifest("contacts: [{contact: p0@example.com, state: absent}]\n")
    run = scene.apply()
    assert set(outcomes(run, "delete").values()) == {Kind.VERIFIED}
    assert len(scene.emulator.view().contacts) == 3
    assert scene.plan().is_empty


def test_a_lost_answer_of_a_deletion_is_looked_up_and_never_sent_blindly_again(tmp_path):
    scene = Scene(tmp_path, "wix", people(4))
    scene.manifest("contacts: [{contact: p0@example.com, state: absent}]\n")
    scene.fault("drop@POST:/contacts/v4/bulk/contacts/delete")
    run = scene.apply()
    assert set(outcomes(run, "delete").values()) == {Kind.VERIFIED}
    assert [path for _, path in scene.counting.writing].count("/contacts/v4/bulk/contacts/delete") == 1


def delete(scene, contact):
    """Somebody else, with another client."""
    import httpx

    paths = {"wix": f"/contacts/v4/contacts/{contact}", "highlevel": f"/contacts/{contact}"}
    headers = {
        "authorization": "Bearer pit-00000000-0000-4000-8000-000000000000",
        "version": "2021-07-28",
        "wix-site-id": "5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a",
    }

    async def send():
        transport = httpx.ASGITransport(scene.emulator.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://localhost", headers=headers
        ) as client:
            (await client.delete(paths[scene.vendor])).raise_for_status()

    scene.clock.run(send())


@pytest.mark.parametrize("vendor", ["wix", "kirimchat"])
def test_a_changed_title_is_a_rename_and_makes_no_second_label(tmp_path, vendor):
    scene = Scene(tmp_path, vendor, people(3))
    scene.manifest(f"labels: {{vip: {{title: VIP, members: {members(0)}}}}}\n")
    assert scene.apply().converged
    scene.clock.passed += 3600
    scene.manifest(f"labels: {{vip: {{title: Gold, members: {members(0)}}}}}\n")
    assert scene.plan().summary()["rename_label"] == 1
    assert scene.apply().converged
    assert list(scene.emulator.view().labels).count("VIP") == 0
    assert scene.carriers("Gold") == emails(0)
    assert scene.plan().is_empty


def test_after_many_changes_the_next_plan_waits_until_the_index_must_show_them(tmp_path):
    scene = Scene(tmp_path, "highlevel", people(300))
    scene.manifest(f"labels: {{vip: {{members: {members(*range(250))}}}}}\n")
    assert scene.apply().converged
    before = scene.clock.passed
    assert scene.plan().is_empty
    assert 0 < scene.clock.passed - before <= 61
    assert len(scene.carriers("vip")) == 250
