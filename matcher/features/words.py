"""The words of a candidate and of an opening, as one text each."""

from __future__ import annotations

from matcher.catalogue.loader import Catalogue
from matcher.domain import Candidate, CompetenceKind, Opening, WishSubject


def candidate_words(candidate: Candidate, catalogue: Catalogue) -> str:
    """What she has done, can and would like, in words. What she does not want is left out, and so are her needs."""
    words = [candidate.text]
    words += [
        _task_words(done.value, catalogue) if done.kind is CompetenceKind.TASK else done.value
        for done in candidate.competences
    ]
    for wish in candidate.wishes:
        if wish.wanted and wish.subject is WishSubject.TASK:
            words.append(_task_words(wish.target, catalogue))
        elif wish.wanted and wish.subject is WishSubject.SECTOR:
            words.append(catalogue.sectors[wish.target].danish)
    return " ".join(word for word in words if word)


def opening_words(opening: Opening, catalogue: Catalogue) -> str:
    """Title, advertisement and tasks of an opening in words."""
    return " ".join([opening.title, opening.text, *(_task_words(part.task, catalogue) for part in opening.tasks)])


def _task_words(task: str, catalogue: Catalogue) -> str:
    row = catalogue.tasks[task]
    return f"{row.danish} {' '.join(row.words)}"
