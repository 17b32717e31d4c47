"""A body's bounds by themselves."""

import gzip
import tracemalloc
import zlib

import pytest

from labelsync.errors import Incomprehensible
from labelsync.wire.unpacking import Body


def taken(chunks, encoding="gzip", *, longest=1000):
    body = Body(encoding, longest=longest)
    for chunk in chunks:
        body.take(chunk)
    return body.whole()


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_body_is_the_same_however_it_is_cut(size):
    text = bytes(range(250)) * 4
    packed = gzip.compress(text)
    assert taken(packed[i : i + size] for i in range(0, len(packed), size)) == text
    assert taken((text[i : i + size] for i in range(0, 1000, size)), "") == text


@pytest.mark.parametrize("encoding", ["gzip", "", "identity"])
def test_an_empty_body_is_empty_whatever_it_says_of_its_packing(encoding):
    assert taken([], encoding) == b""


@pytest.mark.parametrize("encoding", ["gzip", ""])
def test_the_bound_is_exact(encoding):
    def packed(text):
        return gzip.compress(text) if encoding else text

    assert len(taken([packed(bytes(1000))], encoding)) == 1000
    with pytest.raises(Incomprehensible):
        taken([packed(bytes(1001))], encoding)


def test_one_chunk_of_a_bomb_is_never_unpacked_beyond_the_bound():
    bomb = gzip.compress(bytes(32 << 20))
    tracemalloc.start()
    with pytest.raises(Incomprehensible):
        taken([bomb])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20


def test_raw_deflate_is_not_taken_for_gzip():
    with pytest.raises(Incomprehensible):
        taken([zlib.compress(b"{}")])
