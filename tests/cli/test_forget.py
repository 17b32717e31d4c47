"""`labelsync forget`: a person leaves the journal, and the runs stay readable."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from labelsync.core.batch import Relabel
from labelsync.journal.lock import locked
from tests.cli.program import Ended, labelsync, sandbox, write
from tests.cli.test_reveal import on_terminal
from tests.journal.made import now, opened, select

pytestmark = pytest.mark.prove

PERSON, PHONE, OTHER = "canary@example.com", "+6281100000001", "p1@example.com"
MANIFEST = """\
version: 1
accounts:
  agency: {connector: highlevel, sandbox: people.csv}
  chat: {connector: kirimchat, sandbox: people.csv}
labels: {vip: {members: [%s]}}
policy: {guards: {removals: {percent: 100}}}
"""
EVERYWHERE = "journal.db*"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which a run has labelled the person and another one, on two accounts."""
    people = f"CANARY00000000000001,{PERSON},{PHONE}\nOTHER000000000000001,{OTHER},+6281100000002\n"
    write(tmp_path, MANIFEST % f"{PERSON}, {OTHER}")
    (tmp_path / "people.csv").write_text(f"id,email,phone\n{people}")
    ended = labelsync("apply", "-y", folder=tmp_path)
    assert ended.code == 0, ended.out + ended.err
    return tmp_path


def unwanted(folder: Path) -> None:
    """The manifest names the person no longer."""
    write(folder, MANIFEST % OTHER)


def forget(folder: Path, *arguments: str, **environment: str) -> Ended:
    return labelsync("forget", *arguments, folder=folder, **environment)


def kept(folder: Path) -> bytes:
    """Every byte of the journal's files."""
    return b"".join(path.read_bytes() for path in sorted((folder / ".labelsync").glob(EVERYWHERE)))


def run_of(folder: Path) -> str:
    return labelsync("history", folder=folder).out.split()[0]


@pytest.mark.parametrize("said", [PERSON, PERSON.upper(), PHONE, "CANARY00000000000001"])
def test_a_person_is_forgotten_by_email_phone_or_id(folder, said):
    ids = [contact for account in ("agency", "chat") for contact in _ids(folder, account)]
    unwanted(folder)
    assert all(contact.encode() in kept(folder) for contact in ids)
    if said == PHONE:  # the run met the person by e-mail
        write(folder, MANIFEST % f'"{PHONE}", {OTHER}')
        assert labelsync("apply", "-y", folder=folder).code == 0
        unwanted(folder)
    ended = forget(folder, said, "-y")
    assert ended.code == 0, ended.err
    assert ended.out.startswith("forgotten: ")
    assert [contact for contact in ids if contact.encode() in kept(folder)] == []
    assert b"OTHER" in kept(folder) or b"c_" in kept(folder)


def _ids(folder: Path, account: str) -> list[str]:
    """The person's ids: whoever carries the label there and is not the other one."""
    world = (folder / f".labelsync/sandbox/{account}.json").read_text()
    assert PERSON in world
    return [contact for contact in sandbox(account, folder=folder)["labels"]["vip"] if "CANARY" in contact]


def test_counts_are_told_and_where_labelsync_does_not_reach_and_nobody_is_named(folder):
    unwanted(folder)
    ended = forget(folder, PERSON, "-y")
    assert ended.out == snapshot(
        "forgotten: 1 plan, 2 calls, 2 outcomes, 1 result, 2 ledger rows, 2 pseudonyms\n"
    )
    assert ended.err == snapshot("""\
labelsync does not reach, so see to them yourself:
  saved plans, snapshots, reports and logs, here and in your pipelines: delete those made until now
  the manifest, its lists, and the history of the repository they are in
  backups of the journal; in PostgreSQL also what VACUUM has not cleared yet
  emulated accounts: labelsync sandbox reset ACCOUNT
  the vendor itself: delete the contact there
""")
    assert "canary" not in (ended.out + ended.err).lower()


def test_the_runs_stay_readable_and_the_journal_whole(folder):
    run = run_of(folder)
    forget(folder, PERSON, "-y")
    assert labelsync("history", "--verify", folder=folder).code == 0
    assert labelsync("history", folder=folder).out.startswith(run)
    shown = labelsync("show", run, "--format", "json", "--journal", ".labelsync/journal.db", folder=folder)
    assert shown.document["summary"]["verified"] == 2
    assert "forgotten" in shown.out
    assert labelsync("undo", run, folder=folder).code == 0
    assert labelsync("resume", run, folder=folder).code == 0


def test_a_manifest_that_still_names_the_person_is_pointed_at(folder):
    ended = forget(folder, PERSON, "-y")
    assert "warning: states/crm.yaml:5 still names this person" in ended.err
    assert PERSON not in ended.err


def test_an_id_is_narrowed_to_an_account_by_its_name(folder):
    ended = forget(folder, "chat:CANARY00000000000001", "-y")
    assert ended.code == 0, ended.err
    rows = select(
        folder / ".labelsync/journal.db", "SELECT account, batch FROM intent WHERE batch LIKE '%CANARY%'"
    )
    assert {account for account, _ in rows} == {"agency"}


def test_whoever_is_in_no_row_is_said_to_be_nobody(folder):
    ended = forget(folder, "stranger@example.com", "-y")
    assert (ended.code, ended.out) == (0, "forgotten: nobody, the journal names no such person\n")


@pytest.mark.parametrize(("said", "code"), [("@", 64), ("+1", 64), ("a@b@c", 64)])
def test_what_looks_like_an_address_and_is_none_is_refused_without_repeating_it(folder, said, code):
    ended = forget(folder, said, "-y")
    assert ended.code == code
    assert ended.err.startswith("error: CONTACT: this is ")


def test_without_a_terminal_and_yes_nothing_is_read(folder):
    before = kept(folder)
    ended = forget(folder, PERSON, "nowhere")
    assert (ended.code, ended.out) == (64, "")
    assert "--auto-approve" in ended.err
    assert kept(folder) == before


@pytest.mark.parametrize(("answer", "code"), [(b"yes\n", 0), (b"no\n", 1), (b"y\n", 1)])
def test_on_a_terminal_it_asks_and_only_yes_is_yes(folder, answer, code):
    ended = on_terminal("forget", PERSON, folder=folder, answer=answer)
    assert ended.code == code
    assert "There is no way back" in ended.out
    assert PERSON not in ended.out
    assert (b"CANARY" in kept(folder)) is bool(code)


def test_while_a_call_is_open_it_is_refused_with_75_and_the_run_is_named(folder):
    with closing(opened(folder / ".labelsync/journal.db")) as journal:
        now(journal.begin("run9", at=1.0))
        [(tenant,)] = select(
            folder / ".labelsync/journal.db", "SELECT DISTINCT tenant FROM intent WHERE account = 'agency'"
        )
        batch = Relabel(("CANARY00000000000001",), ("vip",))
        now(journal.intend("run9", "agency", tenant, batch, at=2.0))
    ended = forget(folder, PERSON, "-y")
    assert (ended.code, ended.out) == (75, "")
    assert ended.err == snapshot("""\
error: run run9 left a call about this person open on account agency; nothing was forgotten
  next: settle it first (labelsync resume run9, or the next apply), then forget again
""")
    assert b"CANARY" in kept(folder)
    assert labelsync("apply", "-y", folder=folder).code == 0
    assert forget(folder, PERSON, "-y").code == 0
    assert b"CANARY" not in kept(folder)


def test_while_a_run_is_at_work_it_is_refused_with_75(folder):
    with locked(folder / ".labelsync/journal.db", ["chat"], run="run7"):
        ended = forget(folder, PERSON, "-y")
    assert ended.code == 75
    assert "run7" in ended.err


def test_without_a_journal_there_is_nobody_to_forget(tmp_path):
    write(tmp_path, MANIFEST % OTHER)
    (tmp_path / "people.csv").write_text("email\np1@example.com\n")
    ended = forget(tmp_path, PERSON, "-y")
    assert ended.code == 64
    assert "no journal" in ended.err
    assert not (tmp_path / ".labelsync").exists()


def test_without_the_key_an_address_leads_nowhere_and_an_id_still_does(folder):
    (folder / ".labelsync/pseudonym.key").unlink()
    assert forget(folder, PERSON, "-y").code == 64
    assert forget(folder, "CANARY00000000000001", "-y").code == 0
    assert b"CANARY" not in kept(folder)
    assert not (folder / ".labelsync/pseudonym.key").exists()
