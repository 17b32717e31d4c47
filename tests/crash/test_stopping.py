"""F5, F17: a run that is stopped, cut off or left by its vendor says so, and the next one finishes."""

import asyncio

import pytest

from labelsync.core.outcome import Kind
from tests.crash.mortal import Mortal
from tests.crash.test_open_work import adding, nothing, vip
from tests.workflow.scene import emails
from tests.workflow.test_converging import outcomes


@pytest.mark.parametrize("vendor", ["wix", "highlevel", "kirimchat"])
def test_a_stop_before_the_second_batch_leaves_the_rest_not_started_and_lists_it(tmp_path, vendor):
    scene = Mortal(tmp_path, vendor)
    scene.manifest(vip(0, 1, 2), "batch: 1, concurrency: 1")
    run = stopped(scene)
    found = outcomes(run, "add")
    ended = Kind.APPLIED if vendor == "kirimchat" else Kind.VERIFIED
    assert sorted(kind.value for kind in found.values()) == sorted(
        [ended.value, "not_started", "not_started"]
    )
    assert run.summary()["not_started"] == 2
    assert not run.converged
    assert run.exit_code == 130
    assert len(scene.carriers("vip")) == 1
    assert scene.apply().converged
    assert scene.carriers("vip") == emails(0, 1, 2)
    assert len(scene.emulator.view().automations) == 3


def stopped(scene):
    """One run that is told to stop while its first batch is under way."""
    applications = []

    def stop(asked):
        if applications and asked.path == adding(scene):
            applications[0].interrupted = 130
            applications[0].stop.set()

    scene.on_write = stop
    return scene.apply(before=applications.append)


@pytest.mark.parametrize("vendor", ["wix", "highlevel", "kirimchat"])
def test_a_second_signal_cuts_the_call_off_and_the_next_apply_looks_it_up(tmp_path, vendor):
    scene = Mortal(tmp_path, vendor)
    scene.manifest(vip(0, 1, 2))
    applications = []

    def cut(asked):
        if asked.path == adding(scene):
            applications[0].interrupted = 130
            asyncio.get_running_loop().call_soon(scene.fate.living.cancel)

    scene.on_write = cut
    run = scene.apply(before=applications.append)
    assert set(outcomes(run, "add").values()) == {Kind.UNKNOWN}
    assert run.exit_code == 130
    assert len(scene.journal().memory.open_intents(["a"])) == 1
    scene.on_write = nothing
    assert scene.apply().converged
    assert scene.carriers("vip") == emails(0, 1, 2)
    assert len(scene.emulator.view().automations) == 3


@pytest.mark.parametrize("vendor", ["wix", "highlevel"])
def test_a_vendor_that_goes_down_half_way_is_3_and_nothing_is_marked_done_that_is_not(tmp_path, vendor):
    scene = Mortal(tmp_path, vendor)
    scene.manifest(vip(0, 1, 2), "batch: 1, concurrency: 1")
    scene.on_write = lambda asked: asked.path == adding(scene) and scene.fault("refusex9999")
    run = scene.apply()
    assert run.exit_code == 3
    kinds = set(outcomes(run, "add").values())
    assert kinds <= {Kind.APPLIED, Kind.UNKNOWN, Kind.NOT_STARTED}
    assert Kind.NOT_STARTED in kinds
    scene.on_write = nothing
    scene.fault()
    assert scene.apply().converged
    assert scene.carriers("vip") == emails(0, 1, 2)
    assert len(scene.emulator.view().automations) == 3
