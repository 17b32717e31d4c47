"""`labelsync undo`: the world as before the run, but for what somebody changed since."""

from __future__ import annotations

import re

import pytest

from tests.cli.program import highlevel, labelsync, sandbox, served, write

pytestmark = pytest.mark.timeout(180)

LOCATION = "LOC00000000000000001"
MANIFEST = """\
version: 1
accounts: {{agency: {{connector: highlevel, base_url: "{url}"}}}}
labels:
  vip: {{members: [p0@example.com, p1@example.com, p2@example.com]}}
  old: {{members: []}}
policy: {{guards: {{empty: allow, removals: 100, additions: 100}}}}
"""
SEED = "email,labels\n" + "".join(f"p{n}@example.com,{'old' if n > 2 else ''}\n" for n in range(5))


def carried(url):
    with highlevel(url) as client:
        body = {"locationId": LOCATION, "pageLimit": 100}
        rows = client.post("/contacts/search", json=body).raise_for_status().json()["contacts"]
        found = [client.get(f"/contacts/{row['id']}") for row in rows]
        there = [answer.json()["contact"] for answer in found if answer.status_code == 200]
        return {contact["email"]: sorted(contact["tags"]) for contact in there}


def run_of(ended):
    return re.search(r"^Run: (\S+)$", ended.out, re.MULTILINE)[1]


@pytest.fixture
def applied(tmp_path):
    (tmp_path / "people.csv").write_text(SEED)
    with served("--seed-from", "people.csv", folder=tmp_path) as urls:
        write(tmp_path, MANIFEST.format(url=urls["highlevel"]))
        before = carried(urls["highlevel"])
        ended = labelsync("apply", "-y", folder=tmp_path)
        assert ended.code == 0, ended.err
        yield tmp_path, urls["highlevel"], before, run_of(ended)


def test_an_undo_that_is_applied_brings_back_the_world_before(applied):
    folder, url, before, run = applied
    assert carried(url) != before
    drafted = labelsync("undo", run, "-o", "undo.json", folder=folder)
    assert drafted.code == 0, drafted.err
    assert "Plan: 2 to add, 3 to remove." in drafted.out
    ended = labelsync("apply", "undo.json", folder=folder)
    assert ended.code == 0, ended.err
    assert carried(url) == before


def test_what_somebody_changed_since_is_left_alone_and_listed(applied):
    folder, url, before, run = applied
    with highlevel(url) as client:
        body = {"locationId": LOCATION, "pageLimit": 100}
        rows = client.post("/contacts/search", json=body).json()["contacts"]
        ids = {row["email"]: row["id"] for row in rows}
        client.request(
            "DELETE", f"/contacts/{ids['p0@example.com']}/tags", json={"tags": ["vip"]}
        ).raise_for_status()
        client.post(f"/contacts/{ids['p3@example.com']}/tags", json={"tags": ["old"]}).raise_for_status()
        client.delete(f"/contacts/{ids['p1@example.com']}").raise_for_status()
    drafted = labelsync("undo", run, "-o", "undo.json", folder=folder)
    assert drafted.code == 0, drafted.err
    assert "~ 1 removal withheld: changed since that run" in drafted.out
    assert "~ 1 removal withheld: the contact is gone" in drafted.out
    assert "~ 1 addition withheld: changed since that run" in drafted.out
    assert "Plan: 1 to add, 1 to remove." in drafted.out
    assert labelsync("apply", "undo.json", folder=folder).code == 0
    expected = {email: tags for email, tags in before.items() if email != "p1@example.com"}
    assert carried(url) == expected


def test_an_undo_shows_what_it_would_start(applied):
    folder, url, _, run = applied
    labelled = "{members: [p0@example.com, p1@example.com, p2@example.com], fires: {remove: [goodbye]}}"
    text = MANIFEST.format(url=url)
    (folder / "states" / "crm.yaml").write_text(re.sub(r"vip: \{.*\}", f"vip: {labelled}", text))
    undoing = labelsync("undo", run, folder=folder)
    assert undoing.code == 0, undoing.err
    assert "starts: goodbye 3 times, as vip is taken off" in undoing.out


def test_an_undo_is_guarded_like_any_plan(applied):
    folder, _, _, run = applied
    text = (folder / "states" / "crm.yaml").read_text().replace("removals: 100", "removals: 1")
    (folder / "states" / "crm.yaml").write_text(text)
    refused = labelsync("undo", run, folder=folder)
    assert refused.code == 4
    assert "removals:vip@agency=3" in refused.out
    assert labelsync("undo", run, "--override", "removals:vip@agency=3", folder=folder).code == 0


def test_a_run_that_never_was_is_wrong_usage(demo):
    ended = labelsync("undo", "20200101T000000Z-000000", folder=demo)
    assert ended.code == 64
    assert "no run called" in ended.err


def test_what_is_not_verified_is_not_taken_back(demo):
    applied = labelsync("apply", "-y", "--account", "chat", folder=demo)
    assert applied.code == 0, applied.err
    drafted = labelsync("undo", run_of(applied), folder=demo)
    assert drafted.code == 0, drafted.err
    assert drafted.out.splitlines()[-1].startswith("No changes.")
    assert sandbox("chat", folder=demo)["labels"]
