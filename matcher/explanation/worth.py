"""What an option is worth, taken apart into lines and named parts with their weights."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from matcher.domain.plan import Worth
from matcher.explanation.pieces import FitTrace, LineTrace, PartTrace, ValueTrace
from matcher.explanation.wording import percent
from matcher.features import FEATURE_NAMES, FEATURES
from matcher.options import Options
from matcher.value import PART_NAMES
from matcher.weights import Weights

LINE_NAMES: Mapping[str, str] = {"people": "Mennesker", "company": "Virksomheder", "society": "Samfund"}
"""The three bottom lines in Danish, in the order of the explanations."""
BASIS = (
    "Chancen for, at forløbet varer, er et ekspertskøn: vægtene er valgt af fagfolk, og der er endnu ingen erfaringer "
    "fra forløb bag tallet. Det rangordner stillinger for borgeren og siger intet om borgeren som person."
)
_SHOWN = 10
"""Outcomes below which their number is not told."""
_WISHES = ("tasks_wanted", "place_wanted", "soft_needs_met")


def value_of(worth: Worth, weights: Weights) -> ValueTrace:
    """The value of an option in parts; what the parts add sums to the total."""
    parts = dict(worth.parts)
    values = {"people": worth.people, "company": worth.company, "society": worth.society}
    lines = []
    for line, words in LINE_NAMES.items():
        inner: Mapping[str, float] = getattr(weights, line)
        lines.append(
            LineTrace(
                name=line,
                words=words,
                value=values[line],
                weight=weights.lines[line],
                parts=tuple(
                    PartTrace(
                        name=f"{line}.{part}",
                        words=PART_NAMES[f"{line}.{part}"],
                        value=parts[f"{line}.{part}"],
                        weight=weight,
                        adds=worth.lasts * parts[f"{line}.{part}"] * weight * weights.lines[line],
                    )
                    for part, weight in inner.items()
                ),
            )
        )
    features = {feature.name: feature for feature in FEATURES}
    fit = tuple(
        FitTrace(name, features[name].danish, features[name].meaning, value, adds) for name, value, adds in worth.fit
    )
    return ValueTrace(worth.total, worth.lasts, tuple(lines), fit, basis_of(worth, weights))


def basis_of(worth: Worth, weights: Weights) -> str:
    """What the chance rests on: experts alone, or outcomes too; then how sure one may be, or that it is too little."""
    belief = weights.belief
    if belief is None:
        return BASIS
    x = np.array([[value for _, value, _ in worth.fit]])
    low, high = belief.interval(x)[0]
    many = int(belief.speaking[-1])
    seen = f"{many} forløb" if many >= _SHOWN else f"under {_SHOWN} forløb"
    between = f"mellem {percent(low)} og {percent(high)} med 90 % sikkerhed"
    told = f"Den ligger {between}."
    if belief.too_little(x)[0]:
        told = f"Der er for lidt erfaring bag tallet: det er stadig mest skønnet, der taler ({between})."
    return (
        f"Chancen for, at forløbet varer, er fagfolks skøn, flyttet af {seen} (model {weights.model}). {told} "
        "Den rangordner stillinger for borgeren og siger intet om borgeren som person."
    )


def total_if(options: Options, weights: Weights, k: int, features: Mapping[str, float]) -> float:
    """The total value of option `k` if some of its features about wishes were otherwise; all else as it is."""
    changed = options.features[[k]].copy()
    for name, value in features.items():
        changed[0, FEATURE_NAMES.index(name)] = value
    lasts = float(weights.fit.probability(changed)[0])
    parts = dict(zip(PART_NAMES, options.valued.parts[k], strict=True))
    parts["people.wishes"] = float(np.mean([changed[0, FEATURE_NAMES.index(name)] for name in _WISHES]))
    total = 0.0
    for name, value in parts.items():
        line, _, part = name.partition(".")
        inner: Mapping[str, float] = getattr(weights, line)
        total += weights.lines[line] * inner[part] * float(value)
    return lasts * total
