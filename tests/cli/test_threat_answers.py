"""T15: a vendor, or somebody in its place, answers whatever hurts: its account fails, and no other."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.program import labelsync, sandbox, served, write

pytestmark = [pytest.mark.prove, pytest.mark.timeout(180)]

VENDORS = ("wix", "highlevel", "kirimchat")
MANIFEST = """\
version: 1
accounts:
  {bad}
  good: {{connector: highlevel, sandbox: good.csv}}
labels: {{vip: {{members: [p0@example.com]}}}}
"""
Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """The address of a server that gives every request this answer."""

    class Vendor(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            try:
                answer(self)
            except OSError:
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Vendor) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def says(body: bytes, **fields: str) -> Answer:
    """A whole body of JSON, or so it says."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("content-type", "application/json")
        request.send_header("content-length", str(len(body)))
        for name, value in fields.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def endlessly(request: BaseHTTPRequestHandler) -> None:
    """A body that goes on for as long as anybody listens."""
    request.send_response(200)
    request.send_header("content-type", "application/json")
    request.send_header("transfer-encoding", "chunked")
    request.end_headers()
    while True:
        request.wfile.write(b"10000\r\n" + b" " * 0x10000 + b"\r\n")


def manifest(folder: Path, url: str, *vendors: str) -> None:
    """Accounts of these vendors at that address, each called like its vendor, and a good one."""
    bad = "\n  ".join(f'{vendor}: {{connector: {vendor}, base_url: "{url}"}}' for vendor in vendors)
    write(folder, MANIFEST.format(bad=bad), good="email\np0@example.com\n")


HOSTILE = {
    "a body without an end": endlessly,
    "a packed bomb": says(gzip.compress(bytes(256 << 20), 1), content_encoding="gzip"),
    "lists for names": says(json.dumps({"contacts": [{"id": [[]]}], "tags": [[]], "data": [[]]}).encode()),
    "numbers for lists": says(b'{"contacts": 1e999, "tags": 1, "labels": -1, "data": true}'),
    "a text": says(b'"ok"'),
    "nothing": says(b""),
    "bytes": says(bytes(range(256)) * 9),
    "a page": says(b"<html>", content_type="text/html"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_an_answer_that_cannot_be_is_told_of_its_account_and_nothing_is_sent_anywhere(tmp_path, kind):
    with answering(HOSTILE[kind]) as url:
        manifest(tmp_path, url, *VENDORS)
        ended = labelsync("apply", "-y", "--format", "json", folder=tmp_path)
    assert ended.code == 69, ended.err
    assert {row["account"] for row in ended.document["accounts"] if row["error"]} == {*VENDORS}
    assert all(f"error: {vendor}: " in ended.err for vendor in VENDORS)
    assert "itself failed" not in ended.err
    assert sandbox("good", folder=tmp_path)["requests"]["writes"] == 0


DEEP = {"lists": b'{"x":' + b"[" * 100_000, "mappings": b'{"x":' * 100_000}


@pytest.mark.parametrize("kind", DEEP)
@pytest.mark.parametrize("vendor", ["wix", "highlevel", "kirimchat"])
def test_an_answer_that_goes_too_deep_is_told_of_its_account(tmp_path, vendor, kind):
    with answering(says(DEEP[kind])) as url:
        manifest(tmp_path, url, vendor)
        ended = labelsync("plan", folder=tmp_path)
    assert "Traceback" not in ended.err
    assert ended.code == 69, ended.err
    assert f"error: {vendor}: " in ended.err


def test_when_one_account_answers_its_writes_with_nonsense_the_other_is_done(tmp_path):
    (tmp_path / "people.csv").write_text("email\np0@example.com\n")
    with served("--seed-from", "people.csv", "--fault", "htmlx99@WRITE:/", folder=tmp_path) as urls:
        manifest(tmp_path, urls["highlevel"], "highlevel")
        ended = labelsync("apply", "-y", "--format", "json", folder=tmp_path)
    assert ended.code == 3, ended.err
    told = {row["account"]: row["changes"] for row in ended.document["accounts"]}
    assert [row["outcome"] for change in told["good"] for row in change.get("contacts", ())] == ["verified"]
    assert {row["outcome"] for change in told["highlevel"] for row in change.get("contacts", ())} <= {
        "unknown",
        "failed",
        "not_started",
    }
    assert len(sandbox("good", folder=tmp_path)["labels"]["vip"]) == 1
    assert "itself failed" not in ended.err
