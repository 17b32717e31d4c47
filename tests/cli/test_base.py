"""This change or old drift: told apart by a base, and applied apart."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.cli.program import labelsync, sandbox, write

MANIFEST = """\
version: 1
accounts: {{agency: {{connector: highlevel, sandbox: people.csv}}}}
labels:
  vip: {{members: [{vip}]}}
{more}policy: {{guards: {{additions: 100, removals: 100, deletions: 5, empty: allow}}}}
"""
SEED = "id,email,labels\n" + "".join(
    f"{'A' * 18}p{number},p{number}@example.com,{labels}\n"
    for number, labels in enumerate(["vip", "", "vip", "", "", "spring"])
)


def who(*numbers: int) -> list[str]:
    return [f"{'A' * 18}p{number}" for number in numbers]


def manifest(*vip: int, more: str = "") -> str:
    return MANIFEST.format(vip=", ".join(f"p{number}@example.com" for number in vip), more=more)


def git(folder, *arguments: str) -> None:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false")
    command = [shutil.which("git") or "git", *identity, *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def commit(folder, text: str) -> None:
    write(folder, text)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "a change")


@pytest.fixture
def repository(tmp_path):
    """At the base p0 and p1 are wanted, which p1 lacks and p2 has too much; now p3 is wanted as well."""
    (tmp_path / "people.csv").write_text(SEED)
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, manifest(0, 1, more="  spring: {members: [p5@example.com]}\n"))
    git(tmp_path, "checkout", "-qb", "change")
    commit(tmp_path, manifest(0, 1, 3))
    return tmp_path


def test_a_plan_tells_what_this_change_causes_from_drift_that_was_there(repository):
    planned = labelsync("plan", "--base", "main", "--format", "json", folder=repository)
    assert planned.code == 0, planned.err
    plan = planned.document
    [account] = plan["accounts"]
    assert plan["base"] == "main"
    assert account["drift"] == [
        {"action": "add", "label": "vip", "contacts": who(1)},
        {"action": "remove", "label": "vip", "contacts": who(2)},
    ]
    assert plan["unmanaged"] == [{"account": "agency", "label": "spring", "carriers": 1}]
    shown = labelsync("plan", "--base", "main", folder=repository)
    assert "Against main: 1 pair of this change, 2 pairs of drift that was there before." in shown.out
    assert "No longer managed: label spring on agency, carried by 1 contact." in shown.out
    assert "+ add 2 contacts, 1 of them due before this change" in shown.out


def test_only_this_change_is_applied_and_the_drift_is_left(repository):
    ended = labelsync("apply", "-y", "--base", "main", "--only-this-change", folder=repository)
    assert ended.code == 0, ended.err
    assert "1 addition withheld: due before this change" in ended.out
    assert sorted(sandbox("agency", folder=repository)["labels"]["vip"]) == who(0, 2, 3)
    ended = labelsync("apply", "-y", folder=repository)
    assert ended.code == 0
    assert sorted(sandbox("agency", folder=repository)["labels"]["vip"]) == who(0, 1, 3)


def test_a_folder_is_a_base_as_well(repository):
    other = repository / "old"
    other.mkdir()
    (other / "crm.yaml").write_text(manifest(0, 1))
    planned = labelsync("plan", "--base", "old/crm.yaml", "--format", "json", folder=repository)
    assert planned.code == 64
    assert "the manifest of old/crm.yaml is not valid here" in planned.err
    (other / "people.csv").write_text(SEED)
    planned = labelsync("plan", "--base", "old/crm.yaml", "--format", "json", folder=repository)
    assert planned.code == 0, planned.err
    assert len(planned.document["accounts"][0]["drift"]) == 2


def test_a_base_without_the_manifest_makes_all_of_it_this_change(repository):
    git(repository, "checkout", "-q", "--orphan", "empty")
    git(repository, "rm", "-rqf", "--cached", ".")
    (repository / "README").write_text("nothing yet")
    git(repository, "add", "README")
    git(repository, "commit", "-qm", "nothing")
    planned = labelsync("plan", "--base", "empty", "--format", "json", folder=repository)
    assert planned.code == 0, planned.err
    assert planned.document["accounts"][0]["drift"] == []


@pytest.mark.parametrize("base", ["no-such-branch", "--upload-pack=x", "HEAD;ls"])
def test_what_git_does_not_know_is_wrong_usage(repository, base):
    planned = labelsync("plan", f"--base={base}", folder=repository)
    assert planned.code == 64
    assert "neither a path nor a revision" in planned.err


def test_only_this_change_needs_a_base(repository):
    planned = labelsync("plan", "--only-this-change", folder=repository)
    assert planned.code == 64
    assert "--base" in planned.err


def test_the_wanted_side_alone_needs_no_account_and_no_secret(repository):
    live = manifest(0, 1, 3).replace(
        "sandbox: people.csv", "location_id: LOC00000000000000001, token: {env: NONE}"
    )
    commit(repository, live)
    planned = labelsync("plan", "--desired-only", "--base", "main", "--format", "json", folder=repository)
    assert planned.code == 0, planned.err
    spring, vip = planned.document["altered"]
    assert (spring["label"], spring["dropped"], len(spring["loses"])) == ("spring", True, 1)
    assert (vip["label"], len(vip["gains"]), vip["loses"]) == ("vip", 1, [])
    assert vip["gains"][0]["place"] == "states/crm.yaml:4"
    assert "@example.com" not in planned.out
    shown = labelsync("plan", "--desired-only", "--base", "main", "--detailed-exitcode", folder=repository)
    assert shown.code == 2
    assert shown.out.endswith("This change wants 1 pair more and 1 pair no longer.\n")
    assert not (repository / ".labelsync" / "sandbox").exists()


def test_the_wanted_side_alone_needs_a_base_and_saves_nothing(repository):
    assert labelsync("plan", "--desired-only", folder=repository).code == 64
    ended = labelsync("plan", "--desired-only", "--base", "main", "-o", "plan.json", folder=repository)
    assert ended.code == 64
    assert not (repository / "plan.json").exists()
