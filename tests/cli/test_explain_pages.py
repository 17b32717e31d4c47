"""`explain WORD`: every code, guard and exit code is explained, offline and in docs/errors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from inline_snapshot import snapshot

import labelsync as package
from labelsync.cli.explanations.exits import EXITS
from labelsync.cli.explanations.guards import GUARDS
from labelsync.cli.explanations.pages import page, pages, text_of, words
from labelsync.cli.main import VERBS
from labelsync.core.guard import OVERRIDABLE, parse_override, parts
from labelsync.manifest import CATALOGUE
from tests.cli.program import labelsync, write
from tests.cli.test_start import imported

ROOT = Path(__file__).parents[2]
COMMANDS = (ROOT / "docs/commands.md").read_text("utf-8")
INSTRUCTIONS = {"Add", "Change", "Check", "Compare", "Correct", "Go", "Look", "Make", "Merge", "Name", "Read"}
INSTRUCTIONS |= {"Rename", "Review", "Run", "Wait", "Write"}
MISTAKES = (
    "version: 1\naccounts: {{chat: {{connector: kirimchat, token: {{env: K}}}}}}\nlabels: {{{labels}}}\n"
)
NAMESAKE = (
    "version: 1\naccounts: {shop: {connector: wix, sandbox: shop.csv}}\nlabels: {removals: {title: R}}\n"
)
CIRCLES = """\
version: 1
accounts:
  a: {connector: highlevel, sandbox: a.csv}
  b: {connector: highlevel, sandbox: a.csv}
labels:
  trial: {ownership: additive}
  invited:
    members:
      - {account: a, native: [{field: tags, operator: eq, value: trial}]}
      - {account: b, native: [{field: tags, operator: eq, value: trial}]}
"""


def table(heading: str) -> set[str]:
    """The words in the first column of a table of the page of commands."""
    text = COMMANDS.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return {
        word for row in re.findall(r"^\| ([^|]*) \|", text, re.MULTILINE) for word in re.findall(r"\w+", row)
    }


def test_the_pages_in_docs_are_those_of_this_version():
    kept = {path.name: path.read_text("utf-8") for path in (ROOT / "docs/errors").iterdir()}
    assert kept == pages(), "write them anew: python -m tests.regenerating"


def test_every_code_has_a_page_that_tells_what_explain_tells():
    for code, said in CATALOGUE.items():
        told = text_of(code, width=100) or ""
        assert told.splitlines()[0] == page(code).splitlines()[0].removeprefix("# ")
        assert [line for line in told.splitlines() if line.strip() and line.strip() not in page(code)] == []
        assert said.next.split()[-1] in told.splitlines()[-1]


def test_every_link_of_the_pages_leads_to_a_page_and_a_heading_that_are_there():
    written = pages()
    for text in written.values():
        for file, _, heading in (link.partition("#") for link in re.findall(r"\]\(([^)]+)\)", text)):
            assert not heading or f"\n## {heading}\n" in written[file]
            assert file in written


def test_every_guard_that_may_object_is_explained_and_no_other_is():
    sources = [path.read_text("utf-8") for path in Path(package.__file__).parent.rglob("*.py")]
    others = set(re.findall(r'Objection\(\s*"(\w+)"', "".join(sources)))
    assert {*OVERRIDABLE, *others} == {*GUARDS} == table("Guards and overrides") - {"guard", "none"}


@pytest.mark.parametrize("guard", GUARDS)
def test_the_page_of_a_guard_shows_its_override_or_says_that_there_is_none(guard):
    shown = re.findall(r"`--override (\S+)`", GUARDS[guard].next)
    assert [parts(parse_override(text)[0]).guard for text in shown] == [guard] * (guard in OVERRIDABLE)
    assert ("No override answers it." in GUARDS[guard].next) is (guard not in OVERRIDABLE)


def test_every_exit_code_is_explained_and_no_other_is():
    assert {*EXITS} == table("Exit codes") - {"code"}


@pytest.mark.parametrize("word", [*GUARDS, *EXITS])
def test_every_guard_and_exit_code_says_what_to_do_next(word):
    said = {**GUARDS, **EXITS}[word]
    assert said.next.split()[0].rstrip(".") in INSTRUCTIONS
    assert said.text.endswith(".")
    assert said.next.endswith(".")


@pytest.mark.parametrize("word", words())
def test_a_text_is_as_plain_in_markdown_as_on_a_terminal(word):
    told = text_of(word, width=80) or ""
    prose = re.sub(r"`[^`]*`", "", "\n".join(line for line in told.splitlines()[1:] if line[:4] != " " * 4))
    assert not re.search(r"[*_<>|\[\]]|^[-+#]|^\d+\.", prose, re.MULTILINE)
    assert all(len(line) <= 80 or "`" in line or line.startswith("    ") for line in told.splitlines())


def test_every_command_that_a_page_names_is_one():
    found = set(re.findall(r"`labelsync ([a-z]+)", "".join(pages().values())))
    assert {"explain", "resume", "validate"} <= found
    assert found <= set(VERBS)


@pytest.mark.parametrize("word", ["ls102", "LS102", "removals", "Removals", "75"])
def test_a_word_is_explained_without_a_manifest_and_nothing_is_written(tmp_path, word):
    ended = labelsync("explain", word, folder=tmp_path, COLUMNS="100")
    assert (ended.code, ended.out, ended.err) == (0, f"{text_of(word, width=100)}\n", "")
    assert list(tmp_path.iterdir()) == []


def test_an_exit_code_reads_like_this():
    assert text_of("65", width=100) == snapshot("""\
exit code 65: the manifest has mistakes

Every mistake is listed with its code and its place. Nothing was changed at a vendor.

Next: Look up a code with `labelsync explain LS102`, mend the manifest, and run `labelsync validate`
until it is quiet.\
""")


@pytest.mark.parametrize("columns", ["0", "1", "40", "100000"])
def test_a_terminal_of_any_width_is_written_for(tmp_path, columns):
    told = labelsync("explain", "removals", folder=tmp_path, COLUMNS=columns).out
    assert told.startswith("guard removals: ")
    assert max(map(len, told.splitlines())) <= 100


@pytest.mark.parametrize(
    ("word", "near"), [("removal", "removals"), ("LS1O2", "LS102"), ("total_removal", "total_removals")]
)
def test_a_word_that_is_nearly_one_is_answered_with_that_one(tmp_path, word, near):
    ended = labelsync("explain", word, folder=tmp_path)
    assert ended.code == 64
    assert re.search(rf"next: labelsync explain (\S+ or )*{near}\b", ended.err)
    assert "labelsync explain LABEL CONTACT" in ended.err


@pytest.mark.parametrize("word", ["ada@example.com", "LS999", "1234567", "vip"])
def test_any_other_word_is_answered_with_what_there_is_and_not_repeated(tmp_path, word):
    ended = labelsync("explain", word, folder=tmp_path)
    assert ended.code == 64
    assert "codes look like LS102, guards like removals, exit codes like 75; for a person:" in ended.err
    assert word not in ended.err


def test_a_label_that_is_called_like_a_guard_is_a_label_beside_a_contact(tmp_path):
    write(tmp_path, NAMESAKE)
    (tmp_path / "states/shop.csv").write_text("email,labels\nada@example.com,R\n", encoding="utf-8")
    ended = labelsync("explain", "removals", "ada@example.com", folder=tmp_path)
    assert ended.code == 0, ended.err
    assert ended.out.startswith("removals on shop: ")


def test_the_last_line_about_mistakes_names_the_way_on_once(tmp_path):
    write(tmp_path, MISTAKES.format(labels="a: {titel: A}, b: {titel: B}"))
    one = labelsync("validate", folder=tmp_path)
    assert (one.code, one.err.count("labelsync explain")) == (65, 1)
    assert one.err.splitlines()[-1] == "  next: labelsync explain LS102"
    write(tmp_path, MISTAKES.format(labels="a: {titel: A}, b: {accounts: [chta]}"))
    several = labelsync("validate", folder=tmp_path)
    assert several.err.count("labelsync explain") == 1
    assert several.err.splitlines()[-1] == "  next: labelsync explain LS102 (each code has a page)"


def test_mistakes_that_show_on_several_accounts_name_the_way_on_once(tmp_path):
    write(tmp_path, CIRCLES)
    (tmp_path / "states/a.csv").write_text("email,labels\nada@example.com,trial\n", encoding="utf-8")
    ended = labelsync("plan", folder=tmp_path)
    assert (ended.code, ended.err.count("error[LS602]")) == (65, 2)
    assert ended.err.count("labelsync explain") == 1
    assert ended.err.splitlines()[-1] == "  next: labelsync explain LS602"


def test_json_about_mistakes_is_one_document_and_nothing_beside_it(tmp_path):
    write(tmp_path, MISTAKES.format(labels="a: {titel: A}"))
    ended = labelsync("validate", "--format", "json", folder=tmp_path)
    assert (ended.document["mistakes"][0]["code"], ended.err) == ("LS102", "")


def test_whoever_only_validates_or_asks_for_one_code_imports_no_other_explanation(demo):
    families = "labelsync.manifest.explanations."
    assert not [name for name in imported("validate", folder=demo) if name.startswith(families + "s")]
    asked = imported("explain", "LS102", folder=demo)
    assert families + "shape" in asked
    assert not asked & {families + "text", families + "people"}
