"""A million contacts: how large the file is, and what it takes in memory to write and to read it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]

MEASURED = """
import json, random, resource, sys
from pathlib import Path
from uuid import UUID
from labelsync.core.roster import Contact, Definition
from labelsync.snapshot import CHECK, Head, drafted, open_snapshot
from tests.snapshot.samples import KEY, look
from dataclasses import replace

def used():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

def person(number):
    ids = UUID(int=chance.getrandbits(128))
    email, phone = f"p{number}@example.com", f"+6281{number:08}"
    named = (KEY(email), KEY(phone)) if keyed else (email, phone)
    return Contact(str(ids), *named, frozenset(one.id for one in chance.sample(labels, 2)))

keyed, path, chance = sys.argv[1] == "keyed", Path(sys.argv[2]), random.Random(1)
labels = [Definition(f"custom.label-{number}", f"Label {number}") for number in range(40)]
before = used()
with drafted(path, Head(("a",), "0.1.0", KEY(CHECK) if keyed else "")) as draft:
    part = draft.part(replace(look(), definitions=tuple(labels)))
    for page in range(2_000):
        part.page([person(500 * page + number) for number in range(500)], total=1_000_000, last=page == 1_999)
    part.end("", finished=9.0)
count = sum(map(len, open_snapshot(path, KEY).pages("a")))
print(json.dumps({"count": count, "size": path.stat().st_size, "more": used() - before}))
"""


@pytest.mark.parametrize("kind", ["keyed", "plain"])
def test_a_million_contacts_take_at_most_60_mb_on_disk_and_40_in_memory(kind, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, kind, str(tmp_path / "s")],
        capture_output=True,
        text=True,
        check=True,
    )
    measured = json.loads(done.stdout)
    assert measured["count"] == 1_000_000
    assert measured["size"] <= 60_000_000
    assert measured["more"] <= 40
