"""Candidates put together from circumstances, needs and histories."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.catalogue.loader import Catalogue
from matcher.demo.histories import History
from matcher.demo.needs import least_hours
from matcher.demo.people import People
from matcher.demo.workplaces import Sites
from matcher.domain import Candidate, Need


def make_candidates(
    people: People, needs: Sequence[tuple[Need, ...]], histories: Sequence[History], sites: Sites, catalogue: Catalogue
) -> tuple[Candidate, ...]:
    """One candidate for each row of the columns; the generator's profile is left behind here."""
    least = least_hours(people, needs, catalogue)
    return tuple(
        Candidate(
            id=f"B{i + 1:06d}",
            scheme=people.scheme[i],
            postcode=people.postcode[i],
            hours_min=float(least[i]),
            hours_target=float(people.hours_target[i]),
            hours_max=float(people.hours_max[i]),
            intensity=people.intensity[i],
            presence_max=people.presence_max[i],
            availability=people.availability[i],
            max_jobs=people.max_jobs[i],
            commute_max=people.commute_max[i],
            transport=people.transport[i],
            danish=people.danish[i],
            languages=people.languages[i],
            certificates=people.certificates[i],
            available_from=people.available_from[i],
            waiting_since=people.waiting_since[i],
            grant_from=people.grant[i][0],
            grant_to=people.grant[i][1],
            previous_employers=tuple(
                dict.fromkeys(sites.workplaces[place].employer for place in histories[i].previous)
            ),
            related_employers=histories[i].related_employers,
            wants_growth=people.wants_growth[i],
            text=histories[i].text,
            needs=needs[i],
            wishes=histories[i].wishes,
            competences=histories[i].competences,
        )
        for i in range(len(people.profile))
    )
