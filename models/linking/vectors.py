"""Word vectors from a folder on this machine: optional, never fetched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.linking.danish import words
from models.linking.spaces import grams_of_word

ARRAYS = "vectors.npz"
TEXT = "vectors.txt"
_SIZES = (5, 4, 3)


class VectorsError(ValueError):
    """A folder of word vectors that cannot be used; says which file and row, and why."""


class WordVectors:
    """Static vectors of words and of pieces of words; a text is the mean of its words' unit vectors.

    A word that is not there is the mean of those of its character n-grams (written with their spaces as ``_``) that
    are; a word without either says nothing.

    Parameters
    ----------
    tokens
        Words and n-grams, in lower case.
    rows
        One vector for each: float32 [n, dimensions].
    """

    def __init__(self, tokens: Sequence[str], rows: NDArray[np.float32]) -> None:
        if rows.ndim != 2 or len(tokens) != len(rows):
            raise VectorsError("one vector for each word is needed")
        if not np.isfinite(rows).all():
            raise VectorsError("a vector has a number that is not finite")
        self._rows = _unit(rows)
        self._place = {token: number for number, token in enumerate(tokens)}

    @classmethod
    def read(cls, folder: Path) -> WordVectors:
        """Read ``vectors.npz`` (arrays ``words`` and ``vectors``) or ``vectors.txt`` (a word and its numbers a row).

        Raises
        ------
        VectorsError
            When neither is there, or a row cannot be used.
        """
        arrays, text = folder / ARRAYS, folder / TEXT
        if arrays.is_file():
            try:
                with np.load(arrays, allow_pickle=False) as found:
                    tokens, rows = found["words"], found["vectors"]
            except (KeyError, ValueError, OSError) as error:
                raise VectorsError(
                    f"{arrays}: kan ikke læses; filen skal have »words« (tekst) og »vectors« (tal)"
                ) from error
            if tokens.dtype.kind != "U" or tokens.ndim != 1 or rows.dtype.kind not in "fiu":
                raise VectorsError(f"{arrays}: »words« skal være tekst og »vectors« tal")
            return cls._checked(arrays, [str(token) for token in tokens], rows.astype(np.float32))
        if text.is_file():
            return cls._checked(text, *_read_text(text))
        raise VectorsError(f"{folder}: her er hverken {ARRAYS} eller {TEXT}; giv mappen med en af dem")

    @classmethod
    def _checked(cls, path: Path, tokens: list[str], rows: NDArray[np.float32]) -> WordVectors:
        try:
            return cls(tokens, rows)
        except VectorsError as error:
            raise VectorsError(f"{path}: {error}") from error

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of texts: float32 [n, dimensions]; a text of unknown words is zero."""
        found: NDArray[np.float32] = np.zeros((len(texts), self._rows.shape[1]), dtype=np.float32)
        for number, text in enumerate(texts):
            for word in words(text):
                vector = self._word(word)
                if vector is not None:
                    found[number] += vector
        return _unit(found)

    def _word(self, word: str) -> NDArray[np.float32] | None:
        if word in self._place:
            row: NDArray[np.float32] = self._rows[self._place[word]]
            return row
        pieces = [gram.replace(" ", "_") for size in _SIZES for gram in grams_of_word(word, size)]
        places = [self._place[piece] for piece in pieces if piece in self._place]
        if not places:
            return None
        mean: NDArray[np.float32] = self._rows[places].mean(axis=0)
        return mean


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length == 0.0, 1.0, length), dtype=np.float32)


def _read_text(path: Path) -> tuple[list[str], NDArray[np.float32]]:
    tokens: list[str] = []
    rows: list[list[float]] = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            cells = line.rstrip("\n").rstrip().split(" ")
            if number == 1 and len(cells) == 2 and all(cell.isdigit() for cell in cells):
                continue
            try:
                values = [float(cell) for cell in cells[1:]]
            except ValueError as error:
                raise VectorsError(f"{path}, række {number}: et af tallene er ikke et tal") from error
            if not values or (rows and len(values) != len(rows[0])):
                raise VectorsError(
                    f"{path}, række {number}: der er {len(values)} tal, ikke {len(rows[0]) if rows else 'mindst ét'}"
                )
            tokens.append(cells[0])
            rows.append(values)
    if not rows:
        raise VectorsError(f"{path}: filen er tom")
    return tokens, np.array(rows, dtype=np.float32)
