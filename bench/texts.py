"""A manifest's text, and lists, read to their end: P7. Each command is a process of its own."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench.folders import label_by_label, listed_by_identity, person_by_person
from bench.measuring import Spent, compared, growth, python
from bench.population import singles
from bench.tables import Row, at_least, at_most

SIZES = (1_000, 10_000, 100_000)
ROWS = (10_000, 100_000, 1_000_000)
BRACKETS = 200_000
PEOPLE = "person by person"
FORMS = {PEOPLE: (person_by_person, 5), "label by label": (label_by_label, 20)}


def rows(sizes: tuple[int, ...] = SIZES, lists: tuple[int, ...] = ROWS) -> list[Row]:
    """All of P7."""
    return [*_manifests(sizes), _bomb(), *_lists(lists)]


def _manifests(sizes: tuple[int, ...]) -> list[Row]:
    found: list[Row] = []
    dear: dict[int, Spent] = {}
    for form, (build, goal) in FORMS.items():
        before: Spent | None = None
        for size in sizes:
            with tempfile.TemporaryDirectory() as name:
                folder = build(Path(name, "states"), singles(size))
                ours, peer = _both(folder)
            row: Row = {"what": f"{size:,} people inline, {form}", "CPU s": ours.cpu, "peak MiB": ours.peak}
            row |= {"C loader, CPU s": peer.cpu, "C loader, MiB": peer.peak}
            row["exponent"] = growth((size // 10, before.cpu), (size, ours.cpu)) if before else ""
            row["less CPU"] = f"{peer.cpu / ours.cpu:.1f}×"
            dear.setdefault(size, peer)
            row["than for the same people one by one"] = f"{dear[size].cpu / ours.cpu:.1f}×"
            reason = "" if goal == FORMS[PEOPLE][1] else _LISTED
            found.append(row | (at_least(peer.cpu / ours.cpu, goal, reason) if size == SIZES[-1] else {}))
            before = ours
    return found


def _both(folder: Path) -> tuple[Spent, Spent]:
    commands = {
        "ours": (python("bench.texts", "manifest", folder), None),
        "C loader": (python("bench.texts", "yaml", folder / "crm.yaml"), None),
    }
    taken = compared(commands)
    return taken["ours"], taken["C loader"]


def _bomb() -> Row:
    """Brackets beyond any depth. What refusing costs is the difference to refusing a single wrong value."""
    with tempfile.TemporaryDirectory() as name:
        bomb, mistake = Path(name, "bomb"), Path(name, "mistake")
        for folder, text in ((bomb, "[" * BRACKETS), (mistake, "[")):
            folder.mkdir()
            (folder / "crm.yaml").write_text(f"version: 1\nlabels: {text}", encoding="utf-8")
        commands = {some.name: (python("bench.texts", "refused", some), None) for some in (bomb, mistake)}
        taken = compared(commands)
    more = max(0.0, taken["bomb"].cpu - taken["mistake"].cpu)
    row: Row = {"what": f"`[` × {BRACKETS:,}, refused", "CPU s": more, "peak MiB": taken["bomb"].peak}
    return row | at_most(more, 0.1)


def _lists(sizes: tuple[int, ...]) -> list[Row]:
    found: list[Row] = []
    before: Spent | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            listed_by_identity(Path(name, "states"), singles(size), url="http://127.0.0.1:9")
            command = python("bench.texts", "list", Path(name, "states"))
            spent = compared({"list": (command, None)})["list"]
        row: Row = {"what": f"{size:,} rows of CSV", "CPU s": spent.cpu, "peak MiB": spent.peak}
        row["exponent"] = growth((size // 10, before.cpu), (size, spent.cpu)) if before else ""
        found.append(row | (at_most(spent.cpu, 1.5) if size == ROWS[-1] else {}))
        before = spent
    return found


def _manifest(path: Path) -> None:
    from labelsync import __version__
    from labelsync.connectors.registry import vendors
    from labelsync.manifest import load
    from labelsync.sources import identify

    load(path, root=path.parent, vendors=vendors(), identify=identify, version=__version__)


def _refused(path: Path) -> None:
    from labelsync.errors import ManifestInvalid

    try:
        _manifest(path)
    except ManifestInvalid:
        return
    raise AssertionError(path.name)


def _list(path: Path) -> None:
    from labelsync import __version__
    from labelsync.connectors.registry import vendors
    from labelsync.manifest import load
    from labelsync.sources import gather, identify

    loaded = load(path, root=path.parent, vendors=vendors(), identify=identify, version=__version__)
    gathered = gather(loaded.manifest, root=path.parent, now=0.0)
    assert all(gathered.wishes.values())


def _yaml(path: Path) -> None:
    import yaml

    with path.open(encoding="utf-8") as file:
        yaml.load(file, Loader=yaml.CSafeLoader)


_LISTED = "a list of texts is what the C loader is best at, and starting Python alone takes as long"

if __name__ == "__main__":
    work = {"manifest": _manifest, "refused": _refused, "list": _list, "yaml": _yaml}
    work[sys.argv[1]](Path(sys.argv[2]))
