"""The weights in use: the experts' own, or those a named person has let in from a learned model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

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
    row = connection.execute(sa.select(m.c.id, m.c.document).where(m.c.alias == CHAMPION)).one_or_none()
    return weights if row is None else learned_weights(weights, row.id, opened(row.document))


def opened(document: str) -> SavedModel:
    """A stored model.

    Raises
    ------
    MatcherError
        When a byte of it has been changed.
    """
    from models.saving import UnreadableModel, load

    try:
        return load(document.encode())
    except UnreadableModel as error:
        raise MatcherError(str(error)) from None
