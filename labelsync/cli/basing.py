"""The base of a plan: the manifest as it was, from a path or from Git."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from labelsync.core.policy import Policy
from labelsync.core.scope import Manifest
from labelsync.errors import ManifestInvalid, WrongUsage
from labelsync.workflow.desk import Desk, open_desk
from labelsync.workflow.folder import Folder, folder_of
from labelsync.workflow.wanted import Base

LONGEST = 120.0
_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")


def base_of(text: str, desk: Desk) -> Base:
    """The manifest at a path, or in a revision that Git knows, and what it wants of each account.

    Where the revision has no such manifest, nothing was wanted. Raises WrongUsage for what is neither, and
    ManifestInvalid, saying that it is the base's.
    """
    path = Path(text)
    if path.exists():
        return _read(folder_of(path), text, desk)
    with _unpacked(text, desk.folder.root) as root:
        manifest = root / desk.folder.relative()
        if not manifest.exists():
            return Base(text, Manifest({}, {}, (), Policy(), {}), {})
        return _read(Folder(root, manifest), text, desk)


def _read(folder: Folder, name: str, desk: Desk) -> Base:
    try:
        base = open_desk(folder, desk.vendors, desk.outside)
    except ManifestInvalid as invalid:
        codes = ", ".join(sorted({str(mistake.code) for mistake in invalid.mistakes}))
        raise WrongUsage(
            f"the manifest of {name} is not valid here: {codes}", advice="name another --base"
        ) from None
    return Base(name, base.manifest, base.wishes)


@contextmanager
def _unpacked(revision: str, root: Path) -> Iterator[Path]:
    """The folder as Git has it in that revision."""
    import io
    import tarfile
    from tempfile import TemporaryDirectory

    archive = _git(root, "archive", "--format=tar", f"{_commit(revision, root)}", ".")
    with TemporaryDirectory() as name, tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(name, filter="data")
        yield Path(name).resolve()


def _commit(revision: str, root: Path) -> str:
    """The revision's commit; what begins with a dash is none."""
    known = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return known.decode("ascii", "replace").strip()


def _git(root: Path, *arguments: str) -> bytes:
    import subprocess

    try:
        done = subprocess.run(  # noqa: S603 - git, with arguments of ours and a commit's name
            [*_GIT, *arguments], cwd=root, capture_output=True, timeout=LONGEST, check=True
        )
    except (OSError, subprocess.SubprocessError) as failure:
        raise WrongUsage(
            f"--base is neither a path nor a revision that Git knows here ({type(failure).__name__})",
            advice="name a branch, a commit, or a folder; in a shallow clone fetch it first",
        ) from None
    return done.stdout
