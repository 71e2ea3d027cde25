"""Ways in which a call is not carried out; each says in one sentence what to do. They know nothing of HTTP."""

from __future__ import annotations

from matcher.domain import MatcherError


class NotHere(MatcherError):
    """It does not exist, or is not within the caller's reach: the two look the same."""

    def __init__(self, sentence: str = "Findes ikke, eller du har ikke adgang til det.") -> None:
        super().__init__(sentence)


class NotAllowed(MatcherError):
    """The caller's role does not do this, whatever it is about."""

    def __init__(self, sentence: str = "Din rolle giver ikke adgang til dette.") -> None:
        super().__init__(sentence)


class NotSignedIn(MatcherError):
    """Nobody is signed in, or the sign-in has ended."""

    def __init__(self, sentence: str = "Log ind først.") -> None:
        super().__init__(sentence)


class Refused(MatcherError):
    """What was asked for cannot be, as things stand: a step that does not follow, something taken by somebody else.

    Attributes
    ----------
    code
        Short word for machines.
    details
        One sentence for each thing in the way.
    """

    def __init__(self, sentence: str, code: str = "conflict", details: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.code = code
        self.details = details


class IdTaken(Refused):
    """An id that is in use, within the caller's reach or not: as the words tell that much, the try is logged.

    Attributes
    ----------
    noun, key
        What has the id.
    """

    def __init__(self, noun: str, key: str) -> None:
        super().__init__("Det id er i brug; vælg et andet", "id_taken")
        self.noun = noun
        self.key = key


class Outdated(MatcherError):
    """Somebody else has changed it since the caller read it."""

    def __init__(self, sentence: str = "En anden har ændret det i mellemtiden; hent det igen, og prøv så.") -> None:
        super().__init__(sentence)


class Incomplete(MatcherError):
    """The call leaves out something it must say: its purpose, the version it changes."""


class Malformed(MatcherError):
    """A value cannot be used.

    Attributes
    ----------
    field
        Name of the field; empty when it is about the whole.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class TooMany(MatcherError):
    """Too many calls or attempts in too short a time.

    Attributes
    ----------
    seconds
        How long to wait.
    """

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class Unavailable(MatcherError):
    """It cannot be done now: the log cannot be written, the engine is switched off, no plan has been made yet."""
