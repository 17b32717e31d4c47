"""Rows in fewer words: tests and files of the KirimChat emulator only."""

from __future__ import annotations

from tests.sandbox.breaking import Row


def held(fact: str, test: str, file: str, *, old: str, new: str) -> Row:
    """A fact; `test` is `module::function`, `file` a module of the emulator."""
    node = f"tests/sandbox/test_kirimchat_{test.replace('::', '.py::')}"
    return Row(fact, node, f"sandbox/kirimchat/{file}.py", old, new)


def default(fact: str, test: str, switch: str, *, value: str, other: str) -> Row:
    """A fact that is the default of a switch; `value` stands in the line that declares it."""
    return held(f"{fact} (switch `{switch}`).", test, "switches", old=value, new=other)
