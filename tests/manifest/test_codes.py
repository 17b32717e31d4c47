"""The catalogue of codes and the code agree."""

from __future__ import annotations

import re
from pathlib import Path

import labelsync.manifest
from labelsync.manifest import CATALOGUE, Code

ROOMS = Path(labelsync.manifest.__file__).parent


def _used() -> set[str]:
    texts = [path.read_text("utf-8") for path in ROOMS.glob("*.py") if path.name != "codes.py"]
    return {Code[name].value for text in texts for name in re.findall(r"\bCode\.([A-Z_]+)\b", text)}


def test_every_code_that_is_used_is_explained_and_every_one_explained_is_used():
    assert _used() == set(CATALOGUE) == {code.value for code in Code}


def test_the_codes_of_list_rows_are_in_the_catalogue():
    sources = [path.read_text("utf-8") for path in (ROOMS.parent / "sources").glob("*.py")]
    assert set(re.findall(r"LS\d{3}", "".join(sources))) == {"LS404", "LS408", "LS502"}
    assert set(re.findall(r"LS\d{3}", "".join(sources))) <= set(CATALOGUE)


def test_every_explanation_has_a_title_and_ends_as_a_sentence():
    for code, said in CATALOGUE.items():
        assert said.title, code
        assert said.text.endswith((".", "?")), code
