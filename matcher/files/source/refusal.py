"""Why a file is not opened at all, in one sentence each."""

from __future__ import annotations

from pathlib import Path

from matcher.domain import MatcherError
from matcher.files.source.cell_scan import column_letters


def damaged(path: Path) -> MatcherError:
    """The sentence for a file that stops too early or whose parts do not fit."""
    return MatcherError(f"»{path.name}« er beskadiget eller klippet over; hent eller gem filen igen, og prøv så på ny.")


def too_large(path: Path) -> MatcherError:
    """The sentence for a file that unpacks to more than a workbook can be."""
    return MatcherError(
        f"»{path.name}« fylder urimeligt meget, når den pakkes ud, og er ikke åbnet; del den op, eller gem den igen."
    )


def too_wide(path: Path, rows: int, columns: int) -> MatcherError:
    """The sentence for a sheet with something far down or far to the right."""
    return MatcherError(
        f"Et ark i »{path.name}« går til celle {column_letters(columns - 1)}{rows}, og filen er ikke åbnet; slet "
        "indholdet langt nede eller langt til højre, og gem filen igen."
    )


def binary_workbook(path: Path) -> MatcherError:
    """The sentence for Excel's own binary form."""
    return MatcherError(f"»{path.name}« er en binær projektmappe (.xlsb); gem den som .xlsx, og prøv igen.")


def has_macros(path: Path) -> MatcherError:
    """The sentence for a workbook with a program in it."""
    return MatcherError(
        f"»{path.name}« indeholder makroer og er ikke åbnet; gem den som almindelig projektmappe (.xlsx)."
    )


def has_password(path: Path) -> MatcherError:
    """The sentence for a workbook that is locked."""
    return MatcherError(f"»{path.name}« er beskyttet med adgangskode; gem den uden adgangskode, og prøv igen.")


def not_a_workbook(path: Path) -> MatcherError:
    """The sentence for any other file."""
    return MatcherError(f"»{path.name}« er ikke en projektmappe; vælg en fil, der ender på .xlsx, .ods eller .xls.")
