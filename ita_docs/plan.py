"""The weak indicators to the plan: a measure for each, the office's own before the catalogue's."""

from __future__ import annotations

from ita_docs.framework import Framework
from ita_docs.model import Findings, Measure, OfficeResult, Plan
from ita_docs.problems import Digits, InputError, Problem


def build_plan(findings: Findings, result: OfficeResult, framework: Framework) -> Plan:
    """One measure per finding, in the findings' order.

    Raises InputError (``measure-missing``) for a finding without any measure; validation reports
    it beforehand for the indicators below the target, with the same code.
    """
    return Plan(
        measures=tuple(
            _choose_measure(finding.indicator, result, framework) for finding in findings.findings
        )
    )


def name_drafts(plan: Plan, result: OfficeResult) -> tuple[Problem, ...]:
    """A note (``measure-draft``) for every measure that is the catalogue's unconfirmed draft."""
    return tuple(
        Problem(
            "measure-draft",
            result.score_cells.get(measure.indicator, result.at),
            result.office.name,
            {"indicator": Digits(str(measure.indicator))},
        )
        for measure in plan.measures
        if measure.draft
    )


def _choose_measure(indicator: int, result: OfficeResult, framework: Framework) -> Measure:
    measure = result.measures.get(indicator) or framework.measure(indicator, result.office)
    if measure is None:
        at = result.score_cells.get(indicator, result.at)
        raise InputError("measure-missing", at, indicator=Digits(str(indicator)))
    return measure
