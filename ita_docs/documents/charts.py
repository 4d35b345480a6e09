"""What the charts of the measures document show, and the words for those who do not see them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ita_docs import thai
from ita_docs.documents.context import ChartContext
from ita_docs.framework import Framework
from ita_docs.model import OfficeResult


def build_indicator_chart(result: OfficeResult, framework: Framework) -> ChartContext:
    """The scores of the ten indicators by number, and the target across them."""
    scores = result.figures.scores
    chart = _chart(
        "แผนภูมิคะแนนรายตัวชี้วัด",
        "คะแนนตัวชี้วัด",
        [
            f"{thai.to_thai_digits(str(indicator.number))} {indicator.name}"
            for indicator in framework.indicators
        ],
        [scores.get(indicator.number) for indicator in framework.indicators],
    )
    return {**chart, "present": bool(scores), "target": f"{framework.target.normalize():f}"}


def build_cpi_chart(result: OfficeResult) -> ChartContext:
    """The CPI values as they were entered."""
    labels = [thai.set_thai_digits(entry.label) for entry in result.cpi]
    return _chart(
        "แผนภูมิคะแนนตามดัชนีการรับรู้การทุจริต (CPI)",
        "คะแนน CPI",
        labels,
        [entry.score for entry in result.cpi],
    )


def build_history_chart(result: OfficeResult, framework: Framework) -> ChartContext:
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
