"""Certificates are always verified, on the loopback too, and keys are never written down."""

import asyncio
import shutil
import ssl
import subprocess

import pytest

from labelsync.errors import Unreachable
from labelsync.wire.trust import authorities, nobody
from tests.wire.loopback import OK, connected, listening, says
from tests.wire.scene import LOOK

OPENSSL = shutil.which("openssl") or ""
pytestmark = pytest.mark.skipif(not OPENSSL, reason="openssl makes the certificates")


def certificate(folder, *, host):
    """A self-signed certificate for a host: (certificate, context of a server that shows it)."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    wish = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -addext subjectAltName={host}"
    subprocess.run([OPENSSL, *wish.split(), "-keyout", key, "-out", cert], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return cert, context


@pytest.fixture(autouse=True)
def _fresh_authorities():
    authorities.cache_clear()
    yield
    authorities.cache_clear()


def ask(context, scheme="https"):
    async def once():
        async with listening(says(OK), context) as server, connected(server.port, scheme=scheme) as line:
            try:
                return await line.client.exchange(LOOK), server.heard
            except Unreachable as failure:
                return failure, server.heard

    return asyncio.run(once())


def test_a_self_signed_certificate_is_refused_before_anything_is_sent(tmp_path):
    _, context = certificate(tmp_path, host="IP:127.0.0.1")
    outcome, heard = ask(context)
    assert isinstance(outcome, Unreachable)
    assert heard == []


def test_a_certificate_that_the_system_trusts_is_taken(tmp_path, monkeypatch):
    cert, context = certificate(tmp_path, host="IP:127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    outcome, _ = ask(context)
    assert outcome.status == 200


def test_a_trusted_certificate_of_another_host_is_refused(tmp_path, monkeypatch):
    cert, context = certificate(tmp_path, host="DNS:api.vendor.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    outcome, heard = ask(context)
    assert isinstance(outcome, Unreachable)
    assert heard == []


def test_session_keys_are_never_written_down(tmp_path, monkeypatch):
    cert, context = certificate(tmp_path, host="IP:127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys.log"))
    assert ask(context)[0].status == 200
    assert not (tmp_path / "keys.log").exists()


def test_every_context_verifies_certificates_and_names():
    for context in (authorities(), nobody()):
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
        assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
