"""The measures document's words: numerals, dates and dotted lines."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ita_docs import thai
from ita_docs.documents.context import (
    ChartContext,
    Context,
    IndicatorContext,
    InstrumentContext,
    WeakContext,
)
from ita_docs.documents.office import describe_office, describe_signature
from ita_docs.documents.paper import AS_USUAL, Paper
from ita_docs.documents.plan_table import build_plan_context
from ita_docs.framework import Framework, InstrumentRule
from ita_docs.model import Figures, Findings, OfficeKind, OfficeResult, Plan

_TALL_CHART = 8
"""Entries: a chart of more leaves less than half of its page to the table."""

NEEDED = {
    "office.name": ("office",),
    "plan_year": ("plan_year", "result_year"),
    "total": ("total", "level", "overview", "instruments", "weak", "plan"),
}
"""What no document can do without: whose it is, of which year, and its result or plan. A template
must print one of the paths or groups of each line; the placeholder before it is what it is told."""
TITLE = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
BODIES = {
    OfficeKind.AREA: ("สำนักงานเขตพื้นที่การศึกษา", "เขตพื้นที่"),
    OfficeKind.SCHOOL: ("สถานศึกษา", "สถานศึกษา"),
}
"""What a document calls a body of that kind, and the level that it stands for."""


def build_context(
    result: OfficeResult,
    findings: Findings,
    plan: Plan,
    framework: Framework,
    paper: Paper = AS_USUAL,
) -> Context:
    """Put one office's outcome into the words and numerals of the announcement."""
    figures = result.figures
    return {
        "draft": not paper.final and any(measure.draft for measure in plan.measures),
        "title": paper.title or TITLE,
        "checklist": {"shown": bool(paper.code), "code": paper.code},
        "office": describe_office(result.office),
        "body": {"assessed": BODIES[result.office.kind][0], "level": BODIES[result.office.kind][1]},
        "result_year": thai.to_thai_digits(str(result.result_year)),
        "plan_year": thai.to_thai_digits(str(result.plan_year)),
        "total": thai.format_score(figures.total.printed),
        "level": figures.level.printed,
        "target": thai.to_thai_digits(f"{framework.target.normalize():f}"),
        "indicator_count": thai.to_thai_digits(str(len(figures.scores))),
        "instruments": [_instrument(rule, figures, framework) for rule in framework.instruments],
        "weak": _weak(findings, framework),
        "overview": {
            "total": thai.format_score(figures.total.printed, thai=False),
            "level": figures.level.printed,
        },
        "charts": {
            "cpi": _cpi_chart(result),
            "history": _history_chart(result, framework),
        },
        "plan": build_plan_context(plan, framework, crowded=len(result.cpi) > _TALL_CHART),
        "signature": describe_signature(result, result.announced_on, paper),
        "emblem": {"shown": paper.emblem, "alt_text": "ตราครุฑ"},
    }


def _instrument(rule: InstrumentRule, figures: Figures, framework: Framework) -> InstrumentContext:
    return {
        "code": rule.instrument.value,
        "name": rule.name,
        "weighted_score": thai.format_score(figures.instruments[rule.instrument].printed),
        "indicators": [
            _indicator(indicator.number, figures.scores[indicator.number], framework)
            for indicator in rule.indicators
        ],
    }


def _indicator(number: int, score: Decimal, framework: Framework) -> IndicatorContext:
    return {
        "number": thai.to_thai_digits(str(number)),
        "name": framework.indicator(number).name,
        "score": thai.format_score(score),
        "weak": framework.is_weak(score),
    }


def _weak(findings: Findings, framework: Framework) -> WeakContext:
    found = findings.findings
    return {
        "count": thai.to_thai_digits(str(len(found))),
        "indicators": [
            _indicator(finding.indicator, finding.score, framework) for finding in found
        ],
        "below_target": bool(found) and findings.by_target,
        "lowest": bool(found) and not findings.by_target,
        "none": not found,
    }


def _cpi_chart(result: OfficeResult) -> ChartContext:
    labels = [thai.set_thai_digits(entry.label) for entry in result.cpi]
    return _chart(
        "แผนภูมิคะแนนตามดัชนีการรับรู้การทุจริต (CPI)",
        "คะแนน CPI",
        labels,
        [entry.score for entry in result.cpi],
    )


def _history_chart(result: OfficeResult, framework: Framework) -> ChartContext:
    """The totals from the first year that has one, at most five years back, to this one.

    A year without a result in between is a gap; one year alone is no chart of years. A label says
    the level, too, as it was published: the scales have changed.
    """
    #   ๒๕๖๖      ๒๕๖๗      ๒๕๖๘
    #   ๘๔.๑๐     -         ๙๖.๒๐
    #   B                   ผ่านดีเยี่ยม
    this = result.result_year.be
    figures = result.figures
    totals = {entry.year.be: entry.total for entry in result.history}
    levels = {entry.year.be: entry.level for entry in result.history}
    totals[this], levels[this] = figures.total.printed, figures.level.printed
    first = min(year for year in totals if this - 5 <= year <= this)
    years = range(first, this + 1)
    names = [thai.to_thai_digits(str(year)) for year in years]
    chart = _chart(
        "แผนภูมิผลคะแนน ITA รายปีงบประมาณ",
        "คะแนน ITA",
        [
            f"{name}\n{level}" if (level := levels.get(year)) else name
            for name, year in zip(names, years, strict=True)
        ],
        [totals.get(year) for year in years],
    )
    return {
        **chart,
        "present": len(years) > 1,
        "years": f"{names[0]} - {names[-1]}",
        "target": f"{framework.target.normalize():f}",
    }


def _chart(
    title: str, series: str, labels: list[str], points: Iterable[Decimal | None]
) -> ChartContext:
    texts = ["" if point is None else thai.format_score(point, thai=False) for point in points]
    pairs = ", ".join(
        f"{' '.join(label.split())} {thai.to_thai_digits(text) or 'ไม่มีผลคะแนน'}"
        for label, text in zip(labels, texts, strict=True)
    )
    return {
        "present": bool(texts),
        "alt_text": f"{title}: {pairs}" if texts else title,
        "series": series,
        "labels": labels,
        "points": texts,
        "years": "",
        "target": "",
    }
