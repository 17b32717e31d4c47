"""Several accounts in one run: all or none begin, and people are looked for on all of them."""

import socket

from tests.cli.program import labelsync, sandbox, write

TWO = """\
version: 1
accounts:
  one: {connector: highlevel, sandbox: one.csv}
  two: {connector: highlevel, %s}
labels:
  vip: {members: [a@example.com, b@example.com]}
"""
ONE = "email,labels\na@example.com,\n"
MANY = "email,labels\nb@example.com,vip\n" + "".join(f"x{n}@example.com,vip\n" for n in range(9))


def writes(account, folder):
    return sandbox(account, folder=folder)["requests"]["writes"]


def test_nothing_is_sent_anywhere_while_one_account_is_refused(tmp_path):
    write(tmp_path, TWO % "sandbox: two.csv", one=ONE, two=MANY)
    ended = labelsync("apply", "-y", folder=tmp_path)
    assert ended.code == 4
    assert "removals:vip@two=9" in ended.out
    assert (writes("one", tmp_path), writes("two", tmp_path)) == (0, 0)


def test_nothing_is_sent_anywhere_while_one_account_cannot_be_reached(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    write(tmp_path, TWO % f"base_url: 'http://127.0.0.1:{port}'", one=ONE)
    ended = labelsync("apply", "-y", "--format", "json", folder=tmp_path)
    assert ended.code == 69
    assert "two: " in ended.err
    assert [account["account"] for account in ended.document["accounts"]] == ["two"]
    assert writes("one", tmp_path) == 0


def test_the_worst_of_several_failures_decides_and_each_is_told(tmp_path):
    write(tmp_path, TWO % "location_id: AAAAAAAAAAAAAAAAAAAA, token: {env: ABSENT}", one=ONE)
    ended = labelsync("plan", folder=tmp_path)
    assert ended.code == 77
    assert "two: " in ended.err


def test_a_person_that_one_account_has_is_not_reported_as_missing_on_the_other(tmp_path):
    two = "email,labels\nb@example.com,\nc@example.com,\n"
    write(tmp_path, TWO % "sandbox: two.csv", one=ONE, two=two)
    plan = labelsync("plan", "--format", "json", folder=tmp_path).document
    assert [account["labels"][0]["unmatched"] for account in plan["accounts"]] == [1, 1]
    assert [account["unmatched"] for account in plan["accounts"]] == [[], []]
    write(tmp_path, (TWO % "sandbox: two.csv").replace("b@example.com]", "b@example.com, z@example.com]"))
    plan = labelsync("plan", "--format", "json", folder=tmp_path)
    for account in plan.document["accounts"]:
        [missing] = account["unmatched"]
        assert missing["contact"].startswith("c_")
    assert "z@example.com" not in plan.out + plan.err


def test_an_account_that_is_not_declared_any_more_is_listed_until_the_next_apply(tmp_path):
    people = "email,labels\np0@example.com,\n"
    both = "shop: {connector: wix, sandbox: people.csv}, agency: {connector: highlevel, sandbox: people.csv}"
    text = "version: 1\naccounts: {%s}\nlabels: {vip: {members: [p0@example.com]}}\n"
    write(tmp_path, text % both, people=people)
    assert labelsync("apply", "-y", folder=tmp_path).code == 0
    write(tmp_path, text % both.split(", agency")[0], people=people)
    planned = labelsync("plan", "--format", "json", folder=tmp_path)
    assert planned.document["unmanaged"] == [{"account": "agency", "label": None, "carriers": None}]
    assert "No longer managed: account agency." in labelsync("apply", "-y", folder=tmp_path).out
    planned = labelsync("plan", "--format", "json", folder=tmp_path)
    assert planned.document["unmanaged"] == []
