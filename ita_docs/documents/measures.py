"""Everything the template may say, already text: numerals, dates and dotted lines are made here.

The context is the template's schema. It is JSON-able: dicts, lists, str, int and bool only.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import TypedDict

from ita_docs import thai
from ita_docs.framework import Framework, InstrumentRule
from ita_docs.model import Figures, Findings, Measure, OfficeResult, Plan

NEEDED = {
    "office.name": ("office",),
    "plan_year": ("plan_year", "result_year"),
    "total": ("total", "level", "overview", "instruments", "weak", "plan"),
}
"""What no document can do without: whose it is, of which year, and its result or plan. A template
must print one of the paths or groups of each line; the placeholder before it is what it is told."""
DOTTED_NAME = "." * 50
DOTTED_POSITION = "." * 60
DOTTED_DATE = "........ เดือน .............................. พ.ศ. ............"


class OfficeContext(TypedDict):
    """The office's names; ``lead`` is the name as the subject of a sentence.

    Thai writes a verb close to its subject, but not to a numeral or a bracket: a lead that ends
    in one carries the space that must follow.
    """

    name: str
    short_name: str
    lead: str


class IndicatorContext(TypedDict):
    """One indicator's line: number and score in Thai digits."""

    number: str
    name: str
    score: str


class InstrumentContext(TypedDict):
    """One instrument: code (IIT), Thai name, weighted score, its indicators in order."""

    code: str
    name: str
    weighted_score: str
    indicators: list[IndicatorContext]


class WeakContext(TypedDict):
    """The weak indicators. Exactly one of the three flags is true:

    ``below_target`` the list holds the indicators below the target; ``lowest`` none is below it
    and the list holds the lowest ones, as asked for; ``none`` the list is empty.
    """

    count: str
    indicators: list[IndicatorContext]
    below_target: bool
    lowest: bool
    none: bool


class OverviewContext(TypedDict):
    """The block taken over from the assessment's web page, which has Arabic digits."""

    total: str
    level: str


class ChartContext(TypedDict):
    """One chart: whether there is anything to draw, its alt text, its labels and its points.

    ``points`` are decimal numbers as text with Arabic digits, as the chart's workbook needs them,
    and empty for a label without a result. ``years`` are the first and the last of a chart of
    years, as a heading says them; empty for another chart.
    """

    present: bool
    alt_text: str
    series: str
    labels: list[str]
    points: list[str]
    years: str


class ChartsContext(TypedDict):
    """The document's two charts."""

    cpi: ChartContext
    history: ChartContext


class MeasureContext(TypedDict):
    """One row of the table of measures; the fields of lines are one paragraph per line."""

    order: str
    indicator_number: str
    indicator: str
    responsible: list[str]
    steps: list[str]
    monitor: list[str]
    time_frame: list[str]
    reporting: list[str]


class PlanContext(TypedDict):
    """The table of measures, and whether its last two columns have anything to show."""

    rows: list[MeasureContext]
    has_time_frame: bool
    has_reporting: bool


class SignatureContext(TypedDict):
    """Date, name and position lines for the signature; dotted lines stand for the pen."""

    announced_on: str
    name: str
    position: list[str]


class EmblemContext(TypedDict):
    """The emblem at the top of the announcement."""

    alt_text: str


class Context(TypedDict):
    """All that a template may say of one office."""

    office: OfficeContext
    result_year: str
    plan_year: str
    total: str
    level: str
    target: str
    indicator_count: str
    instruments: list[InstrumentContext]
    weak: WeakContext
    overview: OverviewContext
    charts: ChartsContext
    plan: PlanContext
    signature: SignatureContext
    emblem: EmblemContext


def build_context(
    result: OfficeResult,
    findings: Findings,
    plan: Plan,
    framework: Framework,
) -> Context:
    """Put one office's outcome into the words and numerals of the announcement."""
    figures = result.figures
    return {
        "office": {
            "name": thai.set_thai_digits(result.office.name),
            "short_name": thai.set_thai_digits(result.office.short_name),
            "lead": _lead(thai.set_thai_digits(result.office.name)),
        },
        "result_year": thai.to_thai_digits(str(result.result_year)),
        "plan_year": thai.to_thai_digits(str(result.plan_year)),
        "total": thai.format_score(figures.total.printed),
        "level": figures.level.printed,
        "target": thai.to_thai_digits(f"{framework.target.normalize():f}"),
        "indicator_count": thai.to_thai_digits(str(len(figures.scores))),
        "instruments": [_instrument(rule, figures) for rule in framework.instruments],
        "weak": _weak(findings, framework),
        "overview": {
            "total": thai.format_score(figures.total.printed, thai=False),
            "level": figures.level.printed,
        },
        "charts": {
            "cpi": _cpi_chart(result),
            "history": _history_chart(result),
        },
        "plan": _plan(plan, framework),
        "signature": {
            "announced_on": _date(result.announced_on),
            "name": thai.set_thai_digits(result.signer) if result.signer else DOTTED_NAME,
            "position": [thai.set_thai_digits(line) for line in result.position]
            or [DOTTED_POSITION],
        },
        "emblem": {"alt_text": "ตราครุฑ"},
    }


def _lead(name: str) -> str:
    last = name[-1:]
    return name if "\u0e01" <= last <= "\u0e4e" else f"{name} "


def _instrument(rule: InstrumentRule, figures: Figures) -> InstrumentContext:
    return {
        "code": rule.instrument.value,
        "name": rule.name,
        "weighted_score": thai.format_score(figures.instruments[rule.instrument].printed),
        "indicators": [
            _indicator(indicator.number, indicator.name, figures.scores[indicator.number])
            for indicator in rule.indicators
        ],
    }


def _indicator(number: int, name: str, score: Decimal) -> IndicatorContext:
    return {
        "number": thai.to_thai_digits(str(number)),
        "name": name,
        "score": thai.format_score(score),
    }


def _weak(findings: Findings, framework: Framework) -> WeakContext:
    found = findings.findings
    return {
        "count": thai.to_thai_digits(str(len(found))),
        "indicators": [
            _indicator(
                finding.indicator, framework.indicator(finding.indicator).name, finding.score
            )
            for finding in found
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


def _history_chart(result: OfficeResult) -> ChartContext:
    """The totals from the first year that has one, at most five years back, to this one.

    A year without a result in between is a gap; one year alone is no chart of years.
    """
    this = result.result_year.be
    totals = {entry.year.be: entry.total for entry in result.history}
    totals[this] = result.figures.total.printed
    first = min(year for year in totals if this - 5 <= year <= this)
    years = range(first, this + 1)
    chart = _chart(
        "แผนภูมิผลคะแนน ITA รายปีงบประมาณ",
        "คะแนน ITA",
        [thai.to_thai_digits(str(year)) for year in years],
        [totals.get(year) for year in years],
    )
    span = f"{chart['labels'][0]} - {chart['labels'][-1]}"
    return {**chart, "present": len(years) > 1, "years": span}


def _chart(
    title: str, series: str, labels: list[str], points: Iterable[Decimal | None]
) -> ChartContext:
    texts = ["" if point is None else thai.format_score(point, thai=False) for point in points]
    pairs = ", ".join(
        f"{label} {thai.to_thai_digits(text) or 'ไม่มีผลคะแนน'}"
        for label, text in zip(labels, texts, strict=True)
    )
    return {
        "present": bool(texts),
        "alt_text": f"{title}: {pairs}" if texts else title,
        "series": series,
        "labels": labels,
        "points": texts,
        "years": "",
    }


def _plan(plan: Plan, framework: Framework) -> PlanContext:
    rows = [
        _measure(order, measure, framework) for order, measure in enumerate(plan.measures, start=1)
    ]
    return {
        "rows": rows,
        "has_time_frame": any(row["time_frame"] for row in rows),
        "has_reporting": any(row["reporting"] for row in rows),
    }


def _measure(order: int, measure: Measure, framework: Framework) -> MeasureContext:
    return {
        "order": thai.to_thai_digits(str(order)),
        "indicator_number": thai.to_thai_digits(str(measure.indicator)),
        "indicator": framework.indicator(measure.indicator).name,
        "responsible": _listed(measure.responsible),
        "steps": [
            f"{thai.to_thai_digits(str(number))}. {thai.set_thai_digits(step)}"
            for number, step in enumerate(measure.steps, start=1)
        ],
        "monitor": _listed(measure.monitor),
        "time_frame": [thai.set_thai_digits(line) for line in measure.time_frame],
        "reporting": [thai.set_thai_digits(line) for line in measure.reporting],
    }


def _listed(lines: tuple[str, ...]) -> list[str]:
    """Several names take a dash each, as the source writes them; a single one stands alone."""
    texts = [thai.set_thai_digits(line) for line in lines]
    return texts if len(texts) == 1 else [f"- {text}" for text in texts]


def _date(date: datetime.date | None) -> str:
    return thai.format_date(date) if date else DOTTED_DATE
