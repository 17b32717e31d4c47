"""F20: a million contacts, seen page by page: what a plan of them takes in memory, measured from outside."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.program import ENVIRONMENT, command, write

pytestmark = [pytest.mark.prove, pytest.mark.timeout(900)]

PAGE = 500
EVERY, FEW = 10, 1000
"""Who carries the label: everybody with a number that 10 divides; who shall not: of those 1000 divides."""
LAUNCHER = """\
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""
"""A small process in between: a child begins with the size of whoever starts it."""
MANIFEST = """\
version: 1
accounts: {{agency: {{connector: highlevel, base_url: "http://127.0.0.1:{port}", pace: 1000/s}}}}
labels: {{vip: {{members: [{{list: vip.csv, column: email}}]}}}}
policy: {{guards: {{removals: 100000, additions: 100000, total: {{removals: 100000, additions: 100000}}}}}}
"""


def contact(number: int) -> dict[str, object]:
    tags = ["vip"] if number % EVERY == 0 else ["news", f"group {number % 7}"]
    return {
        "id": f"contact{number:013}",
        "email": f"p{number}@example.com",
        "phone": f"+6281{number:08}",
        "tags": tags,
        "searchAfter": [number, f"contact{number:013}"],
    }


class Location(ThreadingHTTPServer):
    """A HighLevel location of so many contacts, made up page by page."""

    count: int = 0
    asked: int = 0


class Page(BaseHTTPRequestHandler):
    """Its search, and its tags."""

    protocol_version = "HTTP/1.1"
    server: Location

    def do_GET(self) -> None:
        names = ["vip", "news", *(f"group {number}" for number in range(7))]
        self._answer({"tags": [{"id": name, "name": name} for name in names]})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked += 1
        first = asked["searchAfter"][0] + 1 if "searchAfter" in asked else 0
        numbers = range(first, min(first + PAGE, self.server.count))
        self._answer({"contacts": [contact(number) for number in numbers], "total": self.server.count})

    def _answer(self, document: object) -> None:
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def location(count: int) -> Iterator[Location]:
    server = Location(("127.0.0.1", 0), Page)
    server.count = count
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def planned(folder: Path, count: int) -> tuple[dict[str, int], float]:
    """The plan's sums, and the most memory that the program held while it made it, in MB."""
    folder.mkdir()
    wanted = (n for n in range(count) if (n % EVERY == 0 and n % FEW) or n % FEW == 1)
    rows = "".join(f"p{number}@example.com\n" for number in wanted)
    with location(count) as server:
        write(folder, MANIFEST.format(port=server.server_port), vip=f"email\n{rows}")
        with (folder / "plan").open("w") as out:
            told = subprocess.run(
                [sys.executable, "-c", LAUNCHER, *command("plan", "--format", "json")],
                cwd=folder,
                env=ENVIRONMENT,
                stdout=out,
                stderr=subprocess.PIPE,
                check=True,
                text=True,
            ).stderr
        assert server.asked >= count / PAGE
    plan = json.loads((folder / "plan").read_text())
    assert plan["accounts"][0]["read"]["contacts"] == count
    return plan["summary"], int(told.split()[-1]) / 1024


@pytest.mark.parametrize(("count", "most"), [(200_000, 120), (1_000_000, 280)])
def test_a_plan_of_a_million_contacts_stays_within_the_memory_that_is_stated(tmp_path, count, most):
    summary, peak = planned(tmp_path / "folder", count)
    assert (summary["add"], summary["remove"]) == (count / FEW, count / FEW)
    assert peak <= most
