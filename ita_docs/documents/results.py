"""The table of results: every score of the year beside that of the year before."""

from __future__ import annotations

from decimal import Decimal

from ita_docs import thai
from ita_docs.documents.context import ResultRowContext, ResultsContext
from ita_docs.framework import Framework
from ita_docs.model import FULL_SCORE, HistoryEntry, OfficeResult

NOTHING = "-"
"""Stands where nothing is known, or nothing is to be reached."""


def build_results(result: OfficeResult, framework: Framework) -> ResultsContext:
    """The ten indicators by instrument, and beneath them the instruments and the total.

    The year before is compared where its indicators were entered; its total alone is in the chart
    of years.
    """
    figures = result.figures
    past = _find_past(result)
    target = thai.to_thai_digits(f"{framework.target.normalize():f}")
    indicators = [
        _row(
            rule.instrument.value,
            f"{thai.to_thai_digits(str(indicator.number))}. {indicator.name}",
            figures.scores[indicator.number],
            past.scores.get(indicator.number) if past else None,
            target,
        )
        for rule in framework.instruments
        for indicator in rule.indicators
    ]
    instruments = [
        _row(
            rule.instrument.value,
            _name_share(f"คะแนน {rule.instrument.value}", rule.weight * FULL_SCORE),
            figures.instruments[rule.instrument].printed,
            past.instruments.get(rule.instrument) if past else None,
        )
        for rule in framework.instruments
    ]
    total = figures.total.printed
    whole = _name_share("คะแนนรวม", FULL_SCORE)
    return {
        "present": True,
        "compared": past is not None,
        "past_year": thai.to_thai_digits(str(result.result_year.be - 1)),
        "indicators": indicators,
        "instruments": instruments,
        "total": _row("รวม", whole, total, past.total if past else None),
    }


def _find_past(result: OfficeResult) -> HistoryEntry | None:
    """The year before, where its indicators are known."""
    before = result.result_year.be - 1
    return next((one for one in result.history if one.year.be == before and one.scores), None)


def _row(
    label: str, name: str, score: Decimal, past: Decimal | None, target: str = NOTHING
) -> ResultRowContext:
    return {
        "label": label,
        "name": name,
        "past": NOTHING if past is None else thai.format_score(past),
        "score": thai.format_score(score),
        "difference": NOTHING if past is None else _write_difference(score, past),
        "target": target,
    }


def _write_difference(score: Decimal, past: Decimal) -> str:
    """What the two printed numbers differ by: the reader of the page can check it."""
    #   84.604 (84.60) and 83.196 (83.20)    printed +1.40, not the +1.41 of what is behind them
    difference = thai.round_half_up(score, 2) - thai.round_half_up(past, 2)
    sign = "+" if difference > 0 else "-" if difference < 0 else ""
    return sign + thai.format_score(difference)


def _name_share(name: str, most: Decimal) -> str:
    return f"{name} (เต็ม {thai.to_thai_digits(f'{most.normalize():f}')})"
