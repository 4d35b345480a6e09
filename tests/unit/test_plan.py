from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from ita_docs.framework import Framework, load_frameworks
from ita_docs.model import (
    Figure,
    Figures,
    Finding,
    Findings,
    FiscalYear,
    Measure,
    Office,
    OfficeResult,
)
from ita_docs.plan import build_plan
from ita_docs.problems import InputError, Location

OWN = Measure(
    indicator=2,
    responsible=("กลุ่มนโยบายและแผน",),
    steps=("เผยแพร่แผนการใช้จ่ายงบประมาณทุกไตรมาส",),
    monitor=("ผู้อำนวยการ {short_name}",),
    at=Location("scores.xlsx", "มาตรการ", "A2"),
)


NOTHING: Figure[Any] = Figure(None, None, None, agrees=True)
FIGURES = Figures({}, {}, {}, NOTHING, NOTHING)


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load_frameworks()[FiscalYear(2562)]


def make_findings(*numbers: int) -> Findings:
    return Findings(
        tuple(
            Finding(number, Decimal("80.00"), Decimal("85"), Decimal("5.00")) for number in numbers
        )
    )


def make_result(measures: Mapping[int, Measure] | None = None) -> OfficeResult:
    return OfficeResult(
        office=Office("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต", "สพป.ภูเก็ต"),
        result_year=FiscalYear(2562),
        plan_year=FiscalYear(2563),
        figures=FIGURES,
        announced_on=None,
        signer=None,
        position=(),
        history=(),
        cpi=(),
        measures=measures or {},
        at=Location("scores.xlsx", "คะแนน", "A2"),
        score_cells={2: Location("scores.xlsx", "คะแนน", "C2")},
    )


def test_a_measure_per_finding_in_the_order_of_the_findings(framework: Framework) -> None:
    plan = build_plan(make_findings(10, 2, 7, 8), make_result(), framework)
    assert [measure.indicator for measure in plan.measures] == [10, 2, 7, 8]


def test_no_findings_make_an_empty_plan(framework: Framework) -> None:
    assert build_plan(make_findings(), make_result(), framework).measures == ()


def test_the_catalogue_names_the_office(framework: Framework) -> None:
    (measure,) = build_plan(make_findings(10), make_result(), framework).measures
    assert measure.monitor == ("ทีมบริหาร สพป.ภูเก็ต",)
    assert measure.responsible == ("กลุ่มอำนวยการ",)
    assert len(measure.steps) == 5


def test_the_offices_own_measure_wins_and_is_taken_as_typed(framework: Framework) -> None:
    (measure,) = build_plan(make_findings(2), make_result({2: OWN}), framework).measures
    assert measure is OWN


def test_a_draft_of_the_catalogue_stays_marked(framework: Framework) -> None:
    plan = build_plan(make_findings(1, 2), make_result(), framework)
    assert [measure.draft for measure in plan.measures] == [True, False]


def test_a_finding_without_any_measure_stops_at_the_scores_cell(framework: Framework) -> None:
    bare = replace(framework, measures={})
    with pytest.raises(InputError) as caught:
        build_plan(make_findings(2), make_result(), bare)
    assert caught.value.code == "measure-missing"
    assert caught.value.values == {"indicator": "2"}
    assert str(caught.value.at) == "scores.xlsx: 'คะแนน'!C2"
