"""Whatever things are called, a page of Markdown shows it as text, and is whole."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from labelsync.report import inert, plan_markdown, run_markdown
from labelsync.report.inert import word
from labelsync.report.markdown.spans import code, markup, prose
from labelsync.report.markdown.tables import cell
from tests.report.marked import check_inert, check_whole, codes, elements
from tests.report.pages import EVIL, evil_plan, evil_run

REFERENCES = ["#1", "!1", "&1", "~label", "$1", "%1", "^alert#1", "GH-12", "ABC-123", "o/r#1", "a@0123abcd"]
COMMITS = ["deadbeef", "0123456", "0123456789abcdef0123456789abcdef01234567", "DEFACED"]
LINKS = ["https://example.com", "www.example.com", "ada@example.com", "xmpp:a@example.com", "[x](//y)"]
MARKUP = [
    *("![x](y)", "<img src=x>", "<!-- x", "</details>", "</summary>", "<a href=x>", "&lt;b&gt;", "&#64;a"),
    *("*x*", "_x_", "~~x~~", "**x**", "$x$", "$`x`$", "{+x+}", "[[_TOC_]]", "[^1]: x", "[x]: y", "*[x]: y"),
    *("- x", "* x", "+ x", "1. x", "1) x", "# x", "> x", ">>> x", "---", "===", "    x", "```", "~~~ x"),
]
TICKS = [
    "`",
    "``",
    "`x",
    "x`",
    "a`b|c",
    "a``b`c",
    "\\`",
    "`\\",
    "|",
    "\\|",
    "\\\\|",
    "a|b",
    "||",
    "`|`",
    "\\",
]
COMMANDS = ["::error::x", "::add-mask::x", "##[error]x", "x ##[group]y", "##vso[task.setvariable]x", "/close"]
OTHERS = [
    *("@everyone", "@everyone <img src=x>", ":smile:", "::include{file=x}", "%{project_name}", "two  spaces"),
    *(
        "x\n\n</details>\n\n@all",
        "x\r\n/close",
        "\ttab",
        "é ü 漢字",
        "a\u202eb\u200bc\x00\x1b[2J\ud800",
        '"',
        '"x',
        "''",
    ),
    *(
        "(",
        "((x",
        ")",
        "...",
        ":",
        "x:",
        "x,",
        "12",
        "1.",
        "7.5",
        "1,203",
        "x" * 5000,
        "@x " * 200,
        '"' * 900,
    ),
]
NAMES = [*EVIL, *REFERENCES, *COMMITS, *LINKS, *MARKUP, *TICKS, *COMMANDS, *OTHERS]


@pytest.mark.parametrize("name", NAMES)
def test_whatever_things_are_called_the_page_holds_text_alone(name: str) -> None:
    for text in (plan_markdown(evil_plan(name), names={name: {name: name}}), run_markdown(evil_run(name))):
        check_whole(text)
        check_inert(text)


@pytest.mark.parametrize("name", ["two words", *NAMES])
def test_whatever_things_are_called_the_page_has_the_same_elements(name: str) -> None:
    tags = elements(plan_markdown(evil_plan(name))).tags
    other = elements(plan_markdown(evil_plan("two words"))).tags
    assert {**tags, "code": 0} == {**other, "code": 0}


@pytest.mark.parametrize("name", [name for name in NAMES if len(name) < 100 and "##" not in name])
def test_a_name_can_be_read_as_it_is(name: str) -> None:
    assert inert(word(name)) in codes(plan_markdown(evil_plan(name)))


@settings(deadline=None, max_examples=60)
@given(st.text(min_size=1, max_size=30))
@example("0.")
@example("`\\|")
def test_any_name_is_shown_as_text_in_a_page_that_is_whole(name: str) -> None:
    text = plan_markdown(evil_plan(name), limit=20_000)
    check_whole(text)
    check_inert(text)
    assert {**elements(text).tags, "code": 0} == {
        **elements(plan_markdown(evil_plan("two words"), limit=20_000)).tags,
        "code": 0,
    }


@given(st.text(alphabet="`|\\ a'\"(@.:", min_size=1, max_size=20))
def test_a_code_span_shows_what_it_was_handed_also_in_a_table(text: str) -> None:
    told = word(text)
    assert codes(f"- {code(told)}\n") == {told}
    assert codes(f"| x |\n| --- |\n| {cell(told)} |\n") == {told}


@given(st.text(alphabet="`|\\ a'\"(@.:#0<&", max_size=40))
def test_a_sentence_loses_nothing_but_spaces_and_marks_of_code(sentence: str) -> None:
    for shown in (f"- {prose(sentence)}\n", f"<p>{markup(sentence)}</p>\n"):
        seen = "".join(text for text, _ in elements(shown).texts)
        assert seen.translate({32: None, 10: None, 96: None}) == sentence.translate({32: None, 96: None})


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        (
            "removals of label trial: 1 (33 % of 3), limit 100.",
            "removals of label trial: 1 (33 % of 3), limit 100.",
        ),
        ("give `labelsync plan --out` a file", "give `labelsync plan --out` a file"),
        ('label "two words" and "two @words", lost', 'label "two words" and `"two @words"`, lost'),
        ("see states/crm.yaml:21 (at 09:00).", "see `states/crm.yaml:21` (at `09:00`)."),
        ("12 of 1,203 people's e-mails", "12 of 1,203 people's e-mails"),
        ("1. x", "`1`. x"),
        ("at commit deadbeef now", "at commit `deadbeef` now"),
        ("'a b'@c", "`'a b'@c`"),
        ("for @a <b> and c", "for `@a <b>` and c"),
        ("", ""),
    ],
)
def test_a_sentence_keeps_its_words_and_all_else_is_code(sentence: str, shown: str) -> None:
    assert prose(sentence) == shown


def test_what_is_very_long_is_cut_and_says_so() -> None:
    assert code("x" * 501).endswith("x…`")
    assert len(code("x" * 501)) == 502
    assert code("x" * 500) == f"`{'x' * 500}`"
    assert prose("word " * 1000).endswith("word `word…`")
    assert code("") == cell("") == ""
