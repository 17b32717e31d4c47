"""Accounts against their connectors' descriptions."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelsync.core.member import Place
from labelsync.core.scope import Account, SecretReference
from labelsync.manifest.codes import Code
from labelsync.manifest.origins import is_loopback, objection
from tests.manifest.vendors import load_at, mistakes_at, write

HEAD = "version: 1\nlabels: {vip: }\naccounts:\n  shop: "
FULL = "connector: titled, site_id: 5f0e5f0e, api_key: {env: KEY}"


def account(root: Path, text: str) -> Account:
    write(root, {"a.yaml": HEAD + text})
    return load_at(root / "a.yaml", root).manifest.accounts["shop"]


def found(root: Path, text: str) -> list[tuple[str, int, str]]:
    write(root, {"a.yaml": HEAD + text})
    return [(m.code, m.place.column, m.suggestion) for m in mistakes_at(root / "a.yaml", root)]


def test_an_account_has_settings_references_to_secrets_and_its_own_pace(tmp_path: Path):
    write(tmp_path, {"sandbox/shop.csv": "id\n"})
    text = (
        f"{{{FULL}, depth: 3, batch: 50, pace: 200/min, share: 50 %, concurrency: 2, match: any, "
        "overlap: true, sandbox: sandbox/shop.csv, base_url: 'http://127.0.0.1:8080'}"
    )
    assert account(tmp_path, text) == Account(
        name="shop",
        connector="titled",
        place=Place("a.yaml", 4, 3),
        settings={"site_id": "5f0e5f0e", "depth": 3},
        secrets={"api_key": SecretReference("env", "KEY", Place("a.yaml", 4, 57))},
        sandbox="sandbox/shop.csv",
        base_url="http://127.0.0.1:8080",
        batch=50,
        pace=200 / 60,
        share=0.5,
        concurrency=2,
        match_any=True,
        overlap=True,
    )


@pytest.mark.parametrize(
    ("pace", "rate"),
    [("10/s", 10), ("200 / min", 200 / 60), ("5000/h", 5000 / 3600), ("200000/day", 200000 / 86400)],
)
def test_a_pace_is_a_rate(tmp_path: Path, pace: str, rate: float):
    assert account(tmp_path, f"{{{FULL}, pace: {pace}, share: 0.8}}").pace == pytest.approx(rate)


def test_an_address_in_a_flow_mapping_needs_no_quotes(tmp_path: Path):
    assert (
        account(tmp_path, f"{{{FULL}, base_url: http://127.0.0.1:8080}}").base_url == "http://127.0.0.1:8080"
    )


def test_ids_and_secrets_may_be_left_out_with_the_sandbox_or_on_the_loopback(tmp_path: Path):
    write(tmp_path, {"s.csv": "id\n"})
    assert account(tmp_path, "{connector: titled, sandbox: s.csv}").secrets == {}
    assert account(tmp_path, "{connector: titled, base_url: 'http://localhost:1'}").settings == {}
    assert found(tmp_path, "{connector: titled}") == [(Code.MISSING_SETTING, 3, "")] * 2


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("{connector: titeld}", (Code.UNKNOWN_CONNECTOR, 21, "titled")),
        ("{site_id: x}", (Code.MISSING_KEY, 10, "")),
        ("", (Code.MISSING_KEY, 3, "")),
        (f"{{{FULL}, site: x}}", (Code.UNKNOWN_SETTING, 69, "site_id")),
        (f"{{{FULL}, api_kye: x}}", (Code.UNKNOWN_SETTING, 69, "api_key")),
        (f"{{{FULL}, sandbxo: x}}", (Code.UNKNOWN_SETTING, 69, "sandbox")),
        ("{connector: titled, site_id: X, api_key: {env: K}}", (Code.SETTING_FORM, 38, "")),
        ("{connector: titled, site_id: {env: X}, api_key: {env: K}}", (Code.BAD_REFERENCE, 38, "")),
        ("{connector: titled, site_id: [a], api_key: {env: K}}", (Code.WRONG_KIND, 38, "")),
        ("{connector: titled, site_id: 5f0e5f0e, api_key: abc}", (Code.LITERAL_SECRET, 57, "")),
        ("{connector: titled, site_id: 5f0e5f0e, api_key: {env: K, file: f}}", (Code.BAD_REFERENCE, 57, "")),
        ("{connector: titled, site_id: 5f0e5f0e, api_key: {}}", (Code.BAD_REFERENCE, 57, "")),
        ("{connector: titled, site_id: 5f0e5f0e, api_key: {evn: K}}", (Code.UNKNOWN_KEY, 58, "env")),
        ("{connector: titled, site_id: 5f0e5f0e, api_key: {env: 'a b'}}", (Code.BAD_FORM, 63, "")),
        ("{connector: titled, site_id: 5f0e5f0e, api_key: {exec: [x]}}", (Code.NOT_KNOWN_YET, 58, "")),
        (f"{{{FULL}, depth: deep}}", (Code.NOT_A_NUMBER, 76, "")),
        (f"{{{FULL}, pace: fast}}", (Code.BAD_FORM, 75, "")),
        (f"{{{FULL}, share: 80}}", (Code.BAD_FORM, 76, "")),
        (f"{{{FULL}, overlap: yes}}", (Code.NOT_ONE_OF, 78, "")),
        (f"{{{FULL}, match: anny}}", (Code.NOT_ONE_OF, 76, "any")),
        (f"{{{FULL}, batch: 0}}", (Code.NOT_A_NUMBER, 76, "")),
        (f"{{{FULL}, base_url: 'https://evil.example'}}", (Code.FOREIGN_ORIGIN, 79, "")),
        (f"{{{FULL}, sandbox: gone.csv}}", (Code.FILE_MISSING, 78, "")),
        (f"{{{FULL}, sandbox: ../x.csv}}", (Code.PATH_REFUSED, 78, "")),
    ],
)
def test_a_mistake_in_an_account_has_its_code_column_and_suggestion(
    tmp_path: Path, text: str, mistake: tuple[str, int, str]
):
    assert mistake in found(tmp_path, text)


def test_an_account_has_a_name_that_overrides_can_hold(tmp_path: Path):
    write(tmp_path, {"a.yaml": f"version: 1\nlabels: {{vip: }}\naccounts: {{'a@b=c': {{{FULL}}}}}"})
    assert [m.code for m in mistakes_at(tmp_path / "a.yaml", tmp_path)] == [Code.BAD_FORM]


@pytest.mark.parametrize(
    "url",
    [
        "http://api.titled.example",
        "https://api.titled.example.evil.example",
        "https://api.titled.example:444",
        "https://user:pass@api.titled.example",
        "https://127.0.0.1.evil.example",
        "http://10.0.0.1",
        "https://evil.example",
        "ftp://127.0.0.1",
        "http://127.0.0.1@evil.example",
        "http://localhost.evil.example",
        "//127.0.0.1",
        "127.0.0.1:80",
        "http://[::1",
        "http://127.0.0.1:99999",
    ],
)
def test_a_credential_goes_nowhere_else(url: str):
    assert objection(url, vendors="https://api.titled.example")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8080", "http://[::1]:1/path", "http://localhost", "https://api.titled.example/v2"],
)
def test_the_vendors_own_origin_and_the_loopback_are_fine(url: str):
    assert objection(url, vendors="https://api.titled.example") == ""
    assert is_loopback(url) == ("titled" not in url)
