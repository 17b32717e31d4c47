"""A file that is not a whole snapshot of ours is refused with a reason, whatever it is, in little memory."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from labelsync.core.roster import Contact
from labelsync.errors import LabelsyncError
from labelsync.planfile import pseudonym
from labelsync.snapshot import SnapshotUnfit, open_snapshot
from labelsync.snapshot.reading import Snapshot
from tests.snapshot.samples import Account, few, look, read, write

anywhere = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def everything(path) -> None:
    """Open it, and read all its people."""
    opened: Snapshot = read(path)
    for name in opened.parts:
        for _ in opened.pages(name):
            pass


def refused(path) -> str:
    with pytest.raises(SnapshotUnfit) as refusal:
        everything(path)
    return f"{refusal.value.reason}\n{refusal.value.advice}"


def members(path) -> list[bytes]:
    """The text of each member."""
    packed, found = path.read_bytes(), []
    while packed:
        unpack = zlib.decompressobj(31)
        found.append(unpack.decompress(packed))
        packed = unpack.unused_data
    return found


def again(path, texts: list[bytes]) -> None:
    path.write_bytes(b"".join(map(gzip.compress, texts)))


def changed(path, line: int, **fields: object) -> None:
    """The head (line 0) or the first account's lines, one of them changed."""
    texts = members(few(path))
    member = 0 if line == 0 else 1
    lines = texts[member].splitlines()
    row = {**json.loads(lines[max(0, line - 1)]), **fields}
    lines[max(0, line - 1)] = json.dumps(row).encode()
    texts[member] = b"\n".join(lines) + b"\n"
    again(path, texts)


def test_a_file_that_is_cut_anywhere_is_refused(tmp_path):
    whole = few(tmp_path / "s").read_bytes()
    for length in range(len(whole)):
        (tmp_path / "cut").write_bytes(whole[:length])
        with pytest.raises(SnapshotUnfit):
            read(tmp_path / "cut")


def test_a_file_that_is_cut_says_so(tmp_path):
    (tmp_path / "s").write_bytes(few(tmp_path / "s").read_bytes()[:-40])
    assert refused(tmp_path / "s") == snapshot("""\
this is no whole snapshot: it ends too early
take a new one by `labelsync snapshot`, or copy it again\
""")


def test_a_file_in_which_a_byte_is_another_one_is_refused(tmp_path):
    whole = few(tmp_path / "s").read_bytes()
    fixed = {number for start in _starts(tmp_path / "s") for number in range(start + 4, start + 10)}
    for number in set(range(len(whole))) - fixed:
        (tmp_path / "s").write_bytes(whole[:number] + bytes([whole[number] ^ 0x55]) + whole[number + 1 :])
        with pytest.raises(SnapshotUnfit):
            read(tmp_path / "s")


def _starts(path) -> list[int]:
    """Where members begin: bytes 4 to 9 of each are the time and the system, which gzip does not check."""
    packed, starts = path.read_bytes(), []
    rest = packed
    while rest:
        starts.append(len(packed) - len(rest))
        unpack = zlib.decompressobj(31)
        unpack.decompress(rest)
        rest = unpack.unused_data
    return starts


def test_what_follows_the_end_is_refused(tmp_path):
    few(tmp_path / "s").write_bytes(few(tmp_path / "t").read_bytes() + gzip.compress(b"{}\n"))
    assert "its digest is not that of what is in it" in refused(tmp_path / "s")


def test_accounts_in_another_order_or_left_out_are_refused(tmp_path):
    head, first, second, end = members(few(tmp_path / "s"))
    for texts in ([head, second, first, end], [head, first, end], [head, first, first, end]):
        again(tmp_path / "s", texts)
        assert "this is no whole snapshot" in refused(tmp_path / "s")


def test_a_person_who_was_taken_out_by_hand_is_missed(tmp_path):
    texts = members(few(tmp_path / "s"))
    lines = [line for line in texts[1].splitlines(keepends=True) if b'"id 1"' not in line]
    again(tmp_path / "s", [texts[0], b"".join(lines), *texts[2:]])
    assert "its counts are wrong" in refused(tmp_path / "s")


def test_another_key_is_refused_with_the_way_out(tmp_path):
    few(tmp_path / "s")
    with pytest.raises(SnapshotUnfit) as refusal:
        open_snapshot(tmp_path / "s", pseudonym(b"another key"))
    assert refusal.value.reason == snapshot(
        "the snapshot's people are pseudonyms by another key: nobody in it could be found"
    )
    assert "set LABELSYNC_PSEUDONYM_KEY" in refusal.value.advice


def test_no_key_is_needed_where_people_stand_as_they_are(tmp_path):
    write(tmp_path / "s", Account(look(), [[Contact("1", "ada@example.com")]], 1), check="")
    assert not open_snapshot(tmp_path / "s", pseudonym(b"another key")).masked


@pytest.mark.parametrize("version", ["2.0", "17.3"])
def test_a_newer_format_is_refused_with_the_labelsync_that_it_needs(version, tmp_path):
    changed(tmp_path / "s", 0, labelsync_snapshot=version, labelsync="3.1.0")
    assert refused(tmp_path / "s") == (
        f"the snapshot has format {version}, and this labelsync reads 1.0\nuse labelsync 3.1.0 or newer"
    )


def test_what_a_newer_minor_version_adds_is_passed_over(tmp_path):
    texts = members(few(tmp_path / "s"))
    changed_head = json.loads(texts[0].splitlines()[0]) | {"labelsync_snapshot": "1.7", "more": [1]}
    texts[0] = json.dumps(changed_head).encode() + b'\n{"new": 1}\n'
    digests = b"".join(sha256(text).digest() for text in texts[:-1])
    texts[-1] = json.dumps({"end": sha256(digests).hexdigest()}).encode() + b"\n"
    again(tmp_path / "s", texts)
    everything(tmp_path / "s")


@pytest.mark.parametrize(
    "content",
    [b"", b"version: 1\n", b"\x1f\x8b", *(gzip.compress(text) for text in (b"", b"{}\n", b"[1]\n"))],
    ids=["empty", "a manifest", "cut", "nothing", "an object", "a list"],
)
def test_what_is_no_snapshot_is_refused(content, tmp_path):
    (tmp_path / "s").write_bytes(content)
    refused(tmp_path / "s")


def test_a_path_without_a_file_is_refused(tmp_path):
    assert refused(tmp_path / "nowhere") == snapshot("""\
the snapshot cannot be read: No such file or directory
look at its path and its permissions\
""")
    assert "cannot be read" in refused(tmp_path)


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (0, {"accounts": ["a", "a"]}),
        (0, {"accounts": "ab"}),
        (0, {"accounts": []}),
        (0, {"check": 7}),
        (0, {"check": ""}),
        (0, {"identities": "plain"}),
        (0, {"labelsync": None}),
        (1, {"account": "b"}),
        (1, {"started": 1e300}),
        (1, {"started": True}),
        (1, {"started": "now"}),
        (1, {"tenant": 1}),
        (1, {"capabilities": {}}),
        (1, {"capabilities": None}),
        (2, {"label": ["one"]}),
        (2, {"label": [1, 2]}),
        (2, {"label": "ab"}),
        (2, {"remembered": [["x"], "y"]}),
    ],
)
def test_a_value_of_another_type_is_refused(line, fields, tmp_path):
    changed(tmp_path / "s", line, **fields)
    assert "this is no whole snapshot" in refused(tmp_path / "s")


@pytest.mark.parametrize(
    "fields",
    [
        {"page": 0},
        {"page": True},
        {"these": -1},
        {"latency": -0.5},
        {"latency": 1e300},
        {"membership": "sometimes"},
        {"shape": {"max_contacts": 0, "max_labels": 1, "combined": False}},
        {"shape": {"max_contacts": 1, "max_labels": 1}},
        {"job": [1.0]},
        {"job": [1.0, "x"]},
        {"buckets": [{"name": "x", "limit": 0, "seconds": 1.0}]},
        {"buckets": [{"name": "x", "limit": 5, "seconds": 0}]},
        {"deletes_restorable": "yes"},
        {"labels": []},
    ],
)
def test_capabilities_that_nobody_has_are_refused(fields, tmp_path):
    known = json.loads(members(few(tmp_path / "s"))[1].splitlines()[0])["capabilities"]
    changed(tmp_path / "s", 1, capabilities={**known, **fields})
    assert "capabilities are none" in refused(tmp_path / "s")


ROWS = [
    b"[]",
    b"[1]",
    b'[""]',
    b'["1",2]',
    b'["1","","",7]',
    b'["1","","",[7.5]]',
    b'["1","","",[true]]',
    b'["1","","",[99]]',
    b'["1","","",[-1]]',
    b'["1","","",[],[1]]',
    b'["1","","",[],[],[],1]',
    b'["1","","",[],[],[],"",0,9]',
    b'["1"',
    b"[" * 100_000,
    b"[" + b"9" * 100_000 + b"]",
    b"7",
    b'"text"',
    b"{" * 50_000,
    b"\xff\xfe",
    b"[NaN]",
    b'["\\ud800"]',
    b'["\xed\xa0\x80"]',
    b'["1","","",["\\udfff"]]',
]


@pytest.mark.parametrize("row", ROWS, ids=[str(number) for number in range(len(ROWS))])
def test_a_contact_of_another_shape_is_refused(row, tmp_path):
    """All around it is right: the counts, and the digest."""
    head, first, second, _ = members(few(tmp_path / "s"))
    lines = first.splitlines(keepends=True)
    number = next(number for number, line in enumerate(lines) if line.startswith(b"["))
    lines[number] = row + b"\n"
    texts = [head, b"".join(lines), second]
    digest = sha256(b"".join(sha256(text).digest() for text in texts)).hexdigest()
    again(tmp_path / "s", [*texts, b'{"end":"%s"}\n' % digest.encode()])
    assert "this is no whole snapshot" in refused(tmp_path / "s")


@anywhere
@given(chance=st.randoms(use_true_random=False))
def test_lines_that_are_mixed_up_are_refused_or_read_but_never_trip_the_reader(chance, tmp_path):
    texts = members(few(tmp_path / "s"))
    mixed = [line for text in texts for line in text.splitlines(keepends=True)]
    chance.shuffle(mixed)
    cuts = sorted(chance.sample(range(len(mixed)), 3))
    parts = [mixed[: cuts[0]], mixed[cuts[0] : cuts[1]], mixed[cuts[1] : cuts[2]], mixed[cuts[2] :]]
    again(tmp_path / "s", [texts[0], *(b"".join(part) for part in parts)])
    with pytest.raises(LabelsyncError):
        everything(tmp_path / "s")


def _bomb(path, piece: bytes, times: int) -> None:
    """The head of a snapshot, and then the same piece again and again: small packed, huge unpacked."""
    head, first, *_ = members(few(path))
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = [gzip.compress(head), pack.compress(first.splitlines(keepends=True)[0])]
    packed += [pack.compress(piece) for _ in range(times)]
    path.write_bytes(b"".join(packed) + pack.flush())


BOMBS = {
    "no line": b" " * (1 << 20),
    "depth": b"[" * (1 << 20),
    "pages": b'["1"]\n{"page":1}\n' * 70_000,
    "one page": b'["1"]\n' * 200_000,
    "labels": b'{"label":["a","b"]}\n' * 50_000,
    "nothing": b"{}\n" * 300_000,
}


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param(
            piece, id=name, marks=[pytest.mark.prove] if name in ("pages", "labels", "nothing") else []
        )
        for name, piece in BOMBS.items()
    ],
)
def test_a_bomb_is_refused_in_little_memory(piece, tmp_path):
    _bomb(tmp_path / "s", piece, times=40)
    assert (tmp_path / "s").stat().st_size < 300_000
    tracemalloc.start()
    try:
        assert "this is no whole snapshot" in refused(tmp_path / "s")
        assert tracemalloc.get_traced_memory()[1] < 150 << 20
    finally:
        tracemalloc.stop()
