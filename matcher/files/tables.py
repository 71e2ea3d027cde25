"""Every sheet a file may have, declared once: reading, writing, the template and its guide all follow this list."""

from __future__ import annotations

from matcher.files.sheets.candidates import CANDIDATES, COMPETENCES, NEEDS, WISHES
from matcher.files.sheets.employers import EMPLOYERS, OPENINGS, PROVISIONS, TASKS, WORKPLACES
from matcher.files.sheets.sheet import Sheet
from matcher.files.sheets.support import BINDINGS, BUDGETS, CLAUSES, GO_AHEADS, OFFERS, OUTCOMES, SETTINGS
from matcher.files.words import folded

SHEETS: tuple[Sheet, ...] = (
    SETTINGS,
    CANDIDATES,
    NEEDS,
    WISHES,
    COMPETENCES,
    EMPLOYERS,
    WORKPLACES,
    PROVISIONS,
    OPENINGS,
    TASKS,
    OFFERS,
    BUDGETS,
    CLAUSES,
    BINDINGS,
    GO_AHEADS,
    OUTCOMES,
)
"""In the order of the workbook."""

ERROR_COLUMN = "Fejl"
"""Header of the column a report adds; it is passed over when the file comes back."""

GUIDE, LISTS, OVERVIEW = "Vejledning", "Lister", "Oversigt"
"""Sheets we write ourselves and do not read."""

REFUSED_HEADERS = ("diagnose", "diagnoser", "diagnosis", "icd", "icd-10", "sygdom", "lidelse", "helbred", "disease")
"""Headers of columns that must not be sent at all: the cause of a need is nobody's business here."""

_BY_NAME = {name: sheet for sheet in SHEETS for name in sheet.names}
_OURS = frozenset(map(folded, (GUIDE, LISTS, OVERVIEW)))
_REFUSED = frozenset(map(folded, REFUSED_HEADERS))


def sheet_named(name: str) -> Sheet | None:
    """The sheet of that name, in Danish or English, whatever the capitals and blanks; None when it is none of ours."""
    return _BY_NAME.get(folded(name))


def is_our_own(name: str) -> bool:
    """True for the guide, the lists and the overview, which are written and not read."""
    return folded(name) in _OURS


def is_refused_header(header: str) -> bool:
    """True for a column that must not be sent."""
    return folded(header) in _REFUSED


def sheet_names() -> dict[str, str]:
    """Folded name to Danish name of every sheet, for near misses."""
    return {name: sheet.danish for name, sheet in _BY_NAME.items()}
