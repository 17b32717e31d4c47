"""F1 for real: the program is killed at a random moment, and the next run ends as wanted."""

import random
import signal
import subprocess
import time
from collections import Counter

import httpx
import pytest

from tests.cli.program import ENVIRONMENT, Ended, command, highlevel, labelsync, sandbox, served, write
from tests.crash.kills import kill
from tests.crash.mortal import entries

pytestmark = [pytest.mark.prove, pytest.mark.timeout(1800)]

COUNT = 12
WANTED = {f"p{n}@example.com" for n in range(4, COUNT)}
MANIFEST = """\
version: 1
accounts:
  shop: {{connector: wix, {wix}, batch: 2}}
  agency: {{connector: highlevel, {highlevel}, batch: 2}}
  chat: {{connector: kirimchat, {kirimchat}, batch: 2}}
labels:
  vip: {{members: [{members}]}}
  {more}
contacts:
  {deletion}
policy:
  guards: {{additions: 1000, removals: 1000, deletions: 10}}
"""
DELAYS = (
    "--fault",
    "delay=0.2x1000@POST:/contacts/v4/bulk/contacts",
    "--fault",
    "delay=0.2x1000@POST:/contacts/bulk",
)
SANDBOX = dict.fromkeys(("wix", "highlevel", "kirimchat"), "sandbox: people.csv")


def manifest(folder, accounts, *, first):
    """Yesterday's wishes, or today's: additions, removals, a new label, a deletion where one is possible."""
    numbers = range(6) if first else range(4, COUNT)
    write(
        folder,
        MANIFEST.format(
            **accounts,
            members=", ".join(f"p{n}@example.com" for n in numbers),
            more="" if first else "gold: {members: [p4@example.com, p5@example.com]}",
            deletion="[]"
            if first
            else "- {contact: p0@example.com, accounts: [shop, agency], state: absent}",
        ),
    )


def people(folder):
    rows = [f"p{n}@example.com,+62811000{n:05}" for n in range(COUNT)]
    (folder / "people.csv").write_text("\n".join(["email,phone", *rows]) + "\n")


def killed(folder, chance):
    """`apply`, killed at a random moment after its first intent."""
    path = folder / ".labelsync" / "journal.db"
    before = len(list(entries(path)))
    process = subprocess.Popen(
        command("apply", "-y"),
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and len(list(entries(path))) == before:
        time.sleep(0.01)  # noqa: TID251 - another process is waited for
    time.sleep(chance.uniform(0, 2.5))  # noqa: TID251 - the random moment
    process.send_signal(signal.SIGKILL)
    assert process.wait(10) == -signal.SIGKILL


def finished(folder) -> Ended:
    """`apply`, until no open delete job refuses it. It may wait ten minutes for a job whose id is lost."""
    for _ in range(20):
        done = subprocess.run(
            command("apply", "-y", "--format", "json"),
            cwd=folder,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        if done.returncode != 75:
            return Ended(done.returncode, done.stdout, done.stderr)
        time.sleep(2)  # noqa: TID251 - the vendor's job is waited for
    raise AssertionError("locked for too long")


def check(folder):
    """What the program itself says afterwards."""
    ended = finished(folder)
    assert ended.code == 0, ended.out + ended.err
    assert ended.document["converged"] is True
    assert labelsync("plan", folder=folder).out.splitlines()[-1].startswith("No changes.")
    assert [e for e in entries(folder / ".labelsync" / "journal.db") if e.settled is None] == []


@pytest.mark.parametrize("seed", range(6))
def test_killed_against_a_server_the_next_apply_ends_as_wanted_over_http(tmp_path, seed):
    people(tmp_path)
    with served("--seed-from", "people.csv", *DELAYS, folder=tmp_path) as urls:
        accounts = {name: f"base_url: '{url}'" for name, url in urls.items()}
        manifest(tmp_path, accounts, first=True)
        assert finished(tmp_path).code == 0
        manifest(tmp_path, accounts, first=False)
        killed(tmp_path, random.Random(seed))
        check(tmp_path)
        at_wix = {row["primaryInfo"]["email"]: row for row in wix_contacts(urls["wix"])}
        at_highlevel = highlevel_tags(urls["highlevel"])
        assert carriers(at_highlevel, "vip") == WANTED
        assert carriers(at_highlevel, "gold") == {"p4@example.com", "p5@example.com"}
        assert {e for e, row in at_wix.items() if "custom.vip" in labels(row)} == WANTED
        assert "p0@example.com" not in at_wix
        assert "p0@example.com" not in at_highlevel
        changes = {email: row["revision"] - 1 for email, row in at_wix.items()}
        assert changes == effective_changes()


def effective_changes():
    """How often each contact changes when nothing is done twice. Wix counts in `revision`."""
    counts = {f"p{n}@example.com": 0 for n in range(1, COUNT)}
    for number in [*range(1, 6), *range(1, 4), *range(6, COUNT), 4, 5]:
        counts[f"p{number}@example.com"] += 1
    return counts


def labels(row):
    return row["info"].get("labelKeys", {}).get("items", [])


def carriers(tags, label):
    return {email for email, carried in tags.items() if label in carried}


def wix_contacts(url):
    headers = {"authorization": "IST.key", "wix-site-id": "5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a"}
    with httpx.Client(base_url=url, headers=headers, trust_env=False) as client:
        found = client.get("/contacts/v4/contacts", params={"paging.limit": 100, "fieldsets": "FULL"})
        return found.raise_for_status().json()["contacts"]


def highlevel_tags(url):
    with highlevel(url) as client:
        body = {"locationId": "LOC00000000000000001", "pageLimit": 100}
        found = client.post("/contacts/search", json=body).raise_for_status().json()["contacts"]
        read = [client.get(f"/contacts/{row['id']}") for row in found]
        there = [answer.json()["contact"] for answer in read if answer.is_success]
        return {contact["email"]: set(contact["tags"]) for contact in there}


@pytest.mark.parametrize("seed", range(6))
def test_killed_together_with_its_vendors_the_next_apply_fires_nothing_twice(tmp_path, seed):
    people(tmp_path)
    manifest(tmp_path, SANDBOX, first=True)
    assert finished(tmp_path).code == 0
    manifest(tmp_path, SANDBOX, first=False)
    killed(tmp_path, random.Random(100 + seed))
    check(tmp_path)
    for account in ("shop", "agency", "chat"):
        world = sandbox(account, folder=tmp_path)
        twice = Counter((one["contact"], one["label"], one["on"]) for one in world["automations"])
        assert set(twice.values()) == {1}
        assert len(world["labels"]["vip"]) == len(WANTED)
        assert len(world["labels"]["gold"]) == 2
        assert len(world["contacts"]) == (COUNT if account == "chat" else COUNT - 1)


def test_killed_again_and_again_resume_finishes_and_nothing_fires_twice(tmp_path):
    assert kill(tmp_path, times=4, seed=1) >= 1, "each run was over before its moment came"
