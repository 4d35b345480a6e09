from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from ita_docs.assessment import build_assessment
from ita_docs.framework import Framework, load_frameworks
from ita_docs.model import FiscalYear, Instrument, Office, OfficeResult, Published
from ita_docs.problems import Location

IIT, EIT, OIT = Instrument.IIT, Instrument.EIT, Instrument.OIT


@pytest.fixture(scope="module")
def letters() -> Framework:
    return load_frameworks()[FiscalYear(2562)]


@pytest.fixture(scope="module")
def words() -> Framework:
    return load_frameworks()[FiscalYear(2568)]


def make_result(
    scores: list[str],
    instruments: Mapping[Instrument, str] | None = None,
    total: str | None = None,
    level: str | None = None,
) -> OfficeResult:
    return OfficeResult(
        office=Office("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต", "สพป.ภูเก็ต"),
        result_year=FiscalYear(2562),
        plan_year=FiscalYear(2563),
        scores={number: Decimal(score) for number, score in enumerate(scores, start=1)},
        published=Published(
            instruments={key: Decimal(value) for key, value in (instruments or {}).items()},
            total=None if total is None else Decimal(total),
            level=level,
        ),
        announced_on=None,
        signer=None,
        position=(),
        history=(),
        cpi=(),
        measures={},
        at=Location("scores.xlsx", "คะแนน", "A2"),
        score_cells={},
    )


def test_scores_are_rounded_half_up_as_published(letters: Framework) -> None:
    assessment = build_assessment(make_result(["84.995", "84.994", *["90"] * 8]), letters)
    assert [str(assessment.scores[number]) for number in (1, 2, 3)] == ["85.00", "84.99", "90.00"]


def test_without_published_figures_everything_is_computed(letters: Framework) -> None:
    assessment = build_assessment(
        make_result([*["84.99"] * 5, *["99.05"] * 3, *["74.47"] * 2]), letters
    )
    assert [str(item.weighted_score) for item in assessment.instruments] == [
        "25.50",
        "29.72",
        "29.79",
    ]
    # The three printed figures add up to 85.01: the total is rounded once, from the exact sum.
    assert str(assessment.total) == "85.00"
    assert assessment.level == "A"


def test_published_figures_are_printed(letters: Framework) -> None:
    result = make_result(
        ["90"] * 10, {IIT: "27.01", EIT: "26.99", OIT: "36.00"}, total="90.01", level="A"
    )
    assessment = build_assessment(result, letters)
    assert [str(item.weighted_score) for item in assessment.instruments] == [
        "27.01",
        "26.99",
        "36.00",
    ]
    assert str(assessment.total) == "90.01"


def test_total_is_the_sum_of_the_three_published_instruments(letters: Framework) -> None:
    scores = [*["84.99"] * 5, *["99.05"] * 3, *["74.47"] * 2]
    published = {IIT: "25.50", EIT: "29.72", OIT: "29.79"}
    assert str(build_assessment(make_result(scores, published), letters).total) == "85.01"


def test_total_stays_exact_when_only_some_instruments_are_published(letters: Framework) -> None:
    scores = [*["84.99"] * 5, *["99.05"] * 3, *["74.47"] * 2]
    result = make_result(scores, {IIT: "25.50", EIT: "29.72"})
    assert str(build_assessment(result, letters).total) == "85.00"


def test_an_accepted_disagreement_carries_into_the_computed_total(letters: Framework) -> None:
    result = make_result(["90"] * 10, {IIT: "28.50"})
    assessment = build_assessment(result, letters)
    assert str(assessment.total) == "91.50"
    assert str(assessment.instruments[0].score) == "95.00"
    assert str(assessment.instruments[0].weighted_score) == "28.50"


def test_a_figure_that_only_rounding_moves_keeps_the_score_of_the_indicators(
    words: Framework,
) -> None:
    # 0.30 x 94.99 = 28.497 is published as 28.50, which alone would read as 95.00.
    result = make_result(
        [*["94.99"] * 5, *["95"] * 3, *["95.01"] * 2], {IIT: "28.50", EIT: "28.50", OIT: "38.00"}
    )
    assessment = build_assessment(result, words)
    assert str(assessment.instruments[0].score) == "94.99"
    assert assessment.level == "ผ่านดี"


def test_an_entered_level_is_printed_as_the_scale_spells_it(words: Framework) -> None:
    assert build_assessment(make_result(["96"] * 10, level="ผ่าน ดี"), words).level == "ผ่านดี"


def test_an_entered_level_of_another_scale_is_kept_as_typed(words: Framework) -> None:
    assert build_assessment(make_result(["96"] * 10, level="สูงมาก"), words).level == "สูงมาก"


def test_the_level_follows_the_published_total(letters: Framework) -> None:
    assert build_assessment(make_result(["84.99"] * 10, total="85.00"), letters).level == "A"
