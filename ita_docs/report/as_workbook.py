"""The run report as an Excel workbook: offices, problems, indicators, and the run itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ita_docs.framework import Framework
from ita_docs.model import (
    INDICATOR_NUMBERS,
    Expected,
    FiscalYear,
    Instrument,
    OfficeReport,
    RunReport,
)
from ita_docs.problems import Lang, Location, Severity
from ita_docs.report.as_charts import write_statistics
from ita_docs.report.readiness import measure_readiness, name_readiness
from ita_docs.report.statistics import measure_statistics
from ita_docs.report.summary import (
    IndicatorFigures,
    count_drafts,
    find_workbook,
    format_duration,
    format_moment,
    group_missing,
    group_problems,
    is_earlier,
    list_documents,
    list_labels,
    load_words,
    measure_change,
    measure_indicators,
    name_ending,
    name_outcome,
)
from ita_docs.spreadsheet import Paper, close_book, open_book
from ita_docs.wording import write_cure, write_more, write_text

_MOST_ROWS = 1_000_000  # Excel: 1,048,576
_LINK_KINDS = ("Word", "PDF")


def build_workbook(
    report: RunReport, lang: Lang, frameworks: Mapping[FiscalYear, Framework] | None = None
) -> bytes:
    """The report as .xlsx bytes, the same for the same report.

    ``frameworks`` name the indicators of the years reported on; without them they are numbers.
    """
    words = load_words(lang)
    # A file made twice from one report is the same: the clock would differ.
    created = report.ended.astimezone(datetime.UTC).replace(tzinfo=None)
    book = open_book(words["page.title"], created)
    indicators = measure_indicators(report, frameworks or {})
    paper = Paper(book, words, lang)
    _write_offices(paper, report, indicators)
    if report.expected is not None:
        _write_missing(paper, report.expected)
    _write_problems(paper, report)
    _write_readiness(paper, report)
    _write_indicators(paper, indicators)
    frameworks = frameworks or {}
    write_statistics(paper, measure_statistics(report, frameworks), frameworks)
    _write_run(paper, report)
    return close_book(book)


def _write_offices(paper: Paper, report: RunReport, indicators: Sequence[IndicatorFigures]) -> None:
    words, labels = paper.words, list_labels(report)
    heads = [
        (words["column.office"], 28.0),
        (words["column.full_name"], 52.0),
        (words["column.province"], 18.0),
        (words["column.status"], 22.0),
        (words["column.plan_year"], 10.0),
        (words["column.result_year"], 10.0),
        (words["column.total"], 9.0),
        (words["column.level"], 12.0),
        *((f"{item.value}\n({words['column.weighted']})", 11.0) for item in Instrument),
        *((f"{item.number}. {_name(item)}".rstrip(". "), 11.0) for item in indicators),
        (words["column.target"], 9.0),
        (words["column.below"], 11.0),
        (words["column.last_total"], 11.0),
        (words["column.change"], 11.0),
        *((f"{label} {kind}".lstrip(), 14.0) for label in labels.values() for kind in _LINK_KINDS),
        *(
            (f"{labels[kind]} {words['readiness.column']}".lstrip(), 36.0)
            for kind in labels
            if kind in report.asked
        ),
    ]
    sheet = paper.add_sheet(words["sheet.offices"], heads)
    sheet.freeze_panes(1, 1)
    for row, office in enumerate(report.offices[:_MOST_ROWS], start=1):
        _write_office(paper, sheet, row, office, list(labels))
        _write_lacking(paper, sheet, row, report, office, len(heads), list(labels))
    sheet.autofilter(0, 0, max(1, len(report.offices)), len(heads) - 1)
    _write_rest(paper, sheet, len(report.offices))


def _write_office(
    paper: Paper, sheet: Any, row: int, office: OfficeReport, kinds: Sequence[str]
) -> None:
    paper.write_text(sheet, row, 0, office.short_name or office.office)
    paper.write_text(sheet, row, 1, office.office)
    paper.write_text(sheet, row, 2, office.province)
    paper.write_text(sheet, row, 3, paper.words[f"status.{office.status.value}"])
    paper.write_number(sheet, row, 4, office.plan_year.be if office.plan_year else None)
    paper.write_number(sheet, row, 5, office.result_year.be if office.result_year else None)
    paper.write_number(sheet, row, 6, office.total, "points")
    paper.write_text(sheet, row, 7, office.level)
    column = 8
    for instrument in Instrument:
        paper.write_number(sheet, row, column, office.instruments.get(instrument), "points")
        column += 1
    for number in INDICATOR_NUMBERS:
        style = "weak" if number in office.weak else "points"
        paper.write_number(sheet, row, column, office.scores.get(number), style)
        column += 1
    paper.write_number(sheet, row, column, office.target, "points")
    paper.write_number(sheet, row, column + 1, len(office.weak) if office.scores else None)
    paper.write_number(sheet, row, column + 2, office.last_total, "points")
    paper.write_number(sheet, row, column + 3, measure_change(office), "points")
    for document in list_documents(office):
        note = f" ({paper.words['documents.earlier']})" if is_earlier(document) else ""
        first = column + 4 + len(_LINK_KINDS) * kinds.index(document.kind) if document.files else 0
        for file in document.files:
            ending = name_ending(file)
            if ending in _LINK_KINDS:
                edited = file.path in document.edited
                text = f"{ending}{note}" + f" ({paper.words['documents.edited']})" * edited
                place = first + _LINK_KINDS.index(ending)
                paper.write_link(sheet, row, place, text, file.path)


def _write_lacking(
    paper: Paper,
    sheet: Any,
    row: int,
    report: RunReport,
    office: OfficeReport,
    end: int,
    kinds: Sequence[str],
) -> None:
    """What each of an office's documents lacks of what an assessor asks, a column a kind."""
    asked = [kind for kind in kinds if kind in report.asked]
    for document in office.documents:
        there, missing = name_readiness(report, office, document, paper.lang)
        if document.kind in asked and (there or missing):
            column = end - len(asked) + asked.index(document.kind)
            text = ", ".join(missing) or paper.words["readiness.whole"]
            paper.write_text(sheet, row, column, text)


def _write_readiness(paper: Paper, report: RunReport) -> None:
    """What an assessor asks of each kind of document, and how many have it."""
    words, kinds = paper.words, measure_readiness(report)
    if not kinds:
        return
    heads = [
        (words["readiness.document"], 18.0),
        (words["readiness.thing"], 40.0),
        (words["readiness.have"], 16.0),
        (words["readiness.lack"], 16.0),
    ]
    sheet = paper.add_sheet(words["readiness.title"], heads)
    sheet.freeze_panes(1, 0)
    row = 1
    for kind in kinds:
        for thing, have in kind.things:
            paper.write_text(sheet, row, 0, kind.label)
            paper.write_text(sheet, row, 1, thing.th if paper.lang == "th" else thing.en)
            paper.write_number(sheet, row, 2, have)
            paper.write_number(sheet, row, 3, kind.documents - have)
            row += 1
    paper.write_text(sheet, row + 1, 0, words["readiness.note"])


def _write_missing(paper: Paper, expected: Expected) -> None:
    """The offices that have not sent, a row each, by province."""
    words = paper.words
    heads = [
        (words["column.province"], 26.0),
        (words["column.office"], 28.0),
        (words["column.full_name"], 60.0),
    ]
    sheet = paper.add_sheet(words["missing.title"], heads)
    sheet.freeze_panes(1, 0)
    rows = [office for _, offices in group_missing(expected) for office in offices]
    for row, office in enumerate(rows[:_MOST_ROWS], start=1):
        for column, text in enumerate((office.province, office.short_name, office.office)):
            paper.write_text(sheet, row, column, text)
    sheet.autofilter(0, 0, max(1, len(rows)), len(heads) - 1)
    _write_rest(paper, sheet, len(rows))


def _write_problems(paper: Paper, report: RunReport) -> None:
    words = paper.words
    heads = [
        (words["column.severity"], 14.0),
        (words["column.office"], 36.0),
        (words["column.at"], 36.0),
        (words["column.text"], 60.0),
        (words["column.cure"], 60.0),
        (words["column.title"], 30.0),
        (words["column.code"], 26.0),
    ]
    sheet = paper.add_sheet(words["sheet.problems"], heads)
    sheet.freeze_panes(1, 0)
    problems = [problem for group in group_problems(report) for problem in group.problems]
    workbooks: dict[str, str | None] = {}
    for row, problem in enumerate(problems[:_MOST_ROWS], start=1):
        severity = problem.severity
        style = "error" if severity is Severity.ERROR else "text"
        paper.write_text(sheet, row, 0, words[f"severity.{severity.value}"], style)
        paper.write_text(sheet, row, 1, problem.office)
        if problem.at is not None:
            file = problem.at.file
            if file not in workbooks:
                workbooks[file] = find_workbook(problem.at, report)
            paper.write_link(sheet, row, 2, str(problem.at), workbooks[file], _point_at(problem.at))
        paper.write_text(sheet, row, 3, write_text(problem, paper.lang), "wrap")
        cure = " ".join(
            filter(None, (write_cure(problem, paper.lang), write_more(problem, paper.lang)))
        )
        paper.write_text(sheet, row, 4, cure, "wrap")
        paper.write_text(sheet, row, 5, problem.kind.title[paper.lang], "wrap")
        paper.write_text(sheet, row, 6, problem.code)
    sheet.autofilter(0, 0, max(1, len(problems)), len(heads) - 1)
    _write_rest(paper, sheet, len(problems))


def _write_indicators(paper: Paper, indicators: Sequence[IndicatorFigures]) -> None:
    words = paper.words
    heads = [
        (words["column.indicator"], 12.0),
        (words["column.indicator_name"], 40.0),
        (words["column.instrument"], 12.0),
        (words["column.offices_below"], 18.0),
        (words["column.offices_scored"], 18.0),
        (words["column.share"], 10.0),
    ]
    sheet = paper.add_sheet(words["sheet.indicators"], heads)
    sheet.freeze_panes(1, 0)
    for row, item in enumerate(indicators, start=1):
        paper.write_number(sheet, row, 0, item.number)
        paper.write_text(sheet, row, 1, _name(item))
        paper.write_text(sheet, row, 2, item.instrument.value if item.instrument else None)
        paper.write_number(sheet, row, 3, item.weak)
        paper.write_number(sheet, row, 4, item.scored)
        paper.write_number(sheet, row, 5, Decimal(str(item.share * 100)), "share")


def _write_run(paper: Paper, report: RunReport) -> None:
    words = paper.words
    rows: list[tuple[str, Iterable[str]]] = [
        ("run.exit_code", [f"{report.exit_code}: {words['outcome.' + name_outcome(report)]}"]),
        ("run.started", [format_moment(report.started, paper.lang)]),
        ("run.ended", [format_moment(report.ended, paper.lang)]),
        ("run.duration", [format_duration(report)]),
        ("run.drafts", [str(count_drafts(report))]),
        ("run.inputs", report.inputs),
        ("run.passed_over", report.passed_over),
        ("run.outputs", [report.outputs]),
        ("run.template", [report.template]),
        ("run.engine", [report.engine or words["documents.none"]]),
        ("run.accepted", report.accepted),
        ("run.version", [report.version]),
    ]
    sheet = paper.add_sheet(words["sheet.run"], [(words["page.run"], 32.0), ("", 90.0)])
    row = 1
    for key, values in rows:
        paper.write_text(sheet, row, 0, words[key])
        for value in list(values) or [words["documents.none"]]:
            paper.write_text(sheet, row, 1, value)
            row += 1


def _write_rest(paper: Paper, sheet: Any, count: int) -> None:
    if count > _MOST_ROWS:
        text = paper.words["sheet.cut"].format(count=count - _MOST_ROWS)
        paper.write_text(sheet, _MOST_ROWS + 1, 0, text)


def _point_at(at: Location) -> str:
    """The address inside the workbook, as a link's location; Excel wants a cell."""
    if at.sheet is None:
        return ""
    quoted = at.sheet.replace("'", "''")
    return f"'{quoted}'!{at.cell or 'A1'}"


def _name(item: IndicatorFigures) -> str:
    return " / ".join(item.names)
