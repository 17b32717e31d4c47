"""T11: an address in a manifest, typed by whoever opened the pull request, gets no credential."""

from __future__ import annotations

import pytest

from labelsync.connectors.registry import vendors
from labelsync.core.setting import AccountSettings, SettingKind
from labelsync.errors import NotAuthorised
from labelsync.wire.origin import check_origin
from tests.cli.program import labelsync, write
from tests.connectors.wix_scene import ports

pytestmark = pytest.mark.prove

SECRET = "kdv_live_CanaryCanaryCanaryCa0001"
OPENED = {
    "wix": "site_id: 5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a, api_key: {env: SECRET}",
    "highlevel": "location_id: AAAAAAAAAAAAAAAAAAAA, token: {env: SECRET}",
    "kirimchat": "token: {env: SECRET}",
}
MANIFEST = """\
version: 1
accounts: {{account: {{connector: {vendor}, {opened}, base_url: "{url}"}}}}
labels: {{vip: {{members: [p0@example.com]}}}}
"""


def hostile(own: str) -> list[str]:
    """Addresses that are not the vendor's, however alike."""
    host = own.split("//")[1].split("/")[0]
    return [
        own.replace("https", "http"),
        f"https://{host}.evil.example",
        f"https://evil-{host}",
        f"https://{host}@evil.example",
        f"https://evil.example/{host}",
        f"https://{host}:8443",
        "https://evil.example",
        "http://169.254.169.254",
        "http://127.0.0.1.evil.example",
        "file:///etc/passwd",
    ]


@pytest.mark.parametrize("vendor", OPENED)
def test_no_connector_is_opened_at_an_address_that_is_not_its_vendor_s(vendor, tmp_path):
    own = vendors()[vendor].base_url
    for url in hostile(own):
        write(tmp_path, MANIFEST.format(vendor=vendor, opened=OPENED[vendor], url=url))
        ended = labelsync("plan", folder=tmp_path, SECRET=SECRET)
        assert ended.code == 65, url
        assert "error[LS306]" in ended.err, url
        assert SECRET not in ended.err


def access_of(vendor, base_url):
    """How a connector would reach an account at that address."""
    given = vendors()[vendor].settings
    texts = {one.name: one.example for one in given if one.kind is not SettingKind.SECRET and one.required}
    secrets = {one.name: one.example for one in given if one.name in ("api_key", "token")}
    return (
        vendors()[vendor]
        .open(AccountSettings(texts=texts, secrets=secrets, base_url=base_url), ports())
        .access
    )


@pytest.mark.parametrize("vendor", OPENED)
def test_the_line_itself_opens_to_no_other_address_whatever_the_manifest_let_through(vendor):
    own = vendors()[vendor].base_url
    check_origin(access_of(vendor, ""))
    assert access_of(vendor, "").base_url == own
    for url in hostile(own):
        with pytest.raises(NotAuthorised):
            check_origin(access_of(vendor, url))
