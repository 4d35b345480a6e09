"""One office by itself, as the page shows it once somebody opens it: data for the script.

    245 offices                  29,000 offices
    index.html ─ all of them     run-report-pages/view-1.js … -58.js ─ those of 500 offices each

Of an office's problems the first are there; a page of 500 offices with many problems each names
fewer of each. All of them stand in the other two files.
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from ita_docs.model import Instrument, OfficeReport, PastRun, RunReport
from ita_docs.problems import Lang, Problem, Severity
from ita_docs.report.page_rows import PAGES_FOLDER, cut_pages
from ita_docs.report.readiness import find_readiness
from ita_docs.report.summary import (
    format_change,
    format_moment,
    format_points,
    measure_change,
)
from ita_docs.spreadsheet import clean_text
from ita_docs.wording import write_cure, write_text

_dump = json.JSONEncoder(ensure_ascii=False).encode

MOST_OF_AN_OFFICE = 20
"""Problems that one office's view lists at most."""
MOST_OF_A_PAGE = 1_000
"""Problems that the views of one page of offices list together, so that the page stays small."""


def build_view_parts(
    report: RunReport, lang: Lang, most: int, run: str
) -> Iterator[tuple[str, str]]:
    """The views as scripts, ``most`` offices each: ``takeViews(run, part, […])`` by name.

    ``run`` names the report that the part belongs to.
    """
    for number, views in enumerate(list_views(report, lang, most), start=1):
        lines = ",\n".join(map(_dump, views))
        call = f"takeViews({json.dumps(run)},{number},[\n{lines}\n]);\n"
        yield f"{PAGES_FOLDER}/view-{number}.js", clean_text(call)


def list_views(report: RunReport, lang: Lang, most: int) -> Iterator[list[list[object]]]:
    """What the script shows of each office, in the order of the rows, page by page."""
    problems: dict[str, list[Problem]] = defaultdict(list)
    for problem in report.problems:
        if problem.office is not None:
            problems[problem.office].append(problem)
    gravity = list(Severity)
    for offices in cut_pages(report.offices, most):
        faulty = sum(office.office in problems for office in offices)
        listed = max(1, min(MOST_OF_AN_OFFICE, MOST_OF_A_PAGE // max(1, faulty)))
        views = []
        for office in offices:
            found = problems.get(office.office, [])
            shown = sorted(found, key=lambda problem: gravity.index(problem.severity))[:listed]
            views.append(_list_values(office, shown, len(found), lang))
        yield views


def _list_values(
    office: OfficeReport, problems: Sequence[Problem], count: int, lang: Lang
) -> list[object]:
    """``[full name, province, result year, last year's total, change, target, [IIT, EIT, OIT on
    0-100], [[number, score, weak], …], [[severity, title, address, text, cure], …], number of
    problems, [[moment, status], …], [[kind, label, "110…"], …]]``; the last are what an assessor
    asks of each document, 1 for what it has."""
    return [
        clean_text(office.office),
        clean_text(office.province),
        str(office.result_year or ""),
        format_points(office.last_total),
        format_change(measure_change(office)),
        format_points(office.target),
        [format_points(office.instrument_scores.get(instrument)) for instrument in Instrument],
        [
            [number, format_points(office.scores[number]), int(number in office.weak)]
            for number in sorted(office.scores)
        ],
        [
            [
                problem.severity.value,
                problem.kind.title[lang],
                *map(
                    clean_text,
                    (str(problem.at or ""), write_text(problem, lang), write_cure(problem, lang)),
                ),
            ]
            for problem in problems
        ],
        count,
        [[_write_moment(run, lang), run.status.value] for run in office.past],
        [
            [document.kind, document.label, "".join("01"[there] for there in found.values())]
            for document in office.documents
            if (found := find_readiness(office, document))
        ],
    ]


@cache
def _write_moment(run: PastRun, lang: Lang) -> str:
    return format_moment(datetime.datetime.fromisoformat(run.started), lang)
