"""Ids and days as people type them on the command line."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from matcher.domain import Binding, BindingKind, Facts, MatcherError


def known_id(text: str, ids: Collection[str], what: str) -> str:
    """The id as it is written in the file.

    Raises
    ------
    MatcherError
        When there is none; it names the ids the user may have meant.
    """
    if text in ids:
        return text
    from matcher.files.words import Ids, question

    raise MatcherError(f"{what} »{text}« findes ikke i filen.{question(Ids(ids).near(text))}")


def candidate_id(facts: Facts, text: str) -> str:
    """The id of a candidate in the file."""
    return known_id(text, facts.candidate_by_id, "Borgeren")


def opening_id(facts: Facts, text: str) -> str:
    """The id of an opening in the file."""
    return known_id(text, facts.opening_by_id, "Stillingen")


def parse_day(text: str | None) -> date | None:
    """A day written ``2026-11-23``; None stays None.

    Raises
    ------
    MatcherError
        When it is written otherwise, or does not exist.
    """
    if text is None:
        return None
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise MatcherError(f"Dagen »{text}« kan ikke læses; skriv år-måned-dag, fx 2026-11-23") from None


def with_bindings(facts: Facts, pins: Iterable[str], forbids: Iterable[str]) -> Facts:
    """The facts with pins and forbids from the command line, each written ``CANDIDATE:OPENING``.

    Raises
    ------
    MatcherError
        When one is written otherwise, names an id that is not there, or contradicts another.
    """
    bindings = list(facts.bindings)
    kinds = {(b.candidate, b.opening): b.kind for b in bindings}
    for kind, texts in ((BindingKind.PIN, pins), (BindingKind.FORBID, forbids)):
        for text in texts:
            pair = _pair(facts, text, "--pin" if kind is BindingKind.PIN else "--forbid")
            if kinds.setdefault(pair, kind) is not kind:
                raise MatcherError(f"{pair[0]} og {pair[1]} er både fastholdt og udelukket; vælg én af dem")
            if not any((b.candidate, b.opening) == pair for b in bindings):
                bindings.append(Binding(*pair, kind, "kommandolinjen"))
    return replace(facts, bindings=tuple(bindings))


def _pair(facts: Facts, text: str, option: str) -> tuple[str, str]:
    """Split at the colon; ids may have colons of their own, so the split that names two known ids is taken."""
    splits = [(text[:at], text[at + 1 :]) for at, letter in enumerate(text) if letter == ":"]
    for candidate, opening in splits:
        if candidate in facts.candidate_by_id and opening in facts.opening_by_id:
            return candidate, opening
    if len(splits) != 1 or not all(splits[0]):
        raise MatcherError(f"{option} »{text}« kan ikke læses; skriv borger og stilling med kolon imellem, fx B12:S7")
    candidate, opening = splits[0]
    return candidate_id(facts, candidate), opening_id(facts, opening)
