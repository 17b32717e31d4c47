"""F2: what a run had to leave open is asked by its ticket, and never sent blindly again."""

import pytest

from labelsync.core.outcome import Kind
from labelsync.errors import Locked
from labelsync.sandbox.wix import Switches
from tests.crash.mortal import Mortal, entries
from tests.workflow.scene import emails, members
from tests.workflow.test_converging import outcomes

DELETION = "contacts: [{contact: p0@example.com, state: absent}]\n"
BULK = "/contacts/v4/bulk/contacts"


def vip(*numbers):
    return f"labels: {{vip: {{members: {members(*numbers)}}}}}\n"


def nothing(_):
    """What happens when a request arrives: nothing but its answer."""


def sent(scene, path):
    return [place for _, place in scene.counting.writing].count(path)


def adding(scene):
    return {
        "wix": f"{BULK}/add-remove-labels",
        "highlevel": "/contacts/bulk/tags/update/add",
        "kirimchat": "/contacts/bulk_label",
    }[scene.vendor]


def test_a_delete_job_that_never_completes_locks_the_account_for_the_next_apply(tmp_path):
    scene = Mortal(tmp_path, "wix", switches=Switches(job_never_completes=True))
    scene.manifest(DELETION)
    run = scene.apply()
    assert set(outcomes(run, "delete").values()) == {Kind.UNKNOWN}
    assert run.exit_code == 3
    for _ in range(2):
        with pytest.raises(Locked, match="a delete job of run run1 is still open on account a") as refused:
            scene.apply()
        assert refused.value.exit_code == 75
        assert refused.value.advice
    assert sent(scene, f"{BULK}/delete") == 1


def test_a_delete_job_that_takes_long_locks_until_it_is_over_and_is_then_settled_by_its_id(tmp_path):
    scene = Mortal(tmp_path, "wix", switches=Switches(job_running=700.0))
    scene.manifest(DELETION)
    assert scene.apply().exit_code == 3
    with pytest.raises(Locked, match="run1"):
        scene.apply()
    assert len(scene.emulator.view().contacts) == 8
    scene.clock.passed += 200
    assert scene.apply().converged
    assert len(scene.emulator.view().contacts) == 7
    assert sent(scene, f"{BULK}/delete") == 1
    [entry] = [entry for entry in entries(scene.path) if entry.performed and entry.performed.contacts]
    assert {outcome.kind for outcome in entry.performed.contacts.values()} == {Kind.APPLIED}
    assert [kind for kind, _ in entry.tickets] == ["job"]


def test_a_run_that_dies_while_its_delete_job_runs_locks_the_account_and_names_itself(tmp_path):
    scene = Mortal(tmp_path, "wix")
    scene.manifest(DELETION)
    steps = scene_steps(tmp_path / "whole", DELETION)
    scene.die_at(steps.index(f"after POST {BULK}/delete") + 3)
    assert [entry.settled for entry in entries(scene.path)] == [None]
    with pytest.raises(Locked, match="run1"):
        scene.apply()


def scene_steps(folder, text):
    scene = Mortal(folder, "wix")
    scene.manifest(text)
    return scene.die_at(0).steps


def test_a_relabel_job_left_open_is_settled_by_its_id_and_not_sent_again(tmp_path):
    scene = Mortal(tmp_path, "wix", switches=Switches(job_running=700.0))
    scene.manifest(vip(0, 1, 2))
    run = scene.apply()
    assert set(outcomes(run, "add").values()) == {Kind.UNKNOWN}
    assert run.exit_code == 3
    scene.clock.passed += 200
    assert scene.apply().converged
    assert scene.carriers("vip") == emails(0, 1, 2)
    assert sent(scene, adding(scene)) == 1
    assert len(scene.emulator.view().automations) == 3


def test_a_relabel_job_that_is_done_but_never_says_so_is_settled_by_what_can_be_seen(tmp_path):
    scene = Mortal(tmp_path, "wix", switches=Switches(job_never_completes=True))
    scene.manifest(vip(0, 1, 2))
    assert scene.apply().exit_code == 3
    assert scene.apply().converged
    assert scene.journal().memory.open_intents(["a"]) == ()
    assert sent(scene, adding(scene)) == 1


def test_a_lost_answer_of_kirimchat_is_settled_with_the_same_call_under_the_same_key(tmp_path):
    scene = Mortal(tmp_path, "kirimchat")
    asked = []
    scene.on_write = asked.append
    scene.manifest(vip(0, 1, 2))
    scene.fault("dropx99@POST:/contacts/bulk_label")
    run = scene.apply()
    assert set(outcomes(run, "add").values()) == {Kind.UNKNOWN}
    scene.fault()
    assert scene.apply().converged
    calls = [one for one in asked if one.path == "/contacts/bulk_label"]
    assert len(calls) > 1
    assert len({(one.body, one.headers["idempotency-key"]) for one in calls}) == 1
    assert len(scene.emulator.view().automations) == 3


def test_a_call_that_is_refused_under_its_old_key_does_not_hold_up_every_later_run(tmp_path):
    scene = Mortal(tmp_path, "kirimchat")
    scene.manifest(vip(0))
    scene.apply()
    scene.manifest(vip(0, 1))
    scene.die_at(steps_until_the_call(tmp_path / "whole"))
    delete_the_label(scene)
    assert scene.apply().converged
    assert scene.journal().memory.open_intents(["a"]) == ()
    assert scene.carriers("vip") == emails(0, 1)
    [dead] = [entry for entry in entries(scene.path) if entry.settled and entry.performed and failed(entry)]
    assert dead.run == "run2"


def failed(entry):
    return Kind.FAILED in {outcome.kind for outcome in entry.performed.contacts.values()}


@pytest.mark.parametrize(("later", "times"), [(3600.0, 1), (90_000.0, 0)])
def test_a_call_is_sent_again_under_its_key_for_a_day_and_later_what_is_wanted_is_planned_anew(
    tmp_path, later, times
):
    scene = Mortal(tmp_path, "kirimchat")
    scene.manifest(vip(0))
    scene.apply()
    scene.manifest(vip(0, 1))
    scene.die_at(steps_until_the_call(tmp_path / "whole"))
    scene.manifest(vip(0))
    scene.clock.passed += later
    scene.apply()
    names = {c: person.email for c, person in scene.emulator.view().contacts.items()}
    fired = [(names[event.contact], event.on) for event in scene.emulator.view().automations]
    assert fired.count(("p1@example.com", "add")) == times
    assert scene.carriers("vip") == emails(0)
    assert scene.journal().memory.open_intents(["a"]) == ()


def steps_until_the_call(folder):
    """The step at which the second apply has its key and has not sent its call."""
    scene = Mortal(folder, "kirimchat")
    scene.manifest(vip(0))
    scene.apply()
    scene.manifest(vip(0, 1))
    return scene.die_at(0).steps.index("before POST /contacts/bulk_label") + 1


def delete_the_label(scene):
    """Somebody else, with another client."""
    import httpx

    async def send():
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(scene.emulator.app),
            base_url="http://localhost",
            headers={"authorization": "Bearer kdv_live_000000000000000000000000"},
        )
        async with client:
            for label in (await client.get("/labels")).raise_for_status().json()["data"]:
                (await client.delete(f"/labels/{label['id']}")).raise_for_status()

    scene.clock.run(send())


def test_a_contact_that_a_job_skips_in_silence_is_named(tmp_path):
    scene = Mortal(tmp_path, "wix")
    skipped = min(scene.emulator.view().contacts)
    other = Mortal(tmp_path / "other", "wix", switches=Switches(skip_contacts=frozenset({skipped})))
    other.manifest(vip(*range(8)))
    found = outcomes(other.apply(), "add")
    assert found.pop(skipped) is Kind.FAILED
    assert set(found.values()) == {Kind.VERIFIED}
