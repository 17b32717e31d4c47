"""A page of HTML taken apart: its elements in order, and the rows that its script draws."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any, NamedTuple

VOID = frozenset({"meta", "input", "br", "link", "img"})


class Element(NamedTuple):
    """An opened element, and the text directly within it once it is closed."""

    tag: str
    attributes: dict[str, str | None]
    text: list[str]


class Page(HTMLParser):
    """All elements in the order of opening; fails where one is closed that is not open."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in {tag}"
        self.elements.append(Element(tag, dict(attrs), []))
        if tag not in VOID:
            self._open.append(self.elements[-1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), []))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].text.append(data)

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def text(self) -> str:
        hidden = ("style", "script")
        return " ".join("".join(one.text) for one in self.elements if one.tag not in hidden)


def content(element: Element) -> str:
    return "".join(element.text)


def rows(page: Page) -> dict[str, Any]:
    (block,) = (one for one in page.all("script") if one.attributes.get("type") == "application/json")
    told: dict[str, Any] = json.loads(content(block))
    return told


def policy(page: Page) -> str:
    (meta,) = (one for one in page.all("meta") if "http-equiv" in one.attributes)
    assert meta.attributes["http-equiv"] == "Content-Security-Policy"
    return meta.attributes["content"] or ""


def spread(numbers: int | list[int], length: int) -> list[int]:
    return numbers if isinstance(numbers, list) else [numbers] * length


def everything(told: dict[str, Any]) -> Iterable[tuple[str, ...]]:
    """The rows of the JSON as texts: account, action, label, contact, place, note, outcome."""
    for account, action, label, contacts, *rest in told["groups"]:
        files, lines, notes, ends = (spread(numbers, len(contacts)) for numbers in rest)
        for contact, file, line, note, end in zip(contacts, files, lines, notes, ends, strict=True):
            place = f"{told['file'][file]}:{line}" if line else told["file"][file]
            what = told["account"][account], told["action"][action], told["label"][label]
            yield *what, told["contact"][contact], place, told["note"][note], told["outcome"][end]


def shape(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.tag, tuple(one.attributes)) for one in Page(text).elements]
