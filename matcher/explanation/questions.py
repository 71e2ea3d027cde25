"""Questions worth asking: what is not known, who knows it, and what a good answer would open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.columns import CandidateColumns
from matcher.columns.encoding import UNKNOWN
from matcher.domain import Candidate, Necessity
from matcher.domain.reason import Reason, Verdict
from matcher.eligibility import HARD_RULES, pair_of, reasons_for
from matcher.eligibility.block import Block
from matcher.eligibility.needs import condition_verdict, consumed_verdict
from matcher.explanation.trace import QuestionTrace, QuestionWorth
from matcher.explanation.wording import counted, joined

if TYPE_CHECKING:
    from matcher.pipeline import Planned

_FIELDS = (
    "need",
    "commute_max",
    "transport",
    "danish of opening",
    "danish",
    "certificates",
    "scheme",
    "ratio",
    "staff",
    "availability",
    "windows",
    "needs",
)
"""What a question can be about; a need's accommodation and the missing certificates are told apart further."""
_ASKED_OF_HER = ("commute_max", "transport", "danish", "certificates", "scheme", "availability", "needs")
_SHIFT = 24
"""Bits kept for a row of a table in a question's key."""


@dataclass(frozen=True)
class Questions:
    """The questions of Q pairs that only questions stand in the way of.

    Attributes
    ----------
    candidate, opening
        int32 [Q]: the pairs.
    pair, question
        int64 [n]: each row says that the pair waits for the question; a pair may wait for several.
    keys
        int64 [U]: the distinct questions, packed as rule, field, who and what.
    open_of_pair
        int64 [Q]: how many questions each pair waits for.
    """

    candidate: NDArray[np.int32]
    opening: NDArray[np.int32]
    pair: NDArray[np.int64]
    question: NDArray[np.int64]
    keys: NDArray[np.int64]
    open_of_pair: NDArray[np.int64]

    @property
    def alone(self) -> NDArray[np.bool_]:
        """bool [n]: rows whose pair waits for nothing else."""
        single: NDArray[np.bool_] = self.open_of_pair[self.pair] == 1
        return single


def questions_of(planned: Planned, chosen: NDArray[np.intp] | None = None) -> Questions:
    """The questions behind the pairs that wait for an answer, or behind some of them (positions)."""
    pairs = planned.pairs
    at = np.arange(len(pairs.ask_candidate)) if chosen is None else chosen
    candidate, opening, rules = pairs.ask_candidate[at], pairs.ask_opening[at], pairs.ask_rules[at]
    who_asks, local = np.unique(candidate, return_inverse=True)
    columns = planned.world.candidates([pairs.rows[n] for n in who_asks])
    asked = _Asked(Block(planned.world, columns), columns, local.reshape(-1), who_asks, opening, rules)
    for place, rule in enumerate(HARD_RULES):
        if rule.id in _BY_RULE:
            _BY_RULE[rule.id](asked, place)
    pair = np.concatenate([p for p, _ in asked.found]) if asked.found else np.zeros(0, dtype=np.int64)
    packed = np.concatenate([k for _, k in asked.found]) if asked.found else np.zeros(0, dtype=np.int64)
    keys, question = np.unique(packed, return_inverse=True)
    return Questions(
        candidate=candidate,
        opening=opening,
        pair=pair,
        question=question.reshape(-1).astype(np.int64),
        keys=keys,
        open_of_pair=np.bincount(pair, minlength=len(candidate)).astype(np.int64),
    )


class _Asked:
    """Pairs that wait, and the (pair, question) rows found so far."""

    def __init__(
        self,
        block: Block,
        candidates: CandidateColumns,
        local: NDArray[np.intp],
        rows: NDArray[np.int32],
        opening: NDArray[np.int32],
        rules: NDArray[np.uint32],
    ) -> None:
        self.block, self.candidates = block, candidates
        self.local, self.rows, self.opening, self.rules = local, rows, opening, rules
        self.found: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []

    def waiting(self, place: int) -> NDArray[np.intp]:
        """Positions of the pairs that the rule asks about."""
        return np.flatnonzero((self.rules >> np.uint32(place)) & np.uint32(1))

    def add(self, place: int, field: str, at: NDArray[np.intp], who: NDArray[np.integer], what: object = 0) -> None:
        """Note that those pairs wait for a question about the field."""
        if len(at):
            code = np.int64(place * len(_FIELDS) + _FIELDS.index(field))
            key = (((code << _SHIFT) + who.astype(np.int64)) << _SHIFT) + np.asarray(what, dtype=np.int64)
            self.found.append((at.astype(np.int64), key))

    def person(self, at: NDArray[np.intp]) -> NDArray[np.int32]:
        """The candidates of some pairs, as rows of the plan."""
        return self.rows[self.local[at]]

    def workplace(self, at: NDArray[np.intp]) -> NDArray[np.int32]:
        """The workplaces of some pairs."""
        return self.block.openings.workplace[self.opening[at]]


def _commute(asked: _Asked, place: int) -> None:
    at = asked.waiting(place)
    far = at[np.isnan(asked.candidates.commute_max[asked.local[at]])]
    how = at[~asked.candidates.modes_known[asked.local[at]]]
    asked.add(place, "commute_max", far, asked.person(far))
    asked.add(place, "transport", how, asked.person(how))


def _language(asked: _Asked, place: int) -> None:
    at = asked.waiting(place)
    unsaid = asked.block.openings.danish[asked.opening[at]] == UNKNOWN
    asked.add(place, "danish of opening", at[unsaid], asked.opening[at[unsaid]])
    asked.add(place, "danish", at[~unsaid], asked.person(at[~unsaid]))


def _certificates(asked: _Asked, place: int) -> None:
    at = asked.waiting(place)
    missing = asked.block.openings.certificates[asked.opening[at]] & ~asked.candidates.certificates[asked.local[at]]
    _, which = np.unique(missing, return_inverse=True)
    asked.add(place, "certificates", at, asked.person(at), which.reshape(-1))


def _scheme(asked: _Asked, place: int) -> None:
    at = asked.waiting(place)
    asked.add(place, "scheme", at, asked.person(at))


def _ratio(asked: _Asked, place: int) -> None:
    at = asked.waiting(place)
    asked.add(place, "ratio", at, asked.workplace(at))


def _net_expansion(asked: _Asked, place: int) -> None:
    at = asked.waiting(place)
    asked.add(place, "staff", at, asked.workplace(at))


def _week(asked: _Asked, place: int) -> None:
    at = asked.waiting(place)
    rows = asked.candidates.rows
    silent = np.array([c.availability is None for c in rows], dtype=bool)
    time_off = np.array([_time_off_unknown(c) for c in rows], dtype=bool)
    theirs = at[~asked.block.openings.windows_known[asked.opening[at]]]
    for field, unknown in (("availability", silent), ("needs", time_off)):
        hers = at[unknown[asked.local[at]]]
        asked.add(place, field, hers, asked.person(hers))
    asked.add(place, "windows", theirs, asked.opening[theirs])


def _time_off_unknown(candidate: Candidate) -> bool:
    """True when she must have time off at fixed times and nobody has asked when."""
    need = candidate.need("SCH-11")
    return need is not None and need.necessity is Necessity.MUST and need.windows is None


def _needs(asked: _Asked, place: int) -> None:
    at = asked.waiting(place)
    rule = HARD_RULES[place].id
    if not len(at):
        return
    for need in asked.candidates.needs:
        kind = str(need.accommodation.kind) if need.accommodation.consumed else "COND"
        if {"COND": "conditions", "EQUIP": "equipment", "HOURS": "support"}[kind] != rule:
            continue
        of = consumed_verdict if need.accommodation.consumed else condition_verdict
        verdict = of(need, asked.block)
        row = np.full(len(asked.rows), UNKNOWN, dtype=np.int64)
        row[need.candidate] = np.arange(len(need.candidate))
        has = at[row[asked.local[at]] >= 0]
        open_ = has[verdict[row[asked.local[has]], asked.workplace(has)] == Verdict.ASK]
        asked.add(place, "need", open_, asked.workplace(open_), need.place)


_BY_RULE: dict[str, Callable[[_Asked, int], None]] = {
    "commute": _commute,
    "language": _language,
    "certificates": _certificates,
    "scheme": _scheme,
    "ratio": _ratio,
    "net_expansion": _net_expansion,
    "week": _week,
    "conditions": _needs,
    "equipment": _needs,
    "support": _needs,
}


@dataclass(frozen=True)
class _Words:
    """A question as the rule itself words it for one pair; `question` names the candidate where she is asked."""

    rule: str
    reason: Reason
    asked_name: str
    question: str


def _words(planned: Planned, questions: Questions, question: int) -> _Words:
    """The words of a question, as the hard rule puts it for the first pair that waits for it."""
    code = int(questions.keys[question]) >> (2 * _SHIFT)
    place, field = divmod(code, len(_FIELDS))
    name, what = _FIELDS[field], int(questions.keys[question]) & ((1 << _SHIFT) - 1)
    row = int(questions.pair[np.flatnonzero(questions.question == question)[0]])
    candidate = planned.pairs.rows[int(questions.candidate[row])].id
    opening = planned.world.openings.rows[int(questions.opening[row])]
    pair = pair_of(planned.world, candidate, opening.id)
    told = [r for r in reasons_for(pair, [HARD_RULES[place]]) if r.verdict is Verdict.ASK]
    if name == "need":
        subject = list(planned.world.catalogue.accommodations)[what]
        told = [r for r in told if r.subject == subject]
    elif len(told) > 1:
        told = [r for r in told if any(change.field == name for change in r.changes)]
    of_her = name in _ASKED_OF_HER
    asked_name = pair.workplace.name if not of_her else "kommunen" if name == "scheme" else f"borger {candidate}"
    question_words = told[0].question
    if of_her:
        question_words = question_words.replace("borgeren", f"borger {candidate}", 1)
    return _Words(HARD_RULES[place].id, told[0], asked_name, question_words)


def question_traces(
    planned: Planned, chosen: NDArray[np.intp], one: str, many: str, limit: int
) -> tuple[tuple[QuestionTrace, ...], int]:
    """The questions behind some waiting pairs, the most rewarding first, and how many pairs wait for several answers.

    Parameters
    ----------
    chosen
        Positions among the pairs that wait for an answer.
    one, many
        What a pair is called in the sentence: ``stilling bliver mulig``, ``stillinger bliver mulige``.
    limit
        Most questions put into words.
    """
    questions = questions_of(planned, chosen)
    count = len(questions.keys)
    alone = np.bincount(questions.question[questions.alone], minlength=count)
    together = np.bincount(questions.question, minlength=count) - alone
    found = []
    for q in np.lexsort((questions.keys, -together, -alone))[:limit]:
        words = _words(planned, questions, int(q))
        found.append(
            QuestionTrace(
                rule=words.rule,
                asked=words.reason.asked,
                asked_name=words.asked_name,
                subject=words.reason.subject,
                question=words.question,
                alone=int(alone[q]),
                together=int(together[q]),
                sentence=_promise(planned, words, int(alone[q]), int(together[q]), one, many),
            )
        )
    return tuple(found), int((questions.open_of_pair > 1).sum())


def _promise(planned: Planned, words: _Words, alone: int, together: int, one: str, many: str) -> str:
    accommodation = planned.world.catalogue.accommodations.get(words.reason.subject)
    if accommodation is not None:
        condition = f"{words.asked_name} kan tilbyde »{accommodation.danish}«"
    else:
        condition = joined([change.sentence for change in words.reason.changes])
    if not alone:
        more = counted(together, one.split()[0], many.split()[0])
        return f"Svaret er ét af flere, der mangler, før {more} kan blive {'mulig' if together == 1 else 'mulige'}."
    return f"{counted(alone, one, many)}, hvis {condition}."


def questions_worth_asking(planned: Planned, limit: int = 20) -> tuple[QuestionWorth, ...]:
    """The questions that would open most for those without a placement and for places that are left, the best first.

    Only pairs for which a question is the only open one are counted.
    """
    questions = questions_of(planned)
    count = len(questions.keys)
    left_out, unfilled = set(planned.plan.left_out), {opening for opening, _ in planned.plan.unfilled}
    is_left_out = np.array([row.id in left_out for row in planned.pairs.rows], dtype=bool)
    is_unfilled = np.array([row.id in unfilled for row in planned.world.openings.rows], dtype=bool)
    question, pair = questions.question[questions.alone], questions.pair[questions.alone]
    candidate, opening = questions.candidate[pair], questions.opening[pair]
    people = _distinct(question, candidate, is_left_out, count)
    openings = _distinct(question, opening, is_unfilled, count)
    pairs = np.bincount(question, minlength=count)
    order = np.lexsort((questions.keys, -pairs, -openings, -people))
    found = []
    for q in order[:limit]:
        if not people[q] and not openings[q]:
            break
        words = _words(planned, questions, int(q))
        gains = [counted(int(people[q]), "borger uden plads", "borgere uden plads")] if people[q] else []
        gains += [counted(int(openings[q]), "ledig stilling", "ledige stillinger")] if openings[q] else []
        sentence = f"{words.question} Et godt svar giver {joined(gains)} en ny mulighed."
        found.append(
            QuestionWorth(
                rule=words.rule,
                asked=words.reason.asked,
                asked_name=words.asked_name,
                subject=words.reason.subject,
                question=words.question,
                people=int(people[q]),
                openings=int(openings[q]),
                pairs=int(pairs[q]),
                sentence=sentence,
            )
        )
    return tuple(found)


def _distinct(
    question: NDArray[np.int64], row: NDArray[np.int32], counts: NDArray[np.bool_], size: int
) -> NDArray[np.int64]:
    """For each question, how many distinct rows that count it concerns."""
    concerned = counts[row]
    pairs = np.unique(np.column_stack([question[concerned], row[concerned]]), axis=0)
    return np.bincount(pairs[:, 0], minlength=size).astype(np.int64)
