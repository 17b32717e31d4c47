"""Canaries: secrets and a person, searched for in every byte that every command leaves behind."""

from __future__ import annotations

import base64
import gzip
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

from labelsync.cli.main import VERBS
from tests.cli.program import Ended, labelsync, served, write
from tests.cli.test_reveal import on_terminal

pytestmark = [pytest.mark.prove, pytest.mark.timeout(300)]

CHAT, AGENCY, SHOP = (
    "kdv_live_CanaryCanaryCanaryCa0001",
    "Canary0Agency/with+signs=0002",
    "Canary0Shop0003==x",
)
SECRETS = {"CHAT_TOKEN": CHAT, "AGENCY_TOKEN": AGENCY, "SHOP_KEY": SHOP}
PERSON, PHONE, ABSENT = "canary.person@example.com", "+6281100000001", "nobody.canary.person@example.com"
NAMES = (b"canary.person", b"6281100000001", b"CANARY.PERSON", base64.b64encode(PERSON.encode()).rstrip(b"="))
MANIFEST = """\
version: 1
accounts:
  chat: {{connector: kirimchat, base_url: "{chat}", token: {{env: CHAT_TOKEN}}}}
  agency: {{connector: highlevel, base_url: "{agency}", token: {{env: AGENCY_TOKEN}}}}
  shop: {{connector: wix, base_url: "{shop}", api_key: {{file: key.txt}}}}
labels:
  vip: {{members: [{person}, {absent}, "{phone}"]}}
policy: {{guards: {{additions: 100, removals: 100}}}}
"""
OURS = {"states", "people.csv", "imported", "revealed.json", "parrot", "with.json"}
"""Where people are because somebody put them there, or asked for them."""

LINES = {
    "init": ["init made"],
    "import": ["import agency -o imported", "import agency"],
    "validate": ["validate", "validate --format sarif"],
    "fmt": ["fmt --check"],
    "plan": [
        "plan -o plan.json",
        "-vv plan --format json",
        "plan --format jsonl --report markdown=plan.md --report html=plan.html",
        "plan --account chat",
        "plan nowhere",
        "plan --base nope",
    ],
    "drift": ["drift", "drift --format json"],
    "explain": ["explain LS102", f"explain vip {PERSON}"],
    "apply": [
        "apply",
        "apply plan.json",
        "apply ./plan.json",
        "apply -y --format jsonl --report markdown=run.md",
        "apply -y --within plan.json",
    ],
    "resume": ["resume", "resume nope"],
    "undo": ["undo {run} -o undo.json", "undo nope"],
    "show": ["show plan.json", "show {run}", "show {run} --format json", "show nope"],
    "history": ["history", "history --verify", "history --format json"],
    "reveal": ["reveal plan.json", "reveal plan.json -o revealed.json"],
    "forget": [f"forget {PERSON}", f"forget {PERSON} -y", f"forget {PHONE} -y", "forget chat:contact -y"],
    "snapshot": ["snapshot -o snapshot.json", "snapshot -o with.json --with-identities"],
    "unlock": ["unlock chat 0"],
    "doctor": ["doctor", "doctor --format json"],
    "connectors": ["connectors --format json"],
    "schema": ["schema plan", "schema manifest --with-labels"],
    "completion": ["completion bash"],
    "sandbox": ["sandbox show chat", "sandbox reset chat"],
}
"""Each command, its failures too."""
SUCCEED = (
    "import agency -o imported",
    "plan -o plan.json",
    "resume",
    "show {run}",
    "undo {run} -o undo.json",
)
ASKED = ("imported/crm.yaml", "revealed.json", "with.json")
TYPED = ("import agency", f"explain vip {PERSON}")
"""What people are in because somebody asked for them."""


def forms(secret: str) -> Iterator[bytes]:
    """A secret as it might stand somewhere, worked out without the program."""
    plain = secret.encode()
    yield from (plain, quote(secret, safe="").encode(), quote(secret).encode())
    yield from (plain.hex().encode(), plain.hex().upper().encode())
    yield json.dumps(secret)[1:-1].replace("/", "\\/").encode()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for shift in range(3):  # what of it lies in whole groups of three bytes
            first = (3 - shift) % 3
            yield encode(plain[first : first + (len(plain) - first) // 3 * 3])


def leaks(where: dict[str, bytes], *secrets: str) -> list[str]:
    """Where a secret is."""
    wanted = {form for secret in secrets for form in forms(secret)}
    return [name for name, content in where.items() if any(form in content for form in wanted)]


def people(where: dict[str, bytes]) -> list[str]:
    """Where the person is."""
    return [name for name, content in where.items() if any(name in content for name in NAMES)]


def files(folder: Path) -> dict[str, bytes]:
    """Every file that was written, whoever reads it; what is packed, unpacked."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: unpacked(path.read_bytes()) for name, path in found.items()}


def unpacked(content: bytes) -> bytes:
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


def said(ended: dict[str, Ended]) -> dict[str, bytes]:
    return {line: (end.out + end.err).encode() for line, end in ended.items()}


def prepared(folder: Path, urls: dict[str, str]) -> None:
    roots = {"chat": urls["kirimchat"], "agency": urls["highlevel"], "shop": urls["wix"]}
    states = write(folder, MANIFEST.format(**roots, person=PERSON, absent=ABSENT, phone=PHONE))
    (states / "key.txt").write_text(SHOP + "\n")


def every_line(folder: Path) -> Iterator[tuple[str, Ended]]:
    """Every command in turn."""
    run = ""
    for line in (line for lines in LINES.values() for line in lines):
        ended = labelsync(*line.format(run=run).split(), folder=folder, **SECRETS)
        yield line, ended
        if line == "apply plan.json":
            run = labelsync("history", folder=folder).out.split()[0]


def test_every_command_has_a_canary():
    assert list(LINES) == list(VERBS)


def test_no_command_lets_a_secret_out_or_names_a_person_who_was_not_asked_for(tmp_path):
    seed = f"email,phone,labels\n{PERSON},{PHONE},extra\nother@example.com,+6281100000002,\n"
    (tmp_path / "people.csv").write_text(seed)
    with served("--seed-from", "people.csv", folder=tmp_path) as urls:
        prepared(tmp_path, urls)
        ended = dict(every_line(tmp_path))
        ended["on a terminal"] = on_terminal("plan", folder=tmp_path)
    left = files(tmp_path)
    assert {line: ended[line].code for line in SUCCEED} == dict.fromkeys(SUCCEED, 0)
    assert people({name: left[name] for name in ASKED}) == list(ASKED)
    del left["states/key.txt"]
    assert leaks(said(ended) | left, *SECRETS.values()) == []
    kept = {name: content for name, content in left.items() if name.split("/")[0] not in OURS}
    assert {"plan.json", "snapshot.json", ".labelsync/journal.db", ".labelsync/locks/chat.lock"} <= set(kept)
    told = {line: text for line, text in said(ended).items() if line not in TYPED}
    assert people(kept | told) == []


FAULTS = ["429", "html@POST:/contacts/bulk_label", "drop@POST:/contacts/bulk_label", "503x2"]


@pytest.mark.parametrize("fault", FAULTS)
def test_neither_a_secret_nor_a_person_leaves_when_a_vendor_fails(tmp_path, fault):
    (tmp_path / "people.csv").write_text(f"email,phone\n{PERSON},{PHONE}\n")
    with served("--seed-from", "people.csv", "--fault", fault, folder=tmp_path) as urls:
        prepared(tmp_path, urls)
        lines = (
            "validate",
            "plan --out plan.json",
            "-vv plan --format json",
            "apply -y --format json",
            "show plan.json",
        )
        ended = {line: labelsync(*line.split(), folder=tmp_path, **SECRETS) for line in lines}
        ended["no secret"] = labelsync("plan", folder=tmp_path)
    assert ended["no secret"].code == 77
    left = {name: content for name, content in files(tmp_path).items() if name.split("/")[0] not in OURS}
    assert leaks(said(ended) | left, *SECRETS.values()) == []
    assert people(said(ended) | left) == []


class Echo(BaseHTTPRequestHandler):
    """A vendor that repeats what it was sent: the credential, the address and the body."""

    way = "400"

    def answer(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        heard = f"{self.headers.get('authorization')} {self.path} {self.rfile.read(length)!r}"
        status, kind, body = (
            400,
            "application/json",
            json.dumps({"message": heard, "error": heard, "code": heard}),
        )
        if self.way.isdigit():
            status = int(self.way)
        elif self.way == "broken":
            status, body = 200, body[:-2]
        elif self.way == "html":
            status, kind, body = 200, "text/html", f"<h1>{heard}</h1>"
        elif self.way == "plain":  # words and signs that a connector may quote
            body = json.dumps({"message": heard.split(" b'")[0].replace("Bearer ", "").split("?")[0]})
        elif self.way == "redirect":
            status = 302
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("location", f"/{quote(heard)}")
        self.send_header("x-request-id", heard[:200])
        self.end_headers()
        self.wfile.write(body.encode())

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = answer  # noqa: N815 - the library's names

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def echoing(way: str) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Echo", (Echo,), {"way": way})) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


WAYS = ["401", "plain", "broken"]
MORE = ["400", "403", "404", "422", "html", "redirect"]


@pytest.mark.parametrize("way", [*WAYS, *(pytest.param(way, marks=pytest.mark.prove) for way in MORE)])
def test_a_vendor_that_repeats_the_secret_has_it_taken_out(tmp_path, way):
    with echoing(way) as url:
        prepared(tmp_path, dict.fromkeys(("kirimchat", "highlevel", "wix"), url))
        ended = {}
        for account in ("chat", "agency", "shop"):
            for line in (f"plan --account {account}", f"apply -y --account {account} --format json"):
                ended[line] = labelsync(*line.split(), folder=tmp_path, **SECRETS)
    assert {end.code for end in ended.values()} <= {69, 77}
    left = {name: content for name, content in files(tmp_path).items() if not name.startswith("states/")}
    assert leaks(said(ended) | left, *SECRETS.values()) == []
    assert people(said(ended) | left) == []


def test_an_unreachable_vendor_is_told_without_the_secret(tmp_path):
    prepared(tmp_path, dict.fromkeys(("kirimchat", "highlevel", "wix"), "http://127.0.0.1:9"))
    ended = {"plan": labelsync("plan", folder=tmp_path, **SECRETS)}
    assert ended["plan"].code == 69
    assert leaks(said(ended), *SECRETS.values()) == []


@pytest.mark.parametrize(
    "secret", ["wrong\nline-of-the-secret", "wrong-\N{LATIN SMALL LETTER E WITH ACUTE}-secret"]
)
def test_a_secret_that_no_header_carries_is_refused_and_not_shown(tmp_path, secret):
    prepared(tmp_path, dict.fromkeys(("kirimchat", "highlevel", "wix"), "http://127.0.0.1:9"))
    ended = {"plan": labelsync("plan", folder=tmp_path, **dict.fromkeys(SECRETS, secret))}
    assert ended["plan"].code == 77
    assert leaks(said(ended), secret) == []


def test_a_secret_in_the_manifest_is_refused_and_not_shown(tmp_path):
    url = "http://127.0.0.1:9"
    prepared(tmp_path, dict.fromkeys(("kirimchat", "highlevel", "wix"), url))
    sheet = tmp_path / "states/crm.yaml"
    sheet.write_text(sheet.read_text().replace("{env: CHAT_TOKEN}", CHAT))
    for arguments in (["validate"], ["plan"], ["validate", "--format", "json"], ["forget", PERSON, "-y"]):
        ended = {"it": labelsync(*arguments, folder=tmp_path)}
        assert ended["it"].code == 65
        assert leaks(said(ended), CHAT) == []
        assert people(said(ended)) == []


TOKEN = "parrot/Canary+Token=0004:x"
LOUD = {"reason": 3, "rejected": 3, "refuse": 77, "loud": 3, "exit": 1, "identity": 3, "ticket": 3}
SILENT = {"raise": 1, "group": 1, "cancel": 1, "lost": 3}
"""How the connector repeats it, and how apply ends. Of what is silent no word is told."""


def parroted(folder: Path, mode: str) -> dict[str, Ended]:
    """What the commands say of an account whose connector repeats its secret."""
    plugin = folder / "parrot" / "parrot-1.0.dist-info"
    plugin.mkdir(parents=True)
    (plugin / "METADATA").write_text("Metadata-Version: 2.1\nName: parrot\nVersion: 1.0\n")
    (plugin / "entry_points.txt").write_text("[labelsync.connectors]\nparrot = parrot:VENDOR\n")
    shutil.copy(Path(__file__).with_name("parrot.py"), folder / "parrot")
    account = f"{{connector: parrot, mode: {mode}, token: {{env: TOKEN}}}}"
    write(folder, f"version: 1\naccounts: {{it: {account}}}\nlabels: {{vip: {{members: [{PERSON}]}}}}\n")
    ended = {}
    for line in (
        "plan -o plan.json",
        "apply -y",
        "apply -y --format json",
        "-vv plan --format json",
        "history --verify",
    ):
        ended[line] = labelsync(
            *line.split(), folder=folder, TOKEN=TOKEN, PYTHONPATH=str(folder / "parrot"), PYTHONDEVMODE="1"
        )
    return ended


@pytest.mark.parametrize("mode", [*LOUD, *(pytest.param(mode, marks=pytest.mark.prove) for mode in SILENT)])
def test_a_connector_that_repeats_its_secret_has_it_taken_out_of_what_is_said(tmp_path, mode):
    ended = parroted(tmp_path, mode)
    assert ended["apply -y"].code == (LOUD | SILENT)[mode], ended["apply -y"]
    assert ("[secret]" in "".join(end.out + end.err for end in ended.values())) is (mode in LOUD)
    assert leaks(said(ended), TOKEN) == []
    assert people(said(ended)) == []


@pytest.mark.parametrize("mode", ["reason", "rejected", "identity"])
def test_a_connector_that_repeats_its_secret_has_it_taken_out_of_what_is_kept(tmp_path, mode):
    parroted(tmp_path, mode)
    kept = {name: text for name, text in files(tmp_path).items() if name.startswith((".labelsync/", "plan."))}
    assert leaks(kept, TOKEN) == []
