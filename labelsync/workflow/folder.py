"""Where things are kept: `.labelsync/` in the folder that holds the manifest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from labelsync.errors import JournalUnwritable, WrongUsage


@dataclass(frozen=True, slots=True)
class Folder:
    """The manifest's path and the folder that everything is relative to.

    `root` holds `.labelsync/`: for `states` the folder that holds `states/`, for `some/file.yaml` `some/`.
    """

    root: Path
    manifest: Path

    @property
    def kept(self) -> Path:
        """`.labelsync/`, mode 0700, ignored by Git; made when it is not there."""
        path = self.root / ".labelsync"
        try:
            if not path.is_dir():
                path.mkdir(mode=0o700, parents=True)
                (path / ".gitignore").write_text("*\n", encoding="utf-8")
        except OSError as error:
            raise JournalUnwritable(
                f"the folder .labelsync cannot be made ({type(error).__name__})",
                advice="check the rights of the manifest's folder, and that nothing else bears that name",
            ) from error
        return path

    @property
    def lists(self) -> Path:
        """The folder below which the manifest's relative paths resolve."""
        return self.manifest if self.manifest.is_dir() else self.manifest.parent

    @property
    def journal(self) -> Path:
        """The journal's usual place."""
        return self.root / ".labelsync" / "journal.db"

    @property
    def worlds(self) -> Path:
        """Where the sandbox keeps its worlds."""
        return self.kept / "sandbox"

    def relative(self) -> str:
        """The manifest's path as plans write it."""
        return self.manifest.relative_to(self.root).as_posix()


def folder_of(path: Path) -> Folder:
    """The folder that belongs to a manifest's path. Raises WrongUsage when nothing is there."""
    if not path.exists():
        raise WrongUsage(
            f"there is no manifest at {path}",
            advice="name a folder or a YAML file, or start with: labelsync init",
        )
    manifest = path.resolve()
    return Folder(manifest.parent, manifest)
