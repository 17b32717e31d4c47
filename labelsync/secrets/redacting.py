"""The redactor: secrets that a command opened, in whatever form they are about to leave it, become a mark."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import AnyStr, Generic

MARK = "[secret]"
SHORTEST = 6
"""Characters. What is shorter stands in too many innocent words, and guards nothing."""


@dataclass(frozen=True, slots=True)
class _Search(Generic[AnyStr]):
    """A search for many forms at once. One of `signs` is in every text that holds any of them."""

    signs: tuple[AnyStr, ...]
    pattern: re.Pattern[AnyStr]
    mark: AnyStr

    def replaced(self, text: AnyStr) -> AnyStr:
        """The text with the mark in place of each form. Most texts are only looked through."""
        if any(sign in text for sign in self.signs):
            return self.pattern.sub(self.mark, text)
        return text


class Redactor:
    """Takes secrets out of what is written. It learns each one when it is opened."""

    def __init__(self) -> None:
        self._forms: frozenset[str] = frozenset()
        self._text, self._bytes = _searches(self._forms)

    def learn(self, secret: str) -> None:
        """Know a secret in all its forms from now on; one of fewer than six characters is not learnt."""
        from labelsync.secrets.forms import forms, parts

        found = {form for part in parts(secret) if len(part) >= SHORTEST for form in forms(part)}
        if not found <= self._forms:
            self._forms |= found
            self._text, self._bytes = _searches(self._forms)

    def __call__(self, text: AnyStr) -> AnyStr:
        """The text, or the bytes of one, without any secret."""
        return self._text.replaced(text) if isinstance(text, str) else self._bytes.replaced(bytes(text))


def _searches(forms: Collection[str]) -> tuple[_Search[str], _Search[bytes]]:
    """The longest form that fits is taken, so that nothing of it stays behind."""
    longest = sorted(forms, key=lambda form: (-len(form), form))
    signs = tuple(form for form in longest if not any(other != form and other in form for other in forms))
    either = "|".join(map(re.escape, longest)) or "(?!)"
    return (
        _Search(signs, re.compile(either), MARK),
        _Search(tuple(map(_encoded, signs)), re.compile(_encoded(either)), MARK.encode()),
    )


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


_CURRENT: ContextVar[Redactor | None] = ContextVar("redactor", default=None)


@contextmanager
def redacting() -> Iterator[Redactor]:
    """The redactor of one command: what is opened in this block is learnt by it."""
    ours = Redactor()
    before = _CURRENT.set(ours)
    try:
        yield ours
    finally:
        _CURRENT.reset(before)


def redactor() -> Redactor:
    """The redactor of the command that runs here; one that nobody asks, where none does."""
    return _CURRENT.get() or Redactor()
