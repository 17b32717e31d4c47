"""What octoDNS reads: an assignment is a TXT record, its name the person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bench.population import Population, carried, label, people, wanted

_CONFIG = """\
manager:
  max_workers: 1
providers:
  wanted:
    class: octodns.provider.yaml.YamlProvider
    directory: zones
  site:
{site}
zones:
  labels.test.:
    sources: [wanted]
    targets: [site]
"""


def zone_folder(folder: Path, population: Population, *, url: str) -> None:
    """What octoDNS reads: its configuration, and the zone that is wanted. The other side comes in pages."""
    _configure(folder, f"    class: bench.octodns_site.SiteProvider\n    url: {url}")
    _write(folder / "zones", population, wanted)


def both_zones(folder: Path, population: Population) -> None:
    """The same, but the other side is a zone in YAML as well."""
    _configure(folder, "    class: octodns.provider.yaml.YamlProvider\n    directory: site")
    _write(folder / "zones", population, wanted)
    _write(folder / "site", population, carried)


def _configure(folder: Path, site: str) -> None:
    folder.mkdir(parents=True)
    (folder / "config.yaml").write_text(_CONFIG.format(site=site), encoding="utf-8")


def _write(folder: Path, population: Population, labels: Callable[[int, Population], Sequence[int]]) -> None:
    folder.mkdir()
    with (folder / "labels.test.yaml").open("w", encoding="utf-8") as file:
        file.write("---\n")
        file.writelines(_record(one, labels(one, population)) for one in people(population))


def _record(one: int, labels: Sequence[int]) -> str:
    values = "".join(f"  - {label(number)}\n" for number in labels)
    return f"person{one}:\n  ttl: 3600\n  type: TXT\n  values:\n{values}"
