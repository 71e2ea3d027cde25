"""Numbers of people as JSON; null where there are too few, or where a number would give others away."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import ConfigDict, Field

from api.shapes import Day, Shape
from matcher.disclosure.small_numbers import SMALL
from matcher.domain import Scheme
from matcher.services.oversight import Measure, Month
from matcher.services.statistics import UNDECIDED, Histories, Statistics, Table

SchemeFilter = StrEnum("SchemeFilter", {**{s.name: s.value for s in Scheme}, "UNDECIDED": UNDECIDED})  # type: ignore[misc]
"""The only filter there is."""
_HIDDEN = "Null where it is hidden."


class FigureOut(Shape):
    """How many people."""

    key: str
    people: int | None = Field(description=_HIDDEN)


class TableOut(Shape):
    """People by one thing. Somebody may have several needs, and placements in several states."""

    name: str
    figures: list[FigureOut]

    @classmethod
    def of(cls, table: Table) -> TableOut:
        """From what the service gives."""
        return cls(name=table.name, figures=[FigureOut(key=f.key, people=f.people) for f in table.figures])


class KeptOut(Shape):
    """Of those whose history was long enough or has ended: how many were still there after so many weeks."""

    weeks: int
    people: int | None = Field(description=_HIDDEN)
    kept: int | None = Field(description=_HIDDEN)


class HistoriesOut(Shape):
    """People with a history, each by the latest."""

    people: int | None
    by_ending: TableOut = Field(description="How it stands: it runs, or whose reason its end had.")
    by_duration: list[TableOut] = Field(description="By weeks, and then by how it stands.")
    by_confidence: list[TableOut] = Field(
        [], description="By the caseworker's belief, and then by how it stands; left out for those who may not see it."
    )
    kept: list[KeptOut]

    @classmethod
    def of(cls, found: Histories) -> HistoriesOut:
        """From what the service gives."""
        crossed = {f"by_{name}": [TableOut.of(table) for table in some] for name, some in found.crossed.items()}
        kept = [KeptOut(weeks=k.weeks, people=k.people, kept=k.kept) for k in found.kept]
        return cls(people=found.people, by_ending=TableOut.of(found.by_ending), kept=kept, **crossed)


class SectorOut(Shape):
    """Workplaces and openings of one sector."""

    sector: str
    workplaces: int
    openings: int


class PlanOut(Shape):
    """Whom the latest plan places, and the main reasons why others are left out."""

    id: str
    day: Day
    placed: int | None = Field(description=_HIDDEN)
    left_out: int | None = Field(description=_HIDDEN)
    reasons: list[FigureOut]

    @classmethod
    def of(cls, plan: dict[str, Any]) -> PlanOut:
        """From what the service gives."""
        reasons = [FigureOut(key=reason, people=people) for reason, people in plan["reasons"]]
        return cls(**{**plan, "reasons": reasons})


class StatisticsOut(Shape):
    """Everything the caller may see in numbers."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "least": SMALL,
                    "scheme": None,
                    "people": 1043,
                    "tables": [
                        {"name": "hours", "figures": [{"key": "0-5", "people": 212}, {"key": "5-10", "people": None}]}
                    ],
                    "histories": None,
                    "supply": [{"sector": "butik", "workplaces": 34, "openings": 51}],
                    "plan": None,
                }
            ]
        },
    )

    least: int = Field(SMALL, description="Fewest people a number is shown for.")
    scheme: str | None
    people: int | None = Field(description=_HIDDEN)
    tables: list[TableOut]
    histories: HistoriesOut | None = Field(description="Only without a filter, and where they are many enough.")
    supply: list[SectorOut]
    plan: PlanOut | None = Field(description="Only without a filter.")

    @classmethod
    def of(cls, found: Statistics) -> StatisticsOut:
        """From what the service gives."""
        return cls(
            least=SMALL,
            scheme=found.scheme,
            people=found.people,
            tables=[TableOut.of(table) for table in found.tables],
            histories=None if found.histories is None else HistoriesOut.of(found.histories),
            supply=[SectorOut(sector=s, workplaces=w, openings=o) for s, w, o in found.supply],
            plan=None if found.plan is None else PlanOut.of(found.plan),
        )


class MeasureOut(Shape):
    """A number, and how many it is of."""

    of: int | None = Field(description="Null where they are fewer than ten.")
    value: float | None
    too_small: bool

    @classmethod
    def of_measure(cls, measure: Measure) -> MeasureOut:
        """From what the service gives."""
        return cls(of=measure.of, value=measure.value, too_small=measure.too_small)


class MonthOut(Shape):
    """What people decided about proposals in one month."""

    month: Day = Field(description="Its first day.")
    taken_back: MeasureOut = Field(description="Share of a plan's proposals that the consultant did not show.")
    own: MeasureOut = Field(description="Share of what was shown that no plan had proposed.")
    first_ranked: MeasureOut = Field(
        description="Share of a plan's shown proposals that were the best for the candidate."
    )
    accepted_own: MeasureOut = Field(description="Share of employers' yes to what no plan had proposed.")
    hours_to_decision: MeasureOut = Field(description="Median from proposal to decision.")

    @classmethod
    def of(cls, month: Month) -> MonthOut:
        """From what the service gives."""
        names = ("taken_back", "own", "first_ranked", "accepted_own", "hours_to_decision")
        return cls(month=month.month, **{name: MeasureOut.of_measure(getattr(month, name)) for name in names})


class OversightOut(Shape):
    """Whether people decide, or only nod: the last twelve months, the latest first."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "months": [
                        {
                            "month": "2026-11-01",
                            "taken_back": {"of": 41, "value": 0.171, "too_small": False},
                            "own": {"of": 45, "value": 0.244, "too_small": False},
                            "first_ranked": {"of": 34, "value": 0.882, "too_small": False},
                            "accepted_own": {"of": None, "value": None, "too_small": True},
                            "hours_to_decision": {"of": 52, "value": 26.5, "too_small": False},
                        }
                    ]
                }
            ]
        },
    )

    months: list[MonthOut]
