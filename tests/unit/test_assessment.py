from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from ita_docs.assessment import build_findings, work_out
from ita_docs.framework import Framework, load_frameworks
from ita_docs.model import Figure, Figures, Findings, FiscalYear, Instrument, Published

IIT, EIT, OIT = Instrument.IIT, Instrument.EIT, Instrument.OIT


@pytest.fixture(scope="module")
def letters() -> Framework:
    return load_frameworks()[FiscalYear(2562)]


@pytest.fixture(scope="module")
def words() -> Framework:
    return load_frameworks()[FiscalYear(2568)]


def work_out_typed(
    framework: Framework,
    scores: list[str],
    instruments: Mapping[Instrument, str] | None = None,
    total: str | None = None,
    level: str | None = None,
) -> Figures:
    """The figures of scores in order; an empty text is a score that is missing."""
    return work_out(
        {number: Decimal(score) for number, score in enumerate(scores, start=1) if score},
        Published(
            instruments={key: Decimal(value) for key, value in (instruments or {}).items()},
            total=None if total is None else Decimal(total),
            level=level,
        ),
        framework,
    )


def list_printed(figures: Figures) -> list[str]:
    return [str(figure.printed) for figure in figures.instruments.values()]


def test_scores_are_rounded_half_up_as_published(letters: Framework) -> None:
    scores = work_out_typed(letters, ["84.995", "84.994", *["90"] * 8]).scores
    assert [str(scores[number]) for number in (1, 2, 3)] == ["85.00", "84.99", "90.00"]


def test_without_published_figures_everything_is_computed(letters: Framework) -> None:
    figures = work_out_typed(letters, [*["84.99"] * 5, *["99.05"] * 3, *["74.47"] * 2])
    assert list_printed(figures) == ["25.50", "29.72", "29.79"]
    # The three printed figures add up to 85.01: the total is rounded once, from the exact sum.
    assert str(figures.total.printed) == "85.00"
    assert figures.level.printed == "A"


def test_published_figures_are_printed(letters: Framework) -> None:
    published = {IIT: "27.01", EIT: "26.99", OIT: "36.00"}
    figures = work_out_typed(letters, ["90"] * 10, published, total="90.01", level="A")
    assert list_printed(figures) == ["27.01", "26.99", "36.00"]
    assert str(figures.total.printed) == "90.01"


def test_total_is_the_sum_of_the_three_published_instruments(letters: Framework) -> None:
    scores = [*["84.99"] * 5, *["99.05"] * 3, *["74.47"] * 2]
    published = {IIT: "25.50", EIT: "29.72", OIT: "29.79"}
    assert str(work_out_typed(letters, scores, published).total.printed) == "85.01"


def test_total_stays_exact_when_only_some_instruments_are_published(letters: Framework) -> None:
    scores = [*["84.99"] * 5, *["99.05"] * 3, *["74.47"] * 2]
    figures = work_out_typed(letters, scores, {IIT: "25.50", EIT: "29.72"})
    assert str(figures.total.printed) == "85.00"


def test_a_figure_says_what_was_computed_and_published_and_whether_they_agree(
    letters: Framework,
) -> None:
    figures = work_out_typed(letters, ["90"] * 10, {IIT: "20.00"}, total="90.00")
    iit, eit = figures.instruments[IIT], figures.instruments[EIT]
    assert iit == Figure(Decimal("27.0"), Decimal("20.00"), Decimal("20.00"), agrees=False)
    assert eit == Figure(Decimal("27.0"), None, Decimal("27.00"), agrees=True)
    assert figures.total == Figure(Decimal(83), Decimal(90), Decimal(90), agrees=False)
    assert figures.level == Figure("A", None, "A", agrees=True)


def test_a_disagreement_carries_into_the_computed_total(letters: Framework) -> None:
    figures = work_out_typed(letters, ["90"] * 10, {IIT: "28.50"})
    assert str(figures.total.printed) == "91.50"
    assert str(figures.instrument_scores[IIT]) == "95.00"
    assert list_printed(figures) == ["28.50", "27.00", "36.00"]


def test_a_figure_that_only_rounding_moves_keeps_the_score_of_the_indicators(
    words: Framework,
) -> None:
    # 0.30 x 94.99 = 28.497 is published as 28.50, which alone would read as 95.00.
    scores = [*["94.99"] * 5, *["95"] * 3, *["95.01"] * 2]
    figures = work_out_typed(words, scores, {IIT: "28.50", EIT: "28.50", OIT: "38.00"})
    assert str(figures.instrument_scores[IIT]) == "94.99"
    assert figures.level.printed == "ผ่านดี"


@pytest.mark.parametrize(
    ("published", "agrees"),
    # 0.06 x 420.64 = 25.2384; rounding moves it by 0.005, and its indicators by 0.3 x 0.005.
    # 25.2319 lies within that, but 25.23 is what would be printed.
    [("25.2319", False), ("25.235", True), ("25.2449", True), ("25.24", True), ("25.25", False)],
)
def test_what_is_printed_must_agree_not_what_was_typed(
    letters: Framework, published: str, agrees: bool
) -> None:
    scores = ["91.27", "80.64", "87.48", "82.27", "78.98", *["80"] * 5]
    assert work_out_typed(letters, scores, {IIT: published}).instruments[IIT].agrees is agrees


def test_what_a_missing_score_leaves_unknown_and_what_it_does_not(letters: Framework) -> None:
    figures = work_out_typed(letters, ["", *["90"] * 9], total="90")
    assert IIT not in figures.instrument_scores
    with pytest.raises(LookupError):
        _ = figures.instruments[IIT].printed
    assert str(figures.instruments[EIT].printed) == "27.00"
    assert str(figures.total.printed) == "90.00"
    assert figures.total.computed is None
    assert figures.level.value is None


def test_a_published_instrument_stands_in_for_its_missing_scores(letters: Framework) -> None:
    figures = work_out_typed(letters, ["", *["90"] * 9], {IIT: "27"}, total="90", level="A")
    assert figures.instruments[IIT].agrees
    assert str(figures.instrument_scores[IIT]) == "90.00"
    assert figures.total.agrees
    assert figures.level.agrees


def test_an_entered_level_is_printed_as_the_scale_spells_it(words: Framework) -> None:
    for typed in ("ผ่าน ดี", "ระดับ ผ่านดี"):
        assert work_out_typed(words, ["96"] * 10, level=typed).level.printed == "ผ่านดี"


def test_an_entered_level_of_another_scale_is_kept_as_typed(words: Framework) -> None:
    figures = work_out_typed(words, ["96"] * 10, level="สูงมาก")
    assert figures.level == Figure("ผ่านดีเยี่ยม", "สูงมาก", "สูงมาก", agrees=False)


def test_the_level_follows_the_published_total(letters: Framework) -> None:
    assert work_out_typed(letters, ["84.99"] * 10, total="85.00").level.printed == "A"


def test_the_university_of_phayao_of_2563(letters: Framework) -> None:
    scores = ["91.27", "80.64", "87.48", "82.27", "78.98", "88.23", "78.27", "80.22", "65.62"]
    figures = work_out_typed(letters, [*scores, "42.56"])
    assert figures.total == Figure(Decimal("71.5464"), None, Decimal("71.55"), agrees=True)
    assert figures.level.printed == "C"


# --- the weak indicators --------------------------------------------------------------------------


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


def test_weak_indicators_stand_by_ascending_score_and_ties_by_number(letters: Framework) -> None:
    findings = build_findings(PHUKET, letters)
    assert [finding.indicator for finding in findings.findings] == [10, 2, 7, 8]
    assert findings.findings == findings.weak


def test_a_finding_says_score_target_and_gap(letters: Framework) -> None:
    first = build_findings(PHUKET, letters).findings[0]
    assert (first.score, first.target, first.gap) == (
        Decimal("62.95"),
        Decimal("85"),
        Decimal("22.05"),
    )


def test_a_score_on_the_target_is_not_weak(letters: Framework) -> None:
    findings = build_findings(make_figures("85.00", "84.99", *["90.00"] * 8), letters)
    assert [finding.indicator for finding in findings.findings] == [2]


def list_improve(findings: Findings) -> list[int]:
    return [finding.indicator for finding in findings.improve]


def test_none_weak_are_the_lowest_as_many_as_the_year_says(letters: Framework) -> None:
    findings = build_findings(STRONG, letters)
    assert findings.weak == ()
    assert list_improve(findings) == [3, 6, 7]
    assert findings.improve[0].gap == Decimal("-10.00")
    assert list_improve(build_findings(STRONG, replace(letters, lowest=1))) == [3]


def test_the_lowest_are_not_asked_for_while_one_is_weak(letters: Framework) -> None:
    findings = build_findings(PHUKET, letters, lowest=1)
    assert len(findings.weak) == 4
    assert findings.improve == ()


def test_in_two_classes_the_lowest_of_the_rest_stand_beside_the_weak(letters: Framework) -> None:
    findings = build_findings(PHUKET, letters, two_classes=True)
    assert [finding.indicator for finding in findings.weak] == [10, 2, 7, 8]
    assert list_improve(findings) == [9, 4, 3]
    assert [one.indicator for one in findings.findings] == [10, 2, 7, 8, 9, 4, 3]
    assert build_findings(PHUKET, replace(letters, two_classes=True)) == findings
    assert list_improve(build_findings(PHUKET, letters, 0, two_classes=True)) == []
    assert list_improve(build_findings(PHUKET, letters, 10, two_classes=True))[3:] == [5, 6, 1]


@pytest.mark.parametrize(("lowest", "count"), [(0, 0), (-2, 0), (1, 1), (10, 10), (99, 10)])
def test_any_number_of_lowest_is_bounded(letters: Framework, lowest: int, count: int) -> None:
    assert len(build_findings(STRONG, letters, lowest).findings) == count
