"""What the forms of the run report have in common: its words, times and figures, counts, names of
indicators, groups of problems, links. Each is worked out once, so that they cannot disagree.

Figures and years stand in Arabic digits in both languages: they are sorted, searched and copied
into other tables, unlike those of the signed announcement.
"""

from __future__ import annotations

import datetime
import os.path
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import PurePath

from ita_docs.framework import Framework
from ita_docs.model import (
    INDICATOR_NUMBERS,
    DocumentReport,
    Expected,
    FiscalYear,
    Instrument,
    NotSent,
    OfficeReport,
    OfficeStatus,
    ProducedFile,
    RunReport,
)
from ita_docs.problems import ExitCode, Lang, Location, Problem, ProblemKind, Severity
from ita_docs.sections import load_words_of
from ita_docs.thai import format_date, format_score, to_arabic_digits

MARK = "ita-docs"
"""What our own reports say of who made them."""
FILE_NAMES: Mapping[str, str] = {
    "json": "run-report.json",
    "workbook": "run-report.xlsx",
    "page": "index.html",
}
"""The names under which the three reports stand in the output folder."""


def load_words(lang: Lang) -> Mapping[str, str]:
    """Every word of the report by ``section.key``, in one language."""
    return load_words_of("ita_docs.report", lang)


@lru_cache(maxsize=2**14)
def format_points(value: Decimal | None) -> str:
    """Points with two places; empty without a value."""
    return "" if value is None else format_score(value, thai=False)


def measure_change(office: OfficeReport) -> Decimal | None:
    """The points by which the total differs from last year's; None where either is unknown."""
    if office.total is None or office.last_total is None:
        return None
    return office.total - office.last_total


def format_change(change: Decimal | None) -> str:
    """A change as people read it, with its sign: ``+1.20``; empty where it is unknown."""
    if change is None:
        return ""
    sign = "+" if change > 0 else "-" if change < 0 else ""
    return sign + format_points(abs(change))


def format_moment(moment: datetime.datetime, lang: Lang) -> str:
    """A moment as people write it, in its own zone: ``15 มกราคม พ.ศ. 2563 เวลา 02:30 น.``."""
    if lang == "th":
        return f"{to_arabic_digits(format_date(moment.date()))} เวลา {moment:%H:%M} น."
    return f"{moment.day} {moment:%B %Y}, {moment:%H:%M}"


def format_duration(report: RunReport) -> str:
    """How long the run took, as hours:minutes:seconds."""
    seconds = max(0, round((report.ended - report.started).total_seconds()))
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def name_outcome(report: RunReport) -> str:
    """The name of the exit code (``done``, ``partial``, …); ``bug`` for one that is not known."""
    try:
        return ExitCode(report.exit_code).name.lower()
    except ValueError:
        return ExitCode.BUG.name.lower()


_STALE = {
    OfficeStatus.REFUSED,
    OfficeStatus.FAILED,
    OfficeStatus.NOT_REACHED,
    OfficeStatus.DEPARTED,
}


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """One indicator over all offices: its names, and how many have a score and are weak in it.

    ``names`` holds each wording with the result years that use it; several where years differ.
    ``instrument`` is None when no framework says it or the years disagree.
    """

    number: int
    names: Mapping[str, tuple[FiscalYear, ...]]
    instrument: Instrument | None
    scored: int
    weak: int

    @property
    def share(self) -> float:
        """The weak offices' share of those with a score, 0-1."""
        return self.weak / self.scored if self.scored else 0.0


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """All problems of one code, with its row of the problem table."""

    kind: ProblemKind
    problems: tuple[Problem, ...]


def count_statuses(report: RunReport) -> dict[OfficeStatus, int]:
    """How many offices ended in each status, in the order of the statuses."""
    counts = Counter(office.status for office in report.offices)
    return {status: counts[status] for status in OfficeStatus}


def count_severities(report: RunReport) -> dict[Severity, int]:
    """How many problems of each severity there are, the gravest first."""
    counts = Counter(problem.severity for problem in report.problems)
    return {severity: counts[severity] for severity in Severity}


def count_drafts(report: RunReport) -> int:
    """How many offices have documents in the output folder that are marked as drafts."""
    return sum(office.draft and bool(list_files(office)) for office in report.offices)


def measure_indicators(
    report: RunReport, frameworks: Mapping[FiscalYear, Framework]
) -> tuple[IndicatorFigures, ...]:
    """The ten indicators over all offices that have scores."""
    scored = Counter(number for office in report.offices for number in office.scores)
    weak = Counter(number for office in report.offices for number in office.weak)
    years = {
        office.result_year for office in report.offices if office.scores and office.result_year
    }
    rules = [frameworks[year] for year in sorted(years) if year in frameworks]
    figures = []
    for number in INDICATOR_NUMBERS:
        names: dict[str, tuple[FiscalYear, ...]] = {}
        instruments = set()
        for rule in rules:
            indicator = rule.indicator(number)
            names[indicator.name] = (*names.get(indicator.name, ()), rule.year)
            instruments.add(indicator.instrument)
        instrument = instruments.pop() if len(instruments) == 1 else None
        figures.append(IndicatorFigures(number, names, instrument, scored[number], weak[number]))
    return tuple(figures)


def group_problems(report: RunReport) -> tuple[ProblemGroup, ...]:
    """The problems by code: errors first, then warnings, then notes; in a severity the code met
    most often first."""
    groups: dict[str, list[Problem]] = {}
    for problem in report.problems:
        groups.setdefault(problem.code, []).append(problem)
    order = list(Severity)
    return tuple(
        ProblemGroup(problems[0].kind, tuple(problems))
        for problems in sorted(
            groups.values(), key=lambda group: (order.index(group[0].severity), -len(group))
        )
    )


def group_missing(expected: Expected) -> list[tuple[str, tuple[NotSent, ...]]]:
    """The offices that have not sent by province, in the order of the list; those without a
    province last, under ""."""
    groups: dict[str, list[NotSent]] = {}
    for office in expected.missing:
        groups.setdefault(office.province, []).append(office)
    return sorted(
        ((province, tuple(offices)) for province, offices in groups.items()),
        key=lambda group: not group[0],
    )


def list_files(office: OfficeReport) -> tuple[ProducedFile, ...]:
    """The office's files that stand in the output folder; none after they were removed."""
    return tuple(file for document in list_documents(office) for file in document.files)


def list_documents(office: OfficeReport) -> tuple[DocumentReport, ...]:
    """The office's documents that stand in the output folder, a kind each."""
    found = office.documents or (
        DocumentReport("", "", office.status, office.files, office.edited, office.engine),
    )
    return tuple(one for one in found if one.status is not OfficeStatus.PRUNED)


def list_labels(report: RunReport) -> dict[str, str]:
    """The kinds of document that the report knows, each with what people call it.

    Where there is one alone it needs no name: its label is empty.
    """
    labels = {
        document.kind: document.label
        for office in report.offices
        for document in list_documents(office)
        if document.files
    }
    return labels if len(labels) > 1 else dict.fromkeys(labels or ("",), "")


def is_earlier(document: DocumentReport) -> bool:
    """True when the document is not of the data that this run read."""
    return document.status in _STALE


def name_ending(file: ProducedFile) -> str:
    """What people call a file of that ending."""
    ending = PurePath(file.path).suffix.lower()
    return {".docx": "Word", ".pdf": "PDF"}.get(ending, ending.lstrip(".").upper() or file.path)


def find_workbook(at: Location | None, report: RunReport) -> str | None:
    """The workbook of an address as a path from the output folder, with ``/``.

    A whole path where there is no way from one to the other (another drive); None when the
    workbook is not among those read, or when two of that name were.
    """
    if at is None:
        return None
    found = {path for path in report.workbooks if at.file in (path, PurePath(path).name)}
    if len(found) != 1:
        return None
    path = found.pop()
    if PurePath(path).is_absolute() and PurePath(report.outputs).is_absolute():
        try:
            path = os.path.relpath(path, report.outputs)
        except ValueError:  # another drive of Windows
            return PurePath(path).as_posix()
    return PurePath(path).as_posix()
