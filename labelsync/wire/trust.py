"""Whom TLS believes: the authorities of the system, always asked, whatever the environment says of keys."""

from __future__ import annotations

import ssl
from functools import cache


@cache
def authorities() -> ssl.SSLContext:
    """Verify certificates and host names against the system's store, as OpenSSL finds it; TLS 1.2 or newer.

    Built by hand because the standard library's default context writes session keys to `SSLKEYLOGFILE`.
    """
    context = nobody()
    context.load_default_certs()
    return context


def nobody() -> ssl.SSLContext:
    """Believe no certificate at all: for plain HTTP on the loopback, which never asks."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
