"""The emulators as a server of its own: any HTTP client can use them, faults are had on order."""

import signal
import subprocess

import httpx
import pytest

from labelsync.errors import WrongUsage
from labelsync.sandbox.faults import parse_fault
from tests.cli.program import ENVIRONMENT, command, highlevel, labelsync, served


def test_the_first_line_names_each_vendors_api_root_and_any_credential_is_accepted(tmp_path):
    with served("--contacts", "3", folder=tmp_path) as urls:
        assert set(urls) == {"wix", "highlevel", "kirimchat"}
        keys = {"authorization": "IST.any", "wix-site-id": "5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a"}
        query = httpx.post(f"{urls['wix']}/contacts/v4/contacts/query", json={"query": {}}, headers=keys)
        assert query.json()["pagingMetadata"]["total"] == 3
        with highlevel(urls["highlevel"]) as client:
            body = {"locationId": "A" * 20, "pageLimit": 10}
            assert client.post("/contacts/search", json=body).json()["total"] == 3
        bearer = {"authorization": "Bearer kdv_live_" + "A" * 24}
        assert len(httpx.get(f"{urls['kirimchat']}/contacts", headers=bearer).json()["data"]) == 3
        nobody = httpx.get(urls["wix"].replace("wix", "nobody"))
        assert nobody.status_code == 404
        assert sorted(nobody.json()["mounted"]) == ["/highlevel", "/kirimchat", "/sandbox", "/wix"]


def test_a_world_keeps_what_was_written_as_long_as_it_is_served(tmp_path):
    with served("--contacts", "0", folder=tmp_path) as urls, highlevel(urls["highlevel"]) as client:
        person = {"locationId": "A" * 20, "email": "ada@example.com", "tags": ["vip"]}
        made = client.post("/contacts/", json=person).raise_for_status().json()["contact"]
        assert client.get(f"/contacts/{made['id']}").json()["contact"]["tags"] == ["vip"]


@pytest.mark.parametrize(("fault", "status"), [("429", 429), ("500", 500), ("503", 503)])
def test_a_fault_on_order_comes_as_often_as_it_was_ordered(tmp_path, fault, status):
    with served("--fault", f"{fault}x2@GET:/me", folder=tmp_path) as urls:
        bearer = {"authorization": "Bearer kdv_live_" + "A" * 24}
        answers = [httpx.get(f"{urls['kirimchat']}/me", headers=bearer).status_code for _ in range(3)]
        assert answers == [status, status, 200]


def test_an_answer_on_order_is_lost_after_the_effect(tmp_path):
    fault = "drop@POST:/contacts/"
    with (
        served("--contacts", "0", "--fault", fault, folder=tmp_path) as urls,
        highlevel(urls["highlevel"]) as client,
    ):
        person = {"locationId": "A" * 20, "email": "ada@example.com"}
        with pytest.raises(httpx.TransportError):
            client.post("/contacts/", json=person)
        found = client.get("/contacts/search/duplicate", params=person).json()["contact"]
        assert found["email"] == "ada@example.com"


@pytest.mark.parametrize("text", ["drop", "429x3", "delay=2.5@GET:/me", "htmlx2@POST:/contacts/search"])
def test_a_fault_is_read_as_it_is_written(text):
    fault = parse_fault(text)
    assert text.startswith(fault.kind)
    assert fault.times == (3 if "x3" in text else 2 if "x2" in text else 1)


@pytest.mark.parametrize("text", ["", "flood", "drop@", "drop@/path", "429x", "delay=@GET:/"])
def test_what_is_no_fault_is_refused(text):
    with pytest.raises(WrongUsage, match="no fault is called"):
        parse_fault(text)


def test_a_fault_that_does_not_exist_is_wrong_usage(tmp_path):
    assert labelsync("sandbox", "serve", "--fault", "flood", folder=tmp_path).code == 64


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_ends_when_it_is_told_to(tmp_path, number):
    process = subprocess.Popen(
        command("sandbox", "serve"),
        cwd=tmp_path,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert process.returncode in (0, 143, -15)
    assert b"Traceback" not in err


def test_clients_find_the_prefixes_that_they_know_also_behind_a_mount(tmp_path):
    with served("--contacts", "1", folder=tmp_path) as urls:
        keys = {"authorization": "IST.any", "wix-site-id": "5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a"}
        bearer = {"authorization": "Bearer kdv_live_" + "A" * 24}
        for path in ("/contacts/v4/labels", "/_api/contacts/v4/labels"):
            assert httpx.get(urls["wix"] + path, headers=keys).status_code == 200
        for path in ("/labels", "/v1/labels"):
            assert httpx.get(urls["kirimchat"] + path, headers=bearer).status_code == 200
        for name, headers in (("wix", keys), ("kirimchat", bearer)):
            twice = httpx.get(f"{urls[name]}/{name}/labels", headers=headers)
            assert twice.status_code == 404
