"""A page of Markdown taken apart: by a parser into tokens, and by GitHub's own into elements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

import cmarkgfm
from cmarkgfm.cmark import Options
from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("gfm-like")
OPENED = re.compile(r"<details>\n<summary>(?:[^<>]|<code>[^<>]*</code>)*</summary>\n")
CLOSED = "</details>\n"
OURS = {
    *("heading", "paragraph", "inline", "text", "code_inline", "html_block", "strong", "softbreak"),
    *("bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td"),
}
TAGS = {
    *("h2", "h3", "p", "ul", "li", "strong", "code", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
PLAIN = re.compile(r"""[A-Za-z0-9 ,.;:()'"%…\n-]*""")
REFERENCE = re.compile(r"%[^ ,.;:)]|\b[0-9A-Fa-f]{7,40}\b|[A-Za-z]-[0-9]|:[^ \n):;,.]|www\.[^ \n]")


class Text(NamedTuple):
    """A text within an element, and whether it is code."""

    text: str
    code: bool


class _Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.texts: list[Text] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(Text(data, "code" in self._open))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def elements(markdown: str) -> _Elements:
    """The page as GitHub's parser draws it, its own HTML let through."""
    html = cmarkgfm.github_flavored_markdown_to_html(markdown, options=Options.CMARK_OPT_UNSAFE)
    return _Elements(html)


def tokens(markdown: str) -> Iterator[Token]:
    for token in PARSER.parse(markdown):
        yield token
        yield from token.children or ()


def check_whole(markdown: str) -> None:
    """Every table, fold and list is whole, and nothing is in the page but what its own blocks are made of."""
    found = list(tokens(markdown))
    kinds = Counter(token.type for token in found)
    assert {re.sub("_(open|close)$", "", kind) for kind in kinds} <= OURS
    _check_folds([token.content for token in found if token.type == "html_block"])
    rows = [line for line in markdown.splitlines() if line.startswith("|")]
    ruled = sum(re.fullmatch(r"\|(?: ---:? \|)+", line) is not None for line in rows)
    assert kinds["table_open"] == ruled
    assert kinds["tr_open"] == len(rows) - ruled
    _check_widths(markdown)
    assert markdown.endswith("\n")
    assert not re.search(r"\n\n\n|[ \t]\n", markdown)


def _check_folds(blocks: list[str]) -> None:
    assert all(OPENED.fullmatch(block) for block in blocks[::2]), blocks
    assert all(block == CLOSED for block in blocks[1::2]), blocks
    assert len(blocks) % 2 == 0


def _check_widths(markdown: str) -> None:
    """The rows of a table have as many cells as its head, whatever stands in them."""
    for table in re.findall(r"(?:^\|.*\n)+", markdown, re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1
        assert table.count("\n") > 2, "a table without rows"


def check_inert(markdown: str) -> None:
    """Nothing that either site, a parser or a runner would take for more than text."""
    page = elements(markdown)
    assert set(page.tags) <= TAGS
    assert page.attributes <= {"align"}
    for text, code in page.texts:
        assert code or PLAIN.fullmatch(text), text
        assert code or not REFERENCE.search(text), text
    for line in markdown.splitlines():
        assert not line.lstrip().startswith(("::", "/", ">", "=", "[", "<!"))
        assert "##[" not in line
        assert "##vso[" not in line


def codes(markdown: str) -> set[str]:
    """What stands in code spans, as it is shown."""
    return {text for text, code in elements(markdown).texts if code}
