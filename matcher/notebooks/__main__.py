"""``python -m matcher.notebooks FOLDER OUT``: run every notebook of a folder and keep what they show."""

from __future__ import annotations

import sys
from pathlib import Path

from matcher.notebooks.running import keep, run


def main(folder: str, out: str) -> None:
    """Run them in order, saying where each page is."""
    for path in sorted(Path(folder).glob("*.ipynb")):
        done = run(path)
        sys.stdout.write(f"{keep(done, Path(out))} ({done.seconds:.0f} s)\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:3])
