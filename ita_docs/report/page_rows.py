"""The offices of the page: a table's row each, cut into pages, and as data for the search.

    245 offices                  29,000 offices
    index.html ─ all rows        index.html ─ the first 500 rows, links to the pages
                                 run-report-pages/offices-2.html … -58.html ─ 500 rows each
                                 run-report-pages/search-1.js … -6.js ─ every row, for the search
                                 (and view-1.js …: ``page_views``)

A page without scripts has the rows and the links. With scripts the search loads the parts once
somebody types: from a disk a browser fetches nothing, but it runs a script beside the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

from ita_docs.model import Instrument, OfficeReport, OfficeStatus, RunReport
from ita_docs.report.readiness import find_readiness
from ita_docs.report.summary import (
    format_points,
    is_earlier,
    list_documents,
    list_labels,
    name_ending,
)
from ita_docs.spreadsheet import clean_text

T = TypeVar("T")

PAGES_FOLDER = "run-report-pages"
"""Beside index.html, for what does not fit into it."""
OFFICES_OF_A_PART = 5_000
"""Rows of one part of the search's data: some 2 MB."""


class _Quoted(dict[int, str]):
    """Each letter as an address holds it, percent-encoded once."""

    def __missing__(self, code: int) -> str:
        return self.setdefault(code, quote(chr(code).encode("utf-8", "surrogateescape"), safe="/"))


_QUOTED = _Quoted()
_dump = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Links:
    """One document's links: what people call it (nothing where there is one kind alone), each
    file as ``(Word, path, edited)``, whether they are of an earlier run, and how much it lacks of
    what an assessor asks."""

    label: str
    files: tuple[tuple[str, str, bool], ...]
    earlier: bool
    lacks: int


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office as the page's tables print it."""

    name: str
    full_name: str
    province: str
    plan_year: str
    total: str
    level: str
    instruments: tuple[str, ...]
    weak: str
    status: OfficeStatus
    documents: tuple[Links, ...]
    problems: int
    anchor: str


def build_rows(report: RunReport, anchors: Mapping[str, tuple[int, int]]) -> list[OfficeRow]:
    """The offices in the order of the inputs; ``anchors`` are how many problems each office has
    and the number of the first one printed."""
    rows, labels = [], list_labels(report)
    for office in report.offices:
        count, first = anchors.get(office.office, (0, -1))
        rows.append(
            OfficeRow(
                name=clean_text(office.short_name or office.office),
                full_name=clean_text(_write_full_name(office)),
                province=clean_text(office.province),
                plan_year=str(office.plan_year or ""),
                total=format_points(office.total),
                level=office.level or "",
                instruments=tuple(
                    format_points(office.instruments.get(instrument)) for instrument in Instrument
                ),
                weak=str(len(office.weak)) if office.scores else "",
                status=office.status,
                documents=tuple(
                    Links(
                        labels.get(document.kind, ""),
                        tuple(
                            (name_ending(file), file.path, file.path in document.edited)
                            for file in document.files
                        ),
                        is_earlier(document),
                        sum(not there for there in find_readiness(office, document).values()),
                    )
                    for document in list_documents(office)
                    if document.files
                ),
                problems=count,
                anchor=f"problem-{first}" if first >= 0 else "problems",
            )
        )
    return rows


def _write_full_name(office: OfficeReport) -> str:
    """What stands below the name in the table: the full one, and the province unless it says it."""
    full = office.office if office.short_name else ""
    named = not office.province or office.province in office.office
    return full if named else f"{full} จังหวัด{office.province}".strip()


def link_to(path: str, up: str = "./") -> str:
    """The relative address of a file below the output folder, percent-encoded; ``up`` leads there
    from the page."""
    return up + path.translate(_QUOTED)


def quote_fragment(text: str) -> str:
    """A text as the page's script reads it from an address behind ``#``."""
    return clean_text(text).translate(_QUOTED)


def cut_pages(rows: Sequence[T], most: int) -> list[Sequence[T]]:
    """The rows page by page; one page, if an empty one, where there are not more."""
    return [rows[start : start + most] for start in range(0, len(rows), most)] or [rows]


def name_page(number: int) -> str:
    """The name of a page of offices, the first of which is index.html itself."""
    return f"{PAGES_FOLDER}/offices-{number}.html"


def build_parts(rows: Sequence[OfficeRow], run: str) -> Iterator[tuple[str, str]]:
    """The search's data as scripts: names and texts.

    ``takeOffices(run, part, [[name, full name, year, total, level, IIT, EIT, OIT, below, status,
    documents, problems, anchor, province], …])``, where documents are ``[label, earlier, [[Word,
    path, edited], …], lacks]``. ``run`` names the report that the part belongs to.
    """
    for number, part in enumerate(cut_pages(rows, OFFICES_OF_A_PART), start=1):
        lines = ",\n".join(_dump(_list_values(row)) for row in part)
        call = f"takeOffices({json.dumps(run)},{number},[\n{lines}\n]);\n"
        yield f"{PAGES_FOLDER}/search-{number}.js", clean_text(call)


def _list_values(row: OfficeRow) -> list[object]:
    documents = [
        [
            document.label,
            document.earlier,
            list(map(list, document.files)),
            document.lacks,
        ]
        for document in row.documents
    ]
    return [
        row.name,
        row.full_name,
        row.plan_year,
        row.total,
        row.level,
        *row.instruments,
        row.weak,
        row.status.value,
        documents,
        row.problems,
        row.anchor,
        row.province,
    ]
