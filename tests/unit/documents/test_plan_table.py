"""The table of measures: what is filled in is printed, once and in order; nothing else is."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_docs.documents.context import PlanContext
from ita_docs.documents.plan_table import build_plan_context
from ita_docs.framework import load_frameworks
from ita_docs.model import Finding, Findings, FiscalYear, Measure, Plan

FRAMEWORK = load_frameworks()[FiscalYear(2568)]
FIELDS = ("method", "time_frame", "success", "budget", "reporting")


def build(*measures: Measure) -> PlanContext:
    weak = tuple(find(one.indicator) for one in measures)
    return build_plan_context(Plan(measures), Findings(weak), FRAMEWORK)


def find(indicator: int) -> Finding:
    return Finding(indicator, Decimal(80), Decimal(85), Decimal(5))


def measure(**more: Any) -> Measure:
    texts = {"responsible": ("กลุ่มอำนวยการ",), "steps": ("ก",), "monitor": ("ทีมบริหาร",)} | more
    return Measure(indicator=2, **texts)


@pytest.mark.parametrize("field", FIELDS)
def test_a_column_is_there_where_one_row_fills_it_in(field: str) -> None:
    plan = build(measure(), measure(**{field: ("ข้อความ",)}))
    flags = {name: value for name, value in plan.items() if name.startswith("has_")}
    assert flags == {f"has_{name}": name == field for name in FIELDS}
    assert plan["wide"]
    assert [row[field] for row in plan["rows"]] == [[], ["ข้อความ"]]  # type: ignore[literal-required]


def test_no_column_beyond_the_five_leaves_the_page_upright() -> None:
    plan = build(measure())
    assert not plan["wide"]
    assert not any(value for name, value in plan.items() if name.startswith("has_"))


def test_steps_of_a_method_are_numbered_and_a_single_sentence_is_not() -> None:
    plan = build(measure(method=("ทบทวน", "เปิดช่องถาม-ตอบ")), measure(method=("ทบทวนปีละ 2 ครั้ง",)))
    assert plan["rows"][0]["method"] == ["๑. ทบทวน", "๒. เปิดช่องถาม-ตอบ"]
    assert plan["rows"][1]["method"] == ["ทบทวนปีละ ๒ ครั้ง"]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("15000", "๑๕,๐๐๐ บาท"),
        ("๑๕,๐๐๐", "๑๕,๐๐๐ บาท"),
        ("1250.50", "๑,๒๕๐.๕๐ บาท"),
        ("15,000 บาท", "๑๕,๐๐๐ บาท"),
        ("ไม่ใช้งบประมาณ", "ไม่ใช้งบประมาณ"),
        ("แผนงาน 1 วงเงิน 8,000 บาท", "แผนงาน ๑ วงเงิน ๘,๐๐๐ บาท"),
    ],
)
def test_a_bare_number_is_an_amount_of_baht(typed: str, printed: str) -> None:
    assert build(measure(budget=(typed,)))["rows"][0]["budget"] == [printed]


LINES = st.lists(st.text(alphabet="กขค", min_size=1, max_size=300), min_size=1, max_size=12)


@given(LINES, LINES, st.booleans())
def test_no_step_is_lost_or_said_twice_however_long_both_columns_are(
    steps: list[str], method: list[str], alone: bool
) -> None:
    more = () if alone else (measure(),)
    plan = build(measure(steps=tuple(steps), method=tuple(method)), *more)
    rows = next(list(rows) for _, rows in groupby(plan["rows"], lambda row: row["order"]))
    for field, typed in (("steps", steps), ("method", method)):
        said = [line for row in rows for line in row[field] if line]  # type: ignore[literal-required]
        assert [line.partition(". ")[2] or line for line in said] == typed
        assert all(row[field] for row in rows)  # type: ignore[literal-required]  # blank, and no dash
    assert [row["indicator"].endswith("(ต่อ)") for row in rows] == [False, *[True] * (len(rows) - 1)]


def test_what_stands_beside_a_long_measure_is_said_once_on_a_wide_table() -> None:
    plan = build(measure(steps=("ก" * 200,) * 5, budget=("15000",), time_frame=("ทั้งปี",)))
    first, *others = plan["rows"]
    assert len(others) > 1
    assert (first["budget"], first["monitor"]) == (["๑๕,๐๐๐ บาท"], ["ทีมบริหาร"])
    for row in others:
        assert row["indicator"].endswith("(ต่อ)")
        beside = ("responsible", "monitor", "time_frame", "success", "budget", "reporting")
        # Blank, and no dash: that would say that nobody filled it in.
        assert [row[name] for name in beside] == [[""]] * 6  # type: ignore[literal-required]


def test_a_long_measure_on_an_upright_page_says_again_who_does_it() -> None:
    rows = build(measure(steps=("ก" * 200,) * 5))["rows"]
    assert [row["responsible"] for row in rows] == [["กลุ่มอำนวยการ"]] * len(rows)
    assert len(rows) > 1


@pytest.mark.parametrize(("letters", "parts"), [(40, 1), (200, 2)])
def test_little_stands_above_the_signature_though_another_cell_is_tall(
    letters: int, parts: int
) -> None:
    plan = build(measure(steps=("หนึ่ง", "สอง"), reporting=("ก" * letters,)))
    assert len(plan["rows"]) == parts
    assert [step for row in plan["rows"] for step in row["steps"]] == ["๑. หนึ่ง", "๒. สอง"]


@pytest.mark.parametrize(
    ("weak", "improve", "two", "flags"),
    [
        (2, 0, False, ["weak"]),
        (2, 0, True, ["urgent"]),
        (2, 1, True, ["urgent", "improve"]),
        (0, 3, False, ["improve"]),
        (0, 3, True, ["improve"]),
        (0, 0, True, []),
    ],
)
def test_each_class_of_points_has_a_table_and_the_measures_are_numbered_through(
    weak: int, improve: int, two: bool, flags: list[str]
) -> None:
    numbers = range(1, weak + improve + 1)
    found = tuple(map(find, numbers))
    measures = tuple(Measure(number, ("ก",), ("ข",), ("ค",)) for number in numbers)
    findings = Findings(found[:weak], found[weak:], two_classes=two)
    plan = build_plan_context(Plan(measures), findings, FRAMEWORK)
    kinds = ("weak", "urgent", "improve")
    said = [[kind for kind in kinds if group[kind]] for group in plan["groups"]]  # type: ignore[literal-required]
    assert said == [[flag] for flag in flags]
    assert [row for group in plan["groups"] for row in group["rows"]] == plan["rows"]
    assert [row["order"] for row in plan["rows"]] == list("๑๒๓")[: len(numbers)]
