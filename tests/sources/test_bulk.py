"""What is plain is read in bulk, to the same wishes as what is read row by row."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from labelsync.core.wish import Wishes
from labelsync.sources import Gathered
from tests.sources.lists import gathered

WHO = ("a@b.co", "A@B.co", "c@d.co", "+628123456789", " e@f.co", "g.h@i-j.co", "", "nobody", "o'k@l.co")
LABELS = ("vip", "news", "here", " vip", "vpi", "")
TABLE = (
    "labels: {vip: , news: {accounts: [shop]}, here: {accounts: [agency]}}\n"
    "contacts: [{list: t.csv, column: e, label_column: l}]\n"
)
IDS = TABLE.replace("column: e,", "column: id, account: shop,")
rows = st.lists(st.tuples(st.sampled_from(WHO), st.sampled_from(LABELS), st.just("x")), max_size=12)


def written(head: str, some: list[tuple[str, ...]], quoting: int) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows([head.split(","), *some])
    return out.getvalue()


def told(found: Gathered) -> list[object]:
    return [(account, plain(wishes)) for account, wishes in found.wishes.items()] + [found.warnings]


def plain(wishes: Wishes) -> tuple[object, ...]:
    people = (dict(wishes.emails.items()), dict(wishes.phones.items()), dict(wishes.ids.items()))
    return (
        *people,
        dict(wishes.also),
        wishes.sources,
        [wishes.find(text) for some in people for text in some],
    )


def read(text: str, table: str) -> list[object]:
    with TemporaryDirectory() as folder:
        return told(gathered(Path(folder), text, t_csv=table))


@settings(max_examples=300, deadline=None)
@given(rows, st.sampled_from([TABLE, IDS]))
def test_a_table_is_the_same_with_and_without_quotes(some: list[tuple[str, ...]], text: str):
    head = "id,l,more" if text is IDS else "e,l,more"
    bare, quoted = (read(text, written(head, some, how)) for how in (csv.QUOTE_NONE, csv.QUOTE_ALL))
    assert bare == quoted


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WHO[:6]), st.sampled_from(LABELS[:3])), max_size=12))
def test_a_table_is_the_same_as_its_rows_in_lists_of_their_own(some: list[tuple[str, str]]):
    """The same wishes; only the files in their places differ."""
    entries = "".join(
        f"  - {{list: t{n}.csv, column: e, labels: [{label}]}}\n" for n, (_, label) in enumerate(some)
    )
    apart = TABLE.partition("contacts:")[0] + (f"contacts:\n{entries}" if some else "contacts: []\n")
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        whole = gathered(Path(one), TABLE, t_csv=written("e,l", list(some), csv.QUOTE_NONE))
        files = {f"t{n}_csv": f"e\n{who}\n" for n, (who, _) in enumerate(some)}
        pieces = gathered(Path(other), apart, **files)
        for account, wishes in whole.wishes.items():
            lone = pieces.wishes[account]
            for mine, theirs in zip((wishes.emails, wishes.phones), (lone.emails, lone.phones), strict=True):
                assert {who: wish.stance for who, wish in mine.items()} == {
                    who: wish.stance for who, wish in theirs.items()
                }
            assert set(wishes.also) == set(lone.also)
