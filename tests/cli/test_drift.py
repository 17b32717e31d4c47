"""`drift` says who made the accounts differ, and `explain` tells the story of one pair."""

from __future__ import annotations

from threading import Event

import pytest

from tests.cli.program import highlevel, labelsync, served, write

LOCATION = "LOC00000000000000001"
MANIFEST = """\
version: 1
accounts:
  agency: {{connector: highlevel, base_url: {url}, location_id: {location}, token: {{env: TOKEN}}}}
labels:
  vip: {{members: [p0@example.com, p1@example.com, p2@example.com{more}]}}
policy:
  guards: {{additions: 100, removals: 100, empty: allow}}
  suppress: [{{labels: [vip], contacts: [p2@example.com]}}]
"""
SEED = "email,labels\n" + "".join(f"p{number}@example.com,\n" for number in range(6))
TOKEN = {"TOKEN": "pit-00000000-0000-4000-8000-000000000000"}


def wait_for(client, body, contact: str) -> None:
    """Until the vendor's search shows what somebody just did."""
    for _ in range(60):
        rows = client.post("/contacts/search", json=body).json()["contacts"]
        if any(row["id"] == contact and row.get("tags") for row in rows):
            return
        Event().wait(0.5)
    raise AssertionError("the search never showed it")


@pytest.fixture(scope="module")
def applied(tmp_path_factory):
    """p0 and p1 were given `vip`; then p0 lost it and p5 got it, by somebody else, and p3 is wanted, too."""
    tmp_path = tmp_path_factory.mktemp("drift")
    (tmp_path / "people.csv").write_text(SEED)
    with served("--seed-from", "people.csv", folder=tmp_path) as urls:
        url = urls["highlevel"]
        write(tmp_path, MANIFEST.format(url=url, location=LOCATION, more=""))
        ended = labelsync("apply", "-y", folder=tmp_path, **TOKEN)
        assert ended.code == 0, ended.err
        with highlevel(url) as client:
            body = {"locationId": LOCATION, "pageLimit": 100}
            found = client.post("/contacts/search", json=body).json()["contacts"]
            ids = {row["email"][:2]: row["id"] for row in found}
            client.request("DELETE", f"/contacts/{ids['p0']}/tags", json={"tags": ["vip"]}).raise_for_status()
            client.post(f"/contacts/{ids['p5']}/tags", json={"tags": ["vip"]}).raise_for_status()
            wait_for(client, body, ids["p5"])
        write(tmp_path, MANIFEST.format(url=url, location=LOCATION, more=", p3@example.com"))
        yield tmp_path, ids


def test_drift_tells_what_was_taken_back_from_what_somebody_added_and_what_never_was(applied):
    folder, ids = applied
    found = labelsync("drift", "--format", "json", folder=folder, **TOKEN)
    assert found.code == 2
    [account] = found.document["accounts"]
    assert {row["cause"]: row["contacts"] for row in account["drift"]} == {
        "taken_back": [ids["p0"]],
        "never_given": [ids["p3"]],
        "added": [ids["p5"]],
    }
    assert account["withheld"] == [{"label": "vip", "contacts": [ids["p2"]], "reason": "suppressed"}]
    shown = labelsync("drift", folder=folder, **TOKEN)
    assert "label vip: 1 contact, we gave it, and something took it back" in shown.out
    assert shown.out.endswith("Drift: 3 differences.\n")


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (
            "P0@example.com",
            [
                "manifest: wanted by states/crm.yaml:5",
                "observed: does not carry it",
                "a plan now: added, because of states/crm.yaml:5",
                ": verified",
            ],
        ),
        (
            "p5@example.com",
            ["no entry names this contact", "carries it", "removed, because of states/crm.yaml:5"],
        ),
        ("p2@example.com", ["suppressed by states/crm.yaml:8", "a plan now: left alone: suppressed"]),
        ("gone@example.com", ["vip on agency: nobody", "nothing: nobody is found by that name"]),
    ],
)
def test_the_whole_story_of_a_pair_is_told(applied, who, expected):
    folder, _ = applied
    told = labelsync("explain", "vip", who, folder=folder, **TOKEN)
    assert told.code == 0, told.err
    for text in expected:
        assert text in told.out
    assert "@example.com" not in told.out


def test_a_story_by_the_vendor_s_id_names_the_run(applied):
    folder, ids = applied
    told = labelsync("explain", "vip", ids["p1"], folder=folder, **TOKEN)
    assert "nothing: it is as the manifest says" in told.out
    assert "before: added by run " in told.out


def test_a_code_is_explained_offline_and_an_unknown_one_is_wrong_usage(tmp_path):
    assert labelsync("explain", "ls102", folder=tmp_path).out.startswith("LS102: ")
    ended = labelsync("explain", "LS999", folder=tmp_path)
    assert ended.code == 64
    assert "labelsync explain LABEL CONTACT" in ended.err


def test_once_it_is_applied_there_is_no_drift(applied):
    folder, _ = applied
    assert labelsync("apply", "-y", folder=folder, **TOKEN).code == 0
    calm = labelsync("drift", folder=folder, **TOKEN)
    assert (calm.code, calm.out.splitlines()[-1]) == (0, "No drift.")
