"""docs/emulators.md: an introduction, and what each emulator does by the rows that tests hold."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from labelsync.connectors.registry import vendors
from labelsync.sandbox.vendors import emulated

if TYPE_CHECKING:
    from tests.sandbox.breaking import Row

FAULTS = {
    "refuse": "the connection closes before anything happens",
    "drop": "the connection closes after the effect and before the answer",
    "late": "the effect happens, and the answer is an empty 500",
    "429": "answered so without an effect and without a body; with an amount, `Retry-After` says it",
    "500": "the same",
    "503": "the same",
    "504": "the same",
    "html": "a page instead of JSON",
    "delay": "the answer comes so many seconds later",
}
TROUBLES = {
    "partial": "the last contacts that the request names are refused, in the vendor's own way",
    "skip": "they are answered as done and stay as they were",
    "lag": "from now on lists and searches stay so many seconds behind",
    "stuck": "from now on lists and searches learn nothing more",
    "endless": "the job that the request starts does its work and never completes",
    "merge": "before it is served, the first contact that it names is merged into another one",
    "vanish": "before it is served, somebody else deletes the first contact that it names",
}
_INTRODUCTION = """\
# Emulators

Each vendor has an emulator: a small server that answers as the vendor does, over a world of contacts and
labels that is its own. The accounts of a manifest that have `sandbox` are emulated, most tests run against
emulators, and they can be served to any HTTP client. They need no account, no key and no network.

This page is made from the tables in `tests/sandbox/rows_*.py` by `python -m tests.sandbox.breaking --docs`.
Each row below is a fact, and the test that holds it. Every fact has also been broken on purpose, one after
the other, to see that its test fails then: `python -m tests.sandbox.breaking` does that again.

## Serve them

```sh
labelsync sandbox serve --port 8099 --contacts 50
```

The first line of output names the root of each API. Any well-formed credential is accepted. The worlds are in
memory and end with the process; [commands.md](commands.md#sandbox) has the options. The labels of each
vendor, by curl:

```sh
{examples}
```

## Faults

`--fault 'KIND[=AMOUNT][xTIMES][@METHOD:/path]'` orders a fault for the next requests of that method whose
path, below the root of the API, begins so. The method may be `WRITE` or `READ`, whatever a vendor takes for
such. `--fault 'drop@POST:/contacts'` loses one answer, `--fault '429=2x3'` refuses three requests and asks
for two seconds each time. While the emulators are served, `GET /sandbox/kirimchat` shows what the world of
that vendor holds, and `PUT /sandbox/kirimchat/faults` with a JSON list puts other faults before it:

```sh
curl -X PUT -d '["partial=1@POST:/contacts/bulk_label"]' http://127.0.0.1:8099/sandbox/kirimchat/faults
```

These kinds are what a network or any server does:

| kind | what happens |
| --- | --- |
{faults}

## Troubles

They are ordered in the same way, and are what a vendor does to one request, or from one request on. How many
contacts `partial` and `skip` concern is the amount; without one it is half of them, and at least one. A
vendor passes over those that it cannot have.

| kind | what happens | had by |
| --- | --- | --- |
{troubles}

## Switches

What a vendor does not document, or what differs between its customers, is a switch. Its default is what the
documentation says, else the likeliest reading. Switches are given in Python:

```python
import asyncio
import random
import time

from labelsync.sandbox.around import Around
from labelsync.sandbox.emulator import Person
from labelsync.sandbox.kirimchat import Switches, emulate

around = Around(time.time, asyncio.sleep, random.Random(1))
people = [Person(phone="+15550000001", labels=("vip",))]
emulator = emulate(people, switches=Switches(labels_field=True), around=around)
app = emulator.app  # ASGI: for httpx.ASGITransport, or for a server
```

`emulator.view()` is the world as it is, also where lists lag. `emulator.dump()` is the whole state as plain
data, which `restore` takes.

## What is assumed

No emulator was compared with a live account. A row says *assumed* where no document says so, and where it
names a switch with its default, a test can have the other answer. [vendors.md](vendors.md) says what
labelsync relies on.
"""


def page(rows: Mapping[str, Sequence[Row]]) -> str:
    """The whole page, for the rows of each vendor."""
    introduction = (
        _INTRODUCTION.replace("{examples}", "\n".join(_examples()))
        .replace("{faults}", "\n".join(f"| `{kind}` | {meaning} |" for kind, meaning in FAULTS.items()))
        .replace("{troubles}", "\n".join(_troubles()))
    )
    return introduction + "".join(_chapter(vendor, own) for vendor, own in rows.items())


def _examples() -> Iterator[str]:
    for vendor, emulator in emulated().items():
        url = f"http://127.0.0.1:8099/{vendor}"
        yield shlex.join(("curl", *(word.replace("{url}", url) for word in emulator.example)))


def _troubles() -> Iterator[str]:
    for kind, meaning in TROUBLES.items():
        had = [vendors()[name].title for name, emulator in emulated().items() if kind in emulator.troubles]
        yield f"| `{kind}` | {meaning} | {', '.join(had)} |"


def _chapter(vendor: str, rows: Sequence[Row]) -> str:
    lines = "".join(f"| {_cell(row.row)} | {_link(row.test)} |\n" for row in rows)
    return f"\n## {vendors()[vendor].title}\n\n| what | test |\n| --- | --- |\n{lines}"


def _link(test: str) -> str:
    file, _, name = test.partition("::")
    return f"[`{name.partition('[')[0]}`](../{file})"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
