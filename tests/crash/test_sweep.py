"""F1: a run dies at every durable step in turn, and a plain apply ends where it would have ended."""

import random
from contextlib import suppress
from typing import NamedTuple

import pytest

from labelsync.core.batch import Creation, Deletion, Undefinition
from labelsync.errors import Locked
from tests.crash.mortal import Fate, Mortal, World, everybody, today, world, yesterday
from tests.crash.truth import STANDING, denials, last_word, lies

VENDORS = ("wix", "highlevel", "kirimchat")
TWO_DAYS = 172_800.0


class Prepared(NamedTuple):
    """A scene before the run that may die, and the e-mails of all who are there."""

    scene: Mortal
    names: dict[str, str]


def prepared(folder, vendor) -> Prepared:
    scene = Mortal(folder, vendor)
    yesterday(scene)
    names = everybody(scene)
    today(scene)
    return Prepared(scene, names)


def unbroken(folder, vendor) -> tuple[Fate, World]:
    """The steps of a run that lives, and the world that it leaves."""
    scene, names = prepared(folder, vendor)
    fate = scene.die_at(0)
    return fate, world(scene, names)


def check(scene: Mortal, names: dict[str, str], wanted: World, where: str) -> None:
    """One plain apply, then all that must hold."""
    at_death = scene.emulator.view()
    run = scene.apply_again()
    assert run.converged, where
    assert world(scene, names) == wanted, where
    assert scene.plan().is_empty, where
    assert scene.journal().memory.open_intents(["a"]) == (), where
    assert lies(scene) == [], where
    assert denials(scene, at_death) == [], where
    assert last_word(scene, Creation, "gold") <= STANDING, where
    assert last_word(scene, Undefinition, "old") <= STANDING, where
    assert last_word(scene, Deletion) <= STANDING, where


@pytest.mark.parametrize("vendor", VENDORS)
def test_wherever_a_run_dies_a_plain_apply_ends_as_wanted_and_nothing_fires_twice(tmp_path, vendor):
    whole, wanted = unbroken(tmp_path / "whole", vendor)
    assert len(whole.steps) > 40
    for step, name in enumerate(whole.steps, start=1):
        scene, names = prepared(tmp_path / str(step), vendor)
        scene.die_at(step)
        check(scene, names, wanted, f"died at step {step}, {name}")


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_run_that_dies_while_it_settles_what_a_dead_one_left_is_settled_too(tmp_path, vendor):
    whole, wanted = unbroken(tmp_path / "whole", vendor)
    chance = random.Random(20261122)
    for first in chance.sample(range(1, len(whole.steps) + 1), 10):
        second = chance.randint(1, 8)
        scene, names = prepared(tmp_path / str(first), vendor)
        scene.die_at(first)
        with suppress(Locked):
            scene.die_at(second)
        check(scene, names, wanted, f"died at step {first}, then at step {second}")


@pytest.mark.parametrize("vendor", VENDORS)
def test_what_a_dead_run_left_is_settled_two_days_later_when_keys_are_forgotten(tmp_path, vendor):
    whole, wanted = unbroken(tmp_path / "whole", vendor)
    chance = random.Random(20261123)
    for step in chance.sample(range(1, len(whole.steps) + 1), 10):
        scene, names = prepared(tmp_path / str(step), vendor)
        scene.die_at(step)
        scene.clock.passed += TWO_DAYS
        check(scene, names, wanted, f"died at step {step}, {whole.steps[step - 1]}")
