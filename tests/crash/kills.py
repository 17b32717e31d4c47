"""kill -9 at random moments, again and again, `resume` each time: python -m tests.crash.kills [50] [SEED].

The sandbox is served by a process of its own, so that the vendors live on. In the end every world is as the
manifest says, and nothing was fired twice.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from http.client import HTTPConnection
from json import loads
from pathlib import Path
from urllib.parse import urlsplit

from tests.cli.program import ENVIRONMENT, command, labelsync, served, write

COUNT = 60
MANIFEST = """\
version: 1
accounts:
  shop: {{connector: wix, base_url: "{wix}", batch: 3}}
  agency: {{connector: highlevel, base_url: "{highlevel}", batch: 3}}
  chat: {{connector: kirimchat, base_url: "{kirimchat}", batch: 3}}
labels:
  vip: {{members: [{vip}]}}
  gold: {{members: [{gold}]}}
policy: {{guards: {{additions: 1000, removals: 1000, total: {{additions: 10000, removals: 10000}}}}}}
"""
SLOW = ("delay=0.3x100000@WRITE:/",)


def emails(numbers: range) -> str:
    return ", ".join(f"p{number}@example.com" for number in numbers)


def begin(folder: Path) -> None:
    rows = [f"p{n}@example.com,+62811000{n:05}" for n in range(COUNT)]
    (folder / "people.csv").write_text("\n".join(["email,phone", *rows]) + "\n")


def killed(folder: Path, chance: random.Random, *verb: str) -> bool:
    """Whether the program was still at work when it was killed."""
    process = subprocess.Popen(
        command(*verb),
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(chance.uniform(0.8, 4.0))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        return True
    return False


def world(urls: dict[str, str], vendor: str) -> dict:
    root = urlsplit(urls[vendor])
    connection = HTTPConnection(root.hostname, root.port, timeout=30)
    try:
        connection.request("GET", f"/sandbox/{vendor}")
        return loads(connection.getresponse().read())
    finally:
        connection.close()


def check(urls: dict[str, str], vip: range, gold: range) -> None:
    for vendor in urls:
        shown = world(urls, vendor)
        for label, numbers in (("vip", vip), ("gold", gold)):
            carried = {one["email"] for one in shown["contacts"].values() if label in one["labels"]}
            assert carried == {f"p{number}@example.com" for number in numbers}, (vendor, label)
        fired = Counter((one["contact"], one["label"], one["on"]) for one in shown["automations"])
        assert set(fired.values()) <= {1}, (vendor, "fired twice")


def kill(folder: Path, times: int, seed: int) -> int:
    """Kill so often; returns how many runs were really cut short."""
    chance, cut, verb = random.Random(seed), 0, ("apply", "-y")
    begin(folder)
    with served("--seed-from", "people.csv", "--fault", *SLOW, folder=folder) as urls:
        wishes = {"vip": range(40), "gold": range(20, COUNT)}
        listed = {label: emails(numbers) for label, numbers in wishes.items()}
        write(folder, MANIFEST.format(**urls, **listed))
        for _ in range(times):
            over = not killed(folder, chance, *verb)
            cut += not over
            if over and verb[0] == "resume":
                break
            verb = ("resume",)
        for _ in range(10):
            ended = labelsync("resume", folder=folder)
            if ended.code == 0:
                break
            time.sleep(2)  # noqa: TID251 - another process is waited for
        assert labelsync("apply", "-y", folder=folder).code == 0
        assert labelsync("plan", folder=folder).out.splitlines()[-1].startswith("No changes.")
        check(urls, wishes["vip"], wishes["gold"])
    return cut


def main() -> None:
    """Kill until there were as many as asked for."""
    given = [int(text) for text in sys.argv[1:]]
    wanted, seed = (*given, *(50, 1)[len(given) :])
    cut = 0
    while cut < wanted:
        with tempfile.TemporaryDirectory() as folder:
            cut += kill(Path(folder), wanted - cut, seed)
        seed += 1
        print(f"{cut} of {wanted} kills survived", flush=True)  # noqa: T201 - a script


if __name__ == "__main__":
    main()
