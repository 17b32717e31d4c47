"""F5: the vendor goes away half way and stays away; nothing is marked done, and `resume` finishes later."""

from __future__ import annotations

import json
import socket
import subprocess
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.program import ENVIRONMENT, command, labelsync, served, write
from tests.cli.test_exit_codes import wait_for_an_intent
from tests.crash.kills import world

pytestmark = [pytest.mark.prove, pytest.mark.timeout(300)]

COUNT = 12
MANIFEST = """\
version: 1
accounts: {{a: {{connector: {vendor}, base_url: "{url}", batch: 2, concurrency: 1}}}}
labels: {{vip: {{members: [{members}]}}}}
policy: {{guards: {{additions: 1000}}}}
"""


class Road:
    """The way to a vendor, which can be taken up: then nobody listens there any more."""

    def __init__(self, url: str) -> None:
        there = urlsplit(url)
        self._there = (there.hostname, there.port)
        self._ends: list[socket.socket] = []
        self._is_open = True
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}{there.path}"
        self._wait()

    def take_up(self) -> None:
        """Nothing passes any more, and what was under way is cut off."""
        self._is_open = False
        for end in (self._door, *self._ends):
            _cut(end)

    def lay_again(self) -> None:
        self._is_open = True
        self._door = socket.create_server(("127.0.0.1", self.port))
        self._wait()

    def _wait(self) -> None:
        threading.Thread(target=self._welcome, args=(self._door,), daemon=True).start()

    def _welcome(self, door: socket.socket) -> None:
        try:
            while True:
                near, _ = door.accept()
                far = socket.create_connection(self._there)
                self._ends += [near, far]
                if not self._is_open:
                    _cut(near)
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=_carry, args=ends, daemon=True).start()
        except OSError:
            return


def _cut(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


def _carry(source: socket.socket, target: socket.socket) -> None:
    try:
        while piece := source.recv(65_536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


def carriers(urls: dict[str, str], vendor: str) -> set[str]:
    shown = world(urls, vendor)
    fired = Counter((one["contact"], one["label"], one["on"]) for one in shown["automations"])
    assert set(fired.values()) <= {1}, "fired twice"
    return {contact for contact, one in shown["contacts"].items() if "vip" in one["labels"]}


def claimed(document: dict) -> set[str]:
    """Of whom the result says that the change stands."""
    changes = [change for account in document["accounts"] for change in account["changes"]]
    rows = [row for change in changes if change["action"] == "add" for row in change["contacts"]]
    return {row["id"] for row in rows if row["outcome"] in ("applied", "verified", "already")}


@pytest.mark.parametrize("vendor", ["wix", "highlevel", "kirimchat"])
def test_a_vendor_that_is_away_for_long_is_3_then_69_and_resume_finishes_once_it_is_back(
    tmp_path: Path, vendor: str
):
    people = [f"p{n}@example.com" for n in range(COUNT)]
    rows = [f"{email},+62811000{n:05}" for n, email in enumerate(people)]
    (tmp_path / "people.csv").write_text("\n".join(["email,phone", *rows]) + "\n")
    slow = "delay=1x1000@WRITE:/"
    with served("--seed-from", "people.csv", "--fault", slow, folder=tmp_path) as urls:
        road = Road(urls[vendor])
        write(tmp_path, MANIFEST.format(vendor=vendor, url=road.url, members=", ".join(people)))
        process = subprocess.Popen(
            command("apply", "-y", "--format", "json"),
            cwd=tmp_path,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_for_an_intent(tmp_path)
        road.take_up()
        out, err = process.communicate(timeout=120)
        assert process.returncode == 3, err
        document = json.loads(out)
        assert document["summary"]["not_started"] > 0
        assert claimed(document) <= carriers(urls, vendor)
        still_away = labelsync("resume", folder=tmp_path)
        assert still_away.code == 69
        assert "next: " in still_away.err
        road.lay_again()
        resumed = labelsync("resume", folder=tmp_path)
        assert resumed.code == 0, resumed.out + resumed.err
        assert len(carriers(urls, vendor)) == COUNT
        assert labelsync("plan", folder=tmp_path).out.splitlines()[-1].startswith("No changes.")
