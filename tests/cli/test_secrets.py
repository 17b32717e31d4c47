"""Canaries: a secret and a person, searched for in every byte that the program leaves behind."""

import pytest

from tests.cli.program import labelsync, served, write

pytestmark = pytest.mark.timeout(120)

SECRET = "kdv_live_CanaryCanaryCanaryCa0001"
PERSON = "canary.person@example.com"
MANIFEST = """\
version: 1
accounts:
  chat: {{connector: kirimchat, base_url: "{url}", token: {{env: CHAT_TOKEN}}}}
labels:
  vip: {{members: [{person}, nobody.canary.person@example.com]}}
"""


def produced(folder):
    """Every file that the program wrote, by name."""
    return {path.name: path.read_bytes() for path in folder.glob("**/.labelsync/**/*") if path.is_file()}


def run_all(folder):
    yield labelsync("validate", folder=folder, CHAT_TOKEN=SECRET)
    yield labelsync("plan", "--out", "plan.json", folder=folder, CHAT_TOKEN=SECRET)
    yield labelsync("-vv", "plan", "--format", "json", folder=folder, CHAT_TOKEN=SECRET)
    yield labelsync("apply", "-y", "--format", "json", folder=folder, CHAT_TOKEN=SECRET)
    yield labelsync("show", "plan.json", folder=folder, CHAT_TOKEN=SECRET)
    yield labelsync("plan", folder=folder)


FAULTS = ["429", "html@POST:/contacts/bulk_label", "drop@POST:/contacts/bulk_label", "503x2"]


@pytest.mark.parametrize("fault", FAULTS)
def test_neither_a_secret_nor_a_person_is_in_anything_that_is_produced(tmp_path, fault):
    (tmp_path / "people.csv").write_text(f"email,phone\n{PERSON},+6281100000001\n")
    with served("--seed-from", "people.csv", "--fault", fault, folder=tmp_path) as urls:
        write(tmp_path, MANIFEST.format(url=urls["kirimchat"], person=PERSON))
        ended = list(run_all(tmp_path))
    assert [end.code for end in ended][-1] == 77
    everything = {f"run {number}": (end.out + end.err).encode() for number, end in enumerate(ended)}
    everything |= produced(tmp_path)
    everything |= {path.name: path.read_bytes() for path in tmp_path.glob("plan.json")}
    for name, text in everything.items():
        assert SECRET.encode() not in text, name
        assert b"canary.person" not in text, name
        assert b"6281100000001" not in text, name


def test_a_secret_in_the_manifest_is_refused_and_not_shown(tmp_path):
    write(
        tmp_path,
        MANIFEST.format(url="http://127.0.0.1:1", person=PERSON).replace("{env: CHAT_TOKEN}", SECRET),
    )
    for arguments in (["validate"], ["plan"], ["validate", "--format", "json"]):
        ended = labelsync(*arguments, folder=tmp_path)
        assert ended.code == 65
        assert SECRET not in ended.out + ended.err
        assert PERSON not in ended.out + ended.err
