"""Scores to the outcome of the year: the three instruments, the total and the level."""

from __future__ import annotations

from decimal import Decimal

from ita_docs.framework import Framework
from ita_docs.model import Assessment, Instrument, InstrumentScore, OfficeResult


def build_assessment(result: OfficeResult, framework: Framework) -> Assessment:
    """The outcome of one office as the announcement prints it.

    A published figure is the official one and is printed; where none was entered it is computed
    from the scores as entered and rounded once. A total that was not entered is the sum of the
    published instruments where all three were, so that what is printed adds up on the page.
    """
    published = result.published
    instruments = tuple(
        _build_instrument(rule.instrument, result, framework) for rule in framework.instruments
    )
    total = published.total
    if total is None and len(published.instruments) == len(instruments):
        total = sum((item.weighted_score for item in instruments), Decimal(0))
    elif total is None:
        total = sum(
            (_share_of_total(item.instrument, result, framework) for item in instruments),
            Decimal(0),
        )
    total = framework.round(total)
    level = published.level
    if level is None:
        level = framework.level(total, {item.instrument: item.score for item in instruments})
    elif (known := framework.find_level(level)) is not None:
        level = known.name
    return Assessment(
        scores={number: framework.round(score) for number, score in sorted(result.scores.items())},
        instruments=instruments,
        total=total,
        level=level,
    )


def _build_instrument(
    instrument: Instrument, result: OfficeResult, framework: Framework
) -> InstrumentScore:
    published = result.published.instruments.get(instrument)
    if published is None or framework.agrees(instrument, published, result.scores):
        score = framework.instrument_score(instrument, result.scores)
    else:
        # Accepted although it disagrees: the level follows the official figure, as the total does.
        score = published / framework.instrument(instrument).weight
    if published is None:
        published = framework.weighted_score(instrument, result.scores)
    return InstrumentScore(
        instrument=instrument,
        score=framework.round(score),
        weighted_score=framework.round(published),
    )


def _share_of_total(instrument: Instrument, result: OfficeResult, framework: Framework) -> Decimal:
    """What the instrument adds to a computed total: unrounded, unless its figure disagrees."""
    published = result.published.instruments.get(instrument)
    if published is None or framework.agrees(instrument, published, result.scores):
        return framework.weighted_score(instrument, result.scores)
    return published
