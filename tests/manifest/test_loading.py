"""Files, folders, versions, and paths of lists."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from labelsync.errors import ManifestInvalid
from labelsync.manifest.codes import Code
from labelsync.manifest.versions import accepts
from tests.manifest.vendors import HEAD, load_at, mistakes, mistakes_at, read, write

LIST = "labels: {vip: {members: [{list: '%s', column: email}]}}\n"


def codes(path: Path, root: Path) -> list[str]:
    return [mistake.code for mistake in mistakes_at(path, root)]


def test_a_folder_is_merged_in_name_order_and_every_file_has_its_digest(tmp_path: Path):
    files = {
        "states/b.yml": "labels: {b: }\n",
        "states/a.yaml": HEAD + "labels: {a: }\ncontacts: [{contact: a@b.co, labels: [b]}]\n",
        "states/notes.txt": "no: yaml",
        "states/.hidden.yaml": "][",
        "states/deeper/c.yaml": "][",
    }
    write(tmp_path, files)
    manifest = load_at(tmp_path / "states", tmp_path).manifest
    assert list(manifest.labels) == ["a", "b"]
    assert manifest.contacts[0].labels == ("b",)
    assert manifest.files == {
        name: hashlib.sha256(files[name].encode()).hexdigest() for name in ("states/a.yaml", "states/b.yml")
    }
    assert manifest.labels["b"].place.file == "states/b.yml"


def test_a_name_declared_in_two_files_is_a_mistake_with_both_places(tmp_path: Path):
    more = "labels: {vip: }\naccounts: {shop: {connector: titled}}\npolicy: {region: ID}\n"
    write(tmp_path, {"s/a.yaml": HEAD + "labels: {vip: }\npolicy: {region: DE}\n", "s/b.yaml": more})
    found = mistakes_at(tmp_path / "s", tmp_path)
    assert [(m.code, str(m.place), str(m.related[0])) for m in found] == [
        (Code.DECLARED_TWICE, "s/b.yaml:1", "s/a.yaml:5"),
        (Code.DECLARED_TWICE, "s/b.yaml:2", "s/a.yaml:3"),
        (Code.DECLARED_TWICE, "s/b.yaml:3", "s/a.yaml:6"),
    ]


def test_an_unreadable_file_does_not_make_names_of_other_files_unknown(tmp_path: Path):
    write(
        tmp_path,
        {"s/a.yaml": "labels: [\n", "s/b.yaml": "contacts: [{contact: a@b.co, labels: [v], x: y}]\n"},
    )
    assert codes(tmp_path / "s", tmp_path) == [Code.NOT_YAML, Code.UNKNOWN_KEY]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [Code.MISSING_KEY, Code.EMPTY_WISH, Code.EMPTY_WISH]),
        ("# nothing\n", [Code.MISSING_KEY, Code.EMPTY_WISH, Code.EMPTY_WISH]),
        ("version: 1\nlabels: {vip: }\n", [Code.EMPTY_WISH]),
        (HEAD, [Code.EMPTY_WISH]),
        (HEAD + "labels:\ncontacts:\n", [Code.EMPTY_WISH]),
        (HEAD + "labels: {}\ncontacts: []\n", [Code.EMPTY_WISH]),
        ("- a\n", [Code.MISSING_KEY, Code.WRONG_KIND, Code.EMPTY_WISH, Code.EMPTY_WISH]),
        (HEAD.replace("version: 1\n", "") + "labels: {vip: }\n", [Code.MISSING_KEY]),
    ],
)
def test_an_empty_wish_is_an_error(tmp_path: Path, text: str, expected: list[str]):
    write(tmp_path, {"a.yaml": text})
    assert sorted(codes(tmp_path / "a.yaml", tmp_path)) == sorted(expected)


def test_a_path_that_is_not_there_and_a_folder_without_yaml_are_errors(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    assert codes(tmp_path / "gone", tmp_path) == [Code.UNREADABLE]
    assert codes(tmp_path / "empty", tmp_path) == [Code.UNREADABLE]
    assert codes(tmp_path.parent, tmp_path) == [Code.UNREADABLE]
    assert codes(Path("/dev/null"), Path("/dev")) == [Code.UNREADABLE]


def test_bytes_that_are_not_utf_8_are_refused_and_a_byte_order_mark_is_not(tmp_path: Path):
    text = (HEAD + "labels: {vip: }\n").encode()
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbf" + text)
    assert codes(tmp_path / "a.yaml", tmp_path) == []
    (tmp_path / "a.yaml").write_bytes(text + b"# \xff\n")
    (found,) = mistakes_at(tmp_path / "a.yaml", tmp_path)
    assert (found.code, found.place.line) == (Code.BAD_CHARACTER, HEAD.count("\n") + 2)


def test_a_file_of_more_than_64_mb_is_refused(tmp_path: Path):
    with (tmp_path / "a.yaml").open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    assert codes(tmp_path / "a.yaml", tmp_path) == [Code.TOO_LARGE]


def test_another_version_of_the_language_or_of_labelsync_is_the_only_mistake_told(tmp_path: Path):
    write(tmp_path, {"a.yaml": "version: 2\nrubbish: {}\n"})
    assert codes(tmp_path / "a.yaml", tmp_path) == [Code.VERSION]
    write(tmp_path, {"a.yaml": "version: 1\nrequires: '>=0.2'\nrubbish: {}\n"})
    assert codes(tmp_path / "a.yaml", tmp_path) == [Code.REQUIRES]
    write(tmp_path, {"a.yaml": HEAD + "requires: '>=0.1'\nlabels: {vip: }\n"})
    assert codes(tmp_path / "a.yaml", tmp_path) == []


@pytest.mark.parametrize(
    ("requirement", "accepted"),
    [
        (">=0.1", True),
        (">=0.1, <2", True),
        ("==0.1", True),
        ("!=0.1", False),
        (">0.1", False),
        ("<0.1", False),
        (">=0.1,>=3", False),
        ("0.1", None),
        ("", None),
        ("~=0.1", None),
    ],
)
def test_a_requirement_accepts_versions(requirement: str, accepted: bool | None):
    assert accepts(requirement, "0.1.0") is accepted


def test_many_people_are_a_warning_and_too_many_an_error(tmp_path: Path):
    def people(count: int) -> str:
        return "labels:\n  vip:\n    members:\n" + "".join(f"    - u{i}@example.com\n" for i in range(count))

    assert [w.code for w in read(tmp_path, people(20_001)).warnings] == [Code.MANY_PEOPLE]
    assert read(tmp_path, people(20_000)).warnings == ()
    assert mistakes(tmp_path, people(100_001))[0][0] == Code.TOO_MANY_PEOPLE


def test_a_manifest_with_mistakes_says_how_many(tmp_path: Path):
    write(tmp_path, {"a.yaml": HEAD})
    with pytest.raises(ManifestInvalid, match="1 mistake") as invalid:
        load_at(tmp_path / "a.yaml", tmp_path)
    assert invalid.value.exit_code == 65
