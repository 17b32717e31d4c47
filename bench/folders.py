"""The folders in which labelsync plans: a manifest, and lists where there are any."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

from bench.population import Population, contact_id, email, identity, label, people, wanted

LIST = "wanted.csv"
_HEAD = """\
version: 1
accounts:
  site: {{connector: wix, base_url: "{url}", pace: 100000/s, share: 100 %}}
policy:
  guards: {{additions: 10000000, removals: 10000000, total: {{additions: 10000000, removals: 10000000}}}}
labels:
"""


def person_by_person(folder: Path, population: Population, *, url: str = "http://127.0.0.1:9") -> Path:
    """Everybody written inline, under `contacts`."""
    entries = (
        f"  - contact: {email(one)}\n    labels: [{', '.join(map(label, wanted(one, population)))}]\n"
        for one in people(population)
    )
    return _manifest(folder, population, url, chain(("contacts:\n",), entries))


def label_by_label(folder: Path, population: Population, *, url: str = "http://127.0.0.1:9") -> Path:
    """Everybody written inline, as members of labels."""
    members: dict[int, list[int]] = {number: [] for number in range(population.labels)}
    for one in people(population):
        for number in wanted(one, population):
            members[number].append(one)
    parts = (
        chain((f"  {label(number)}:\n    members:\n",), (f"      - {email(one)}\n" for one in some))
        for number, some in members.items()
    )
    return _written(folder, chain((_HEAD.format(url=url),), *parts))


def listed_by_id(folder: Path, population: Population, *, url: str) -> Path:
    """A table with a row for each pair, people by their vendor's id."""
    return _listed(folder, population, url, "id", contact_id)


def listed_by_identity(folder: Path, population: Population, *, url: str) -> Path:
    """A table with a row for each pair, people by e-mail and every twentieth by phone."""
    return _listed(folder, population, url, "contact", identity)


def _listed(folder: Path, population: Population, url: str, column: str, name: Callable[[int], str]) -> Path:
    narrowed = ", account: site" if column == "id" else ""
    entry = f"  - {{list: {LIST}, column: {column}, label_column: label{narrowed}}}\n"
    path = _manifest(folder, population, url, ["contacts:\n", entry])
    with (path / LIST).open("w", encoding="utf-8") as file:
        file.write(f"{column},label\n")
        for one in people(population):
            named = name(one)
            file.writelines(f"{named},{label(number)}\n" for number in wanted(one, population))
    return path


def _manifest(folder: Path, population: Population, url: str, rest: Iterable[str]) -> Path:
    labels = (f"  {label(number)}: {{ownership: exact}}\n" for number in range(population.labels))
    return _written(folder, chain((_HEAD.format(url=url),), labels, rest))


def _written(folder: Path, lines: Iterable[str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "crm.yaml").open("w", encoding="utf-8") as file:
        file.writelines(lines)
    return folder
