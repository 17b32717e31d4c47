"""Idempotency keys of the emulated KirimChat."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from tests.sandbox.kirimchat_client import ANA, BEN, CEM, NOBODY, NOON, PatientClock, Vendor, error

DAY = 24 * 3600


def test_a_repeated_call_is_answered_again_and_done_once() -> None:
    vendor = Vendor()
    first = vendor.post("/labels", {"name": "New"}, key="k1")
    again = vendor.post("/labels", {"name": "New"}, key="k1")
    assert [first.headers["Idempotent-Replayed"], again.headers["Idempotent-Replayed"]] == ["false", "true"]
    assert [again.status_code, again.content] == [first.status_code, first.content]
    assert again.headers["X-Request-Id"] == again.json()["request_id"]
    assert vendor.emulator.view().labels.count("New") == 1


def test_a_call_without_a_key_says_nothing_of_replay() -> None:
    assert "Idempotent-Replayed" not in Vendor().post("/labels", {"name": "New"}).headers


def test_a_replay_does_not_undo_what_came_between() -> None:
    vendor = Vendor()
    label = vendor.label("VIP")
    first = vendor.bulk([BEN], label, key="k1")
    vendor.bulk([BEN], label, operation="detach", key="k2")
    assert vendor.bulk([BEN], label, key="k1").content == first.content
    assert vendor.carried(BEN) == ()


def test_the_order_of_fields_does_not_matter_to_the_fingerprint() -> None:
    vendor = Vendor()
    vendor.post("/labels", {"name": "New", "color": "red"}, key="k1")
    again = vendor.post("/labels", {"color": "red", "name": "New"}, key="k1")
    assert again.headers["Idempotent-Replayed"] == "true"


def test_another_body_or_path_under_a_key_is_422() -> None:
    vendor = Vendor()
    vendor.post("/labels", {"name": "New"}, key="k1")
    for path, body in (("/labels", {"name": "Newer"}), ("/contacts", {"name": "New"})):
        refused = vendor.post(path, body, key="k1")
        assert error(refused)[:3] == (422, "invalid_request_error", "idempotency_key_reuse")
        assert "Idempotent-Replayed" not in refused.headers
    assert "Newer" not in vendor.emulator.view().labels


def test_a_key_is_kept_24_hours_also_over_a_restart() -> None:
    vendor = Vendor()
    vendor.bulk([BEN], vendor.label("VIP"), key="k1")
    vendor.clock.at = NOON + DAY - 1
    vendor.restart()
    assert vendor.bulk([BEN], vendor.label("VIP"), key="k1").headers["Idempotent-Replayed"] == "true"
    vendor.clock.at = NOON + DAY
    assert vendor.bulk([CEM], vendor.label("VIP"), key="k1").headers["Idempotent-Replayed"] == "false"
    assert list(vendor.emulator.dump()["answers"]) == ["k1"]


def test_the_keys_of_an_organisation_share_what_is_remembered() -> None:
    vendor = Vendor()
    vendor.post("/labels", {"name": "New"}, key="k1")
    vendor.headers = {"Authorization": "Bearer kdv_live_" + "z" * 24}
    assert vendor.post("/labels", {"name": "New"}, key="k1").headers["Idempotent-Replayed"] == "true"


def test_old_keys_are_forgotten() -> None:
    vendor = Vendor()
    vendor.bulk([BEN], vendor.label("VIP"), key="old")
    vendor.clock.at += DAY
    vendor.bulk([BEN], vendor.label("VIP"), key="new")
    assert list(vendor.emulator.dump()["answers"]) == ["new"]


def test_a_key_has_1_to_255_characters() -> None:
    vendor = Vendor()
    assert vendor.post("/labels", {"name": "A"}, key="k" * 255).status_code == 201
    assert error(vendor.post("/labels", {"name": "B"}, key="k" * 256))[0] == 400
    assert error(vendor.post("/labels", {"name": "B"}, key=""))[0] == 400
    assert "B" not in vendor.emulator.view().labels


def test_the_key_of_a_delete_or_patch_is_ignored() -> None:
    vendor = Vendor()
    path, key = f"/contacts/{ANA}/labels/{vendor.label('VIP')}", {"Idempotency-Key": "k1"}
    answers = [vendor.call("DELETE", path, headers=key) for _ in range(2)]
    assert all("Idempotent-Replayed" not in answer.headers for answer in answers)
    assert vendor.emulator.dump()["answers"] == {}


@pytest.mark.parametrize(
    ("switches", "replayed"),
    [({}, "true"), ({"cached_statuses": "2xx"}, "false"), ({"cached_statuses": "all"}, "true")],
)
def test_a_refusal_is_remembered_unless_switched(switches: dict[str, str], replayed: str) -> None:
    vendor = Vendor(**switches)
    body = {"phone_number": "0812"}
    answers = [vendor.post("/contacts", body, key="k1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[1].headers["Idempotent-Replayed"] == replayed


def test_a_429_is_not_remembered() -> None:
    vendor = Vendor(write_per_minute=1)
    vendor.post("/labels", {"name": "A"})
    assert vendor.post("/labels", {"name": "B"}, key="k1").status_code == 429
    vendor.clock.at += 60
    assert vendor.post("/labels", {"name": "B"}, key="k1").status_code == 201


@pytest.mark.parametrize(
    ("switches", "statuses"), [({}, [201, 429]), ({"replay_costs_token": False}, [201, 201])]
)
def test_a_replay_costs_a_token_unless_switched(switches: dict[str, bool], statuses: list[int]) -> None:
    vendor = Vendor(write_per_minute=1, **switches)
    assert [vendor.post("/labels", {"name": "A"}, key="k1").status_code for _ in range(2)] == statuses


def test_a_bulk_call_that_fails_after_its_commit_can_be_repeated_under_its_key() -> None:
    vendor = Vendor(bulk_failures_after_commit=1)
    label = vendor.label("VIP")
    failed = vendor.bulk([BEN], label, key="k1")
    assert error(failed)[:3] == (500, "api_error", "internal_error")
    assert "X-RateLimit-Limit" not in failed.headers
    assert vendor.carried(BEN) == ("VIP",)
    vendor.restart()
    again = vendor.bulk([BEN], label, key="k1")
    assert [again.status_code, again.json()["data"]["applied"]] == [200, 1]
    assert vendor.changes() == [(BEN, "VIP", "add")]


def test_with_all_statuses_cached_a_failure_comes_back_too() -> None:
    vendor = Vendor(bulk_failures_after_commit=1, cached_statuses="all")
    label = vendor.label("VIP")
    assert [vendor.bulk([BEN], label, key="k1").status_code for _ in range(2)] == [500, 500]


def in_flight(
    vendor: Vendor, clock: PatientClock, *, steps: tuple[float, ...]
) -> tuple[httpx.Response, httpx.Response]:
    """A bulk call and its repetition a second later, while time passes in steps of seconds."""
    body = {"contact_ids": [BEN, NOBODY], "label_id": vendor.label("VIP"), "operation": "attach"}
    request = {"json": body, "headers": {"Idempotency-Key": "k1"}}

    async def both() -> tuple[httpx.Response, httpx.Response]:
        first = asyncio.create_task(vendor.ask("POST", "/contacts/bulk_label", **request))
        await _sleeping(1)
        clock.pass_time(1)
        second = asyncio.create_task(vendor.ask("POST", "/contacts/bulk_label", **request))
        await _sleeping(2)
        for seconds in steps:
            clock.pass_time(seconds)
        return await first, await second

    async def _sleeping(count: int) -> None:
        for _ in range(1000):
            if len(clock.sleepers) >= count:
                return
            await asyncio.get_running_loop().run_in_executor(None, lambda: None)
        raise AssertionError(f"{count} calls should be waiting")

    return asyncio.run(both())


def test_a_repetition_waits_for_the_call_in_flight_and_gets_its_answer() -> None:
    clock = PatientClock()
    vendor = Vendor(clock=clock, bulk_seconds=20)
    first, second = in_flight(vendor, clock, steps=(19,))
    assert second.content == first.content
    assert second.headers["Idempotent-Replayed"] == "true"
    assert vendor.changes() == [(BEN, "VIP", "add")]


def test_a_repetition_gives_up_after_30_seconds_with_409() -> None:
    clock = PatientClock()
    vendor = Vendor(clock=clock, bulk_seconds=40)
    first, second = in_flight(vendor, clock, steps=(30, 9))
    assert error(second)[:3] == (409, "conflict", "idempotency_in_progress")
    assert first.status_code == 200
    assert clock.sleepers[1][0] == NOON + 1 + 30
    third = vendor.bulk([BEN, NOBODY], vendor.label("VIP"), key="k1")
    assert third.content == first.content
    assert vendor.changes() == [(BEN, "VIP", "add")]


def test_how_long_a_repetition_waits_can_be_switched() -> None:
    clock = PatientClock()
    vendor = Vendor(clock=clock, bulk_seconds=40, in_flight_wait=5)
    _, second = in_flight(vendor, clock, steps=(5, 34))
    assert error(second)[:3] == (409, "conflict", "idempotency_in_progress")
    assert clock.sleepers[1][0] == NOON + 1 + 5
