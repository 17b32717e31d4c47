"""The forms in which a secret travels: as it is, and as headers, addresses, JSON and programs write it."""

from __future__ import annotations

import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

_SCHEME = re.compile(r"(?:basic|bearer|token)\s+(\S.*)", re.IGNORECASE | re.DOTALL)
_PERCENT = re.compile("%[0-9A-F]{2}")


def parts(secret: str) -> Iterator[str]:
    """The secret; without its scheme where it is a whole header, like `Bearer x`."""
    yield secret
    if header := _SCHEME.fullmatch(secret):
        yield header[1]


def forms(secret: str) -> frozenset[str]:
    """Every form of a secret: itself, its hex and its base64, each as it is and as other texts quote it."""
    plain = secret.encode("utf-8", "surrogateescape")
    bare = {secret, plain.hex(), plain.hex().upper(), *_base64(plain)}
    return frozenset(dressed for form in bare for dressed in _dressed(form))


def _base64(plain: bytes) -> Iterator[str]:
    """Both alphabets, padded and not, and what a longer text's base64 has of it, wherever it stands there."""
    for encode in (b64encode, urlsafe_b64encode):
        whole = encode(plain).decode("ascii")
        yield whole
        yield whole.rstrip("=")
        for before in range(3):
            shifted = encode(bytes(before) + plain).decode("ascii")
            yield shifted[-(-8 * before // 6) : 8 * (before + len(plain)) // 6]


def _dressed(form: str) -> Iterator[str]:
    """As an address, a JSON text, a terminal and Python write it."""
    plain = form.encode("utf-8", "surrogateescape")
    yield form
    for quoted in (quote(plain), quote(plain, safe=""), quote_plus(plain)):
        yield quoted
        yield _PERCENT.sub(lambda code: code[0].lower(), quoted)
    for text in (json.dumps(form)[1:-1], json.dumps(form, ensure_ascii=False)[1:-1]):
        yield text
        yield text.replace("/", "\\/")
    yield form.encode("unicode_escape").decode("ascii")
    yield "".join(char if char.isprintable() else repr(char)[1:-1] for char in form)
    yield repr(form)[1:-1]
    yield repr(plain)[2:-1]
