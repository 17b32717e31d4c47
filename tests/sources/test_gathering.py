"""Lists and people to wishes: read to their end, or no evidence."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from labelsync.core.member import Place
from labelsync.core.wish import Cut, Stance, Whole, Wish
from labelsync.errors import ManifestInvalid
from labelsync.manifest import load, render
from labelsync.sources import gather, identify
from labelsync.sources.contradiction import Contradiction
from labelsync.sources.tables import HEIGHT
from tests.sources.lists import HEAD, VENDOR, VIP, gathered, shop, wanted

VIP_ONLY = Stance(frozenset({"vip"}))


def test_people_of_a_list_are_wished_for_by_identity_with_their_rows(tmp_path: Path):
    found = gathered(tmp_path, VIP, vip_csv="name,email\nAda,Ada@Example.com\nBob,+62 812-3456-7890\n")
    wishes = found.wishes["shop"]
    assert wishes.emails == {"ada@example.com": Wish(VIP_ONLY, Place("vip.csv", 2))}
    assert wishes.phones == {"+6281234567890": Wish(VIP_ONLY, Place("vip.csv", 3))}
    assert wishes.sources == {"vip": Whole()}
    assert str(wishes.emails["ada@example.com"].place) == "vip.csv:2"
    assert found.files == {"vip.csv": hashlib.sha256((tmp_path / "vip.csv").read_bytes()).hexdigest()}
    assert found.warnings == ()
    assert len(found.wishes["agency"]) == 0


def test_people_inline_keep_their_places_and_accounts(tmp_path: Path):
    text = (
        "labels:\n  vip: {members: [a@b.co, {contact: c@b.co, account: agency}, {id: x, account: shop}]}\n"
        "  news: {accounts: [shop]}\ncontacts:\n  - {contact: A@b.co, labels: [news]}\n"
        "  - {contact: d@b.co, labels: [news], accounts: [agency, shop]}\n"
    )
    found = gathered(tmp_path, text)
    here, there = found.wishes["shop"], found.wishes["agency"]
    assert wanted(here, "a@b.co") == {"vip", "news"}
    assert wanted(there, "a@b.co") == {"vip"}
    assert set(here.emails) == {"a@b.co", "d@b.co"}
    assert set(there.emails) == {"a@b.co", "c@b.co"}
    assert (set(here.ids), set(there.ids)) == ({"x"}, set())
    wish = here.emails["a@b.co"]
    assert here.place("a@b.co", wish, "vip").line == 4
    assert here.place("a@b.co", wish, "news") == Place("a.yaml", 7, 15)


def test_stances_of_one_list_are_one_value(tmp_path: Path):
    wishes = shop(tmp_path, VIP, vip_csv="email\n" + "".join(f"u{i}@b.co\n" for i in range(3 * HEIGHT)))
    assert len({id(wish.stance) for wish in wishes.emails.values()}) == 1
    assert [wish.place.line for wish in wishes.emails.values()] == list(range(2, 3 * HEIGHT + 2))


def test_a_person_that_several_rows_and_lists_name_is_one(tmp_path: Path):
    text = (
        "labels:\n  vip: {members: [{list: vip.csv, column: email}]}\n"
        "  news: {members: [{list: vip.csv, column: email}, {list: news.csv, column: email}]}\n"
    )
    wishes = shop(tmp_path, text, vip_csv="email\na@b.co\nA@B.co\n", news_csv="email\nc@b.co\na@b.co\n")
    assert wanted(wishes, "a@b.co") == {"vip", "news"}
    assert wanted(wishes, "c@b.co") == {"news"}
    assert wishes.emails["a@b.co"].place == Place("vip.csv", 2)
    assert wishes.also == {}


def test_the_place_that_wants_a_second_label_is_kept(tmp_path: Path):
    text = (
        "labels:\n  vip: {members: [{list: vip.csv, column: email}]}\n"
        "  news: {members: [{list: news.csv, column: email}]}\n"
    )
    wishes = shop(tmp_path, text, vip_csv="email\na@b.co\n", news_csv="email\nc@b.co\na@b.co\n")
    assert wishes.also == {("a@b.co", "news"): Place("news.csv", 3)}


def test_a_table_gives_each_row_its_label(tmp_path: Path):
    text = (
        "labels: {vip: , news: {accounts: [agency]}}\ncontacts: [{list: t.csv, column: e, label_column: l}]\n"
    )
    found = gathered(tmp_path, text, t_csv="e,l\na@b.co,vip\na@b.co,news\nc@b.co,news\n")
    assert {text: set(wish.stance.wanted) for text, wish in found.wishes["shop"].emails.items()} == {
        "a@b.co": {"vip"}
    }
    there = found.wishes["agency"]
    assert (wanted(there, "a@b.co"), wanted(there, "c@b.co")) == ({"vip", "news"}, {"news"})
    assert there.also == {("a@b.co", "news"): Place("t.csv", 3)}


def test_a_row_with_an_unknown_label_cuts_every_label_that_the_table_could_give(tmp_path: Path):
    text = "labels: {vip: , news: }\ncontacts: [{list: t.csv, column: e, label_column: l}]\n"
    found = gathered(tmp_path, text, t_csv="e,l\na@b.co,vip\nc@b.co,vpi\n")
    reason = "t.csv:3: this row names a label that is not declared"
    assert found.wishes["shop"].sources == {"vip": Cut((reason,)), "news": Cut((reason,))}
    assert found.warnings == (reason,)
    assert set(found.wishes["shop"].emails) == {"a@b.co"}


def test_a_row_that_gives_an_absent_label_is_a_mistake_with_both_places(tmp_path: Path):
    text = "labels: {vip: {state: absent}, b: }\ncontacts: [{list: t.csv, column: e, label_column: l}]\n"
    with pytest.raises(ManifestInvalid) as invalid:
        gathered(tmp_path, text, t_csv="e,l\na@b.co,b\nc@b.co,vip\n")
    (mistake,) = invalid.value.mistakes
    assert isinstance(mistake, Contradiction)
    assert (mistake.code, mistake.place, mistake.related) == (
        "LS408",
        Place("t.csv", 3),
        (Place("a.yaml", 3, 10),),
    )


def test_what_only_rows_contradict_is_a_mistake_with_both_places_and_without_the_person(tmp_path: Path):
    text = (
        VIP
        + "contacts:\n  - {contact: a@b.co, without: [vip]}\n  - {list: gone.csv, column: e, state: absent}\n"
    )
    with pytest.raises(ManifestInvalid) as invalid:
        gathered(tmp_path, text, vip_csv="email\na@b.co\nc@b.co\n", gone_csv="e\nx@b.co\nC@b.co\n")
    found = [mistake for mistake in invalid.value.mistakes if isinstance(mistake, Contradiction)]
    assert [(m.code, str(m.place), str(m.related[0])) for m in found] == [
        ("LS404", "vip.csv:2", "a.yaml:5"),
        ("LS404", "vip.csv:3", "gone.csv:3"),
    ]
    assert "b.co" not in "".join(mistake.message for mistake in found)


def test_fifty_contradictions_are_told(tmp_path: Path):
    rows = "e\n" + "".join(f"u{i}@b.co\n" for i in range(70))
    text = VIP + "contacts: [{list: no.csv, column: e, without: [vip]}]\n"
    with pytest.raises(ManifestInvalid) as invalid:
        gathered(tmp_path, text, vip_csv=rows.replace("e\n", "email\n", 1), no_csv=rows)
    assert len(invalid.value.mistakes) == 50


def test_a_list_denies_and_deletes_only_if_it_is_whole(tmp_path: Path):
    text = (
        "labels: {vip: }\ncontacts:\n  - {list: no.csv, column: e, without: [vip]}\n"
        "  - {list: del.csv, column: e, state: absent}\n"
    )
    whole = gathered(tmp_path, text, no_csv="e\na@b.co\n", del_csv="e\nc@b.co\n").wishes["shop"]
    assert whole.emails["a@b.co"].stance == Stance(without=frozenset({"vip"}))
    assert whole.emails["c@b.co"].stance == Stance(absent=True)
    cut = gathered(tmp_path, text, no_csv="e\na@b.co\nada\n", del_csv="e\nc@b.co\nada\n")
    assert len(cut.wishes["shop"]) == 0
    assert cut.wishes["shop"].sources == {"vip": Whole()}, "what is denied takes nothing from who is wanted"
    assert sum("not read whole" in w for w in cut.warnings) == 2


def test_a_list_that_vanished_is_a_mistake_at_its_place(tmp_path: Path):
    (tmp_path / "vip.csv").write_text("email\n")
    (tmp_path / "a.yaml").write_text(HEAD + VIP)
    loaded = load(
        tmp_path / "a.yaml", root=tmp_path, vendors={"any": VENDOR}, identify=identify, version="0.1"
    )
    (tmp_path / "vip.csv").unlink()
    with pytest.raises(ManifestInvalid) as invalid:
        gather(loaded.manifest, root=tmp_path, now=0.0)
    assert [(m.code, str(m.place)) for m in invalid.value.mistakes if isinstance(m, Contradiction)] == [
        ("LS502", "a.yaml:3")
    ]
    (tmp_path / "vip.csv").symlink_to("/etc/hostname")
    with pytest.raises(ManifestInvalid):
        gather(loaded.manifest, root=tmp_path, now=0.0)


def test_the_protected_are_known_by_their_folded_identities(tmp_path: Path):
    text = "labels: {vip: }\npolicy: {protect: {contacts: [CEO@b.co, +62 812 3456 7890]}}\n"
    assert shop(tmp_path, text).protected == {"ceo@b.co", "+6281234567890"}


def test_mistakes_of_rows_render_like_those_of_the_manifest(tmp_path: Path):
    mistake = Contradiction("LS404", "wanted and not", Place("vip.csv", 3), related=(Place("a.yaml", 5, 2),))
    assert render([mistake]) == ("error[LS404]: wanted and not\n  --> vip.csv:3\n   = see also a.yaml:5:2\n")
