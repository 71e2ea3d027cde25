"""The files of the project itself, read by the architecture and documentation tests."""

import os
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("matcher", "models", "api")

# What .gitignore names; needed where the project is unpacked without git.
_NOT_OURS = {".git", ".venv", "__pycache__", "build", "demo", "dist", "node_modules", ".ipynb_checkpoints"}


def walked_files(root: Path = ROOT) -> list[Path]:
    """List the project's files without asking git, relative to ``root`` and sorted."""
    found = []
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = [
            name
            for name in folders
            if not name.endswith((".egg-info", "_cache"))
            and name != ".hypothesis"
            and not (name in _NOT_OURS and (name not in ("build", "demo", "dist") or here == root))
        ]
        found += [(here / name).relative_to(root) for name in names if not name.endswith((".pyc", ".tmp.json"))]
    return sorted(found)


@cache
def tracked_files() -> tuple[Path, ...]:
    """List the files that belong to the project, relative to its root.

    Git's own list (with new files that are not ignored) where there is a git checkout, otherwise a walk.
    """
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        listed = ""
    files = sorted(path for path in map(Path, filter(None, listed.split("\0"))) if (ROOT / path).is_file())
    # An empty list means that the project lies unpacked inside somebody else's repository, which ignores it.
    return tuple(files or walked_files())


def tracked(*suffixes: str, under: Iterable[str] = ()) -> list[Path]:
    """List tracked files with one of the suffixes, below one of the top-level folders (all when none is named)."""
    folders = tuple(under)
    return [path for path in tracked_files() if path.suffix in suffixes and (not folders or path.parts[0] in folders)]


def text_of(path: Path) -> str:
    """Read a tracked file as UTF-8."""
    return (ROOT / path).read_text(encoding="utf-8")
