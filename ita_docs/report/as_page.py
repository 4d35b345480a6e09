"""The run report as one web page, index.html: whole in itself, no network, usable without scripts.

Its policy (CSP) allows exactly the page's own style sheet and script, by their hashes; whatever a
workbook holds is escaped by Jinja, and could not run if it were not.

One module, though long: one value is laid out for one page, section by section.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from importlib.resources import files
from itertools import pairwise
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
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
from ita_docs.problems import Lang, Problem, ProblemKind, Severity, Words
from ita_docs.report.page_rows import (
    build_parts,
    build_rows,
    cut_pages,
    link_to,
    name_page,
    quote_fragment,
)
from ita_docs.report.page_views import build_view_parts, list_views
from ita_docs.report.readiness import measure_readiness
from ita_docs.report.statistics import (
    list_indicator_rows,
    list_instrument_rows,
    measure_statistics,
    name_band,
)
from ita_docs.report.summary import (
    FILE_NAMES,
    MARK,
    IndicatorFigures,
    ProblemGroup,
    count_drafts,
    count_severities,
    count_statuses,
    format_change,
    format_duration,
    format_moment,
    format_points,
    group_missing,
    group_problems,
    load_words,
    measure_indicators,
    name_outcome,
)
from ita_docs.spreadsheet import clean_text
from ita_docs.wording import write_cure, write_more, write_text

MOST_SHOWN = 500
"""Offices of one page, and the most that the heat map holds."""
MOST_OF_A_CODE = 200
"""Problems of one code that the page lists; the workbook and the JSON hold all."""
MOST_LISTED = 2_000
"""Problems that the page lists of all codes together, so that it stays within 3 MB."""
_FEWEST_OF_A_CODE = 20
_OPEN_AT_ONCE = 3
"""A code with no more errors than this stands open."""
_GAPS = (5, 10, 20)
"""Points short of the target at which the heat map's colour deepens."""


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
    """The report's first page alone, index.html, as ``build_pages`` gives it."""
    return build_pages(report, lang, frameworks)[name_index(report)]


def name_index(report: RunReport) -> str:
    """The name of the report's first page."""
    return report.names.get("page", FILE_NAMES["page"])


def build_pages(
    report: RunReport, lang: Lang, frameworks: Mapping[FiscalYear, Framework] | None = None
) -> dict[str, bytes]:
    """The report as UTF-8 HTML, the same for the same report: each file by its name below the
    output folder.

    It is one page, index.html, unless there are more offices than MOST_SHOWN. ``frameworks`` name
    the indicators of the years reported on; without them they are numbers.
    """
    words = load_words(lang)
    style = _read("page.css").replace("/* labels */", _label_style(words))
    script = _read("page.js") + _read("view.js")
    indicators = measure_indicators(report, frameworks or {})
    groups, anchors = _show_groups(report, lang)
    heat = _build_heat(report)
    readiness = measure_readiness(report)
    rows = build_rows(report, anchors)
    pages = cut_pages(rows, MOST_SHOWN)
    run = report.started.isoformat()
    parts = dict(build_parts(rows, run)) if len(pages) > 1 else {}
    views = dict(build_view_parts(report, lang, MOST_SHOWN, run)) if parts else {}
    index = name_index(report)
    shared: dict[str, Any] = {
        "lang": lang,
        "w": words,
        "style": Markup(style),  # noqa: S704 - our own file
        "instruments": tuple(Instrument),
        "generator": f"{MARK} {report.version}",
        "most": MOST_SHOWN,
        "count": len(rows),
        "names": [index, *map(name_page, range(2, len(pages) + 1))],
        "plan_years": _list_years(office.plan_year for office in report.offices),
    }
    contents = {
        index: _render(
            "page.html",
            **shared,
            report=report,
            write_text=write_text,
            write_cure=write_cure,
            write_more=write_more,
            policy=_write_policy(style, script, (*parts.values(), *views.values())),
            script=Markup(script),  # noqa: S704 - our own file
            run=run,
            parts=_list_parts(parts),
            view_parts=_list_parts(views),
            views="" if views else _dump(next(list_views(report, lang, MOST_SHOWN))),
            view_words=_dump(_list_view_words(words, indicators)),
            provinces=sorted(Counter(row.province for row in rows if row.province).items()),
            levels=Counter(row.level for row in rows if row.level).most_common(),
            outcome=name_outcome(report),
            drafts=count_drafts(report),
            readiness=readiness,
            lacking=sum(kind.lacking for kind in readiness),
            asked=_dump(
                {kind: _list_things(things, lang) for kind, things in report.asked.items()}
            ),
            result_years=_list_years(office.result_year for office in report.offices),
            started=format_moment(report.started, lang),
            ended=format_moment(report.ended, lang),
            duration=format_duration(report),
            statuses={status: n for status, n in count_statuses(report).items() if n},
            severities=count_severities(report),
            missing=group_missing(report.expected) if report.expected else [],
            rows=pages[0],
            groups=groups,
            statistics=measure_statistics(report, frameworks or {}),
            list_instruments=partial(list_instrument_rows, frameworks=frameworks or {}),
            name_band=name_band,
            list_indicators=partial(list_indicator_rows, frameworks=frameworks or {}),
            facts=_list_facts(report, words),
            indicators=indicators,
            indicator_names=_name_years(indicators),
            spans=_span_instruments(indicators),
            heat=heat,
            heat_count=sum(bool(office.scores) for office in report.offices),
            legend=_build_legend(words),
            files={**FILE_NAMES, **report.names},
        )
    }
    for number, part in enumerate(pages[1:], start=2):
        policy = _write_policy(style, None, ())
        contents[name_page(number)] = _render(
            "offices.html", **shared, policy=policy, rows=part, number=number, index=index
        )
    contents |= {name: text.encode("utf-8") for name, text in (*parts.items(), *views.items())}
    return contents


def _render(name: str, **values: Any) -> bytes:
    return clean_text(_load_templates().get_template(name).render(**values)).encode("utf-8")


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _list_parts(parts: Mapping[str, str]) -> str:
    """The addresses of scripts beside the page with their hashes, for the page's own script."""
    listed = [[link_to(name), _hash(text)] for name, text in parts.items()]
    return json.dumps(listed) if listed else ""


def _list_view_words(
    words: Mapping[str, str], indicators: Sequence[IndicatorFigures]
) -> dict[str, str]:
    """What the script writes beside one office's figures, by key."""
    shown = {key: words[f"severity.{key}"] for key in map(str, Severity)}
    shown |= {f"status.{key}": words[f"status.{key}"] for key in map(str, OfficeStatus)}
    shown |= {key.removeprefix("view."): text for key, text in words.items() if key[:5] == "view."}
    shown |= {str(item.number): " / ".join(item.names) for item in indicators}
    return shown


def _list_things(things: Mapping[str, Words], lang: Lang) -> list[str]:
    """What an assessor asks of a kind of document, in the order of the views' marks."""
    return [words.th if lang == "th" else words.en for words in things.values()]


def _write_policy(style: str, script: str | None, parts: Iterable[str]) -> str:
    """What the page may load: its own style sheet and script, and the parts of its search.

    A browser compares a part's hash where the page came over a network. On a disk it can't, and
    would load nothing: there 'strict-dynamic' lets the page's own script, and nothing that stands
    in the page, ask for them.
    """
    scripts = [f"'{_hash(text)}'" for text in ([script] if script else [])]
    scripts += [f"'{_hash(text)}'" for text in parts]
    if len(scripts) > 1:
        scripts.append("'strict-dynamic'")
    allowed = " ".join(scripts) or "'none'"
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src {allowed}; "
        "base-uri 'none'; form-action 'none'"
    )


def _list_facts(report: RunReport, words: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """What is said of the run itself, line by line; long lists are cut."""
    facts = {
        "inputs": report.inputs,
        "passed_over": report.passed_over,
        "outputs": (report.outputs,),
        "template": (report.template,),
        "engine": (report.engine,) if report.engine else (),
        "accepted": report.accepted,
        "version": (report.version,),
    }
    lines = []
    for key, texts in facts.items():
        shown = list(texts[:MOST_OF_A_CODE])
        if len(texts) > len(shown):
            shown.append(words["sheet.cut"].format(count=len(texts) - len(shown)))
        lines.append((key, shown))
    return lines


@cache
def _load_templates() -> Environment:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(_read),
    )
    environment.filters["link"] = link_to
    environment.filters["fragment"] = quote_fragment
    environment.filters["points"] = format_points
    environment.filters["change"] = format_change
    return environment


@cache
def _read(name: str) -> str:
    return (files("ita_docs.report") / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()
    return f"sha256-{digest}"


def _label_style(words: Mapping[str, str]) -> str:
    """On a phone each figure of the table carries its column's name, written by the style sheet."""
    labels = {"total": "column.total", "level": "column.level", "weak": "column.below_short"}
    texts = {name: json.dumps(words[key], ensure_ascii=False) for name, key in labels.items()}
    return " ".join(f"--{name}: {text};" for name, text in texts.items())


def _list_years(years: Iterable[FiscalYear | None]) -> str:
    return ", ".join(str(year) for year in sorted({year for year in years if year is not None}))


def _show_groups(
    report: RunReport, lang: Lang
) -> tuple[list[_ShownGroup], dict[str, tuple[int, int]]]:
    """The groups to print, and per office how many problems it has and the first one printed."""
    shown: list[_ShownGroup] = []
    anchors: dict[str, tuple[int, int]] = {}
    number = 0
    codes = group_problems(report)
    most = min(MOST_OF_A_CODE, max(_FEWEST_OF_A_CODE, MOST_LISTED // max(1, len(codes))))
    for group in codes:
        listed = []
        for place, problem in enumerate(group.problems):
            if place < most:
                number += 1
                listed.append((number, problem))
            if problem.office is not None:
                count, first = anchors.get(problem.office, (0, -1))
                if first < 0 and place < most:
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
