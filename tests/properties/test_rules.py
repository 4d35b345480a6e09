from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ita_docs.assessment import build_findings, work_out
from ita_docs.framework import Framework, load_frameworks
from ita_docs.model import INDICATOR_NUMBERS, Instrument, Published

FRAMEWORKS = load_frameworks()

frameworks = st.sampled_from(list(FRAMEWORKS)).map(FRAMEWORKS.__getitem__)
points = st.decimals(0, 100, places=3)
score_sets = st.fixed_dictionaries(dict.fromkeys(INDICATOR_NUMBERS, points))
mean_sets = st.fixed_dictionaries(dict.fromkeys(Instrument, points))


def rank(framework: Framework, name: str) -> int:
    return [level.name for level in framework.levels].index(name)


@given(frameworks, score_sets)
def test_the_total_is_exact(framework: Framework, scores: dict[int, Decimal]) -> None:
    expected = sum(
        Fraction(rule.weight)
        * sum(Fraction(scores[item.number]) for item in rule.indicators)
        / len(rule.indicators)
        for rule in framework.instruments
    )
    computed = work_out(scores, Published({}), framework).total.computed
    assert computed is not None
    assert Fraction(computed) == expected
    assert 0 <= expected <= 100


@given(frameworks, points, mean_sets)
def test_every_outcome_has_a_level(
    framework: Framework, total: Decimal, means: dict[Instrument, Decimal]
) -> None:
    level = framework.find_level(framework.level(total, means))
    assert level is not None
    assert framework.round(total) >= level.total_min


@given(frameworks, points, points, mean_sets)
def test_a_higher_total_never_has_a_worse_level(
    framework: Framework, one: Decimal, other: Decimal, means: dict[Instrument, Decimal]
) -> None:
    low, high = sorted((one, other))
    worse, better = framework.level(low, means), framework.level(high, means)
    assert rank(framework, better) <= rank(framework, worse)


@given(frameworks, points, mean_sets, st.sampled_from(Instrument), points)
def test_a_higher_instrument_never_has_a_worse_level(
    framework: Framework,
    total: Decimal,
    means: dict[Instrument, Decimal],
    instrument: Instrument,
    score: Decimal,
) -> None:
    raised = means | {instrument: max(means[instrument], score)}
    worse, better = framework.level(total, means), framework.level(total, raised)
    assert rank(framework, better) <= rank(framework, worse)


@given(frameworks, score_sets, st.sampled_from(Instrument))
def test_what_is_computed_and_published_rounded_agrees(
    framework: Framework, scores: dict[int, Decimal], instrument: Instrument
) -> None:
    published = framework.round(framework.weighted_score(instrument, scores))
    printed = {number: framework.round(score) for number, score in scores.items()}
    figures = work_out(printed, Published({instrument: published}), framework)
    assert figures.instruments[instrument].agrees


@given(frameworks, score_sets, st.none() | st.integers(0, 10), st.booleans())
def test_the_weak_are_all_and_only_those_below_the_target(
    framework: Framework, scores: dict[int, Decimal], lowest: int | None, two: bool
) -> None:
    printed = {number: framework.round(score) for number, score in scores.items()}
    figures = work_out(scores, Published({}), framework)
    findings = build_findings(figures, framework, lowest, two_classes=two)
    below = {number for number, score in printed.items() if score < framework.target}
    assert {finding.indicator for finding in findings.weak} == below
    count = framework.lowest if lowest is None else lowest
    expected = min(count, len(printed) - len(below)) if two or not below else 0
    assert len(findings.improve) == expected
    keys = [(printed[one.indicator], one.indicator) for one in findings.findings]
    assert keys == sorted(keys)
