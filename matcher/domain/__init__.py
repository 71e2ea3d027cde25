"""What the words mean: frozen dataclasses from the standard library, whose constructors refuse nonsense and name it."""

from matcher.domain.accommodation import Accommodation, Booking, Kind
from matcher.domain.candidate import (
    Candidate,
    Competence,
    CompetenceKind,
    Identity,
    Necessity,
    Need,
    NeedSource,
    Wish,
    WishSubject,
)
from matcher.domain.decision import Binding, BindingKind, GoAhead, Held, Outcome
from matcher.domain.employer import Employer, EmployerKind, Provision, Workplace
from matcher.domain.errors import InvalidFact, MatcherError
from matcher.domain.facts import Facts, Settings
from matcher.domain.opening import Opening, OpeningTask
from matcher.domain.rule import LegalRule
from matcher.domain.scheme import Answer, DanishLevel, Scheme, Transport
from matcher.domain.support import Budget, Clause, ClauseUnit, Provider, SupportOffer
from matcher.domain.task import DemandAxis, Task
from matcher.domain.week import ALL_WEEK, FULL_TIME_HOURS, Week

__all__ = [
    "ALL_WEEK",
    "FULL_TIME_HOURS",
    "Accommodation",
    "Answer",
    "Binding",
    "BindingKind",
    "Booking",
    "Budget",
    "Candidate",
    "Clause",
    "ClauseUnit",
    "Competence",
    "CompetenceKind",
    "DanishLevel",
    "DemandAxis",
    "Employer",
    "EmployerKind",
    "Facts",
    "GoAhead",
    "Held",
    "Identity",
    "InvalidFact",
    "Kind",
    "LegalRule",
    "MatcherError",
    "Necessity",
    "Need",
    "NeedSource",
    "Opening",
    "OpeningTask",
    "Outcome",
    "Provider",
    "Provision",
    "Scheme",
    "Settings",
    "SupportOffer",
    "Task",
    "Transport",
    "Week",
    "Wish",
    "WishSubject",
    "Workplace",
]
