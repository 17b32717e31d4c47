"""Plan files of every release stay readable: one golden file for each format."""

from __future__ import annotations

import json
from pathlib import Path

from labelsync.planfile import open_sealed, read, seal_plan
from tests.planfile.samples import EXPIRES, KEY, PLAN

GOLDEN = Path(__file__).with_name("golden") / "1.0.json"


def test_the_first_format_is_read_as_it_was_meant() -> None:
    data = GOLDEN.read_bytes()
    assert read(data) == PLAN
    assert open_sealed(data, key=KEY, now=EXPIRES - 1) == PLAN


def test_the_first_format_is_still_written_the_same_way() -> None:
    golden, now = (json.loads(data) for data in (GOLDEN.read_bytes(), seal_plan(PLAN, KEY)))
    own = {"labelsync", "seal"}
    assert {key: golden[key] for key in golden.keys() - own} == {key: now[key] for key in now.keys() - own}
