"""The served sandbox's own pages: looked at, furnished and troubled by any HTTP client while it is served."""

from __future__ import annotations

import http.client
import json
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.cli.program import ENVIRONMENT, command

VENDORS = ["highlevel", "kirimchat", "wix"]
ADA = {"email": "ada@example.com", "phone": "+6281100000001", "labels": ["vip"]}
BOB = {"email": "bob@example.com", "phone": "+6281100000002"}


class Answered(NamedTuple):
    """An answer, its body read as JSON; None for what is no JSON."""

    status: int
    told: Any


class Sandbox(NamedTuple):
    """What `labelsync sandbox serve` said of itself: each vendor's root, and its lines for people."""

    urls: dict[str, str]
    said: list[str]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answered:
        """Ask a page of the sandbox's own, or any other below its address."""
        root = urlsplit(self.urls["wix"])
        raw = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        return call(f"http://{root.netloc}{path}", method, headers, raw)


def call(url: str, method: str, headers: dict[str, str], body: bytes | None = None) -> Answered:
    """One request by the plainest client that there is."""
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=20)
    try:
        connection.request(
            method, f"{where.path}?{where.query}" if where.query else where.path, body, headers
        )
        answer = connection.getresponse()
        text = answer.read()
    finally:
        connection.close()
    try:
        return Answered(answer.status, json.loads(text))
    except ValueError:
        return Answered(answer.status, None)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    folder: Path = tmp_path_factory.mktemp("served")
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(
            command("sandbox", "serve", "--contacts", "2"),
            cwd=folder,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
        assert process.stdout is not None
        urls = json.loads(process.stdout.readline())
        sandbox = Sandbox(urls, [])
        while sandbox.ask("GET", "/sandbox").status != 200:
            pass
        yield sandbox._replace(said=lines(folder / "said"))
        process.terminate()
        process.wait(10)
        process.stdout.close()


def lines(path: Path) -> list[str]:
    """All that was said at the start: two lines a vendor, and one about the pages."""
    said: list[str] = []
    while len(said) < 2 * len(VENDORS) + 1:
        said = path.read_text().splitlines()
    return said


@pytest.fixture
def sandbox(served: Sandbox) -> Sandbox:
    """The same sandbox, with nobody in it and nothing wrong with it."""
    for vendor in VENDORS:
        assert served.ask("PUT", f"/sandbox/{vendor}", []).status == 200
    return served


def test_the_first_page_lists_the_vendors(served: Sandbox):
    assert served.ask("GET", "/sandbox") == (200, {"vendors": VENDORS})
    assert sorted(served.urls) == VENDORS


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_world_is_begun_anew_with_the_people_that_are_sent(sandbox: Sandbox, vendor: str):
    begun = sandbox.ask("PUT", f"/sandbox/{vendor}", [ADA, BOB])
    assert begun.status == 200
    shown = sandbox.ask("GET", f"/sandbox/{vendor}")
    assert shown == begun
    people = {one["email"]: (one["phone"], one["labels"]) for one in shown.told["contacts"].values()}
    assert people == {"ada@example.com": (ADA["phone"], ["vip"]), "bob@example.com": (BOB["phone"], [])}
    assert "vip" in shown.told["labels"]
    assert (shown.told["automations"], shown.told["heard"]) == ([], [])
    assert shown.told["requests"] == {"reads": 0, "writes": 0}
    assert (
        sandbox.ask("PUT", f"/sandbox/{vendor}", [BOB]).told["contacts"].keys()
        != shown.told["contacts"].keys()
    )


def test_one_world_begun_anew_leaves_the_others(sandbox: Sandbox):
    sandbox.ask("PUT", "/sandbox/wix", [ADA])
    sandbox.ask("PUT", "/sandbox/kirimchat", [BOB])
    assert len(sandbox.ask("GET", "/sandbox/wix").told["contacts"]) == 1
    assert sandbox.ask("GET", "/sandbox/highlevel").told["contacts"] == {}


PIT = {"Authorization": "Bearer pit-any", "Version": "2021-07-28"}


def test_what_is_written_by_the_vendors_own_api_is_shown_and_counted(sandbox: Sandbox):
    shown = sandbox.ask("PUT", "/sandbox/highlevel", [BOB]).told
    [contact] = shown["contacts"]
    tagged = sandbox.ask("POST", f"/highlevel/contacts/{contact}/tags", {"tags": ["vip"]}, **TYPED)
    read = sandbox.ask("GET", f"/highlevel/contacts/{contact}", **PIT)
    assert (tagged.status // 100, read.status) == (2, 200)
    shown = sandbox.ask("GET", "/sandbox/highlevel").told
    assert shown["contacts"][contact]["labels"] == ["vip"]
    assert [(one["contact"], one["label"], one["on"]) for one in shown["automations"]] == [
        (contact, "vip", "add")
    ]
    assert shown["requests"] == {"reads": 1, "writes": 1}
    assert [(h["method"], h["path"], h["status"], h["writes"]) for h in shown["heard"]] == [
        ("POST", f"/contacts/{contact}/tags", tagged.status, True),
        ("GET", f"/contacts/{contact}", 200, False),
    ]


TYPED = {**PIT, "Content-Type": "application/json"}
TAGS = f"/highlevel/locations/{'A' * 20}/tags"


def test_faults_take_the_place_of_those_that_were_there_and_of_one_vendor_only(sandbox: Sandbox):
    assert sandbox.ask("PUT", "/sandbox/highlevel/faults", ["503x9"]) == (200, {"faults": 1})
    assert sandbox.ask("PUT", "/sandbox/highlevel/faults", ["500@GET:/", "429x1@READ:/"]) == (
        200,
        {"faults": 2},
    )
    assert [sandbox.ask("GET", TAGS, **PIT).status for _ in range(3)] == [500, 429, 200]
    assert sandbox.ask("PUT", "/sandbox/highlevel/faults", ["503x9"]).status == 200
    assert sandbox.ask("GET", "/kirimchat/labels", **KEY).status == 200
    assert sandbox.ask("PUT", "/sandbox/highlevel/faults", []) == (200, {"faults": 0})
    assert sandbox.ask("GET", TAGS, **PIT).status == 200


KEY = {"Authorization": "Bearer kdv_live_000000000000000000000000"}


def test_a_world_that_is_begun_anew_has_no_faults(sandbox: Sandbox):
    sandbox.ask("PUT", "/sandbox/highlevel/faults", ["503x9"])
    sandbox.ask("PUT", "/sandbox/highlevel", [])
    assert sandbox.ask("GET", TAGS, **PIT).status == 200


def test_the_pages_themselves_have_no_faults_and_are_not_counted(sandbox: Sandbox):
    sandbox.ask("PUT", "/sandbox/wix/faults", ["refusex9"])
    assert sandbox.ask("GET", "/sandbox/wix").told["heard"] == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"{}",
        b'"ada"',
        b"[5]",
        b'[{"email": 5}]',
        b'[{"labels": "vip"}]',
        b"[[]]",
        b"\xff",
    ],
)
@pytest.mark.parametrize("page", ["/sandbox/wix", "/sandbox/wix/faults"])
def test_what_is_no_list_of_people_or_faults_is_refused_and_changes_nothing(sandbox: Sandbox, page, body):
    sandbox.ask("PUT", "/sandbox/wix", [ADA])
    refused = sandbox.ask("PUT", page, body)
    assert refused.status == 400
    assert refused.told["message"]
    assert len(sandbox.ask("GET", "/sandbox/wix").told["contacts"]) == 1


@pytest.mark.parametrize("fault", ["flood", "drop@", "429x", ""])
def test_one_fault_that_there_is_not_leaves_all_those_that_were_there(sandbox: Sandbox, fault):
    sandbox.ask("PUT", "/sandbox/highlevel/faults", ["503x1"])
    refused = sandbox.ask("PUT", "/sandbox/highlevel/faults", ["429", fault])
    assert refused.status == 400
    assert "no fault is called" in refused.told["message"]
    assert [sandbox.ask("GET", TAGS, **PIT).status for _ in range(2)] == [503, 200]


@pytest.mark.parametrize(
    ("method", "page"),
    [("GET", "/sandbox/nobody"), ("PUT", "/sandbox/nobody"), ("PUT", "/sandbox/nobody/faults")],
)
def test_a_vendor_that_there_is_not_is_404_and_the_others_are_named(sandbox: Sandbox, method, page):
    told = {"message": "no such vendor", "vendors": VENDORS}
    assert sandbox.ask(method, page, [] if method == "PUT" else None) == (404, told)


@pytest.mark.parametrize(
    ("method", "page", "status"),
    [("POST", "/sandbox/wix", 405), ("DELETE", "/sandbox/wix", 405), ("GET", "/sandbox/wix/faults", 405)],
)
def test_another_method_is_not_allowed(sandbox: Sandbox, method, page, status):
    assert sandbox.ask(method, page).status == status


def test_for_people_each_root_is_said_and_where_the_pages_are(served: Sandbox):
    for vendor, url in served.urls.items():
        assert f"{vendor}: {url}" in served.said
    root = served.urls["wix"].removesuffix("/wix")
    assert f"what they hold: {root}/sandbox/NAME, other faults: PUT {root}/sandbox/NAME/faults" in served.said


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_curl_line_of_each_vendor_shows_its_labels(sandbox: Sandbox, vendor: str):
    sandbox.ask("PUT", f"/sandbox/{vendor}", [ADA])
    line = sandbox.said[sandbox.said.index(f"{vendor}: {sandbox.urls[vendor]}") + 1]
    program, *arguments = shlex.split(line)
    headers = dict(arguments[at + 1].split(": ", 1) for at, word in enumerate(arguments) if word == "-H")
    [url] = [word for at, word in enumerate(arguments) if word != "-H" and arguments[at - 1] != "-H"]
    assert program == "curl"
    assert url.startswith(sandbox.urls[vendor] + "/")
    shown = call(url, "GET", headers)
    assert shown.status == 200
    assert '"vip"' in json.dumps(shown.told)
