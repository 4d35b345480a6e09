"""A row of ผลการดำเนินการ as it is read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ita_docs.entries.cells import Fault
from ita_docs.entries.followup import read_budget
from ita_docs.entries.sheets import read_entries
from ita_docs.model import Cell, FollowUpRow
from ita_docs.problems import Location
from ita_docs.schema import STATUSES, find_status
from tests.corpus.cell_faults import OFFICE, Special, make_book
from tests.corpus.followup_faults import done_row, sound_followup

AT = Location("a.xlsx", "ผลการดำเนินการ", "H2")


def read_row(**fields: object) -> FollowUpRow:
    rows = sound_followup()
    rows["followup"] = [done_row(2, **fields)]
    entries = read_entries(make_book(rows))
    (row,) = next(e for e in entries.by_key.values() if e.office.name == OFFICE).followup_rows
    return row


@pytest.mark.parametrize(
    ("typed", "baht"),
    [
        (14250, "14250"),
        (14250.5, "14250.5"),
        ("14,250", "14250"),
        ("14,250 บาท", "14250"),
        ("๑๔,๒๕๐.๗๕ บาท", "14250.75"),
        ("14250.-", "14250"),
        ("฿3,600", "3600"),
        ("1,234,567 บาทถ้วน", "1234567"),
        ("ไม่ใช้งบประมาณ", "0"),
        ("ไม่ใช้ งบประมาณ", "0"),
        ("ไม่มี", "0"),
        (0, "0"),
    ],
)
def test_a_budget_is_a_sum_in_baht_or_none(typed: object, baht: str) -> None:
    assert read_budget(Cell(typed, AT)) == Decimal(baht)


@pytest.mark.parametrize("typed", [None, "", "-"])
def test_a_blank_budget_says_nothing(typed: object) -> None:
    assert read_budget(Cell(typed, AT)) is None


@pytest.mark.parametrize(
    "typed", ["หมื่นห้า", "14 250 บาท 50", "1,42,50", "๑4250", "12 ล้าน", -1, "-1", 0.001, True, "5-6"]
)
def test_anything_else_is_told_as_no_sum(typed: object) -> None:
    found = read_budget(Cell(typed, AT))
    assert isinstance(found, Fault)
    assert found.code == "followup-budget-unread"


def test_a_sum_formatted_as_money_is_that_sum() -> None:
    for number_format in ("#,##0.00", '#,##0 "บาท"', "0"):
        assert read_budget(Cell(3600, AT, number_format=number_format)) == 3600
    date = read_budget(Cell(3600, AT, number_format="d mmm yyyy"))
    assert isinstance(date, Fault)
    assert date.code == "followup-budget-unread"


def test_every_spelling_of_a_status_is_known_and_its_first_is_the_printed_one() -> None:
    for status, names in STATUSES.items():
        assert all(find_status(f" {name} ") is status for name in names)
        assert find_status(names[0].replace("ำ", "ํา")) is status
    assert find_status("") is None
    assert find_status("เสร็จบางส่วน") is None


def test_a_measure_loses_its_number_and_a_text_keeps_its_bullets() -> None:
    row = read_row(measure="1. ประกาศ\n2) จัดกิจกรรม", outcome="- เผยแพร่แล้ว\n- ชี้แจงแล้ว\n\n3 ครั้ง")
    assert row.lines["measure"] == ("ประกาศ", "จัดกิจกรรม")
    assert row.lines["outcome"] == ("- เผยแพร่แล้ว", "- ชี้แจงแล้ว", "3 ครั้ง")


def test_a_formula_that_points_at_a_blank_cell_is_no_result() -> None:
    zero = Special(0, formula=True)
    row = read_row(outcome=zero, status=None, budget=None, evidence=None)
    assert not row.begun
    assert row.lines["outcome"] == ()


def test_what_is_struck_out_is_left_out_and_told() -> None:
    row = read_row(outcome=None, status=None, budget=None)
    assert not row.begun
    assert read_row(suggestions="ทำสรุป").begun
