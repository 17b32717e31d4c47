"""A vendor's own filter as a member: what YAML becomes, and what validation finds wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from labelsync.connectors.registry import vendors
from labelsync.core.connector import Vendor
from labelsync.core.filtering import FilterCheck
from labelsync.core.member import NativeSource, Place
from labelsync.core.scope import LabelDeclaration
from labelsync.errors import ManifestInvalid
from labelsync.manifest import Mistake, load, render
from labelsync.manifest.codes import Code
from tests.manifest.vendors import VENDORS, identify, mistakes, write

REAL = """\
version: 1
accounts:
  shop: {connector: wix, base_url: 'http://127.0.0.1:1'}
  agency: {connector: highlevel, base_url: 'http://127.0.0.1:1'}
  chat: {connector: kirimchat, base_url: 'http://127.0.0.1:1'}
labels:
  vip:
    members:
"""
TAKES_ALL = {"titled": replace(VENDORS["titled"], check_filter=lambda _: FilterCheck(()))}


def read(root: Path, text: str, known: Mapping[str, Vendor]) -> LabelDeclaration:
    """The label `vip` of a manifest."""
    write(root, {"crm.yaml": text})
    loaded = load(root / "crm.yaml", root=root, vendors=known, identify=identify, version="0.1.0")
    return loaded.manifest.labels["vip"]


def found(root: Path, text: str) -> tuple[Mistake, ...]:
    """The mistakes of some members of `vip`, at the real vendors."""
    with pytest.raises(ManifestInvalid) as invalid:
        read(root, REAL + text, vendors())
    return tuple(invalid.value.mistakes)


def filter_of(root: Path, written: str) -> Any:
    """What a filter becomes for a vendor that takes whatever it is given."""
    account = "{connector: titled, base_url: 'http://127.0.0.1:1'}"
    labels = f"{{vip: {{members: [{{account: shop, native: {written}}}]}}}}"
    text = f"version: 1\naccounts: {{shop: {account}}}\nlabels: {labels}\n"
    [member] = read(root, text, TAKES_ALL).members or ()
    assert isinstance(member, NativeSource)
    return json.loads(member.filter)


PLAIN = {
    "5": 5,
    "-3": -3,
    "0": 0,
    "1.50": 1.5,
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
}


@pytest.mark.parametrize(("written", "value"), PLAIN.items())
def test_numbers_and_truths_and_nothing_are_such_when_they_stand_without_quotes(tmp_path, written, value):
    taken = filter_of(tmp_path, f"{{asked: {written} }}")
    assert (taken, type(taken["asked"])) == ({"asked": value}, type(value))


@pytest.mark.parametrize(
    "text",
    ["0812", "+628123456789", "no", "yes", "on", "True", "2024-01-01", "1e3", "0x1F", "1_000", ".5", "5."],
)
def test_what_only_looks_like_a_number_a_truth_or_a_date_stays_text(tmp_path, text):
    assert filter_of(tmp_path, f"{{asked: {text} }}") == {"asked": text}


@pytest.mark.parametrize("text", ["5", "-3", "1.50", "true", "null", ""])
def test_what_stands_in_quotes_stays_text(tmp_path, text):
    assert filter_of(tmp_path, f"{{asked: '{text}'}}") == {"asked": text}
    assert filter_of(tmp_path, f'{{asked: ["{text}"]}}') == {"asked": [text]}


SIGNS = st.characters(codec="utf-8", categories=["L", "N", "P", "S"])
NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1) | st.sampled_from([0.5, -2.25, 1234.125])
TEXTS = st.text(SIGNS, max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON)
def test_a_filter_that_is_copied_as_json_means_what_it_says(tmp_path, value):
    assert filter_of(tmp_path, json.dumps({"asked": value}, ensure_ascii=False)) == {"asked": value}


def test_a_sound_filter_is_a_member_with_its_account_and_its_place(tmp_path):
    text = REAL + "      - account: agency\n        native: [{field: tags, operator: eq, value: trial}]\n"
    filtered = '[{"field":"tags","operator":"eq","value":"trial"}]'
    member = NativeSource(filtered, Place("crm.yaml", 10, 17), "agency")
    assert read(tmp_path, text, vendors()).members == (member,)


def test_every_flaw_of_a_filter_is_shown_where_it_stands_whatever_the_vendor(tmp_path):
    shown = found(
        tmp_path,
        """\
      - account: shop
        native:
          info.name.fist: {$eq: Ada}
          primaryInfo.email: {$startWith: ada@example.com}
          info.labelKeys: {$hasSome: [custom.a, 5], $in: [custom.a]}
      - account: agency
        native:
          - {feild: tags, operator: eq, value: ada@example.com}
          - {field: dnd, operator: exists, values: [1]}
      - {account: chat, native: {serch: ada@example.com}}
      - {account: chat, native: {phone: "+6281100000001", search: Ada}}
""",
    )
    assert render(shown) == snapshot("""\
error[LS601]: Wix documents no field of this name to filter by
  --> crm.yaml:11:11
    |
 11 |           info.name.fist: {$eq: •••}
    |           ^^^^^^^^^^^^^^ did you mean `info.name.first`?

error[LS601]: this field takes $eq, $ne, $in, $exists, $startsWith
  --> crm.yaml:12:31
    |
 12 |           primaryInfo.email: {$startWith: •••••••••••••••}
    |                               ^^^^^^^^^^ did you mean `$startsWith`?

error[LS601]: a text that is not empty is needed here
  --> crm.yaml:13:49
    |
 13 |           info.labelKeys: {$hasSome: [••••••••, •], $in: [••••••••]}
    |                                                 ^

error[LS601]: this field takes $hasSome, $hasAll
  --> crm.yaml:13:53
    |
 13 |           info.labelKeys: {$hasSome: [••••••••, •], $in: [••••••••]}
    |                                                     ^^^ did you mean `$hasSome`?

error[LS601]: `field` is missing
  --> crm.yaml:16:13
    |
 16 |           - {feild: ••••, operator: ••, value: •••••••••••••••}
    |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

error[LS601]: the search takes only field, operator, value here
  --> crm.yaml:16:14
    |
 16 |           - {feild: ••••, operator: ••, value: •••••••••••••••}
    |              ^^^^^ did you mean `field`?

error[LS601]: the search takes only field, operator, value here
  --> crm.yaml:17:44
    |
 17 |           - {field: •••, operator: ••••••, values: [•]}
    |                                            ^^^^^^ did you mean `value`?

error[LS601]: KirimChat finds contacts by phone, or by search (in names and e-mails), and by no more
  --> crm.yaml:18:34
    |
 18 |       - {account: chat, native: {serch: •••••••••••••••}}
    |                                  ^^^^^ did you mean `search`?

error[LS601]: phone and search are not asked together: keep one of them
  --> crm.yaml:19:33
    |
 19 |       - {account: chat, native: {phone: "••••••••••••••", search: •••}}
    |                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
""")


@pytest.mark.parametrize(
    ("member", "wrong", "suggestion"),
    [
        ("{account: shop, native: {createdDate: {$gt: yesterday}}}", "yesterday", ""),
        ("{account: shop, native: {primaryEmail.subscriptionStatus: valid}}", "valid", ""),
        ("{account: agency, native: {field: sorce, operator: exists}}", "sorce", "source"),
        ("{account: agency, native: {field: email, operator: contain, value: a}}", "contain", ""),
        ("{account: chat, native: {phone: 0812}}", "0812", ""),
    ],
)
def test_a_wrong_value_is_shown_at_the_value_and_not_at_its_key(tmp_path, member, wrong, suggestion):
    [mistake] = found(tmp_path, f"      - {member}\n")
    assert (mistake.code, mistake.place.line, mistake.suggestion) == (Code.FILTER, 9, suggestion)
    assert mistake.place.column == 1 + len("      - ") + member.index(wrong)


def test_a_filter_needs_an_account_and_one_that_is_declared(tmp_path):
    text = "      - {native: {search: Ada}}\n      - {native: {search: Ada}, account: chatt}\n"
    assert [(m.code, *m.place[1:], m.message, m.suggestion) for m in found(tmp_path, text)] == [
        (Code.MISSING_KEY, 9, 10, "missing key `account`", ""),
        (Code.UNKNOWN_ACCOUNT, 10, 42, "unknown account `chatt`", "chat"),
    ]


def test_a_filter_is_a_mapping_or_a_list(tmp_path):
    shown = found(tmp_path, "      - {native: Ada, account: chat}\n")
    assert {(m.code, m.place.line, m.place.column) for m in shown} == {(Code.WRONG_KIND, 9, 18)}


def test_a_vendor_without_filters_says_so_at_the_filter(tmp_path):
    text = "labels:\n  vip:\n    members:\n      - {account: shop, native: {search: Ada}}\n"
    assert mistakes(tmp_path, text) == [(Code.NO_FILTERS, 4, 33)]


PEOPLE = ("ada@example.com", "+628123456789", "0b1d2c3e-0001-4000-8000-000000000002")


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize(
    "member",
    [
        "{{account: shop, native: {{info.emial: '{0}'}}}}",
        "{{account: shop, native: {{'{0}': Ada}}}}",
        "{{account: shop, native: {{primaryInfo.email: {{$equals: ['{0}']}}}}}}",
        "{{account: agency, native: {{field: email, operator: '{0}', value: a}}}}",
        "{{account: chat, native: {{'{0}': '{0}'}}}}",
        "{{account: chat, native: {{search: ['{0}']}}}}",
    ],
)
def test_nobody_is_named_in_what_is_shown_of_a_flaw(tmp_path, member, person):
    shown = found(tmp_path, f"      - {member.format(person)}\n")
    assert all(mistake.code == Code.FILTER for mistake in shown)
    assert person not in render(shown)
    assert all(person not in mistake.message + mistake.suggestion for mistake in shown)
