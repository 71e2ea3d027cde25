"""The one root of our own exceptions.

An answer (an infeasible plan, a refused row, nobody eligible) is never an exception; an exception is a broken promise.
"""


class MatcherError(Exception):
    """Something the caller promised does not hold; the message is one sentence that says what to do."""


class InvalidFact(MatcherError, ValueError):
    """A fact that cannot be true, refused when the object is built.

    Attributes
    ----------
    field
        Name of the offending field of the domain object.
    sentence
        What is wrong and what would be right, in Danish.
    """

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(f"{field}: {sentence}")
        self.field = field
        self.sentence = sentence
