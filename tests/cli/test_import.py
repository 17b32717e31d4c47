"""`labelsync import`: an account as it is becomes a manifest that changes nothing, or nothing is written."""

from __future__ import annotations

import csv
import random
import re
import sys
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from labelsync.cli import import_
from labelsync.cli.main import VERBS, run
from labelsync.cli.shell import Shell
from labelsync.testing.time import VirtualClock
from labelsync.workflow import desk as desks
from tests.cli.program import Ended

SEED = ("id", "email", "phone", "labels")
HOSTILE = (
    "yes",
    "0812",
    ": x",
    "#",
    "- a: b",
    "{x}",
    "~",
    "<<",
    "*x",
    '"quoted" \\n',
    "'",
    "1e5",
    "👩‍👩‍👧 ❤️",
    "a\u200fb",
    "zwölf Ünïcode",
    "ग्राहक",
    "ada@example.com",
    "x (was y)",
)


@pytest.fixture
def labelsync(monkeypatch, tmp_path, capsys):
    """The program in this process and in an empty folder, under virtual time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "labelsync.cli.import", import_)
    monkeypatch.setitem(VERBS, "import", VERBS.get("import", "Draw a manifest."))
    clock = VirtualClock()
    shell = Shell(clock, random.Random(1), {}, terminal=False, colour=False, width=100, run=clock.run)

    def ended(*arguments: str) -> Ended:
        capsys.readouterr()
        code = run(arguments, shell)
        return Ended(code, *capsys.readouterr())

    return ended


def person(number: int, *labels: str, email: str | None = None, phone: str | None = None) -> tuple[str, ...]:
    """A row of a seed file, with an id that both vendors could have given."""
    address = f"p{number}@example.com" if email is None else email
    return (f"0b1d2c3e-0001-4000-8000-{number:012}", address, phone or "", ";".join(labels))


def declare(folder: Path, vendor: str, *people: tuple[str, ...], more: str = "", settings: str = "") -> None:
    """A manifest with one sandbox account `a` of these people, and whatever else is said."""
    (folder / "states").mkdir()
    with (folder / "states" / "seed.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([SEED, *people])
    text = f"version: 1\naccounts:\n  a:\n    connector: {vendor}\n    sandbox: seed.csv\n{settings}"
    (folder / "states" / "crm.yaml").write_text(text + more, encoding="utf-8")


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def changes_nothing(labelsync, manifest: str = "imported") -> None:
    planned = labelsync("plan", manifest, "--detailed-exitcode")
    assert planned.code == 0, planned.out + planned.err
    assert re.search(r"^No changes\.", planned.out, re.MULTILINE)


def test_a_site_of_the_sample_is_drawn_as_a_person_would_write_it(labelsync):
    labelsync("init", "--demo")
    drawn = labelsync("import", "shop")
    assert drawn.code == 0
    assert drawn.out == snapshot("""\
# The labels of shop and who carries them, drawn by `labelsync import`.
# Members are written, so every label is exact: whoever is not named here loses it at the next apply.
version: 1

accounts:
  shop:
    connector: wix
    sandbox: sandbox/shop.csv

labels:
  # Left out: 2 that Wix manages itself.
  newsletter:
    title: Newsletter
    members:
      - edsger@example.com
      - hedy@example.com
  trial:
    title: Trial
    members:
      - grace@example.com
      - katherine@example.com
  vip-customers:
    title: VIP customers
    members:
      - ada@example.com
      - ceo@example.com
      - edsger@example.com
""")
    assert drawn.err == snapshot("""\
proven: planning it finds nothing to do (3 labels, 6 members, 8 requests)
""")


@pytest.mark.parametrize("account", ["shop", "agency"])
def test_planning_what_was_drawn_from_the_sample_finds_nothing_to_do(labelsync, account):
    labelsync("init", "--demo")
    drawn = labelsync("import", account, "-o", "imported")
    assert drawn.code == 0, drawn.err
    assert drawn.out == ""
    assert drawn.err.splitlines()[:2] == [
        "wrote imported/crm.yaml",
        f"wrote imported/sandbox/{account}.csv",
    ]
    assert "proven: planning it finds nothing to do" in drawn.err
    changes_nothing(labelsync)


def test_what_an_apply_left_is_what_is_drawn(labelsync):
    labelsync("init", "--demo")
    assert labelsync("apply", "-y", "--override", "deletions@shop=1").code == 0
    assert labelsync("import", "shop", "-o", "imported").code == 0
    assert "trial:\n    title: Trial\n    members: []\n" in Path("imported/crm.yaml").read_text("utf-8")
    changes_nothing(labelsync)


def test_a_manifest_that_has_only_accounts_yet_will_do(labelsync, tmp_path):
    declare(tmp_path, "wix", person(1, "VIP"))
    assert labelsync("validate").code == 65
    assert labelsync("import", "a", "-o", "imported").code == 0
    changes_nothing(labelsync)


def test_what_the_manifest_says_of_labels_is_not_asked_about(labelsync, tmp_path):
    declare(tmp_path, "wix", person(1, "VIP"), more="labels: {vip: {tilte: VIP}}\n")
    assert labelsync("import", "a").code == 0


def test_a_mistake_in_an_account_is_shown_with_its_place(labelsync, tmp_path):
    declare(tmp_path, "wix", person(1, "VIP"), settings="    api_key: s3cr3t\n")
    ended = labelsync("import", "a")
    assert ended.code == 65
    assert "error[LS304]" in ended.err
    assert "states/crm.yaml:6:14" in ended.err
    assert "s3cr3t" not in ended.err


def test_an_account_keeps_its_settings_and_references(labelsync, tmp_path):
    settings = (
        "    batch: 50\n    share: 50 %\n    pace: 100/min\n    match: any\n"
        '    site_id: "5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a"\n    api_key: {file: key.txt}\n'
    )
    declare(tmp_path, "wix", person(1, "VIP"), settings=settings)
    (tmp_path / "states" / "key.txt").write_text("IST.a-secret")
    drawn = labelsync("import", "a", "-o", "imported")
    assert drawn.code == 0, drawn.err
    written = contents(tmp_path / "imported")
    assert settings.replace("{file: key.txt}", "{file: key.txt}") in written["crm.yaml"]
    assert not any("IST." in text for text in written.values())
    assert "warning: `api_key` is in a file below the manifest's folder, which was not copied" in drawn.err


def test_an_account_whose_labels_cannot_be_read_is_refused(labelsync, tmp_path):
    labelsync("init", "--demo")
    ended = labelsync("import", "chat", "-o", "imported")
    assert ended.code == 64
    assert ended.err == snapshot("""\
error: KirimChat does not show who carries a label, so there is nothing to import
  next: write the labels and their members by hand; labelsync remembers whom it gave them to
""")
    assert not (tmp_path / "imported").exists()


def test_an_account_that_is_not_declared_is_wrong_usage(labelsync):
    labelsync("init", "--demo")
    ended = labelsync("import", "shp")
    assert ended.code == 64
    assert "it has shop, agency, chat" in ended.err


def test_an_account_without_labels_has_nothing_to_import(labelsync, tmp_path):
    declare(tmp_path, "highlevel", person(1))
    ended = labelsync("import", "a")
    assert ended.code == 64
    assert "no such label to import" in ended.err


@pytest.mark.parametrize("vendor", ["wix", "highlevel"])
def test_more_than_twenty_members_go_into_a_list(labelsync, tmp_path, vendor):
    declare(tmp_path, vendor, *(person(n, "VIP customers") for n in range(30)), person(30, "other"))
    refused = labelsync("import", "a")
    assert refused.code == 64
    assert refused.out == ""
    assert "-o DIR" in refused.err
    assert labelsync("import", "a", "-o", "imported").code == 0
    written = contents(tmp_path / "imported")
    assert written["lists/vip-customers.csv"].splitlines() == [
        "email",
        *sorted(f"p{n}@example.com" for n in range(30)),
    ]
    assert "    members:\n      - {list: lists/vip-customers.csv, column: email}\n" in written["crm.yaml"]
    assert "      - p30@example.com\n" in written["crm.yaml"]
    changes_nothing(labelsync)


@pytest.mark.parametrize("vendor", ["wix", "highlevel"])
@pytest.mark.parametrize("count", [3, 30], ids=["inline", "listed"])
def test_whoever_has_no_email_of_their_own_is_named_by_phone_or_id(labelsync, tmp_path, vendor, count):
    unique = [person(n, "vip") for n in range(count)]
    phoned = [person(100, "vip", email="", phone="+6281100000100")]
    shared = [person(n, "vip", email="office@example.com", phone="+6281100000111") for n in (200, 201)]
    declare(tmp_path, vendor, *unique, *phoned, *shared, person(202, email="office@example.com"))
    drawn = labelsync("import", "a", "-o", "imported")
    assert drawn.code == 0, drawn.err
    text = "".join(contents(tmp_path / "imported").values())
    manifest = (tmp_path / "imported" / "crm.yaml").read_text("utf-8")
    assert "office@example.com" not in manifest
    if count == 3:
        assert '      - "+6281100000100"\n' in manifest
        assert manifest.count("{id: ") == 2
    else:
        lists = contents(tmp_path / "imported" / "lists")
        assert [len(lists[name].splitlines()) for name in ("vip.csv", "vip.phones.csv", "vip.ids.csv")] == [
            31,
            2,
            3,
        ]
    assert "p0@example.com" in text
    changes_nothing(labelsync)


@pytest.mark.parametrize("vendor", ["wix", "highlevel"])
def test_a_hostile_name_stays_a_text(labelsync, tmp_path, vendor):
    declare(tmp_path, vendor, *(person(n, name) for n, name in enumerate(HOSTILE)))
    drawn = labelsync("import", "a", "-o", "imported")
    assert drawn.code == 0, drawn.err
    assert f"{len(HOSTILE)} labels" in drawn.err
    changes_nothing(labelsync)


@pytest.mark.parametrize("vendor", ["wix", "highlevel"])
def test_a_name_that_no_manifest_can_hold_is_left_out_and_said(labelsync, tmp_path, vendor):
    names = ("two\nlines", "turned\u202eround", "cafe\u0301", "good")
    declare(tmp_path, vendor, *(person(n, name) for n, name in enumerate(names)))
    drawn = labelsync("import", "a")
    assert drawn.code == 0
    said = re.findall(r"^warning: (.*) is left out: its name cannot be .*: (.*)$", drawn.err, re.MULTILINE)
    assert said == [
        ("`cafe\u0301`", "its characters are composed in another way"),
        ("`turned\\u{202e}round`", "no line breaks and no control characters here"),
        ("`two\\u{a}lines`", "no line breaks and no control characters here"),
    ]
    assert re.findall(r"^  (\S+):$", drawn.out.split("labels:\n")[1], re.MULTILINE) == ["good"]


def test_a_hostile_email_is_not_taken_for_anything_else(labelsync, tmp_path):
    addresses = (
        "0812@example.com",
        "no@example.com",
        "jürgen@exämple.com",
        "{x}@example.com",
        "not one",
        "#@x",
    )
    people = (person(n, "vip", email=address) for n, address in enumerate(addresses))
    declare(tmp_path, "highlevel", *people)
    assert labelsync("import", "a", "-o", "imported").code == 0
    text = (tmp_path / "imported" / "crm.yaml").read_text("utf-8")
    members = [line for line in text.splitlines() if line.startswith("      - ")]
    assert members[:4] == [
        "      - 0812@example.com",
        '      - "jürgen@exämple.com"',
        "      - no@example.com",
        '      - "{x}@example.com"',
    ]
    assert [line[:13] for line in members[4:]] == ["      - {id: "] * 2
    changes_nothing(labelsync)


def test_labels_are_chosen_by_name_key_or_id_and_keep_their_keys(labelsync, tmp_path):
    declare(tmp_path, "wix", person(1, "VIP!", "VIP?", "Trial", "News"))
    drawn = labelsync("import", "a", "--label", "VIP[?]", "--label", "tri*", "--label", "custom.news")
    assert re.findall(r"^  (\S+):$", drawn.out.split("labels:\n")[1], re.MULTILINE) == [
        "news",
        "trial",
        "vip-2",
    ]
    none = labelsync("import", "a", "--label", "nothing*")
    assert none.code == 64
    assert "--label" in none.err


def test_nobody_is_named_on_stderr(labelsync, tmp_path):
    declare(
        tmp_path, "wix", *(person(n, "VIP", "ada@example.com\n", phone="+6281100000100") for n in range(30))
    )
    for arguments in (("import", "a"), ("import", "a", "-o", "imported")):
        assert not re.search(r"@example|\+62|0b1d2c3e", labelsync(*arguments).err)


def test_nothing_that_is_there_is_overwritten(labelsync, tmp_path):
    declare(tmp_path, "wix", person(1, "VIP"))
    assert labelsync("import", "a", "-o", "imported").code == 0
    before = contents(tmp_path)
    again = labelsync("import", "a", "-o", "imported")
    assert again.code == 64
    assert "imported is there already" in again.err
    assert labelsync("import", "a", "-o", "states").code == 64
    assert labelsync("import", "a", "-o", "imported/crm.yaml").code == 64
    assert contents(tmp_path) == before


def test_a_list_that_lies_beside_the_folder_already_is_not_confused_with_the_new_one(labelsync, tmp_path):
    declare(tmp_path, "wix", *(person(n, "vip") for n in range(30)))
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "vip.csv").write_text("email\nother@example.com\n")
    ended = labelsync("import", "a", "-o", "imported")
    assert ended.code == 64
    assert "lists/vip.csv lies beside imported already" in ended.err
    assert not (tmp_path / "imported").exists()
    assert labelsync("import", "a", "-o", "further/below").code == 0


def test_a_folder_that_cannot_be_written_is_said_and_leaves_nothing(labelsync, tmp_path):
    declare(tmp_path, "wix", person(1, "vip"))
    (tmp_path / "file").write_text("")
    before = sorted(tmp_path.iterdir())
    ended = labelsync("import", "a", "-o", "file/below")
    assert ended.code == 64
    assert "cannot be written" in ended.err
    assert {path.name for path in tmp_path.iterdir()} - {path.name for path in before} <= {".labelsync"}


class Edited:
    """An account that somebody edits after a number of requests."""

    def __init__(self, before, after, requests):
        self.before, self.after, self.requests = before, after, requests

    async def __call__(self, scope, receive, send):
        self.requests -= 1
        world = self.before if self.requests >= 0 else self.after
        await world(scope, receive, send)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ([person(1, "vip"), person(2), person(3, "vip")], "remove 1 `vip`"),
        ([person(1, "vip"), person(2, "vip", email="new@example.com"), person(3)], "of `vip` not found"),
        ([person(1, "vip"), person(2, "vip"), person(3, email="p1@example.com")], "withheld"),
    ],
    ids=["a label moved", "an address changed", "an address shared"],
)
@pytest.mark.parametrize("vendor", ["wix", "highlevel"])
def test_an_account_that_is_edited_between_the_readings_is_not_imported(
    labelsync, tmp_path, monkeypatch, vendor, edit, said
):
    declare(tmp_path, vendor, person(1, "vip"), person(2, "vip"), person(3))
    requests = int(re.search(r"(\d+) requests", labelsync("import", "a").err)[1])
    with (tmp_path / "edited.csv").open("w", newline="") as file:
        csv.writer(file).writerows([SEED, *edit])
    genuine = desks.open_world

    def edited(vendor, *, account, seed, folder, around):
        worlds = (("a", seed), ("b", tmp_path / "edited.csv"))
        before, after = (genuine(vendor, account=n, seed=s, folder=folder, around=around) for n, s in worlds)
        return Edited(before, after, requests // 2)

    monkeypatch.setattr(desks, "open_world", edited)
    for arguments in (("import", "a"), ("import", "a", "-o", "imported")):
        ended = labelsync(*arguments)
        assert (ended.code, ended.out) == (1, "")
        assert "planning what was drawn finds a difference: " in ended.err
        assert said in ended.err
        assert "@" not in ended.err
    assert not (tmp_path / "imported").exists()
