"""Mistakes as they are shown: all at once, with carets, without people, and harmless to a terminal."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from labelsync.errors import ManifestInvalid
from labelsync.manifest import render, rows
from labelsync.manifest.masking import mask_line
from tests.manifest.vendors import HEAD, load_at, mistakes_at, write

DOT = "•"


def rendered(root: Path, text: str) -> str:
    write(root, {"crm.yaml": HEAD + text})
    return render(mistakes_at(root / "crm.yaml", root))


def test_eight_mistakes_in_two_files_are_eight_errors_in_one_go(tmp_path: Path):
    write(
        tmp_path,
        {
            "states/a.yaml": HEAD
            + "labels:\n  vip:\n    titel: VIP\n    ownership: exakt\n    accounts: [shpo]\n"
            "  news: {members: [ada]}\n",
            "states/b.yaml": "contacts:\n  - contact: grace@example.com\n    lables: [vip]\n"
            "  - {contact: grace@example.com, labels: [nwes]}\npolicy:\n  guards: {deletions: many}\n"
            "  region: Indonesia\n",
        },
    )
    found = mistakes_at(tmp_path / "states", tmp_path)
    assert [(str(m.place), m.place.column, m.code, m.suggestion) for m in found] == snapshot(
        [
            ("states/a.yaml:7", 5, "LS102", "title"),
            ("states/a.yaml:8", 16, "LS105", "exact"),
            ("states/a.yaml:9", 16, "LS201", "shop"),
            ("states/a.yaml:10", 20, "LS401", ""),
            ("states/b.yaml:3", 5, "LS102", "labels"),
            ("states/b.yaml:4", 43, "LS202", "news"),
            ("states/b.yaml:6", 23, "LS104", ""),
            ("states/b.yaml:7", 11, "LS106", ""),
        ]
    )
    assert render(found) == snapshot("""\
error[LS102]: unknown key `titel`
  --> states/a.yaml:7:5
   |
 7 |     titel: VIP
   |     ^^^^^ did you mean `title`?

error[LS105]: one of `exact`, `additive` is needed here
  --> states/a.yaml:8:16
   |
 8 |     ownership: exakt
   |                ^^^^^ did you mean `exact`?

error[LS201]: unknown account `shpo`
  --> states/a.yaml:9:16
   |
 9 |     accounts: [shpo]
   |                ^^^^ did you mean `shop`?

error[LS401]: this is neither an e-mail nor a phone number
  --> states/a.yaml:10:20
    |
 10 |   news: {members: [•••]}
    |                    ^^^

error[LS102]: unknown key `lables`
  --> states/b.yaml:3:5
   |
 3 |     lables: [vip]
   |     ^^^^^^ did you mean `labels`?

error[LS202]: unknown label `nwes`
  --> states/b.yaml:4:43
   |
 4 |   - {contact: •••••••••••••••••, labels: [nwes]}
   |                                           ^^^^ did you mean `news`?

error[LS104]: a whole number is needed here, 0 or more
  --> states/b.yaml:6:23
   |
 6 |   guards: {deletions: many}
   |                       ^^^^

error[LS106]: a region is two capital letters, such as ID or DE
  --> states/b.yaml:7:11
   |
 7 |   region: Indonesia
   |           ^^^^^^^^^
""")


def test_the_example_of_the_manual_looks_as_it_is_printed_there(tmp_path: Path):
    write(tmp_path, {"states/crm.yaml": HEAD.replace("\n", " \n") + "labels: {vip: }\n"})
    text = "version: 1\n\ncontacts:\n  - contact: grace@example.com\n    lables: [vip]\n"
    write(tmp_path, {"states/crm.yaml": text, "states/other.yaml": HEAD + "labels: {vip: }\n"})
    found = mistakes_at(tmp_path / "states", tmp_path)
    assert render(found) == (
        "error[LS102]: unknown key `lables`\n"
        "  --> states/crm.yaml:5:5\n"
        "   |\n"
        " 5 |     lables: [vip]\n"
        "   |     ^^^^^^ did you mean `labels`?\n"
    )


def test_people_ids_and_secrets_are_masked_character_for_character(tmp_path: Path):
    members = "[ada@example.com, '+62 812-3456-7890', Ada Lovelace, {id: x-17}] # Ada"
    text = f"labels:\n  vip:\n    members: {members}\n"
    shown = rendered(tmp_path, text)
    source = text.splitlines()[2]
    line = next(line for line in shown.splitlines() if "members" in line)
    assert len(line.partition("| ")[2]) == len(source)
    for secret in ("ada", "812", "Ada", "Lovelace", "x-17"):
        assert secret not in shown
    assert "members: [•••••••••••••••, '•••••••••••••••••', ••••••••••••, {id: ••••}] # •••" in shown


def test_a_secret_written_out_is_an_error_that_does_not_show_it(tmp_path: Path):
    account = "{connector: titled, site_id: 5f0e5f0e, api_key: hunter}"
    write(tmp_path, {"a.yaml": f"version: 1\nlabels: {{v: }}\naccounts:\n  s: {account}\n"})
    found = mistakes_at(tmp_path / "a.yaml", tmp_path)
    assert found[0].code == "LS304"
    assert "{env: NAME}" in found[0].message
    assert "hunter" not in render(found) + json.dumps(rows(found))
    assert "5f0e" not in render(found)


@pytest.mark.parametrize("secret", ["hunter", "ada@example.com", "+628123456789", "5f0e5f0e-1111"])
@pytest.mark.parametrize(
    "text",
    [
        "accounts: {{s: {{api_key: '{0}",
        "accounts: {{s: {{api_key: {0}, api_key: {0}}}}}\n",
        "a: |\n  {0}\nb: [\n",
        "? [{0}]\n",
        "a: !{0} b\n",
        "a: *{0}\n",
        "a: 'x' {0}\n",
        "{0}: x\n  y: z\n",
    ],
)
def test_a_text_that_cannot_be_read_shows_no_secret_either(tmp_path: Path, text: str, secret: str):
    write(tmp_path, {"a.yaml": "version: 1\n" + text.format(secret)})
    found = mistakes_at(tmp_path / "a.yaml", tmp_path)
    assert found
    if secret != "hunter" or not text.startswith("{0}"):
        assert secret not in render(found) + json.dumps(rows(found), ensure_ascii=False)


def test_a_person_in_the_place_of_a_name_is_masked_in_the_message(tmp_path: Path):
    shown = rendered(tmp_path, "contacts:\n  - {contact: a@b.co, labels: [ada@example.com]}\n")
    assert "unknown label `•••••••••••••••`" in shown
    assert "ada" not in shown


def test_the_caret_keeps_its_place_behind_wide_and_spelt_out_characters(tmp_path: Path):
    shown = rendered(tmp_path, "labels: {中文\u200d: {titel: x}}\n")
    lines = shown.splitlines()
    at = next(i for i, line in enumerate(lines) if "titel: x" in line and "|" in line)
    assert "\\u{200d}" in lines[at]
    wide = 2
    assert lines[at + 1].index("^") == lines[at].index("titel") + wide


def test_a_long_line_is_shown_around_its_mistake(tmp_path: Path):
    shown = rendered(
        tmp_path, "labels: {" + ", ".join(f"l{i}: " for i in range(200)) + ", vip: {titel: x}}\n"
    )
    line, carets = shown.splitlines()[3:5]
    assert len(line) < 120
    assert line[carets.index("^") :].startswith("titel")


def test_masking_takes_time_in_proportion_to_the_line():
    for piece in ("a", "1", "+1 ", "a1-", ".@", "x: ", "'"):
        assert len(mask_line(piece * 20_000, 1, None)) == len(piece) * 20_000


def test_a_line_too_long_to_look_at_is_not_shown(tmp_path: Path):
    shown = rendered(
        tmp_path, "labels: {" + ", ".join(f"l{i}: " for i in range(3_000)) + ", vip: {titel: x}}\n"
    )
    assert "|" not in shown
    assert "= did you mean `title`?" in shown


def test_the_first_fifty_are_shown_in_full_and_the_rest_is_counted(tmp_path: Path):
    shown = rendered(tmp_path, "labels:\n" + "".join(f"  l{i}: {{titel: x}}\n" for i in range(73)))
    assert shown.count("error[LS102]") == 50
    assert shown.endswith("\n\nand 23 more\n")


def test_rows_are_json_and_hold_every_mistake(tmp_path: Path):
    write(tmp_path, {"crm.yaml": HEAD + "labels:\n" + "".join(f"  l{i}: {{titel: x}}\n" for i in range(73))})
    found = rows(mistakes_at(tmp_path / "crm.yaml", tmp_path))
    assert len(json.loads(json.dumps(found))) == 73
    assert found[0]["line"] == HEAD.count("\n") + 2
    assert found[0].get("suggestion") == "title"


WILD = st.text(
    st.sampled_from("[]{}:,-&*!|>'\"#%@`?\n\t ab~<\x1b\u202e\u0085\r\x00éaccounts:labels"), max_size=80
)
PIECES = """
version: 1|labels:|accounts:|contacts:|policy:|  vip:|  - |    members:|a: b|[x, ~]|contact: a@b.co
labels: [vip]|  - {list: x, column: id}|      - {id: a, account: shop}
  shop: {connector: titled}|\u202e|guards: 5|  guards: {total: 3}|{list: x}|{id: 1}|  region: ID
  vip: {names: {a: b}, state: absent}|  - {contact: a@b.co, labels: [vip], without: [vip]}
"""
SHAPED = st.lists(
    st.sampled_from([piece for line in PIECES.strip("\n").split("\n") for piece in line.split("|")]),
    max_size=14,
).map("\n".join)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WILD | SHAPED)
def test_no_text_crashes_the_loader_and_what_is_rendered_is_inert(text: str):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.yaml"
        path.write_text(text, encoding="utf-8", newline="")
        try:
            load_at(path, Path(folder))
        except ManifestInvalid as invalid:
            shown = render(invalid.mistakes)  # type: ignore[arg-type]
            assert all(character.isprintable() or character == "\n" for character in shown)
            assert str(folder) not in shown
