"""The sheet of settings: the day, the weeks, switches and numbers of legal rules, assumptions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from matcher.domain import Settings
from matcher.files.faults import Fault, fault
from matcher.files.kinds import Number, Whole, YesNo, read_day
from matcher.files.kinds.text import checked_text
from matcher.files.table import Table
from matcher.files.vocabularies import Vocabularies
from matcher.files.words import close_words, folded, question

DAY, WEEKS, RULE, PARAMETER, ASSUMPTION = "dato", "uger", "regel", "parameter", "antagelse"
DEFAULT_WEEKS = Settings(date(2026, 1, 1)).weeks
_SIMPLE = {
    "dato": DAY,
    "dag": DAY,
    "day": DAY,
    "date": DAY,
    "uger": WEEKS,
    "weeks": WEEKS,
    "antagelse": ASSUMPTION,
    "antagelser": ASSUMPTION,
    "assumption": ASSUMPTION,
    "regel": RULE,
    "rule": RULE,
    "parameter": PARAMETER,
}
_LARGEST = 1e12


@dataclass
class FoundSettings:
    """What stands on the sheet.

    Attributes
    ----------
    day
        None when there is none, or when it could not be read.
    weeks, rules, parameters, assumptions
        As in `Settings`.
    """

    day: date | None = None
    weeks: int = DEFAULT_WEEKS
    rules: list[tuple[str, bool]] = field(default_factory=list)
    parameters: list[tuple[str, str, float]] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)


def read_settings(table: Table, words: Vocabularies) -> FoundSettings:
    """Read the rows one by one; a key without a value is passed over."""
    found = FoundSettings()
    seen: dict[str, int] = {}
    for row, (key, value) in table.rows_with("key", "value"):
        name, _, rest = str(key).strip().partition(".")
        kind = _SIMPLE.get(folded(name))
        full = f"{kind}.{rest.strip()}"
        if kind != ASSUMPTION and full in seen:
            table.refuse(row, "key", "duplicate_setting", value=key, others=table.numbers[seen[full]])
            continue
        problem = _take(found, kind, rest.strip(), str(key).strip(), str(value), words)
        seen.setdefault(full, row)
        if problem is not None:
            table.refuse_with(row, *problem)
    return found


def _take(
    found: FoundSettings, kind: str | None, rest: str, key: str, text: str, words: Vocabularies
) -> tuple[str, Fault] | None:
    if kind == DAY and not rest:
        day = read_day(text)
        if isinstance(day, Fault):
            return "value", day
        found.day = day
    elif kind == WEEKS and not rest:
        weeks = Whole(1, 260).read(text, words)
        if isinstance(weeks, Fault):
            return "value", weeks
        assert isinstance(weeks, int)
        found.weeks = weeks
    elif kind == ASSUMPTION:
        sentence = checked_text(text)
        if isinstance(sentence, Fault):
            return "value", sentence
        found.assumptions.append(sentence)
    elif kind == RULE and rest:
        return _take_rule(found, rest, text, words)
    elif kind == PARAMETER and rest:
        return _take_parameter(found, rest, text, words)
    else:
        near = close_words(key, {word: word for word in _SIMPLE})
        return "key", fault("unknown_setting", value=key, hint=question(near))
    return None


def _take_rule(found: FoundSettings, rule: str, text: str, words: Vocabularies) -> tuple[str, Fault] | None:
    if rule not in words.rules:
        return "key", fault("unknown_rule", value=rule, hint=question(close_words(rule, _same(words.rules))))
    on = YesNo().read(text, words)
    if not isinstance(on, bool):
        return "value", on if isinstance(on, Fault) else fault("not_yes_no", value=text)
    found.rules.append((rule, on))
    return None


def _take_parameter(found: FoundSettings, name: str, text: str, words: Vocabularies) -> tuple[str, Fault] | None:
    rule, _, parameter = name.partition(".")
    if rule not in words.rules:
        return "key", fault("unknown_rule", value=rule, hint=question(close_words(rule, _same(words.rules))))
    if parameter not in words.rules[rule]:
        near = close_words(parameter, _same(words.rules[rule]))
        return "key", fault("unknown_parameter", rule=rule, value=parameter, hint=question(near))
    number = Number(-_LARGEST, _LARGEST).read(text, words)
    if isinstance(number, Fault):
        return "value", number
    assert isinstance(number, float)
    found.parameters.append((rule, parameter, number))
    return None


def _same(names: object) -> dict[str, str]:
    assert isinstance(names, dict | tuple)
    return {folded(name): name for name in names}
