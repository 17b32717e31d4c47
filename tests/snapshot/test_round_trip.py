"""What was written is what is read, and equal snapshots are equal files."""

from __future__ import annotations

import gzip
import json
import stat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from labelsync.core.roster import Contact
from labelsync.errors import LabelsyncError
from labelsync.snapshot import CHECK, Head, Mask, drafted
from labelsync.snapshot.draft import HALF, TooLarge
from tests.snapshot.samples import ACCOUNTS, KEY, PAIRS, Account, few, look, read, write

anywhere = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@anywhere
@given(
    accounts=st.lists(ACCOUNTS, min_size=1, max_size=3, unique_by=lambda one: one.look.account),
    keyed=st.booleans(),
    journal=st.booleans(),
    managed=st.frozensets(PAIRS, max_size=3),
)
def test_whatever_is_written_is_read(accounts, keyed, journal, managed, tmp_path):
    names = tuple(account.look.account for account in accounts)
    head = Head(names, "0.1.0", KEY(CHECK) if keyed else "", journal, managed)
    write(tmp_path / "s", *accounts, head=head)
    opened = read(tmp_path / "s")
    assert opened.head == head
    assert [part.look for part in opened.parts.values()] == [account.look for account in accounts]
    for account in accounts:
        ending = opened.parts[account.look.account].ending
        assert [*map(list, opened.pages(account.look.account))] == [*map(list, account.pages)]
        assert ending.pages == len(account.pages)
        assert ending.reason == account.reason
        assert ending.totals == (None if account.total is None or not account.pages else (account.total,) * 2)


def test_the_same_content_gives_the_same_bytes(tmp_path):
    assert few(tmp_path / "one").read_bytes() == few(tmp_path / "two").read_bytes()


def test_any_gzip_unpacks_it_to_a_json_value_a_line(tmp_path):
    lines = gzip.decompress(few(tmp_path / "s").read_bytes()).decode().splitlines()
    rows = [json.loads(line) for line in lines]
    rows[1] = {key: value for key, value in rows[1].items() if key != "capabilities"}
    assert rows[:7] == snapshot(
        [
            {
                "labelsync_snapshot": "1.0",
                "labelsync": "0.1.0",
                "accounts": ["a", "b"],
                "identities": "keyed",
                "check": "c_9105f4435bc6418c",
                "journal": False,
            },
            {
                "account": "a",
                "connector": "wix",
                "identity": "site of a",
                "tenant": "a",
                "started": 7.5,
                "basis": "observed",
                "ledger": "none",
            },
            {"label": ["label 0", "Label 0"]},
            {"label": ["label 1", "Vendor's"], "vendor": True},
            ["id 0", "c_0000000000000000", "", [0]],
            ["id 1", "c_0000000000000001", "", [0]],
            {"page": 2},
        ]
    )


def test_pseudonyms_are_told_from_vendor_ids_that_look_like_them(tmp_path):
    write(tmp_path / "s", Account(look(), [[Contact("c_1", "c_1", "c_2", emails=("c_3",))]], 1))
    [[contact]] = read(tmp_path / "s").pages("a")
    masks = (contact.email, contact.phone, *contact.emails)
    assert all(isinstance(text, Mask) for text in masks)
    assert not isinstance(contact.id, Mask)


def test_only_its_owner_can_read_it(tmp_path):
    assert stat.S_IMODE(few(tmp_path / "s").stat().st_mode) == 0o600


def test_an_older_one_stays_when_the_new_one_is_not_finished_and_nothing_is_left_over(tmp_path):
    before = few(tmp_path / "s").read_bytes()
    begun = drafted(tmp_path / "s", Head(("a",), "0.1.0"))
    begun.__enter__().part(look()).page([Contact("1")], total=1, last=True)
    assert not begun.__exit__(ZeroDivisionError, ZeroDivisionError(), None)
    assert (tmp_path / "s").read_bytes() == before
    assert [*tmp_path.iterdir()] == [tmp_path / "s"]


def test_an_older_one_gives_way_to_the_new_one(tmp_path):
    few(tmp_path / "s")
    write(tmp_path / "s", Account(look(), [[Contact("1")]], 1))
    assert [*read(tmp_path / "s").pages("a")] == [(Contact("1"),)]


def test_a_folder_that_takes_no_file_is_told(tmp_path):
    with pytest.raises(LabelsyncError, match="`s` cannot be written: No such file or directory"):
        few(tmp_path / "nowhere" / "s")


def test_contacts_that_are_known_to_be_gone_leave_the_vendor_s_totals_as_well(tmp_path):
    with drafted(tmp_path / "s", Head(("a",), "0.1.0", KEY(CHECK))) as draft:
        part = draft.part(look())
        part.page([Contact("1")], total=3, last=False)
        part.page([Contact("2")], total=4, last=True)
        part.end("", finished=9.0, gone=1)
    assert read(tmp_path / "s").parts["a"].ending.totals == (2, 3)


def test_a_long_page_is_parted(tmp_path):
    long = [Contact(str(number), emails=("x" * 500_000,)) for number in range(2 * HALF // 500_000 + 1)]
    write(tmp_path / "s", Account(look(), [long], len(long)))
    opened = read(tmp_path / "s")
    assert [contact.id for page in opened.pages("a") for contact in page] == [contact.id for contact in long]
    assert opened.parts["a"].ending.pages == 2
    assert opened.parts["a"].ending.ended


def test_a_contact_that_no_line_holds_is_refused_when_it_is_written(tmp_path):
    with pytest.raises(TooLarge):
        write(tmp_path / "s", Account(look(), [[Contact("1", "x" * (1 << 20))]], 1))
    assert not (tmp_path / "s").exists()
