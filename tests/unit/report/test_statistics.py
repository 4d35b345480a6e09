"""Figures of many offices, with the count behind each; who has faults is left out and named."""

from __future__ import annotations

import statistics as standard
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_docs.assessment import work_out
from ita_docs.framework import load_frameworks
from ita_docs.model import (
    FiscalYear,
    Instrument,
    OfficeReport,
    OfficeStatus,
    Published,
    RunReport,
)
from ita_docs.report.statistics import Statistics, YearFigures, measure_statistics
from tests.fakes.run_report import make_office, make_report

FRAMEWORKS = load_frameworks()
YEAR = FiscalYear(2562)
POINTS = st.decimals(0, 100, places=2)


def measure(*offices: OfficeReport) -> Statistics:
    return measure_statistics(replace(make_report(1), offices=offices), FRAMEWORKS)


def one_year(*offices: OfficeReport) -> YearFigures:
    (year,) = measure(*offices).years
    return year


def office_with(total: str, number: int = 1, **changes: object) -> OfficeReport:
    return replace(make_office(number), total=Decimal(total), **changes)  # type: ignore[arg-type]


def test_means_are_of_what_the_documents_print_not_of_what_lies_below() -> None:
    rules = FRAMEWORKS[YEAR]
    scores = {number: Decimal("84.995") for number in range(1, 11)}
    # An official figure that disagrees and was accepted is what the page says.
    published = Published({Instrument.IIT: Decimal("20.00")}, Decimal("75.25"), "B")
    figures = work_out(scores, published, rules)
    office = replace(
        make_office(1),
        total=figures.total.printed,
        level=figures.level.printed,
        instruments={key: figure.printed for key, figure in figures.instruments.items()},
        instrument_scores=figures.instrument_scores,
        scores=figures.scores,
    )
    year = one_year(office)
    assert year.total.mean == figures.total.printed == Decimal("75.25")
    assert year.instruments[Instrument.IIT].mean == Decimal("20.00")
    assert year.instrument_scores[Instrument.IIT].mean == figures.instrument_scores[Instrument.IIT]
    assert year.indicators[1].mean == Decimal("85.00")
    assert year.levels["B"] == 1


def test_a_mean_is_rounded_half_up() -> None:
    year = one_year(office_with("84.99"), office_with("85.00", 2))
    assert year.total.mean == Decimal("85.00")  # 84.995
    assert year.median == Decimal("85.00")


def test_offices_with_faults_are_left_out_of_every_count_and_named() -> None:
    sound = [make_office(number) for number in (1, 2, 3)]
    refused = make_office(4, status=OfficeStatus.REFUSED)
    departed = make_office(5, status=OfficeStatus.DEPARTED)
    found = measure(*sound, refused, departed)
    assert [office.office for office in found.left_out] == [refused.office]
    (year,) = found.years
    assert {year.total.count, *(one.count for one in year.indicators.values())} == {3}
    assert sum(band.count for band in year.bands) == 3
    assert sum(year.levels.values()) == 3
    by_name = {one.province: one for one in year.provinces}
    assert by_name[refused.province].left_out == 1
    assert sum(one.left_out for one in year.provinces) == 1


def test_a_document_that_failed_keeps_its_figures() -> None:
    found = measure(make_office(1, status=OfficeStatus.FAILED))
    assert found.years[0].total.count == 1
    assert not found.left_out


@pytest.mark.parametrize(
    ("total", "least"),
    [
        ("0.00", 0),
        ("49.99", 0),
        ("50.00", 50),
        ("84.99", 80),
        ("85.00", 85),
        ("95.00", 95),
        ("100.00", 95),
    ],
)
def test_a_total_lies_in_the_band_that_it_reaches(total: str, least: int) -> None:
    year = one_year(office_with(total))
    assert [band.least for band in year.bands if band.count] == [least]


def test_levels_run_as_the_years_scale_and_others_stand_behind() -> None:
    year = one_year(
        office_with("90", level="ผ่านดี"), office_with("90", 2, level="B"), make_office(3)
    )
    scale = [level.name for level in FRAMEWORKS[YEAR].levels]
    assert list(year.levels) == [*scale, "ผ่านดี"]
    assert year.levels["AA"] == 0
    assert (year.levels["B"], year.levels["ผ่านดี"]) == (1, 1)


def test_the_change_counts_only_offices_with_both_years() -> None:
    year = one_year(
        office_with("80.00", last_total=Decimal("70.00")),
        office_with("80.00", 2, last_total=Decimal("81.00")),
        office_with("80.00", 3, last_total=Decimal("80.00")),
        office_with("20.00", 4, last_total=None),
    )
    change = year.change
    assert (change.count, change.risen, change.fallen, change.same) == (3, 1, 1, 1)
    assert (change.last_mean, change.mean) == (Decimal("77.00"), Decimal("80.00"))
    assert change.change == Decimal("3.00")


def test_years_are_never_mixed() -> None:
    other = replace(make_office(2), result_year=FiscalYear(2567), level="ผ่าน")
    newest, oldest = measure(make_office(1), other).years
    assert (newest.year.be, oldest.year.be) == (2567, 2562)
    assert newest.total.count == oldest.total.count == 1
    assert "AA" not in newest.levels


def test_provinces_stand_as_in_a_dictionary_and_the_unknown_last() -> None:
    names = ["เลย", "ตรัง", "", "แพร่", "พะเยา", "กระบี่", "เชียงใหม่", "ชลบุรี"]
    offices = [
        replace(make_office(number), province=name) for number, name in enumerate(names, start=1)
    ]
    found = [one.province for one in one_year(*offices).provinces]
    assert found == ["กระบี่", "ชลบุรี", "เชียงใหม่", "ตรัง", "พะเยา", "แพร่", "เลย", ""]


def test_without_any_scores_there_is_no_year() -> None:
    found = measure(make_office(1, status=OfficeStatus.REFUSED))
    assert found.years == ()
    assert len(found.left_out) == 1


@given(st.lists(st.tuples(POINTS, st.sampled_from(["ตรัง", "เลย", ""])), min_size=1, max_size=40))
def test_parts_add_up_to_the_whole(found: list[tuple[Decimal, str]]) -> None:
    base = make_office(1)
    offices = [
        replace(base, office=str(number), total=total, province=province)
        for number, (total, province) in enumerate(found)
    ]
    year = one_year(*offices)
    totals = [total for total, _ in found]
    assert year.total.count == len(totals)
    assert sum(band.count for band in year.bands) == len(totals)
    assert sum(one.total.count for one in year.provinces) == len(totals)
    assert (year.total.least, year.total.greatest) == (min(totals), max(totals))
    assert year.total.mean is not None
    assert year.median is not None
    assert abs(year.total.mean - sum(totals) / len(totals)) <= Decimal("0.005")
    assert abs(year.median - standard.median(totals)) <= Decimal("0.005")
    assert min(totals) <= year.total.mean <= max(totals)


def test_counts_of_weak_indicators_are_those_of_the_report() -> None:
    report: RunReport = make_report(60)
    (year,) = measure_statistics(report, FRAMEWORKS).years
    for number, count in year.weak.items():
        assert count == sum(number in office.weak for office in report.offices)
    assert year.weak_offices == sum(bool(office.weak) for office in report.offices)
