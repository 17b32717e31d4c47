"""Texts to identities."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelsync.core.identity import Email, Identity, Phone
from labelsync.sources import identify
from tests.sources.mails import is_plain_email


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("Ada@Example.com", Email("ada@example.com")),
        ("  ada@example.com\t", Email("ada@example.com")),
        ("ada@example.test", Email("ada@example.test")),
        ("o'neil@example.com", Email("o'neil@example.com")),
        ("Jürgen@example.com", Email("jürgen@example.com")),
        ("Ju\u0308rgen@example.com", Email("jürgen@example.com")),
        ("ada@STRASSE.de", Email("ada@strasse.de")),
        ("+6281234567890", Phone("+6281234567890")),
        ("+62 812-3456-7890", Phone("+6281234567890")),
        ("+62 (812) 3456 7890", Phone("+6281234567890")),
        ("0812-3456-7890", Phone("+6281234567890")),
        ("0812\u00a03456\u00a07890", Phone("+6281234567890")),
    ],
)
def test_a_text_is_the_identity_it_names(text: str, identity: Identity):
    found = identify(text, "ID")
    assert (found, type(found)) == (identity, type(identity))


@pytest.mark.parametrize(
    "text",
    [
        *("", "ada", "ada@", "@example.com", "a@b@example.com", "ada@exa mple.com", "ada@-x.com"),
        *("ada@example.com, bob@example.com", "Ada <ada@example.com>"),
        *("12", "+1", "+999999999999999999", "0b1d2c3e-0000", "1-800-FLOWERS"),
    ],
)
def test_what_names_nobody_is_refused_without_repeating_it(text: str):
    with pytest.raises(ValueError, match=r"no e-mail|no phone|neither") as refused:
        identify(text, "ID")
    assert not text or text not in str(refused.value)


def test_a_phone_number_without_plus_needs_a_region():
    with pytest.raises(ValueError, match=r"policy\.region"):
        identify("0812 3456 7890", "")
    with pytest.raises(ValueError, match="no phone number"):
        identify("0812 3456 7890", "QQ")


@given(st.text(max_size=40))
def test_no_text_does_anything_but_name_somebody_or_raise_value_error(text: str):
    try:
        found = identify(text, "DE")
    except ValueError:
        return
    assert found == identify(found.text, ""), "an identity names itself"


def test_the_libraries_are_not_imported_for_plain_people():
    program = (
        "import sys; from labelsync.sources import identify; "
        "identify('a@b.co', ''); identify('+628123456789', '');"
        "sys.exit('phonenumbers' in sys.modules or 'email_validator' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@settings(max_examples=1_000)
@given(st.from_regex(r"[aZ9.+_-]{0,4}@?[aZ9.+_-]{0,6}@?[aZ9.-]{0,4}", fullmatch=True), st.integers(0, 70))
def test_what_is_plainly_an_email_is_taken_as_it_is(text: str, more: int):
    text = "x" * more + text
    if is_plain_email(text):
        assert identify(text, "") == Email(text.lower())
