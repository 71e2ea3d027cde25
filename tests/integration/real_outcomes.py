"""Real outcomes as arrays: features known before, one column of what came of it. None of the sets carries a date."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]


@dataclass(frozen=True)
class Real:
    """Features [n, F] and whether it went well [n]."""

    x: Column
    y: NDArray[np.bool_]


@dataclass(frozen=True)
class Trial:
    """A randomised trial: who was given a supported job, what she earned in 1978, and what was known before."""

    given: NDArray[np.bool_]
    earned: Column
    before: Column


@dataclass(frozen=True)
class Spells:
    """Weeks without a job, and whether it ended with one; the others still looked when they were last seen."""

    x: Column
    weeks: Column
    ended: NDArray[np.bool_]


def supported_work(folder: Path) -> Trial:
    """National Supported Work, the sample of Dehejia and Wahba: 185 given, 260 not."""
    rows = _rows(folder / "nsw_mixtape.csv")
    names = ("age", "educ", "black", "hisp", "marr", "nodegree")
    earlier = [_numbers(rows, name) for name in ("re74", "re75")]
    before = [_numbers(rows, name) for name in names]
    before += [(e > 0).astype(float) for e in earlier] + [np.log1p(e) for e in earlier]
    return Trial(_numbers(rows, "treat") > 0, _numbers(rows, "re78"), np.column_stack(before))


def jobs(folder: Path) -> Real:
    """JOBS II: what was known before the workshop, and whether she found work. What was measured after is left out."""
    rows = _rows(folder / "jobs.csv")
    plain = [_numbers(rows, name) for name in ("treat", "econ_hard", "depress1", "age", "sex")]
    coded = [_choices(rows, name) for name in ("occp", "marital", "educ", "income", "nonwhite")]
    return Real(np.column_stack([*plain, *coded]), np.array([row["work1"] == "psyemp" for row in rows]))


def unemployment(folder: Path) -> Spells:
    """McCall's spells without a job, in steps of two weeks; any job ends one."""
    rows = _rows(folder / "UnempDur.csv")
    plain = [_numbers(rows, name) for name in ("age", "reprate", "disrate", "logwage", "tenure")]
    claims = np.array([row["ui"] == "yes" for row in rows], dtype=float)
    return Spells(np.column_stack([*plain, claims]), 2.0 * _numbers(rows, "spell"), _numbers(rows, "censor4") == 0)


def standard(x: Column, like: NDArray[np.bool_]) -> Column:
    """Each column as standard deviations from the mean of those rows: a prior of 0 then means the same for all."""
    spread = x[like].std(axis=0)
    found: Column = (x - x[like].mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _numbers(rows: list[dict[str, str]], name: str) -> Column:
    return np.array([float(row[name]) for row in rows])


def _choices(rows: list[dict[str, str]], name: str) -> Column:
    return np.column_stack([[row[name] == v for row in rows] for v in sorted({row[name] for row in rows})[1:]]) * 1.0
