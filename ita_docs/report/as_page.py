"""The run report as one web page, index.html: whole in itself, no network, usable without scripts.

Its policy (CSP) allows exactly the page's own style sheet and script, by their hashes; whatever a
workbook holds is escaped by Jinja, and could not run if it were not.

One module, though long: one value is laid out for one page, section by section.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from ita_docs.framework import Framework
from ita_docs.model import (
    INDICATOR_NUMBERS,
    FiscalYear,
    Instrument,
    OfficeReport,
    OfficeStatus,
    RunReport,
)
from ita_docs.problems import Lang, Problem, ProblemKind, Severity
from ita_docs.report.summary import (
    FILE_NAMES,
    MARK,
    IndicatorFigures,
    ProblemGroup,
    count_severities,
    count_statuses,
    format_duration,
    format_moment,
    format_points,
    group_missing,
    group_problems,
    is_earlier,
    list_documents,
    list_labels,
    load_words,
    measure_indicators,
    name_ending,
    name_outcome,
)
from ita_docs.spreadsheet import clean_text
from ita_docs.wording import write_cure, write_more, write_text

MOST_SHOWN = 500
"""Offices that the table shows before "show more", and the most that the heat map holds."""
MOST_OF_A_CODE = 200
"""Problems of one code that the page lists; the workbook and the JSON hold all."""
_OPEN_AT_ONCE = 3
"""A code with no more errors than this stands open."""
_GAPS = (5, 10, 20)
"""Points short of the target at which the heat map's colour deepens."""


@dataclass(frozen=True, slots=True)
class _Links:
    """One document's links: what people call it (nothing where there is one kind alone), each
    file as ``(Word, path, edited)``, and whether they are of an earlier run."""

    label: str
    files: tuple[tuple[str, str, bool], ...]
    earlier: bool


@dataclass(frozen=True, slots=True)
class _OfficeRow:
    """One office as the page's tables print it."""

    name: str
    full_name: str
    plan_year: str
    total: str
    level: str
    instruments: tuple[str, ...]
    weak: str
    status: OfficeStatus
    documents: tuple[_Links, ...]
    problems: int
    anchor: str


@dataclass(frozen=True, slots=True)
class _HeatRow:
    """One office's row of the heat map: its name, its total and per indicator a class, a text."""

    name: str
    total: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _ShownGroup:
    """One code's problems as the page prints them; ``cure`` only where it is one for all."""

    kind: ProblemKind
    count: int
    shown: tuple[tuple[int, Problem], ...]
    cure: str | None
    open: bool


def build_page(
    report: RunReport, lang: Lang, frameworks: Mapping[FiscalYear, Framework] | None = None
) -> bytes:
    """The report as UTF-8 HTML, the same for the same report.

    ``frameworks`` name the indicators of the years reported on; without them they are numbers.
    """
    words = load_words(lang)
    style, script = _read("page.css").replace("/* labels */", _label_style(words)), _read("page.js")
    indicators = measure_indicators(report, frameworks or {})
    groups, anchors = _show_groups(report, lang)
    heat = _build_heat(report)
    text = _load_template().render(
        report=report,
        lang=lang,
        write_text=write_text,
        write_cure=write_cure,
        write_more=write_more,
        w=words,
        policy=(
            f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
            "base-uri 'none'; form-action 'none'"
        ),
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        outcome=name_outcome(report),
        plan_years=_list_years(office.plan_year for office in report.offices),
        result_years=_list_years(office.result_year for office in report.offices),
        started=format_moment(report.started, lang),
        ended=format_moment(report.ended, lang),
        duration=format_duration(report),
        statuses={status: n for status, n in count_statuses(report).items() if n},
        severities=count_severities(report),
        missing=group_missing(report.expected) if report.expected else [],
        rows=_build_rows(report, anchors),
        most_shown=MOST_SHOWN,
        groups=groups,
        indicators=indicators,
        names=_name_years(indicators),
        spans=_span_instruments(indicators),
        heat=heat,
        heat_count=sum(bool(office.scores) for office in report.offices),
        legend=_build_legend(words),
        instruments=tuple(Instrument),
        files={**FILE_NAMES, **report.names},
        generator=f"{MARK} {report.version}",
    )
    return clean_text(text).encode("utf-8")


def link_to(path: str) -> str:
    """The relative address of a file below the output folder, percent-encoded."""
    return "./" + quote(path.encode("utf-8", "surrogateescape"), safe="/")


@cache
def _load_template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["link"] = link_to
    return environment.from_string(_read("page.html"))


@cache
def _read(name: str) -> str:
    return (files("ita_docs.report") / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()
    return f"'sha256-{digest}'"


def _label_style(words: Mapping[str, str]) -> str:
    """On a phone each figure of the table carries its column's name, written by the style sheet."""
    labels = {"total": "column.total", "level": "column.level", "weak": "column.below_short"}
    texts = {name: json.dumps(words[key], ensure_ascii=False) for name, key in labels.items()}
    return " ".join(f"--{name}: {text};" for name, text in texts.items())


def _list_years(years: Iterable[FiscalYear | None]) -> str:
    return ", ".join(str(year) for year in sorted({year for year in years if year is not None}))


def _build_rows(report: RunReport, anchors: Mapping[str, tuple[int, int]]) -> list[_OfficeRow]:
    rows, labels = [], list_labels(report)
    for office in report.offices:
        count, first = anchors.get(office.office, (0, -1))
        rows.append(
            _OfficeRow(
                name=office.short_name or office.office,
                full_name=office.office if office.short_name else "",
                plan_year=str(office.plan_year or ""),
                total=format_points(office.total),
                level=office.level or "",
                instruments=tuple(
                    format_points(office.instruments.get(instrument)) for instrument in Instrument
                ),
                weak=str(len(office.weak)) if office.scores else "",
                status=office.status,
                documents=tuple(
                    _Links(
                        labels.get(document.kind, ""),
                        tuple(
                            (name_ending(file), file.path, file.path in document.edited)
                            for file in document.files
                        ),
                        is_earlier(document),
                    )
                    for document in list_documents(office)
                    if document.files
                ),
                problems=count,
                anchor=f"problem-{first}" if first >= 0 else "problems",
            )
        )
    return rows


def _show_groups(
    report: RunReport, lang: Lang
) -> tuple[list[_ShownGroup], dict[str, tuple[int, int]]]:
    """The groups to print, and per office how many problems it has and the first one printed."""
    shown: list[_ShownGroup] = []
    anchors: dict[str, tuple[int, int]] = {}
    number = 0
    for group in group_problems(report):
        listed = []
        for place, problem in enumerate(group.problems):
            if place < MOST_OF_A_CODE:
                number += 1
                listed.append((number, problem))
            if problem.office is not None:
                count, first = anchors.get(problem.office, (0, -1))
                if first < 0 and place < MOST_OF_A_CODE:
                    first = number
                anchors[problem.office] = (count + 1, first)
        shown.append(_show_group(group, tuple(listed), lang))
    return shown, anchors


def _show_group(
    group: ProblemGroup, listed: tuple[tuple[int, Problem], ...], lang: Lang
) -> _ShownGroup:
    cures = {write_cure(problem, lang) for _, problem in listed}
    return _ShownGroup(
        kind=group.kind,
        count=len(group.problems),
        shown=listed,
        cure=cures.pop() if len(cures) == 1 else None,
        open=group.kind.severity is Severity.ERROR and len(group.problems) <= _OPEN_AT_ONCE,
    )


def _build_heat(report: RunReport) -> list[_HeatRow]:
    """The offices with scores, from the lowest total up, as many as are shown."""
    scored = [office for office in report.offices if office.scores]
    scored.sort(key=lambda office: office.total if office.total is not None else Decimal(-1))
    return [
        _HeatRow(
            name=office.short_name or office.office,
            total=format_points(office.total),
            cells=tuple(_build_cell(office, number) for number in INDICATOR_NUMBERS),
        )
        for office in scored[:MOST_SHOWN]
    ]


def _build_cell(office: OfficeReport, number: int) -> tuple[str, str]:
    score = office.scores.get(number)
    if score is None:
        return "", "–"
    if number not in office.weak or office.target is None:
        return "met", format_points(score)
    gap = office.target - score
    depth = next((place for place, most in enumerate(_GAPS, 1) if gap <= most), len(_GAPS) + 1)
    return f"gap{depth}", format_points(score)


def _build_legend(words: Mapping[str, str]) -> list[tuple[str, str]]:
    legend = [("met", words["heat.met"])]
    legend += [
        (f"gap{depth}", words["heat.gap"].format(points=points))
        for depth, points in enumerate(_GAPS, 1)
    ]
    legend.append((f"gap{len(_GAPS) + 1}", words["heat.far"].format(points=_GAPS[-1])))
    return legend


def _name_years(indicators: Sequence[IndicatorFigures]) -> dict[int, list[tuple[str, str]]]:
    """Each indicator's wordings; with the years that use them only where years differ."""
    return {
        item.number: [
            (name, ", ".join(map(str, years)) if len(item.names) > 1 else "")
            for name, years in item.names.items()
        ]
        for item in indicators
    }


def _span_instruments(indicators: Sequence[IndicatorFigures]) -> list[tuple[str, int]]:
    """The instruments over the heat map's columns; none unless each indicator has one."""
    if any(item.instrument is None for item in indicators):
        return []
    starts = [0] + [
        place
        for place, (left, right) in enumerate(pairwise(indicators), 1)
        if left.instrument is not right.instrument
    ]
    return [
        (str(indicators[start].instrument), end - start)
        for start, end in pairwise([*starts, len(indicators)])
    ]
