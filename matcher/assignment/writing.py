"""Write a problem in either file format, and a result as the document that the command prints."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from matcher.assignment.problem import Labels, Problem
from matcher.assignment.reading import FORMAT
from matcher.assignment.result import Result


def problem_document(problem: Problem, labels: Labels) -> dict[str, Any]:
    """Give the JSON document of a problem; ``read_problem`` turns it into the same arrays again."""
    labels.require_fit(problem)
    openings = labels.openings or range(int(problem.opening.max(initial=-1)) + 1)
    uses, counts = _named_rows(problem.uses, labels.resources), _named_rows(problem.floors, labels.floors)
    names = labels.options
    return {
        "format": FORMAT,
        "candidates": [
            {"id": name, "max_options": int(most), "hours": _finite(hours)}
            for name, most, hours in zip(labels.candidates, problem.max_options, problem.candidate_hours, strict=True)
        ],
        "resources": [
            {"id": name, "capacity": float(amount)}
            for name, amount in zip(labels.resources, problem.capacity, strict=True)
        ],
        "floors": [
            {"id": name, "at_least": float(least), "penalty": _finite(penalty)}
            for name, least, penalty in zip(labels.floors, problem.at_least, problem.penalty, strict=True)
        ],
        "options": [
            {
                "id": names[k],
                "candidate": labels.candidates[problem.candidate[k]],
                "opening": None if problem.opening[k] < 0 else openings[problem.opening[k]],
                "value": float(problem.value[k]),
                "hours": float(problem.hours[k]),
                "uses": uses[k],
                "counts": counts[k],
            }
            for k in range(problem.option_count)
        ],
        "conflicts": [[names[k], names[other]] for k, other in problem.conflicts],
        "pinned": [names[k] for k in problem.pinned],
        "forbidden": [names[k] for k in problem.forbidden],
    }


def write_json(problem: Problem, labels: Labels, path: Path) -> None:
    """Write a problem as JSON."""
    text = json.dumps(problem_document(problem, labels), ensure_ascii=False, allow_nan=False)
    path.write_text(text, encoding="utf-8")


def write_npz(problem: Problem, path: Path) -> None:
    """Write a problem as arrays; names are not kept."""
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            candidate=problem.candidate,
            opening=problem.opening,
            value=problem.value,
            hours=problem.hours,
            uses_indptr=problem.uses.indptr,
            uses_indices=problem.uses.indices,
            uses_data=problem.uses.data,
            capacity=problem.capacity,
            max_options=problem.max_options,
            candidate_hours=problem.candidate_hours,
            floor_indptr=problem.floors.indptr,
            floor_indices=problem.floors.indices,
            floor_data=problem.floors.data,
            at_least=problem.at_least,
            penalty=problem.penalty,
            conflicts=problem.conflicts,
            pinned=problem.pinned,
            forbidden=problem.forbidden,
        )


def result_document(result: Result, labels: Labels) -> dict[str, Any]:
    """Give the result as in ``DESIGN.md`` section 5; what is not known is null."""
    seconds = result.seconds
    return {
        "status": result.status.value,
        "objective": _finite(result.objective),
        "bound": _finite(result.bound),
        "gap": _finite(result.gap),
        "seconds": {
            "read": round(seconds.read, 3),
            "build": round(seconds.build, 3),
            "solve": round(seconds.solve, 3),
            "total": round(seconds.total, 3),
        },
        "method": result.method,
        "chosen": [labels.options[k] for k in result.chosen],
        "prices": {str(name): float(price) for name, price in zip(labels.resources, result.prices, strict=True)},
        "short": {str(name): float(amount) for name, amount in zip(labels.floors, result.short, strict=True)},
        "conflict": result.sentences(labels),
    }


def _finite(number: float | None) -> float | None:
    return None if number is None or not math.isfinite(number) else float(number)


def _named_rows(matrix: sp.csr_matrix, names: Any) -> list[dict[str, float]]:
    """Turn each row of a matrix into an object of named amounts."""
    ends = matrix.indptr.tolist()
    columns, amounts = matrix.indices.tolist(), matrix.data.tolist()
    return [
        {str(names[columns[i]]): amounts[i] for i in range(start, end)}
        for start, end in zip(ends, ends[1:], strict=False)
    ]
