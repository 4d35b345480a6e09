"""The measures document's words: numerals, dates and dotted lines."""

from __future__ import annotations

from decimal import Decimal

from ita_docs import thai
from ita_docs.documents import charts
from ita_docs.documents.context import (
    Context,
    ImproveContext,
    IndicatorContext,
    InstrumentContext,
    WeakContext,
)
from ita_docs.documents.office import describe_office, describe_signature
from ita_docs.documents.paper import AS_USUAL, Paper
from ita_docs.documents.plan_table import build_plan_context
from ita_docs.documents.results import build_results
from ita_docs.framework import Framework, InstrumentRule
from ita_docs.model import Figures, Finding, Findings, OfficeKind, OfficeResult, Plan

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
        "improve": _improve(findings, framework),
        "results": build_results(result, framework),
        "overview": {
            "total": thai.format_score(figures.total.printed, thai=False),
            "level": figures.level.printed,
        },
        "charts": {
            "indicators": charts.build_indicator_chart(result, framework),
            "cpi": charts.build_cpi_chart(result),
            "history": charts.build_history_chart(result, framework),
        },
        "plan": build_plan_context(
            plan, findings, framework, crowded=len(result.cpi) > _TALL_CHART
        ),
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
    first = findings.weak or findings.improve
    return {
        "count": _count(first),
        "indicators": _list_indicators(first, framework),
        "below_target": bool(findings.weak),
        "lowest": bool(findings.improve) and not findings.weak,
        "none": not first,
        "two_classes": bool(findings.weak) and findings.two_classes,
    }


def _improve(findings: Findings, framework: Framework) -> ImproveContext:
    beside = findings.improve if findings.weak else ()
    return {
        "present": bool(beside),
        "count": _count(beside),
        "indicators": _list_indicators(beside, framework),
    }


def _count(findings: tuple[Finding, ...]) -> str:
    return thai.to_thai_digits(str(len(findings)))


def _list_indicators(findings: tuple[Finding, ...], framework: Framework) -> list[IndicatorContext]:
    return [_indicator(finding.indicator, finding.score, framework) for finding in findings]
