"""What the workbooks of a run hold: offices to make, offices refused, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ita_docs.model import FiscalYear, OfficeResult
from ita_docs.problems import Location, Problem


@dataclass(frozen=True, slots=True)
class Source:
    """One office of one workbook, ready to be made."""

    workbook: str
    result: OfficeResult
    folder: Path


@dataclass(frozen=True, slots=True)
class Refused:
    """One office of one workbook that its problems keep from being built."""

    workbook: str
    name: str
    at: Location | None = None
    plan_year: FiscalYear | None = None
    province: str | None = None
    short_name: str = ""


@dataclass(slots=True)
class Intake:
    """All that the workbooks hold: offices to make, offices refused, problems, files not read.

    ``by_workbook`` are the problems of each workbook by its path, those of its reading too.
    """

    sources: list[Source] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    by_workbook: dict[str, list[Problem]] = field(default_factory=dict)

    def tell(self, workbook: str, problems: Iterable[Problem]) -> None:
        """Note problems of a workbook."""
        told = list(problems)
        self.problems += told
        self.by_workbook.setdefault(workbook, []).extend(told)
