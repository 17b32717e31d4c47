"""The reader below the connectors: what their table does not list as reading never leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelsync.core.exchange import Request
from labelsync.wire.line import CrookedPath, NotAReadingRequest, OpenReader, OpenWriter
from labelsync.wire.paths import Table, is_straight
from tests.wire.scene import LOOK, READS, SECRET, WRITE, line_to


def refused(request):
    line, vendor, clock = line_to([200])
    with pytest.raises(NotAReadingRequest) as caught:
        clock.run(OpenReader(line).read(request))
    assert SECRET not in str(caught.value) + caught.value.advice
    return vendor.tried == [] and not line.sent


@pytest.mark.parametrize(
    "path", ["/contacts/1", "/contacts/a-b_c.d~e", "/contacts/%C3%A9", "/contacts/a%40b"]
)
def test_what_the_table_lists_goes_out(path):
    line, _, clock = line_to([200])
    assert clock.run(OpenReader(line).read(LOOK._replace(path=path))).status == 200


@pytest.mark.parametrize("method", ["DELETE", "POST", "PUT", "PATCH", "get", "Get", "GET ", "", "POST\n"])
def test_another_method_is_refused(method):
    assert refused(LOOK._replace(method=method))


@pytest.mark.parametrize(
    "path",
    [
        "/contacts",
        "/contacts/",
        "/contacts/1/labels",
        "/contacts/1/",
        "/Contacts/1",
        "/contacts//1",
        "//contacts/1",
        "contacts/1",
        "/contacts/..",
        "/contacts/.",
        "/contacts/1/../../labels",
        "/contacts/%2e%2e",
        "/contacts/%2E.",
        "/contacts/1%2Flabels",
        "/contacts/1%2flabels",
        "/contacts/..%2Flabels",
        "/contacts/%5c..%5clabels",
        "/contacts/%252e%252e%252flabels",
        "/contacts/..;",
        "/contacts/1;method=DELETE",
        "/contacts/1%3Bx",
        "/contacts/1?_method=DELETE",
        "/contacts/1%3F_method=DELETE",
        "/contacts/1#x",
        "/contacts/1\\labels",
        "/contacts/1\n",
        "/contacts/1%0A",
        "/contacts/1%00",
        "/contacts/1 ",
        "/contacts/é",
        "/contacts/%",
        "/contacts/%zz",
        "@evil.example/contacts/1",
        "",
    ],
)
def test_a_path_that_may_lead_elsewhere_is_refused(path):
    assert refused(LOOK._replace(path=path))


def test_a_header_that_changes_the_method_is_refused():
    assert refused(LOOK._replace(headers=(("X-HTTP-Method-Override", "DELETE"),)))


def test_a_write_does_not_pass_through_the_reader_of_a_writer():
    line, vendor, clock = line_to([200])
    with pytest.raises(NotAReadingRequest):
        clock.run(OpenWriter(line).read(WRITE))
    assert vendor.tried == []


@pytest.mark.parametrize(
    "path", ["labels", "@evil.example/", "/labels/..", "/a//b", "/labels/%2E%2E", "/a?b", ""]
)
def test_a_write_to_a_crooked_path_is_refused_too(path):
    line, vendor, clock = line_to([200])
    with pytest.raises(CrookedPath):
        clock.run(OpenWriter(line).write(WRITE._replace(path=path)))
    assert vendor.tried == []


def test_a_write_may_carry_an_encoded_slash_in_a_name():
    assert is_straight("/labels/a%2Fb")


@given(st.text(alphabet="/.%2eEfF5cCa?#;\\@:", max_size=12), st.sampled_from(["GET", "POST", "DELETE"]))
def test_only_one_plain_segment_fits_the_placeholder(text, method):
    held = Table.of(READS).holds(Request("x", method, f"/contacts/{text}"))
    assert not held or (method == "GET" and not set(text) & set("/?#;\\") and "%2" not in text)
