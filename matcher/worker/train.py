"""Training a model: the outcomes of one moment in, a challenger with its card out."""

from __future__ import annotations

from matcher.catalogue.loader import load_catalogue
from matcher.services import models, training
from matcher.worker.work import Work


def train(work: Work) -> None:
    """Learn from the outcomes there are, and keep what has been learned."""
    from matcher.learning import learn, learnable
    from matcher.weights import load_weights

    with work.reading() as unit:
        material = training.material(unit)
    work.report("outcomes", 0.1)
    found = learnable(material.facts, material.past, load_catalogue(), material.day)
    work.report("learning", 0.4)
    saved = learn(found, load_weights())
    work.report("saving", 0.95)
    with work.finishing() as unit:
        models.keep(unit, work.about, saved, material.candidates)
