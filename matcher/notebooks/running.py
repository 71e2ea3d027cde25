"""Running the notebooks from end to end, and keeping what they showed: pages to read, and every picture."""

from __future__ import annotations

import base64
import html
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

LONGEST, STARTING = 600, 180
"""Seconds that one cell may take, and the start of its process."""


_STYLE = """<style>
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #222 }
pre { background: #f5f5f5; padding: .6rem; overflow-x: auto } img { max-width: 100% }
table { border-collapse: collapse } th, td { padding: .2rem .8rem; border-bottom: 1px solid #ddd }
.jp-InputPrompt, .jp-OutputPrompt, .prompt, .anchor-link { display: none }
</style>"""


@dataclass(frozen=True)
class Run:
    """A notebook that has been run.

    Attributes
    ----------
    name
        Of its file, without the ending.
    notebook
        With its outputs.
    seconds
        How long it took.
    """

    name: str
    notebook: Any
    seconds: float

    @property
    def pictures(self) -> Iterator[bytes]:
        """Every picture it showed, in order."""
        for cell in self.notebook.cells:
            for output in cell.get("outputs", ()):
                if "image/png" in output.get("data", {}):
                    yield base64.b64decode(output["data"]["image/png"])

    @property
    def words(self) -> str:
        """Everything it showed but pictures."""
        said = []
        for cell in self.notebook.cells:
            for output in cell.get("outputs", ()):
                shown = output.get("data", {})
                said.append(shown.get("text/markdown") or shown.get("text/html") or output.get("text") or "")
        return "\n".join(said)


def run(path: Path, environment: Mapping[str, str] | None = None) -> Run:
    """Run a notebook in a process of its own; the file itself is not touched.

    Parameters
    ----------
    environment
        Settings beside those of this process.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        When a cell fails.
    """
    import nbformat
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    notebook: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    with TemporaryDirectory(prefix="kernel-") as folder:
        manager = AsyncKernelManager(kernel_name="python3", connection_file=f"{folder}/kernel.json")
        if os.name == "posix":
            # Over sockets that only this user reaches, where there are such.
            manager.transport, manager.ip = "ipc", f"{folder}/kernel"
        where = {"metadata": {"path": str(path.parent)}}
        client = NotebookClient(notebook, km=manager, timeout=LONGEST, startup_timeout=STARTING, resources=where)
        began = perf_counter()
        client.execute(env={**os.environ, **(environment or {})}, cleanup_kc=True)
        return Run(path.stem, notebook, perf_counter() - began)


def page(done: Run) -> str:
    """A page that runs no script and needs nothing from the network."""
    from nbconvert import HTMLExporter

    exporter: Any = HTMLExporter(template_name="basic")  # type: ignore[no-untyped-call]
    body, _ = exporter.from_notebook_node(done.notebook)
    title = html.escape(done.name.replace("_", " "))
    head = f"<meta charset='utf-8'><title>{title}</title>{_STYLE}"
    return f"<!doctype html>\n<html lang='da'><head>{head}</head><body>{body}</body></html>\n"


def keep(done: Run, folder: Path) -> Path:
    """Write the page and the pictures of a notebook; gives where the page is."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{done.name}.html"
    target.write_text(page(done), encoding="utf-8")
    for number, picture in enumerate(done.pictures, 1):
        (folder / f"{done.name}-{number}.png").write_bytes(picture)
    return target
