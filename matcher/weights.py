"""The weights of fit and value: read from a file, checked, recorded with every plan."""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from matcher.domain import MatcherError
from matcher.features.names import FEATURE_NAMES, FEATURES
from models.posterior import Posterior
from models.saving import SavedModel
from models.similarity import AdditiveScore

_SECTIONS: dict[str, tuple[str, ...]] = {
    "lines": ("people", "company", "society"),
    "people": ("wishes", "hours_wanted", "room_to_grow"),
    "company": ("tasks_covered", "hours_filled"),
    "society": ("hours_worked", "far_from_work", "little_support_spent", "short_commute"),
    "scales": ("hours_worked_full", "far_from_work_months", "support_spent_half", "commute_minutes_half"),
    "clauses": ("penalty", "hours_of_a_placement"),
}


@dataclass(frozen=True)
class Weights:
    """Weights of the fit score, the value lines and the clauses.

    Attributes
    ----------
    version
        As the file names it.
    fingerprint
        First twelve hex digits of SHA-256 over all numbers, shown on every plan.
    fit
        The additive score.
    lines
        Weights of the three lines, summing to 1.
    people, company, society
        Weights of the parts of each line, summing to 1.
    scales, clauses
        Numbers of the formulas.
    model
        Id of the model whose weights the fit has, learned from outcomes; None: the experts' own.
    belief
        How sure one may be of the fit's weights; None: as the experts' own.
    """

    version: str
    fingerprint: str
    fit: AdditiveScore
    lines: Mapping[str, float]
    people: Mapping[str, float]
    company: Mapping[str, float]
    society: Mapping[str, float]
    scales: Mapping[str, float]
    clauses: Mapping[str, float]
    model: str | None = None
    belief: Posterior | None = None


def load_weights(path: Path | None = None) -> Weights:
    """The shipped weights, with what the file at `path` (TOML) says instead.

    Raises
    ------
    MatcherError
        When the file cannot be read, names something unknown, or holds a number that cannot be used.
    """
    shipped = _shipped()
    if path is not None:
        _merge(shipped, _read(path), path)
    return _weights(shipped, "vægtfilen" if path is None else str(path))


def changed_weights(changes: Mapping[str, Mapping[str, float]]) -> Weights:
    """The shipped weights, with other numbers by section and name.

    Raises
    ------
    MatcherError
        When something unknown is named, or a number cannot be used.
    """
    shipped = _shipped()
    _merge(shipped, changes, Path("i kaldet"))
    return _weights(shipped, "vægtene")


def learned_weights(weights: Weights, key: str, model: SavedModel) -> Weights:
    """The same weights of value, with a fit that has been learned from outcomes.

    Parameters
    ----------
    key
        Id of the model; it stands in the version.

    Raises
    ------
    MatcherError
        When the model was trained on other features, or turns one of them against its direction.
    """
    belief = model.posterior
    if belief.features != FEATURE_NAMES:
        raise MatcherError(f"Modellen {key} er trænet på andre træk end dem, der bruges nu; træn den igen")
    numbers = belief.mean.tolist()
    if any(number * feature.direction < 0 for number, feature in zip(numbers, FEATURES, strict=False)):
        raise MatcherError(f"Modellen {key} vender et træk imod den retning, der er beskrevet; den bruges ikke")
    made = hashlib.sha256(f"{weights.fingerprint} {model.checksum}".encode()).hexdigest()[:12]
    return replace(
        weights,
        version=f"{weights.version} + {key}",
        fingerprint=made,
        fit=AdditiveScore(FEATURE_NAMES, tuple(numbers[:-1]), numbers[-1]),
        model=key,
        belief=belief,
    )


def _shipped() -> dict[str, Any]:
    return tomllib.loads((files("matcher.catalogue") / "data" / "weights.toml").read_text(encoding="utf-8"))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise MatcherError(f"Vægtfilen {path} kan ikke læses ({error.strerror}); ret stien") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MatcherError(f"Vægtfilen {path} er ikke gyldig TOML ({error}); se weights.toml som mønster") from None


def _merge(into: dict[str, Any], other: Mapping[str, Any], path: Path, where: str = "") -> None:
    for key, value in other.items():
        if key not in into:
            known = ", ".join(sorted(into))
            raise MatcherError(f"Vægtfilen {path} nævner »{where}{key}«, som ikke findes; kendte navne her: {known}")
        if isinstance(into[key], dict):
            if not isinstance(value, Mapping):
                raise MatcherError(f"Vægtfilen {path}: »{where}{key}« skal være et afsnit")
            _merge(into[key], value, path, f"{where}{key}.")
        else:
            into[key] = value


def _weights(values: Mapping[str, Any], name: str) -> Weights:
    sections = {
        section: {key: _number(values[section][key], f"{section}.{key}", name) for key in keys}
        for section, keys in _SECTIONS.items()
    }
    for section in ("lines", "people", "company", "society"):
        total = sum(sections[section].values())
        if total <= 0:
            raise MatcherError(f"{name}: vægtene i afsnittet {section} skal tilsammen være over 0")
        sections[section] = {key: value / total for key, value in sections[section].items()}
    for section in ("scales", "clauses"):
        for key, value in sections[section].items():
            if value <= 0 and key != "penalty":
                raise MatcherError(f"{name}: {section}.{key} skal være over 0")
    fit = values["fit"]
    numbers = {key: _number(fit["weights"][key], f"fit.weights.{key}", name, signed=True) for key in FEATURE_NAMES}
    intercept = _number(fit["intercept"], "fit.intercept", name, signed=True)
    everything = json.dumps({**sections, "fit": numbers, "intercept": intercept}, sort_keys=True)
    return Weights(
        version=str(values["version"]),
        fingerprint=hashlib.sha256(everything.encode()).hexdigest()[:12],
        fit=AdditiveScore(FEATURE_NAMES, tuple(numbers[key] for key in FEATURE_NAMES), intercept),
        lines=sections["lines"],
        people=sections["people"],
        company=sections["company"],
        society=sections["society"],
        scales=sections["scales"],
        clauses=sections["clauses"],
    )


def _number(value: object, key: str, name: str, *, signed: bool = False) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise MatcherError(f"{name}: {key} skal være et tal, ikke {value!r}")
    if value < 0 and not signed:
        raise MatcherError(f"{name}: {key} må ikke være negativ")
    return float(value)
