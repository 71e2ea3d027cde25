"""The weights in use: the experts' own, or those a named person has let in from a learned model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from matcher.domain import MatcherError
from matcher.services.engine import Engine
from matcher.store import tables

if TYPE_CHECKING:
    from matcher.weights import Weights
    from models.saving import SavedModel

CHAMPION, CHALLENGER = "champion", "challenger"
"""The model in use; the one trained last, which waits for a named person."""


def current_weights(connection: sa.Connection, changes: Mapping[str, Mapping[str, float]] | None = None) -> Weights:
    """The weights that plans, suggestions and explanations are made with at this moment.

    With the engine at rules only, or no model in use, they are the experts' own (TRUST E4.5).

    Parameters
    ----------
    changes
        Other weights of lines and their parts, by section and name.

    Raises
    ------
    MatcherError
        When the model in use is not as it was saved: nothing is weighed by something unknown.
    """
    from matcher.weights import changed_weights, learned_weights

    weights = changed_weights(changes or {})
    engine = connection.execute(sa.select(tables.municipality.c.engine)).scalar()
    if engine is not None and Engine(engine) is not Engine.ON:
        return weights
    m = tables.model_versions
    query = sa.select(m.c.id, m.c.document, m.c.checksum, m.c.card).where(m.c.alias == CHAMPION)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return weights
    try:
        return learned_weights(weights, row["id"], opened(row))
    except MatcherError as error:
        raise MatcherError(
            f"Modellen {row['id']}, som er i brug, kan ikke bruges: {error}. En administrator kan tage den ud; så "
            "bruges den forrige eller eksperternes vægte"
        ) from None


def opened(row: Mapping[Any, Any]) -> SavedModel:
    """A stored model with its card.

    Parameters
    ----------
    row
        With ``document``, and the ``checksum`` and ``card`` that stand beside it.

    Raises
    ------
    MatcherError
        When a byte of it, or of what stands beside it, has been changed.
    """
    from models.saving import UnreadableModel, load, read_card

    try:
        saved = load(row["document"].encode())
        read_card(row["card"].encode(), saved)
    except UnreadableModel as error:
        raise MatcherError(str(error)) from None
    if saved.checksum != row["checksum"]:
        raise MatcherError("Modellen er ikke den, der blev gemt: kontrolsummen ved siden af er en anden")
    return saved
