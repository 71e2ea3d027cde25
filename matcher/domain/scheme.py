"""The schemes under which a person may be employed or trained (ordninger)."""

from __future__ import annotations

from enum import StrEnum


class Scheme(StrEnum):
    """How the work is arranged; decided by the municipality, never inferred (DOMAIN R1)."""

    FLEKSJOB = "fleksjob"
    SMALL_JOB = "småjob"
    WAGE_SUBSIDY = "løntilskud"
    INTERNSHIP = "praktik"
    SHELTERED_JOB = "skånejob"
    ORDINARY = "ordinær"


class Transport(StrEnum):
    """A way to get to work."""

    WALK = "gang"
    BICYCLE = "cykel"
    PUBLIC = "kollektiv"
    CAR = "bil"


class Answer(StrEnum):
    """A fact about a workplace: three values, because not asked is not no."""

    YES = "ja"
    NO = "nej"
    NOT_ASKED = "ikke spurgt"


class DanishLevel(StrEnum):
    """How much Danish a person has or an opening asks for, in rising order."""

    NONE = "intet"
    BASIC = "basis"
    GOOD = "godt"
    FLUENT = "flydende"

    @property
    def rank(self) -> int:
        """0 for none up to 3 for fluent."""
        return list(DanishLevel).index(self)
