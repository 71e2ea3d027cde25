"""Read a problem from a JSON or an ``.npz`` file.

Whatever is wrong ends in one sentence that names the file, the entry and the field. Nothing is filled in, dropped or
matched by position; unknown fields are refused, because a misspelt field would otherwise be a rule silently forgotten.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from matcher.assignment.entries import Entries
from matcher.assignment.problem import Labels, Problem, ProblemError

FORMAT = "brobygger-assignment/1"
"""What a JSON problem says in its field ``format``."""

LARGEST = 16 * 2**30
"""Bytes that an ``.npz`` file may unpack to; more is taken for an attack on the memory."""

NPZ_REQUIRED = ("candidate", "value", "uses_indptr", "uses_indices", "uses_data", "capacity")
NPZ_OPTIONAL = (
    "opening hours max_options candidate_hours floor_indptr floor_indices floor_data at_least penalty"
    " conflicts pinned forbidden"
).split()


def read_problem(path: Path) -> tuple[Problem, Labels]:
    """Read a problem and the names of its parts.

    Parameters
    ----------
    path
        A file in either format of ``DESIGN.md`` section 5; which one is seen from its first bytes, not from its name.

    Raises
    ------
    ProblemError
        One Danish sentence with file, entry and field.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as problem:
        raise ProblemError(f"{path}: filen kan ikke læses ({problem.strerror}).") from problem
    if not start:
        raise ProblemError(f"{path}: filen er tom.")
    try:
        return _read_npz(path) if start.startswith(b"PK") else _read_json(path)
    except ProblemError as problem:
        raise ProblemError(f"{path}: {problem}") from problem
    except MemoryError as problem:
        raise ProblemError(f"{path}: problemet er for stort til hukommelsen.") from problem


# --- JSON -----------------------------------------------------------------------------------------------------------


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object, but refuse a field that is written twice (JSON itself lets the last one win)."""
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ProblemError(f"feltet '{twice}' står to gange i det samme objekt.")
    return made


def _read_json(path: Path) -> tuple[Problem, Labels]:
    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError as problem:
        raise ProblemError("filen er hverken JSON i UTF-8 eller npz.") from problem
    except RecursionError as problem:
        raise ProblemError("filen er ikke et problem; den har lister i lister i det uendelige.") from problem
    except json.JSONDecodeError as problem:
        where = f"linje {problem.lineno}, tegn {problem.colno}"
        raise ProblemError(f"filen er ikke hel JSON (fejl i {where}); er den skåret af?") from problem
    return problem_of(document)


def problem_of(document: object) -> tuple[Problem, Labels]:
    """Turn a decoded JSON document into a problem; see :func:`read_problem`."""
    if not isinstance(document, dict):
        raise ProblemError("filen skal indeholde et objekt med 'format', 'candidates', 'resources' og 'options'.")
    if document.get("format") != FORMAT:
        raise ProblemError(f"feltet 'format' er {document.get('format')!r}, men skal være '{FORMAT}'.")
    known = {"format", "candidates", "resources", "floors", "options", "conflicts", "pinned", "forbidden"}
    for key in document:
        if key not in known:
            raise ProblemError(f"feltet '{key}' findes ikke i formatet {FORMAT}.")

    candidates = Entries("candidates", document, {"id", "max_options", "hours"})
    resources = Entries("resources", document, {"id", "capacity"})
    floors = Entries("floors", document, {"id", "at_least", "penalty"}, optional=True)
    options = Entries("options", document, {"id", "candidate", "opening", "value", "hours", "uses", "counts"})
    opening, openings = options.labelled("opening")
    problem = Problem.of(
        candidate=options.references("candidate", candidates),
        opening=opening,
        value=options.numbers("value"),
        uses=options.amounts("uses", resources),
        capacity=resources.numbers("capacity", least=0.0),
        max_options=candidates.whole_numbers("max_options", missing=1),
        hours=options.numbers("hours", missing=0.0, least=0.0),
        candidate_hours=candidates.numbers("hours", missing=np.inf, least=0.0),
        floors=options.amounts("counts", floors),
        at_least=floors.numbers("at_least", least=0.0),
        penalty=floors.numbers("penalty", missing=np.inf, least=0.0),
        conflicts=options.pairs("conflicts", document),
        pinned=options.listed("pinned", document),
        forbidden=options.listed("forbidden", document),
    )
    return problem, Labels(candidates.ids, options.ids, resources.ids, floors.ids, openings)


# --- npz ------------------------------------------------------------------------------------------------------------


def _read_npz(path: Path) -> tuple[Problem, Labels]:
    arrays = _arrays(path)
    for name in NPZ_REQUIRED:
        if name not in arrays:
            raise ProblemError(f"tabellen '{name}' mangler.")
    if "at_least" in arrays or "floor_indptr" in arrays:
        for name in ("floor_indptr", "floor_indices", "floor_data", "at_least"):
            if name not in arrays:
                raise ProblemError(f"tabellen '{name}' mangler; mindstekrav har brug for den.")
    options = len(arrays["value"]) if arrays["value"].ndim == 1 else 0
    usual = (
        "opening",
        "hours",
        "max_options",
        "candidate_hours",
        "penalty",
        "at_least",
        "conflicts",
        "pinned",
        "forbidden",
    )
    given: dict[str, Any] = {name: arrays[name] for name in usual if name in arrays}
    problem = Problem.of(
        candidate=arrays["candidate"],
        value=arrays["value"],
        uses=_csr("uses", arrays, options, len(np.atleast_1d(arrays["capacity"]))),
        capacity=arrays["capacity"],
        floors=_csr("floor", arrays, options, len(np.atleast_1d(arrays["at_least"]))) if "at_least" in arrays else None,
        **given,
    )
    return problem, Labels.numbered(problem)


def _arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Unpack an ``.npz`` file without ever running anything in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > LARGEST:
            raise ProblemError(f"filen fylder {size / 2**30:.0f} GiB pakket ud; det største er {LARGEST >> 30} GiB.")
        with np.load(path, allow_pickle=False) as archive:
            for name in archive.files:
                if name not in NPZ_REQUIRED and name not in NPZ_OPTIONAL:
                    raise ProblemError(f"tabellen '{name}' findes ikke i formatet.")
            return {name: archive[name] for name in archive.files}
    except ProblemError:
        raise
    except (zipfile.BadZipFile, OSError, EOFError, KeyError, ValueError, SyntaxError, NotImplementedError) as problem:
        raise ProblemError("filen er ikke en hel npz-fil uden pickles; er den skåret af?") from problem


def _csr(name: str, arrays: dict[str, npt.NDArray[Any]], rows: int, columns: int) -> sp.csr_matrix:
    """Put a CSR matrix together after checking that its arrays fit (SciPy would read past their end)."""
    indptr, indices, data = (arrays[f"{name}_{part}"] for part in ("indptr", "indices", "data"))
    for part, array in (("indptr", indptr), ("indices", indices)):
        if array.size and (array.dtype.kind not in "iu" or array.ndim != 1):
            raise ProblemError(f"tabellen '{name}_{part}' skal være en række af hele tal.")
    if data.ndim != 1 or (data.size and data.dtype.kind not in "iuf"):
        raise ProblemError(f"tabellen '{name}_data' skal være en række af tal.")
    if len(indptr) != rows + 1:
        raise ProblemError(f"tabellen '{name}_indptr' har {len(indptr)} indgange, men skal have {rows + 1}.")
    if indptr[0] != 0 or (np.diff(indptr.astype(np.int64)) < 0).any() or indptr[-1] != len(data):
        raise ProblemError(f"tabellen '{name}_indptr' skal stige fra 0 til antallet af tal i '{name}_data'.")
    if len(indices) != len(data):
        raise ProblemError(f"tabellerne '{name}_indices' og '{name}_data' har ikke samme længde.")
    if len(indices) and not 0 <= indices.min() <= indices.max() < columns:
        raise ProblemError(f"tabellen '{name}_indices' har et tal der ikke ligger mellem 0 og {columns - 1}.")
    kind = np.int32 if len(data) < 2**31 else np.int64
    return sp.csr_matrix((data.astype(np.float64), indices.astype(kind), indptr.astype(kind)), shape=(rows, columns))
