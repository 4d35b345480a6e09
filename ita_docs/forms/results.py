"""What the live cells of a form will say for figures that are already in it."""

from __future__ import annotations

from decimal import Decimal

from ita_docs.assessment import work_out
from ita_docs.forms.filled import Values
from ita_docs.forms.formulas import MILLION
from ita_docs.framework import Framework
from ita_docs.model import Published


def work_out_live(framework: Framework, values: Values) -> dict[str, object]:
    """The results to store with the formulas of one office, by field key of the live cells.

    Nothing until ten sound scores are there: then the formulas give an empty text. What was
    published is not looked at: the agreement is worked out when the form is opened.
    """
    scores: dict[int, Decimal] = {}
    for indicator in framework.indicators:
        value = values.get(f"indicator_{indicator.number}")
        if not isinstance(value, (int, Decimal)) or not 0 <= value <= 100 or value * MILLION % 1:
            return {}
        scores[indicator.number] = Decimal(value)
    figures = work_out(scores, Published({}), framework)
    return {
        **{f"live_{key.value.lower()}": item.printed for key, item in figures.instruments.items()},
        **{f"mean_{key.value.lower()}": score for key, score in figures.instrument_scores.items()},
        "live_total": figures.total.printed,
        "live_level": figures.level.printed,
        "live_weak": sum(map(framework.is_weak, scores.values())),
    }
