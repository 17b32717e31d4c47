"""What every answer has, and what becomes of odd requests."""

from __future__ import annotations

from tests.sandbox.breaking import Row

ANSWERS = (
    Row(
        "A path that no route has is 404 with an empty error; a trailing slash is not forgiven (assumed).",
        "tests/sandbox/test_wix_access.py::test_an_unknown_path_is_404_with_an_empty_error",
        "sandbox/wix/app.py",
        "redirect_slashes = False",
        "redirect_slashes = True",
    ),
    Row(
        "Ids of the path may come again in the query string, as the SDK sends them.",
        "tests/sandbox/test_wix_clients.py::test_ids_of_the_path_may_come_again_in_the_query_string_and_the_body",
        "sandbox/wix/app.py",
        "    return answer(world, call)",
        '    if call.one("contactId"):\n        raise plain(400)\n    return answer(world, call)',
    ),
    Row(
        "Success is 200 and nothing else.",
        "tests/sandbox/test_wix_clients.py::test_success_is_200_and_nothing_else",
        "sandbox/wix/app.py",
        "_reply(world, 200, _answered",
        '_reply(world, 201 if call.method == "POST" else 200, _answered',
    ),
    Row(
        "OPTIONS is 405, HEAD is answered like GET (assumed).",
        "tests/sandbox/test_wix_clients.py::test_head_is_answered_like_get_and_options_is_not_there",
        "sandbox/wix/app.py",
        "methods=[method])",
        'methods=[method, "OPTIONS"])',
    ),
    Row(
        "Every answer is JSON with an `X-Wix-Request-Id` of its own, that of an unknown path too.",
        "tests/sandbox/test_wix_clients.py::test_every_answer_is_json_and_has_a_request_id_even_of_an_unknown_path",
        "sandbox/wix/app.py",
        "str(uuid.UUID(int=world.around.chance.getrandbits(128), version=4))",
        "str(uuid.UUID(int=world.revision, version=4))",
    ),
    Row(
        "Every request is kept for assertions: method, path, query, body, headers.",
        "tests/sandbox/test_wix_access.py::test_requests_are_kept_for_assertions",
        "sandbox/wix/app.py",
        "        raw=raw,\n",
        "",
    ),
    Row(
        "Requests to paths that are not there are kept too.",
        "tests/sandbox/test_wix_clients.py::test_requests_to_unknown_paths_are_kept_too",
        "sandbox/wix/app.py",
        "        requests.append(_call(request, await request.body(), at=world.around.now()))\n",
        "",
    ),
    Row(
        "`requests_kept=10000`: so many of the latest requests are kept.",
        "tests/sandbox/test_wix_access.py::test_requests_are_kept_for_assertions",
        "sandbox/wix/emulator.py",
        "deque(maxlen=world.switches.requests_kept)",
        "deque(maxlen=100)",
    ),
    Row(
        "`latency=0.0`: seconds before each answer.",
        "tests/sandbox/test_wix_access.py::test_answers_may_take_time",
        "sandbox/wix/app.py",
        "sleep(world.switches.latency)",
        "sleep(0)",
    ),
    Row(
        "An application error has a code and no violations.",
        "tests/sandbox/test_wix_clients.py::test_an_application_error_has_a_code_and_a_violation_has_a_field_never_both",
        "sandbox/wix/refusal.py",
        '{"applicationError": error}',
        '{"applicationError": error, "validationError": {}}',
    ),
    Row(
        "A list that is too short or too long is a violation with its field, rule and threshold (assumed).",
        "tests/sandbox/test_wix_clients.py::test_an_application_error_has_a_code_and_a_violation_has_a_field_never_both",
        "sandbox/wix/refusal.py",
        '"violatedRule": rule,',
        '"rule": rule,',
    ),
    Row(
        "A body that is no object is `Expected an object` without details.",
        "tests/sandbox/test_wix_access.py::test_a_body_that_is_no_object_is_refused_without_details",
        "sandbox/wix/refusal.py",
        '{"message": "Expected an object"}',
        '{"message": "Expected an object", "details": {}}',
    ),
    Row(
        "`body_cap=None`: a body may be too large, 413.",
        "tests/sandbox/test_wix_silences.py::test_a_body_may_be_too_large",
        "sandbox/wix/app.py",
        "raise plain(413)",
        "raise plain(400)",
    ),
    Row(
        "`delivered_twice=False`: a write may arrive twice, as from a middleman that repeats.",
        "tests/sandbox/test_wix_silences.py::test_a_write_may_arrive_twice",
        "sandbox/wix/app.py",
        "if world.switches.delivered_twice and",
        "if False and",
    ),
    Row(
        "Members of a body that nobody knows are passed over (assumed).",
        "tests/sandbox/test_wix_clients.py::test_unknown_members_parameters_and_headers_are_passed_over",
        "sandbox/wix/reading.py",
        'query = object_of(call.body(), "query")',
        'query = {**object_of(call.body(), "query"), **call.body()}',
    ),
    Row(
        "A query may say nothing at all (assumed).",
        "tests/sandbox/test_wix_clients.py::test_a_query_may_say_nothing",
        "sandbox/wix/call.py",
        "        if not self.raw.strip():\n            return {}",
        "        if not self.raw.strip():\n            raise expected_object()",
    ),
    Row(
        "Null stands for what is not sent (assumed).",
        "tests/sandbox/test_wix_clients.py::test_nulls_stand_for_what_is_not_sent",
        "sandbox/wix/reading.py",
        "_PAGE if limit is None else limit",
        "limit",
    ),
)
