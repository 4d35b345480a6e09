"""Numbers as they are shown, and nothing repaired."""

from decimal import Decimal

import pytest

from ita_docs.importing.numbers import Kind, read_figure
from ita_docs.model import GridCell


@pytest.mark.parametrize(
    ("value", "number_format", "number"),
    [
        (86.31, "General", "86.31"),
        (100, "0.00", "100"),
        (0.8631, "0.00%", "86.31"),
        (1, "0%", "100"),
        (0.07, '0.0"%"', "0.07"),
        ("๘๖.๓๑", "General", "86.31"),
        ("86.31%", "General", "86.31"),
        ("86.31 %", "General", "86.31"),
        ("ร้อยละ 86.31", "General", "86.31"),
        ("๘๖.๓๑ คะแนน", "General", "86.31"),
        ("86.31 points", "General", "86.31"),
    ],
)
def test_a_number_is_the_one_shown(value: object, number_format: str, number: str) -> None:
    reading = read_figure(GridCell(value, False, number_format))
    assert (reading.kind, reading.number) == (Kind.NUMBER, Decimal(number))


@pytest.mark.parametrize("value", ["-", "–", "—", "N/A", "ไม่มีข้อมูล", " - "])
def test_a_dash_is_blank(value: str) -> None:
    assert read_figure(GridCell(value)).kind is Kind.DASH


@pytest.mark.parametrize("value", ["86.3.1", "ไม่ส่ง", "86.31*", "#DIV/0!", True, "1,234.5", "๘6.31"])
def test_anything_else_stays_what_it_is(value: object) -> None:
    reading = read_figure(GridCell(value))
    assert (reading.kind, reading.number) == (Kind.TEXT, None)


def test_a_decimal_comma_waits_for_proof() -> None:
    assert read_figure(GridCell("86,31")).kind is Kind.COMMA


def test_a_formula_without_a_result_is_no_blank() -> None:
    assert read_figure(GridCell(None, True)).kind is Kind.UNCALCULATED
    assert read_figure(GridCell(88.1, True)).formula


@pytest.mark.parametrize(
    "cell",
    [
        GridCell("91", mark="raised", shown="91"),
        GridCell(86.31, mark="struck", shown=""),
        GridCell(86310, False, "0.00,"),
        GridCell(43845, False, "d/m/yyyy"),
        GridCell(0, False, "0.00;-0.00;;@"),
    ],
)
def test_a_number_that_is_not_shown_is_none(cell: GridCell) -> None:
    assert read_figure(cell).kind is Kind.TEXT


def test_a_share_of_one_is_told_from_a_percent() -> None:
    assert read_figure(GridCell(0.8631)).is_fraction
    assert not read_figure(GridCell(0.8631, False, "0.00%")).is_fraction
    assert not read_figure(GridCell(0.0)).is_fraction
