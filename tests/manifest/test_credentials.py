"""The ways into an account, one of which must be whole; and labels that had another name before."""

from __future__ import annotations

from pathlib import Path

import pytest
from inline_snapshot import snapshot

from labelsync.connectors.registry import vendors
from labelsync.errors import ManifestInvalid
from labelsync.manifest import Loaded, Mistake, load, render
from labelsync.manifest.codes import Code
from tests.manifest.vendors import identify, write

LOCATION = "location_id: ve9EPM428h8vShlRW1KT"
TOKEN = "token: {env: TOKEN}"
APP = "client_id: app-1, client_secret: {env: SECRET}, refresh_token: {env: REFRESH}"
SITE = "site_id: 5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a"
KEY = "api_key: {env: KEY}"
INSTALLED = "app_id: d7a1c5e2, app_secret: {env: SECRET}, instance_id: a94d2f60-7c15-4e3b-b8d1-25e7f0c69b48"
LOOPBACK = "base_url: 'http://127.0.0.1:1'"
HEAD = f"""\
version: 1
accounts:
  shop: {{connector: wix, {LOOPBACK}}}
  agency: {{connector: highlevel, {LOOPBACK}}}
  chat: {{connector: kirimchat, {LOOPBACK}}}
labels:
"""


def read(root: Path, text: str) -> Loaded:
    write(root, {"crm.yaml": text})
    return load(root / "crm.yaml", root=root, vendors=vendors(), identify=identify, version="0.1.0")


def found(root: Path, text: str) -> tuple[Mistake, ...]:
    try:
        read(root, text)
    except ManifestInvalid as invalid:
        return tuple(invalid.mistakes)
    return ()


def account(text: str) -> str:
    return f"version: 1\nlabels: {{vip: }}\naccounts:\n  one: {{{text}}}\n"


@pytest.mark.parametrize(
    "text",
    [
        f"connector: highlevel, {LOCATION}, {TOKEN}",
        f"connector: highlevel, {LOCATION}, {APP}",
        f"connector: wix, {SITE}, {KEY}",
        f"connector: wix, {INSTALLED}",
    ],
)
def test_one_way_in_that_is_whole_is_enough(tmp_path, text):
    one = read(tmp_path, account(text)).manifest.accounts["one"]
    assert one.secrets
    assert one.settings


def test_without_a_whole_way_in_all_of_them_are_named(tmp_path):
    shown = found(tmp_path, account(f"connector: highlevel, {LOCATION}"))
    shown += found(tmp_path, account("connector: wix"))
    assert render(shown) == snapshot("""\
error[LS301]: HighLevel needs `token`; or `client_id`, `client_secret` and `refresh_token`
  --> crm.yaml:4:3
   |
 4 |   one: {connector: highlevel, location_id: ••••••••••••••••••••}
   |   ^^^

error[LS301]: Wix needs `site_id` and `api_key`; or `app_id`, `app_secret` and `instance_id`
  --> crm.yaml:4:3
   |
 4 |   one: {connector: wix}
   |   ^^^
""")


@pytest.mark.parametrize(
    "text",
    [
        f"connector: highlevel, {LOCATION}, client_id: app-1",
        f"connector: highlevel, {LOCATION}, client_id: app-1, client_secret: {{env: SECRET}}",
        f"connector: highlevel, {LOCATION}, company_id: COM00000000000000001",
        f"connector: wix, {SITE}",
        f"connector: wix, {KEY}",
        f"connector: wix, {SITE}, app_id: d7a1c5e2",
        f"connector: wix, {SITE}, app_id: d7a1c5e2, app_secret: {{env: SECRET}}",
    ],
)
def test_a_part_of_a_way_in_is_none(tmp_path, text):
    [mistake] = found(tmp_path, account(text))
    assert (mistake.code, mistake.place.line, mistake.place.column) == (Code.MISSING_SETTING, 4, 3)


def test_a_way_in_does_not_replace_what_every_way_needs(tmp_path):
    [mistake] = found(tmp_path, account(f"connector: highlevel, {TOKEN}"))
    assert mistake.code == Code.MISSING_SETTING
    assert "`location_id`" in mistake.message


def test_what_belongs_to_another_way_in_is_a_mistake_where_it_stands(tmp_path):
    shown = found(tmp_path, account(f"connector: highlevel, {LOCATION}, {TOKEN}, client_id: app-1"))
    shown += found(tmp_path, account(f"connector: wix, {INSTALLED}, {KEY}"))
    assert render(shown) == snapshot("""\
error[LS302]: `client_id` is of another way in: HighLevel needs `token`; or `client_id`, `client_secret` and `refresh_token`
  --> crm.yaml:4:87
   |
 4 | …ne: {connector: highlevel, location_id: ••••••••••••••••••••, token: {env: TOKEN}, client_id: •••••}
   |                                                                                     ^^^^^^^^^

error[LS302]: `api_key` is of another way in: Wix needs `site_id` and `api_key`; or `app_id`, `app_secret` and `instance_id`
  --> crm.yaml:4:121
   |
 4 | …, app_secret: {env: SECRET}, instance_id: ••••••••••••••••••••••••••••••••••••, api_key: {env: KEY}}
   |                                                                                  ^^^^^^^
""")  # noqa: E501 - lines as they are shown


def test_of_two_whole_ways_in_the_second_is_a_mistake_in_each_of_its_settings(tmp_path):
    text = f"connector: highlevel, {LOCATION}, {APP}, {TOKEN}"
    columns = [1 + len("  one: {") + text.index(name) for name in ("client_id", "client_secret", "refresh")]
    shown = found(tmp_path, account(text))
    assert [(m.code, m.place.line, m.place.column) for m in shown] == [
        (Code.UNKNOWN_SETTING, 4, column) for column in columns
    ]


@pytest.mark.parametrize("vendor", ["wix", "highlevel", "kirimchat"])
@pytest.mark.parametrize("way", ["sandbox: people.csv", LOOPBACK])
def test_no_way_in_is_needed_in_the_sandbox_or_on_the_loopback(tmp_path, vendor, way):
    write(tmp_path, {"people.csv": "id\n"})
    one = read(tmp_path, account(f"connector: {vendor}, {way}")).manifest.accounts["one"]
    assert (one.settings, one.secrets) == ({}, {})


@pytest.mark.parametrize("vendor", ["wix", "highlevel", "kirimchat"])
def test_the_vendors_own_address_needs_a_way_in_all_the_same(tmp_path, vendor):
    address = vendors()[vendor].base_url
    shown = found(tmp_path, account(f"connector: {vendor}, base_url: '{address}'"))
    assert {mistake.code for mistake in shown} == {Code.MISSING_SETTING}


def test_a_secret_of_either_way_in_is_never_written_out(tmp_path):
    text = f"connector: highlevel, {LOCATION}, client_id: app-1, client_secret: hunter, refresh_token: hunter"
    shown = found(tmp_path, account(text))
    assert [m.code for m in shown] == [Code.LITERAL_SECRET] * 2
    assert "hunter" not in render(shown)


def test_a_label_that_nobody_carries_takes_nobody_over(tmp_path):
    shown = found(tmp_path, HEAD + "  gold: {state: absent, previously: [vip]}\n")
    assert render(shown) == snapshot("""\
error[LS408]: `gold` is absent, so nobody moves over from a former name
  --> crm.yaml:7:3
   |
 7 |   gold: {state: absent, previously: [•••]}
   |   ^^^^
""")


def test_a_former_name_that_another_label_has_now_is_a_mistake_that_names_both(tmp_path):
    shown = found(tmp_path, HEAD + "  gold: {previously: [vip]}\n  vip: {members: []}\n")
    assert {mistake.code for mistake in shown} == {Code.SAME_NAME}
    assert render(shown[:1]) == snapshot("""\
error[LS205]: a former name of `gold` is the name of `vip` there
  --> crm.yaml:7:3
   |
 7 |   gold: {previously: [•••]}
   |   ^^^^
   = see also crm.yaml:8:3
""")


@pytest.mark.parametrize(
    ("labels", "there"),
    [
        ("  gold: {accounts: [agency], previously: [VIP]}\n  vip: {accounts: [agency]}\n", True),
        ("  gold: {accounts: [shop], previously: [VIP]}\n  vip: {accounts: [shop]}\n", False),
        ("  gold: {accounts: [shop], previously: [VIP]}\n  vip: {accounts: [shop], title: VIP}\n", True),
        (
            "  gold: {accounts: [shop], previously: [old]}\n  vip: {accounts: [shop], names: {shop: old}}\n",
            True,
        ),
        ("  gold: {accounts: [shop], previously: [vip]}\n  vip: {accounts: [chat]}\n", False),
        ("  gold: {accounts: [shop], previously: [gold]}\n", True),
    ],
)
def test_whose_name_a_former_name_is_goes_by_the_vendor_and_the_account(tmp_path, labels, there):
    assert [m.code for m in found(tmp_path, HEAD + labels)] == [Code.SAME_NAME] * there


def test_a_name_that_is_only_given_there_is_a_name_there_also_where_keys_count(tmp_path):
    labels = "  gold: {accounts: [agency], names: {agency: vip}}\n"
    same = found(tmp_path, HEAD + labels + "  vip: {accounts: [agency]}\n")
    former = found(tmp_path, HEAD + labels + "  silver: {accounts: [agency], previously: [vip]}\n")
    assert [[m.code for m in shown] for shown in (same, former)] == [[Code.SAME_NAME]] * 2


@pytest.mark.parametrize("account", ["shop", "agency", "chat"])
def test_two_labels_cannot_both_have_had_one_name(tmp_path, account):
    labels = f"  gold: {{accounts: [{account}], previously: [vip]}}\n"
    labels += f"  silver: {{accounts: [{account}], previously: [vip]}}\n"
    assert [m.code for m in found(tmp_path, HEAD + labels)] == [Code.SAME_NAME]


@pytest.mark.parametrize(
    "text", ["{previously: vip}", "{previously: []}", "{previously: [[vip]]}", "{previously: }"]
)
def test_former_names_are_a_list_of_names(tmp_path, text):
    assert found(tmp_path, HEAD + f"  gold: {text}\n")
