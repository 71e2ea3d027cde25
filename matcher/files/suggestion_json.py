"""Suggestions and shortlists as documents for machines: a stable order of keys, no person's name.

They need no plan and no solver, so that a service can give them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matcher.columns import World
from matcher.domain.plan import Proposal
from matcher.domain.suggestion import Shortlist, Suggestions
from matcher.explanation import employer_text
from matcher.explanation.trace import PairTrace

Document = dict[str, Any]
SUGGESTIONS, SHORTLIST, EMPLOYER = (
    "brobygger-suggestions/1",
    "brobygger-shortlist/1",
    "brobygger-employer/1",
)
"""What each document says in its field ``format``."""


def suggestions_document(world: World, found: Suggestions) -> Document:
    """The openings for one person; the order is the list's, and none is chosen."""
    return {
        "format": SUGGESTIONS,
        "candidate": found.candidate,
        "priced": found.priced,
        "none_fits": not found.suggestions,
        "eligible": found.eligible,
        "askable": found.askable,
        "suggestions": [
            {
                **_proposal(world, s.proposal),
                "needs_met": list(s.needs),
                "price": s.price,
                "net": s.net,
                "planned": s.planned,
            }
            for s in found.suggestions
        ],
        "possible_if": [
            {
                **_place(world, p.opening),
                "lasts": p.lasts,
                "questions": [
                    {"rule": q.rule, "asked": q.asked, "subject": q.subject, "question": q.question}
                    for q in p.questions
                ],
            }
            for p in found.possible
        ],
    }


def shortlist_document(world: World, found: Shortlist) -> Document:
    """Whom one opening could be for, for the municipality."""
    return {
        "format": SHORTLIST,
        **_place(world, found.opening),
        "priced": found.priced,
        "none_fits": not found.listed,
        "eligible": found.eligible,
        "listed": [
            {
                "candidate": entry.candidate,
                **_proposal(world, entry.proposal),
                "net": entry.net,
                "elsewhere": entry.elsewhere,
                "difference": entry.difference,
                "planned": list(entry.planned),
                "go_ahead": entry.go_ahead.isoformat() if entry.go_ahead else None,
                "pseudonym": entry.pseudonym if entry.go_ahead else None,
            }
            for entry in found.listed
        ],
    }


def employer_document(world: World, found: Shortlist, explain: Callable[[str], PairTrace]) -> Document:
    """What an employer may see of a shortlist: pseudonyms and conditions of those who have said yes, and no counts.

    They stand in the order of their pseudonyms, which says nothing about anybody.

    Parameters
    ----------
    explain
        Everything about the pair of a candidate and the list's opening.
    """
    place = _place(world, found.opening)
    return {
        "format": EMPLOYER,
        "opening": place["opening"],
        "title": place["title"],
        "workplace": place["workplace_name"],
        "people": [
            {
                "pseudonym": entry.pseudonym,
                "text": employer_text(explain(entry.candidate), entry.pseudonym),
            }
            for entry in sorted(found.listed, key=lambda entry: entry.pseudonym)
            if entry.go_ahead
        ],
    }


def _place(world: World, opening: str) -> Document:
    row = world.facts.opening_by_id[opening]
    workplace = world.facts.workplace_by_id[row.workplace]
    return {
        "opening": opening,
        "title": row.title,
        "workplace": workplace.id,
        "workplace_name": workplace.name,
        "employer": workplace.employer,
    }


def _proposal(world: World, proposal: Proposal) -> Document:
    worth = proposal.worth
    return {
        **_place(world, proposal.opening),
        "hours": proposal.hours,
        "presence": proposal.presence,
        "commute_minutes": proposal.commute,
        "tasks": dict(proposal.tasks),
        "measures": [
            {
                "accommodation": m.accommodation,
                "source": m.source.value,
                "provider": m.provider,
                "amount": m.amount,
                "unit": m.unit,
                "cost": m.cost,
            }
            for m in proposal.measures
        ],
        "worth": {
            "people": worth.people,
            "company": worth.company,
            "society": worth.society,
            "total": worth.total,
            "lasts": worth.lasts,
        },
    }
