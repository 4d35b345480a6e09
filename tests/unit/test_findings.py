from __future__ import annotations

from decimal import Decimal

import pytest

from ita_docs.findings import build_findings
from ita_docs.framework import Framework, load_frameworks
from ita_docs.model import Figure, Figures, FiscalYear


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load_frameworks()[FiscalYear(2562)]


def make_figures(*scores: str) -> Figures:
    return Figures(
        scores={number: Decimal(score) for number, score in enumerate(scores, start=1)},
        instruments={},
        instrument_scores={},
        total=Figure(None, None, Decimal("80.00"), agrees=True),
        level=Figure(None, None, "B", agrees=True),
    )


PHUKET = make_figures(
    *("96.31", "80.48", "88.82", "85.83", "89.93", "92.83", "84.12", "84.12", "85.20", "62.95")
)
STRONG = make_figures(*("96.00", "97.00", "95.00", "98.00", "99.00"), *["95.00"] * 5)


def test_weak_indicators_stand_by_ascending_score_and_ties_by_number(framework: Framework) -> None:
    findings = build_findings(PHUKET, framework)
    assert [finding.indicator for finding in findings.findings] == [10, 2, 7, 8]
    assert findings.by_target


def test_a_finding_says_score_target_and_gap(framework: Framework) -> None:
    first = build_findings(PHUKET, framework).findings[0]
    assert (first.score, first.target, first.gap) == (
        Decimal("62.95"),
        Decimal("85"),
        Decimal("22.05"),
    )


def test_a_score_on_the_target_is_not_weak(framework: Framework) -> None:
    findings = build_findings(make_figures("85.00", "84.99", *["90.00"] * 8), framework)
    assert [finding.indicator for finding in findings.findings] == [2]


def test_none_weak_is_an_empty_list(framework: Framework) -> None:
    findings = build_findings(STRONG, framework)
    assert findings.findings == ()
    assert findings.by_target


def test_the_lowest_take_the_place_of_none(framework: Framework) -> None:
    findings = build_findings(STRONG, framework, lowest=3)
    assert [finding.indicator for finding in findings.findings] == [3, 6, 7]
    assert not findings.by_target
    assert findings.findings[0].gap == Decimal("-10.00")


def test_the_lowest_are_not_asked_for_while_one_is_weak(framework: Framework) -> None:
    findings = build_findings(PHUKET, framework, lowest=1)
    assert len(findings.findings) == 4
    assert findings.by_target


@pytest.mark.parametrize(("lowest", "count"), [(0, 0), (-2, 0), (1, 1), (10, 10), (99, 10)])
def test_any_number_of_lowest_is_bounded(framework: Framework, lowest: int, count: int) -> None:
    assert len(build_findings(STRONG, framework, lowest).findings) == count
