"""The price is what is sent: the emulators' request logs, held against the cost that the plan named."""

from __future__ import annotations

from collections import Counter
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelsync.core.plan import AccountPlan, Plan
from labelsync.sandbox import highlevel, kirimchat, wix
from labelsync.sandbox.emulator import Person
from tests.workflow.scene import Scene, people

AT_ONCE = {
    "wix": wix.Switches(
        index_lag=0.0,
        label_list_lag=0.0,
        job_new=0.0,
        job_loading=0.0,
        job_running=0.2,
        job_per_contact=0.0,
        job_indexing=0.0,
    ),
    "highlevel": highlevel.Switches(index_lag=0.0),
    "kirimchat": kirimchat.Switches(),
}
"""Without lags, and with jobs that are over when they are asked for the first time."""

WRITING = {"relabel", "delete", "create_label", "rename_label", "delete_label"}
NUMBERS = count()
PHONES = [person.phone for person in people(60)]
EMAILS = [person.email for person in people(60)]
SOME = st.frozensets(st.integers(0, 59))
WANTED = st.fixed_dictionaries({"a": SOME, "b": SOME, "c": st.just(frozenset()) | SOME})
CARRIED = st.fixed_dictionaries({"a": SOME, "b": SOME})


def manifest(vendor: str, wanted: dict[str, frozenset[int]], deleted: frozenset[int]) -> str:
    """Every label exact; on a vendor that cannot be read additive, for nobody is known to be detached."""
    names = PHONES if vendor == "kirimchat" else EMAILS
    how = "additive" if vendor == "kirimchat" else "exact"
    lines = ["labels:"]
    for key, who in wanted.items():
        listed = ", ".join(f'"{names[number]}"' for number in sorted(who - deleted))
        lines.append(f"  {key}: {{ownership: {how}, members: [{listed}]}}")
    rows = [f"  - {{contact: {EMAILS[number]}, state: absent}}" for number in sorted(deleted)]
    return "\n".join([*lines, *(["contacts:", *rows] if rows else []), ""])


def furnished(folder, vendor: str, carried: dict[str, frozenset[int]]) -> Scene:
    persons = [
        Person(
            email=email,
            phone=phone,
            labels=tuple(label for label, who in carried.items() if number in who),
        )
        for number, (email, phone) in enumerate(zip(EMAILS, PHONES, strict=True))
    ]
    (room := folder / f"s{next(NUMBERS)}").mkdir()
    return Scene(room, vendor, persons, AT_ONCE[vendor])


def only(plan: Plan) -> AccountPlan:
    return plan.accounts[0]


@pytest.mark.parametrize("vendor", list(AT_ONCE))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wanted=WANTED, carried=CARRIED, deleted=st.frozensets(st.integers(0, 59), max_size=25), batch=st.data()
)
def test_the_price_of_a_plan_is_what_is_sent(vendor, wanted, carried, deleted, batch, tmp_path):
    deleted = frozenset() if vendor == "kirimchat" else deleted
    scene = furnished(tmp_path, vendor, {} if vendor == "kirimchat" else carried)
    height = batch.draw(st.sampled_from([7, 19, 50]))
    scene.manifest(manifest(vendor, wanted, deleted), settings=f"batch: {height}")
    plan = scene.plan()
    cost, planned = only(plan).cost, len(scene.counting.seen)
    assert planned == cost.reads
    scene.clock.passed += 600
    run = scene.apply(plan)
    if not only(plan).changes:
        assert cost.requests == 0
        return
    assert run.exit_code == 0, run.summary()
    assert len(scene.counting.seen) == sum(cost.kinds.values())
    assert len(scene.counting.writing) == cost.requests
    apart = Counter(run.requests)
    assert apart["poll"] == cost.polls_at_least
    assert {kind: cost.kinds[kind] for kind in WRITING & cost.kinds.keys()} == {
        kind: apart[kind] for kind in WRITING & apart.keys()
    }
    assert apart["contacts"] == cost.rereads + cost.verify_at_least
