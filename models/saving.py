"""A model as a file: JSON without code in it, the same to the last bit when read again, refused when a byte is other.

Its card is sealed with it: a second checksum holds the card to the model's own, so neither is changed, nor put beside
another, unnoticed.

Imports numpy alone, so that whoever only scores need not load what trains.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from models.posterior import Column, Posterior

SCHEMA = "brobygger-model/2"
_KEYS = frozenset(
    "schema software features directions horizons prior posterior speaking data metrics settings".split()
    + ["checksum", "card", "card_checksum"]
)


class UnreadableModel(ValueError):
    """A model that cannot be trusted, with the sentence that says why."""


@dataclass(frozen=True)
class SavedModel:
    """A trained model with everything that is known of how it came about.

    Attributes
    ----------
    posterior
        The belief about the weights.
    horizons
        Weeks; the score is about the first one.
    later_intercepts
        Log-odds of lasting on from one horizon to the next, when every feature is 0.
    software
        Name and version of what made it.
    data
        What it learned from: fingerprint, counts, days. Plain values.
    metrics
        How good it was on later placements than it had learned from. Plain values.
    settings
        How it was trained. Plain values.
    card
        The model card as it was written when it was trained, Markdown; empty until there is one.
    """

    posterior: Posterior
    horizons: tuple[float, ...]
    later_intercepts: tuple[float, ...] = ()
    software: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    card: str = ""

    @property
    def checksum(self) -> str:
        """SHA-256 of everything in it but the card, which tells it, as 64 hex digits."""
        return _checksum(_document(self))


def save(model: SavedModel) -> bytes:
    """The model as one line of canonical JSON (sorted names, shortest exact numbers) with its card and both checksums.

    Raises
    ------
    ValueError
        When it holds a number that is not finite.
    """
    return _sealed(_document(model), model.card)


def load(content: bytes) -> SavedModel:
    """The model in a file.

    Raises
    ------
    UnreadableModel
        When a byte is not as it was saved, or something is missing, with a sentence for whoever gave the file.
    """
    try:
        document = json.loads(content.decode("utf-8"), parse_constant=_no_such_number)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise UnreadableModel("Modelfilen er ikke gyldig JSON: den er afkortet eller ændret; hent den igen") from None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise UnreadableModel(f"Modelfilen er ikke af slagsen {SCHEMA}; træn modellen igen med denne version")
    if document.keys() != _KEYS:
        wrong = ", ".join(sorted(document.keys() ^ _KEYS))
        raise UnreadableModel(f"Modelfilen mangler noget eller har for meget ({wrong}); hent den igen")
    card = document.pop("card")
    del document["checksum"], document["card_checksum"]
    if not isinstance(card, str) or content != _sealed_again(document, card):
        raise UnreadableModel("Modelfilen er ændret, siden den blev gemt: kontrolsummen passer ikke; hent den igen")
    try:
        return _model(document, card)
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableModel(f"Modelfilen kan ikke bruges ({error}); træn modellen igen") from None


def _sealed_again(document: dict[str, Any], card: str) -> bytes | None:
    """What would have been saved; None of what nothing can be saved as: a number too large, a letter that is none."""
    try:
        return _sealed(document, card)
    except (ValueError, OverflowError, RecursionError):
        return None


def read_card(content: bytes, model: SavedModel) -> str:
    """The card in a file that lies beside its model.

    Raises
    ------
    UnreadableModel
        When a byte is not as it was written, or it is another model's.
    """
    if content != model.card.encode():
        raise UnreadableModel(
            f"Modelkortet er ikke det, der blev skrevet til modellen {model.checksum[:12]}: "
            "det er ændret eller en anden models; hent det igen"
        )
    return model.card


def fingerprint(**columns: Any) -> str:
    """SHA-256 of columns by name: numbers as their bytes, texts as UTF-8; the order of the names has no meaning."""
    found = hashlib.sha256()
    for name in sorted(columns):
        column = np.ascontiguousarray(columns[name])
        if column.dtype.kind in "OUSM":
            content = "\x00".join(str(value) for value in column.tolist()).encode()
        else:
            content = column.astype("<f8").tobytes()
        found.update(f"{name}:{column.shape}:".encode() + content)
    return found.hexdigest()


def _document(model: SavedModel) -> dict[str, Any]:
    p = model.posterior
    return {
        "schema": SCHEMA,
        "software": dict(model.software),
        "features": list(p.features),
        "directions": p.directions.tolist(),
        "horizons": list(model.horizons),
        "prior": {"mean": p.prior_mean.tolist(), "sd": p.prior_sd.tolist()},
        "posterior": {
            "mean": p.mean.tolist(),
            "centre": p.centre.tolist(),
            "covariance": p.covariance.tolist(),
            "later_intercepts": list(model.later_intercepts),
        },
        "speaking": p.speaking.tolist(),
        "data": dict(model.data),
        "metrics": dict(model.metrics),
        "settings": dict(model.settings),
    }


def _model(document: Mapping[str, Any], card: str) -> SavedModel:
    prior, posterior = document["prior"], document["posterior"]
    return SavedModel(
        posterior=Posterior(
            features=tuple(str(name) for name in document["features"]),
            prior_mean=_numbers(prior["mean"]),
            prior_sd=_numbers(prior["sd"]),
            mean=_numbers(posterior["mean"]),
            centre=_numbers(posterior["centre"]),
            covariance=_numbers(posterior["covariance"]),
            directions=np.array(document["directions"], dtype=np.int64),
            speaking=np.array(document["speaking"], dtype=np.int64),
        ),
        horizons=tuple(float(weeks) for weeks in document["horizons"]),
        later_intercepts=tuple(float(value) for value in posterior["later_intercepts"]),
        software=document["software"],
        data=document["data"],
        metrics=document["metrics"],
        settings=document["settings"],
        card=card,
    )


def _numbers(values: Any) -> Column:
    return np.array(values, dtype=np.float64)


def _canonical(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def _sealed(document: Mapping[str, Any], card: str) -> bytes:
    checksum = _checksum(document)
    bound = hashlib.sha256(f"{checksum}\n{card}".encode()).hexdigest()
    return _canonical({**document, "checksum": checksum, "card": card, "card_checksum": bound}) + b"\n"


def _checksum(document: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical(document)).hexdigest()


def _no_such_number(name: str) -> float:
    raise ValueError(f"{name} is not a number")
