"""The bulk path names the same people as the careful one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from labelsync.core.identity import Email
from labelsync.sources import identify
from labelsync.sources.flaws import Flaws
from labelsync.sources.naming import name_people

cell = st.text(st.sampled_from("aZ9.-_+@\n \té\u212a"), max_size=8) | st.sampled_from(
    [
        "a@b.co",
        "A@B.co",
        "+628123456789",
        "a@b.co\nc@d.co",
        "x" * 65 + "@b.co",
        "a..b@c.co",
        "a@b-.co",
        "0812",
        "a@b@c.co",
    ]
)


@settings(max_examples=500)
@given(st.lists(cell, max_size=6))
def test_a_chunk_names_whom_its_cells_name_one_by_one(cells: list[str]):
    flaws = Flaws("x.csv")
    found = {
        (named.kind, text, line)
        for named in name_people(cells, range(len(cells)), flaws, region="", ids=False)
        for text, line in zip(named.texts, named.lines, strict=True)
    }
    expected, refused = set(), 0
    for line, text in enumerate(cells):
        try:
            identity = identify(text, "")
        except ValueError:
            refused += 1
        else:
            expected.add(("emails" if isinstance(identity, Email) else "phones", identity.text, line))
    assert found == expected
    assert bool(flaws) == bool(refused)
