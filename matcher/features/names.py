"""The features, named once: what each is, its unit, what a higher number means, and what may never be one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Feature:
    """One column of the fit score.

    Attributes
    ----------
    name
        Column name.
    danish
        Name in explanations.
    unit
        What the number is a share of.
    meaning
        What 0 and 1 mean, in Danish.
    direction
        1: more of it never makes a placement less likely to last, whatever is learned from outcomes.
    """

    name: str
    danish: str
    unit: str
    meaning: str
    direction: int = 1


FEATURES: tuple[Feature, ...] = (
    Feature("text_likeness", "Tekstlighed", "cosinus", "hvor meget borgerens egne ord ligner stillingens, 0–1"),
    Feature(
        "tasks_done", "Erfaring med opgaverne", "andel af timer", "andel af timerne i opgaver, borgeren har prøvet"
    ),
    Feature("tasks_wanted", "Ønskede opgaver", "andel af timer", "andel af timerne i opgaver, borgeren ønsker"),
    Feature(
        "place_wanted", "Ønsket branche eller sted", "ja/nej", "1 når branche, virksomhed eller arbejdssted er ønsket"
    ),
    Feature("hours_near_target", "Timer tæt på det ønskede", "andel", "1 når timerne er præcis de ønskede"),
    Feature("commute_ease", "Let transport", "andel", "1 lige ved døren, 0 ved borgerens grænse"),
    Feature("soft_needs_met", "Bør- og gerne-hensyn", "andel", "andel af hensyn med »bør« og »gerne«, der er opfyldt"),
    Feature(
        "tasks_covered", "Stillingens opgaver dækket", "andel af timer", "andel af stillingens timer, borgeren kan løse"
    ),
    Feature("room_to_grow", "Mulighed for flere timer", "ja/nej", "1 når stillingen kan vokse, og borgeren gerne vil"),
    Feature("slack_in_week", "Luft i ugeplanen", "andel", "hvor meget tid der er at flytte rundt med"),
)
FEATURE_NAMES: tuple[str, ...] = tuple(feature.name for feature in FEATURES)

FORBIDDEN: tuple[str, ...] = (
    "name",
    "navn",
    "cpr",
    "sex",
    "køn",
    "gender",
    "birth",
    "fødsel",
    "age",
    "alder",
    "origin",
    "herkomst",
    "nationality",
    "religion",
    "diagnosis",
    "diagnose",
    "confidence",
)
"""Words that may not occur in a feature's name or source (law, DOMAIN 1.4, TRUST E4.6); a test says so."""
