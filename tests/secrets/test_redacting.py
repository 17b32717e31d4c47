"""A secret that was opened is recognised in every form in which it could leave; nothing else is touched."""

from __future__ import annotations

import io
import json
import re
import sys
import time
from base64 import b64encode, urlsafe_b64encode
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from urllib.parse import quote, quote_plus, urlencode

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelsync.cli.sieve import Sieve, sieved
from labelsync.core.member import Place
from labelsync.core.scope import SecretReference
from labelsync.report import inert
from labelsync.secrets import Redactor, open_secret, redacting, redactor

SECRET = "s3cr3t/with+signs=and ü"
secrets = st.text(st.characters(codec="utf-8", max_codepoint=0x2FF), min_size=6, max_size=40).filter(
    lambda text: text == text.strip()
)
around = st.text(st.sampled_from("éx :/"), max_size=7)


def knowing(*secrets: str) -> Redactor:
    redact = Redactor()
    for secret in secrets:
        redact.learn(secret)
    return redact


WRITTEN = [
    pytest.param(lambda text: text, id="as-it-is"),
    pytest.param(quote, id="in-a-path"),
    pytest.param(lambda text: quote(text, safe=""), id="in-a-segment"),
    pytest.param(quote_plus, id="in-a-query"),
    pytest.param(lambda text: urlencode({"token": text}), id="in-a-form"),
    pytest.param(
        lambda text: re.sub("%..", lambda code: code[0].lower(), quote(text, safe="")), id="in-lower-case"
    ),
    pytest.param(lambda text: b64encode(text.encode()).decode(), id="base64"),
    pytest.param(lambda text: b64encode(text.encode()).decode().rstrip("="), id="base64-unpadded"),
    pytest.param(lambda text: urlsafe_b64encode(text.encode()).decode(), id="base64url"),
    pytest.param(lambda text: urlsafe_b64encode(text.encode()).decode().rstrip("="), id="base64url-unpadded"),
    pytest.param(lambda text: quote_plus(b64encode(text.encode())), id="base64-in-a-query"),
    pytest.param(lambda text: text.encode().hex(), id="hex"),
    pytest.param(lambda text: text.encode().hex().upper(), id="HEX"),
    pytest.param(json.dumps, id="json"),
    pytest.param(lambda text: json.dumps(text, ensure_ascii=False), id="json-unescaped"),
    pytest.param(lambda text: json.dumps(text).replace("/", "\\/"), id="json-of-others"),
    pytest.param(repr, id="repr"),
    pytest.param(lambda text: repr(text.encode()), id="repr-of-bytes"),
    pytest.param(lambda text: f"authorization: Bearer {text}", id="header"),
    pytest.param(inert, id="made-harmless-for-a-terminal"),
]


@pytest.mark.parametrize("write", WRITTEN)
@given(secrets, around, around)
def test_a_secret_is_taken_out_however_it_is_written(write, secret, before, after):
    redact, text = knowing(secret), f"{before}{write(secret)}{after}"
    assert write(secret) not in redact(text).replace("[secret]", "")
    assert "[secret]" in redact(text)
    assert redact(text.encode()) == redact(text).encode()


@given(secrets, st.binary(max_size=5), st.binary(max_size=5))
def test_what_a_longer_text_s_base64_has_of_a_secret_goes_wherever_it_stands(secret, before, after):
    """As in `Basic`, whose base64 is of a name, a colon and the secret."""
    text = b64encode(before + secret.encode() + after).decode()
    start, end = -(-8 * len(before) // 6), 8 * (len(before) + len(secret.encode())) // 6
    assert text[start:end] not in knowing(secret)(text)


def test_a_secret_that_is_a_whole_header_is_known_without_its_scheme():
    redact = knowing("Bearer abcdef123456")
    assert redact("the token is abcdef123456, for the Bearer") == "the token is [secret], for the Bearer"
    assert redact("Bearer abcdef123456") == "[secret]"


@pytest.mark.parametrize("secret", ["", "a", "12345"])
def test_a_secret_of_fewer_than_six_characters_is_let_through(secret):
    text = f"12345 a {secret} 5 accounts"
    assert knowing(secret)(text) == text


def test_of_two_secrets_one_of_which_is_in_the_other_no_part_stays():
    redact = knowing("abcdef", "xx-abcdef-yy")
    assert redact("xx-abcdef-yy, abcdef") == "[secret], [secret]"


@given(st.text(), secrets)
def test_a_text_without_the_secret_stays_as_it_is(text, secret):
    redact = knowing(secret)
    if redact(text) != text:
        assert any(form in text for form in redact._forms)
    assert Redactor()(text) == text


def test_opening_a_secret_teaches_the_redactor_of_the_command_and_no_other():
    reference = SecretReference("env", "TOKEN", Place("states/crm.yaml", 3))
    with redacting() as outer:
        with redacting() as inner:
            open_secret(reference, environment={"TOKEN": f" {SECRET}\n"}, folder=Path())
            assert redactor() is inner
        assert inner(SECRET) == "[secret]"
        assert outer(SECRET) == SECRET
    assert redactor()(SECRET) == SECRET


def test_a_secret_that_is_no_utf_8_is_taken_out_of_bytes_too():
    secret = b"caf\xe9-secret".decode("utf-8", "surrogateescape")
    assert knowing(secret)(b"x caf\xe9-secret y") == b"x [secret] y"


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_whoever_writes_to_stdout_or_stderr_writes_no_secret(encoding):
    """Click goes around a stream in ASCII, to the bytes below."""
    below = io.BytesIO()
    stream = io.TextIOWrapper(below, encoding=encoding, errors="backslashreplace")
    with redirect_stdout(stream), redirect_stderr(stream), sieved(knowing("secret-1")):
        click.echo("echo secret-1 ü")
        click.echo("err secret-1", err=True)
        click.echo(b"bytes secret-1")
        print("print", "secret-1", "end")  # noqa: T201 - as a library may
        sys.stdout.writelines(["lines secret-1\n", "x\n"])
        sys.stderr.buffer.write(b"buffer secret-1\n")
        stream.flush()
    assert b"secret-1" not in below.getvalue()
    assert below.getvalue().count(b"[secret]") == 6


def test_the_streams_are_put_back_and_a_stream_without_bytes_will_do():
    text = io.StringIO()
    with redirect_stdout(text):
        with sieved(knowing("secret-1")):
            click.echo("secret-1")
            assert isinstance(sys.stdout, Sieve)
            assert not sys.stdout.isatty()
        assert sys.stdout is text
    assert text.getvalue() == "[secret]\n"


def test_a_plan_of_a_hundred_thousand_lines_is_looked_through_in_less_than_a_second():
    line = "      + 0b1d2c3e-0001-4000-8000-0000000{:05}  states/lists/vip.csv:{}\n"
    text = "".join(line.format(number, number) for number in range(100_000))
    redact = knowing(*(f"kdv_live_{number:024}" for number in range(5)))
    began = time.process_time()
    assert redact(text) is text
    assert time.process_time() - began < 1.0
