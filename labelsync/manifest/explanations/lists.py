"""LS5: files that a manifest names."""

from __future__ import annotations

from labelsync.manifest.codes import Code
from labelsync.manifest.explanations.explanation import CHAT, Explanation, Files, crm


def _listed(path: str) -> Files:
    """A label whose members are in a list at that path, beside a list of VIPs."""
    members = f"      - {{list: {path}, column: email}}\n"
    return crm(CHAT + "labels:\n  vip:\n    members:\n" + members, vip="email\nada@example.com\n")


EXPLAINED = {
    Code.PATH_REFUSED: Explanation(
        title="a path that leads elsewhere",
        text="Files are named relative to the manifest's folder, or to the one that holds it, and lie "
        "below it: no absolute path, no URL, no way out by `..` or a symlink, no device, and no path that "
        "both folders have. A manifest must not be able to read what else is on the machine.",
        next="Copy the file below the manifest's folder, and write its path from there.",
        wrong=_listed("../../exports/vip.csv"),
        right=_listed("lists/vip.csv"),
    ),
    Code.FILE_MISSING: Explanation(
        title="the file is not there",
        text="A missing file is not an empty list: whoever is in it would lose the label. So nothing is "
        "planned.",
        next="Correct the path, or put the file where it is expected; run the export again if it failed.",
        wrong=_listed("lists/vips.csv"),
        right=_listed("lists/vip.csv"),
    ),
    Code.LIST_KIND: Explanation(
        title="a list of another kind",
        text="Lists are `.csv`, `.tsv`, or `.ndjson` (also `.jsonl`) files, told by their endings.",
        next="Export the list as CSV, or give the file the ending of its kind.",
        wrong=_listed("lists/vip.xlsx"),
        right=_listed("lists/vip.csv"),
    ),
}
