"""The fixed lists of words a cell may hold, with the English and everyday words that mean the same."""

from __future__ import annotations

from matcher.domain import (
    Answer,
    BindingKind,
    ClauseUnit,
    CompetenceKind,
    DanishLevel,
    EmployerKind,
    Necessity,
    NeedSource,
    Provider,
    Scheme,
    Transport,
    WishSubject,
)
from matcher.files.kinds import Choice, choice_of

SCHEME = choice_of(
    Scheme,
    FLEKSJOB=("flex job", "flexjob", "flex-job"),
    SMALL_JOB=("small job", "lønnede timer"),
    WAGE_SUBSIDY=("wage subsidy", "job med løntilskud"),
    INTERNSHIP=("internship", "virksomhedspraktik"),
    SHELTERED_JOB=("sheltered job",),
    ORDINARY=("ordinary", "ordinært", "ordinært job", "ordinære timer"),
)
TRANSPORT = choice_of(
    Transport,
    WALK=("walk", "walking", "til fods", "går"),
    BICYCLE=("bicycle", "bike", "på cykel"),
    PUBLIC=("public transport", "kollektiv transport", "offentlig transport", "bus", "tog"),
    CAR=("car", "i bil"),
)
DANISH = choice_of(
    DanishLevel,
    NONE=("none", "ingen", "ingenting"),
    BASIC=("basic", "begynder", "lidt"),
    GOOD=("good", "god"),
    FLUENT=("fluent", "modersmål"),
)
NECESSITY = choice_of(Necessity, MUST=("must",), SHOULD=("should", "bor"), NICE=("nice", "nice to have"))
NEED_SOURCE = choice_of(
    NeedSource,
    CANDIDATE=("candidate", "borgeren"),
    PLAN=("plan", "planen"),
    CASEWORKER=("caseworker", "kommunen"),
    EMPLOYER=("employer", "arbejdsgiveren", "virksomhed"),
)
WISH_SUBJECT = choice_of(
    WishSubject, TASK=("task",), SECTOR=("sector",), EMPLOYER=("employer",), WORKPLACE=("workplace",)
)
COMPETENCE = choice_of(
    CompetenceKind, TASK=("task",), OCCUPATION=("occupation", "job", "titel"), TEXT=("text", "tekst", "free text")
)
EMPLOYER_KIND = choice_of(
    EmployerKind,
    PRIVATE=("private", "privat virksomhed"),
    MUNICIPAL=("municipal", "kommune", "kommunen"),
    PUBLIC=("public", "other public", "offentlig", "region", "stat"),
    SOCIAL=("social enterprise", "socialøkonomisk virksomhed"),
    ASSOCIATION=("association", "frivillig forening"),
)
ANSWER = choice_of(
    Answer,
    YES=("yes", "j", "y", "sand", "true"),
    NO=("no", "n", "falsk", "false"),
    NOT_ASKED=("not asked", "ved ikke", "ukendt", "unknown"),
)
PROVIDER = choice_of(
    Provider,
    MUNICIPALITY=("municipality", "kommunen", "kommunal"),
    VOLUNTEER=("volunteer", "frivillige", "forening"),
    EMPLOYER=("employer", "arbejdsgiver"),
)
CLAUSE_UNIT = choice_of(
    ClauseUnit,
    POSITIONS=("positions", "places", "stillinger"),
    FTE=("fte", "fuldtidsstillinger"),
    PERSON_WEEKS=("person weeks",),
    HOURS=("hours",),
)
BINDING = choice_of(BindingKind, PIN=("pin", "fastholdt"), FORBID=("forbid", "udelukket"))
SEX = Choice(
    {"kvinde": ("female", "woman", "k", "f"), "mand": ("male", "man", "m"), "andet": ("other", "x")},
)
