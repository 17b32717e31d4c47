"""The same inputs give the same plan file, byte for byte, whatever the hash seed and the concurrency."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PLANNED = """
import sys
from pathlib import Path
from labelsync.planfile import seal_plan
from labelsync.testing import InProcess, Stage, everybody, members, subject

vendor, concurrency, folder = sys.argv[1:]
stage = Stage(Path(folder), subject(vendor), InProcess(subject(vendor)))
stage.people(*everybody(90, "old", "gone"), *everybody(700, "trial", start=90), *everybody(40, start=790))
stage.manifest(
    "labels:\\n"
    f"  vip: {{members: {members(*range(0, 300, 7))}}}\\n"
    f"  gold: {{members: {members(*range(0, 300, 5))}}}\\n"
    f"  old: {{members: {members(*range(60, 120))}}}\\n"
    "  gone: {state: absent}\\n"
    f"  trial: {{ownership: additive, members: {members(*range(5, 400, 9), 2000)}}}\\n",
    settings=f"batch: 40, concurrency: {concurrency}",
)
sys.stdout.buffer.write(seal_plan(stage.plan(), b"k" * 32))
"""


def planned(folder: Path, vendor: str, *, seed: str, concurrency: int) -> bytes:
    folder.mkdir()
    command = [sys.executable, "-c", PLANNED, vendor, str(concurrency), str(folder / "stage")]
    return subprocess.run(command, env={"PYTHONHASHSEED": seed}, check=True, capture_output=True).stdout


@pytest.mark.parametrize("vendor", ["wix", "highlevel"])
def test_the_same_inputs_give_the_same_plan_whatever_the_hash_seed(tmp_path, vendor):
    plans = {planned(tmp_path / seed, vendor, seed=seed, concurrency=3) for seed in ("0", "1", "4242")}
    [plan] = plans
    assert len(plan) > 5000


@pytest.mark.parametrize("vendor", ["wix", "highlevel"])
def test_the_concurrency_changes_nothing_of_a_plan_but_the_time_that_it_takes(tmp_path, vendor):
    def timeless(plan: bytes) -> dict:
        document = json.loads(plan)
        for place in (document["manifest"], document):
            for key in ("digest", "digests", "seal"):
                place.pop(key, None)
        document["summary"].pop("seconds")
        document["accounts"][0]["cost"].pop("seconds")
        return document

    first, second = (
        timeless(planned(tmp_path / str(one), vendor, seed="0", concurrency=one)) for one in (1, 8)
    )
    assert first == second
