"""The rules of a year that there is not: other weights, bands, target and places."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ita_docs.framework import Framework
from ita_docs.model import Instrument


def change_rules(framework: Framework) -> Framework:
    """One place, weights of 50, 30 and 20 %, two levels of other names, a target of 90.1."""
    weights = dict(zip(Instrument, map(Decimal, ("0.5", "0.3", "0.2")), strict=True))
    best, *_, last = framework.levels
    return replace(
        framework,
        instruments=tuple(
            replace(rule, weight=weights[rule.instrument]) for rule in framework.instruments
        ),
        levels=(
            replace(best, name='ดี "มาก"', total_min=Decimal("77.50"), instruments_min=None),
            replace(last, name="พอใช้"),
        ),
        target=Decimal("90.1"),
        places=1,
    )
