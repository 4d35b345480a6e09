"""What the live cells of a form will say for figures that are already in it."""

from __future__ import annotations

from decimal import Decimal

from ita_docs.forms.filled import Values
from ita_docs.forms.formulas import MILLION
from ita_docs.framework import Framework


def work_out(framework: Framework, values: Values) -> dict[str, object]:
    """The results to store with the formulas of one office, by field key of the live cells.

    Nothing until ten sound scores are there: then the formulas give an empty text. What was
    published is not looked at: the agreement is worked out when the form is opened.
    """
    scores: dict[int, Decimal] = {}
    for indicator in framework.indicators:
        value = values.get(f"indicator_{indicator.number}")
        if not isinstance(value, (int, Decimal)) or not 0 <= value <= 100:
            return {}
        scores[indicator.number] = Decimal(value)
    if any(score * MILLION % 1 for score in scores.values()):
        return {}
    means = {
        rule.instrument: framework.instrument_score(rule.instrument, scores)
        for rule in framework.instruments
    }
    total = framework.round(
        sum((framework.weighted_score(item, scores) for item in means), Decimal(0))
    )
    return {
        **{
            f"live_{item.value.lower()}": framework.round(framework.weighted_score(item, scores))
            for item in means
        },
        "live_total": total,
        "live_level": framework.level(total, means),
        "live_weak": sum(framework.is_weak(score) for score in scores.values()),
    }
