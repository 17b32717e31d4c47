"""KirimChat: what is said of a filter of its own, before anything is sent."""

from __future__ import annotations

import pytest

from labelsync.connectors.kirimchat import VENDOR
from labelsync.core.filtering import FilterCheck, Flaw

NEITHER = "the filter asks for nobody: it needs phone or search"
BOTH = "phone and search are not asked together: keep one of them"
OTHER = "KirimChat finds contacts by phone, or by search (in names and e-mails), and by no more"
PHONE = "a phone number is a text of + and 8 to 15 digits (E.164), in quotes"
SEARCH = "what is searched for is a text of 1 to 200 characters, in quotes"
SHAPE = "a filter of KirimChat's is an object with one field, phone or search"


def checked(text: str) -> FilterCheck:
    assert VENDOR.check_filter is not None
    return VENDOR.check_filter(text)


@pytest.mark.parametrize(
    "text",
    ['{"phone": "+6281234567890"}', '{"search": "a"}', '{"search": "' + 200 * "é" + '"}'],
)
def test_a_filter_by_phone_or_by_search_has_no_flaw_and_asks_about_no_label(text: str) -> None:
    assert checked(text) == FilterCheck(())


@pytest.mark.parametrize(
    ("text", "flaws"),
    [
        ("{}", [Flaw((), NEITHER)]),
        ('{"phone": "+6281234567890", "search": "a"}', [Flaw((), BOTH)]),
        ('{"phone": "081234567890"}', [Flaw(("phone",), PHONE)]),
        ('{"phone": 6281234567890}', [Flaw(("phone",), PHONE)]),
        ('{"phone": ["+6281234567890"]}', [Flaw(("phone",), PHONE)]),
        ('{"phone": null}', [Flaw(("phone",), PHONE)]),
        ('{"search": ""}', [Flaw(("search",), SEARCH)]),
        ('{"search": "' + 201 * "a" + '"}', [Flaw(("search",), SEARCH)]),
        ('{"search": {"name": "a"}}', [Flaw(("search",), SEARCH)]),
        ('{"Phone": "+6281234567890"}', [Flaw(("Phone",), OTHER, "phone")]),
        ('{"phone_number": "+6281234567890"}', [Flaw(("phone_number",), OTHER, "phone")]),
        ('{"serach": "a"}', [Flaw(("serach",), OTHER, "search")]),
        ('{"label": "vip"}', [Flaw((), NEITHER), Flaw(("label",), OTHER)]),
        ('{"search": "a", "limit": 5}', [Flaw(("limit",), OTHER)]),
    ],
)
def test_a_flaw_is_named_with_its_path_and_with_what_was_meant(text: str, flaws: list[Flaw]) -> None:
    assert [flaw[:3] for flaw in checked(text).flaws] == [flaw[:3] for flaw in flaws]


def test_all_flaws_are_named_at_once() -> None:
    flaws = checked('{"phone": "ada", "search": "", "team": 1}').flaws
    assert [(flaw.path, flaw.reason) for flaw in flaws] == [
        ((), BOTH),
        (("phone",), PHONE),
        (("search",), SEARCH),
        (("team",), OTHER),
    ]


@pytest.mark.parametrize("text", ["", "phone", "[]", '"a"', "1", "null", "\ud800", '{"a":' + 100_000 * "["])
def test_what_is_no_object_has_one_flaw(text: str) -> None:
    assert checked(text) == FilterCheck((Flaw((), SHAPE),))
