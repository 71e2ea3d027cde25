"""Files we are asked to write, looked at before the work begins and not after it."""

from __future__ import annotations

import os
from pathlib import Path

from matcher.domain.errors import MatcherError


def require_target(path: Path, *suffixes: str, overwrite: bool = True, source: Path | None = None) -> None:
    """Refuse a file that cannot or must not be written.

    Parameters
    ----------
    path
        Where to write.
    suffixes
        Endings it may have; any when none is named.
    overwrite
        Whether a file that is there may be replaced.
    source
        The file the answer is made from, which is never replaced.

    Raises
    ------
    MatcherError
        Saying what to do instead.
    """
    folder = path.parent
    if suffixes and path.suffix.lower() not in suffixes:
        raise MatcherError(f"{path} skal ende på {' eller '.join(suffixes)}")
    if path.is_dir():
        raise MatcherError(f"{path} er en mappe; skriv navnet på en fil i den")
    if not folder.is_dir():
        raise MatcherError(f"Mappen {folder} findes ikke; opret den, eller vælg en anden")
    if source is not None and path.exists() and source.exists() and path.samefile(source):
        raise MatcherError(f"{path} er den fil, der læses; vælg et andet navn til svaret")
    if path.exists() and not overwrite:
        raise MatcherError(f"{path} findes i forvejen; vælg et andet navn, eller brug --overwrite")
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise MatcherError(f"{path} kan ikke skrives: der er ikke adgang")


def require_folder(path: Path, *, overwrite: bool = True) -> None:
    """Refuse a folder that cannot be made or written into, or holds something that would be lost.

    Raises
    ------
    MatcherError
        Saying what to do instead.
    """
    if path.exists() and not path.is_dir():
        raise MatcherError(f"{path} er en fil; vælg en mappe eller et navn, der ender på .xlsx")
    if not overwrite and path.is_dir() and any(path.iterdir()):
        raise MatcherError(f"{path} er ikke tom; vælg en anden mappe, eller brug --overwrite")
    if not path.exists() and not path.parent.is_dir():
        raise MatcherError(f"Mappen {path.parent} findes ikke; opret den, eller vælg en anden")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise MatcherError(f"{path} kan ikke skrives: der er ikke adgang")
