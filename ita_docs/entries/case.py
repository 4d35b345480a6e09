"""One office on its way through the checks: what it entered, and the rules it is judged by."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeVar

from ita_docs.entries.rows import TableRow
from ita_docs.framework import Framework
from ita_docs.model import (
    CpiEntry,
    Figures,
    FiscalYear,
    HistoryEntry,
    Instrument,
    Measure,
    Office,
    Published,
)
from ita_docs.problems import Location, Problem, Value

T = TypeVar("T")

Frameworks = Mapping[FiscalYear, Framework]


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A value with the cell it stands in."""

    value: T
    at: Location


@dataclass(slots=True)
class Entry:
    """What one office typed. A value that is absent or could not be read is None or missing;
    ``problems`` says why. ``measure_rows`` are its rows of มาตรการ, ``shared_rows`` those for
    every office."""

    office: Office
    at: Location
    short_name_at: Location
    year_at: Location
    problems: list[Problem] = field(default_factory=list)
    result_year: FiscalYear | None = None
    plan_year: FiscalYear | None = None
    plan_year_at: Location | None = None
    announced_on: datetime.date | None = None
    announced_on_at: Location | None = None
    signer: str | None = None
    position: tuple[str, ...] = ()
    scores_at: Location | None = None
    scores: dict[int, Decimal] = field(default_factory=dict)
    score_cells: dict[int, Location] = field(default_factory=dict)
    instruments: dict[Instrument, Placed[Decimal]] = field(default_factory=dict)
    total: Placed[Decimal] | None = None
    level: Placed[str] | None = None
    history: list[tuple[HistoryEntry, Location]] = field(default_factory=list)
    cpi: list[tuple[CpiEntry, Location]] = field(default_factory=list)
    measure_rows: list[TableRow] = field(default_factory=list)
    shared_rows: list[TableRow] = field(default_factory=list)

    def report(self, code: str, at: Location, values: Mapping[str, Value] | None = None) -> None:
        """Add a problem of this office."""
        self.problems.append(Problem(code, at, self.office.name, values or {}))


@dataclass(slots=True)
class Measures:
    """The measures of one office by indicator. ``named`` holds every indicator that a row names,
    also one whose row is faulty; ``problems`` what was wrong with the rows."""

    by_indicator: dict[int, Measure] = field(default_factory=dict)
    named: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Case:
    """What one office entered, the rules of its year (and of the others), its measures, and the
    figures that will be printed of it, with those entered that they were worked out from."""

    entry: Entry
    framework: Framework
    frameworks: Frameworks
    measures: Measures
    published: Published
    figures: Figures
