"""An import as JSON."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from api.shapes import Page
from matcher.services.imports import SeenImport


class SheetOut(BaseModel):
    """What came of one sheet."""

    sheet: str
    read: int = Field(description="Rows with something in them; read = taken + refused.")
    taken: int
    refused: int


class TableOut(BaseModel):
    """What became of the facts of one table, or would in earnest."""

    new: int
    changed: int
    unchanged: int
    missing: int = Field(description="Stored and not in the file; they stay.")
    left: int = Field(description="Rows about candidates whose case is somebody else's: not used, not compared.")


class CountsOut(BaseModel):
    """An import in numbers."""

    sheets: list[SheetOut] = []
    problems: int = Field(0, description="What refuses rows.")
    warnings: int = Field(0, description="What is worth a look and refuses nothing.")
    tables: dict[str, TableOut] = Field({}, description="By table; empty when nothing may be taken in.")


class ImportOut(BaseModel):
    """An import as whoever sent the file sees it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "im_4f1d2c3b4a596877",
                    "name": "kommune.xlsx",
                    "state": "checked",
                    "job": "jo_4f1d2c3b4a596877",
                    "dry_run": True,
                    "accept_valid": False,
                    "legal_basis": "lov om en aktiv beskæftigelsesindsats § 7",
                    "day": None,
                    "counts": {
                        "sheets": [{"sheet": "Borgere", "read": 60, "taken": 60, "refused": 0}],
                        "problems": 0,
                        "warnings": 2,
                        "tables": {
                            "candidates": {"new": 3, "changed": 5, "unchanged": 22, "missing": 0, "left": 30},
                        },
                    },
                    "has_report": False,
                    "error": None,
                    "created_at": "2026-11-24T09:00:00Z",
                    "finished_at": "2026-11-24T09:00:02Z",
                }
            ]
        }
    )

    id: str
    name: str
    state: str = Field(description="queued, running, refused, checked (a dry run), done, failed or cancelled.")
    job: str
    dry_run: bool
    accept_valid: bool
    legal_basis: str
    day: date | None
    counts: CountsOut
    has_report: bool
    error: str | None
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, seen: SeenImport) -> ImportOut:
        """From what the service gives."""
        values = {name: getattr(seen, name) for name in SeenImport.__slots__ if name != "counts"}
        nothing = {"sheets": [], "problems": 0, "warnings": 0, "tables": {}}
        return cls(**values, counts=CountsOut(**{**nothing, **seen.counts}))


class SubmittedOut(ImportOut):
    """An import that has been taken in to be read."""

    @property
    def location(self) -> str:
        """Where it is."""
        return f"/api/v1/imports/{self.id}"


class ImportPage(Page):
    """The caller's own imports, the newest first."""

    items: list[ImportOut]


class ProblemOut(BaseModel):
    """One thing to look at, where it stands in the file."""

    kind: str = Field(description="problem, consequence (another row has to be mended) or warning.")
    sheet: str
    row: int | None = Field(description="As the spreadsheet shows it; null when it is about the whole sheet.")
    column: str
    code: str
    sentence: str


class ProblemPage(BaseModel):
    """What is wrong with the rows of a file, in its order."""

    items: list[ProblemOut]
    next: int | None = Field(None, description="Give it as `after` to get what follows.")
