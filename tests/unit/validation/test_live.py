"""Results that a form stores are compared with its scores, and never printed."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ita_docs.forms import Filled, build_form
from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear, Validated
from ita_docs.problems import Severity
from ita_docs.schema import SHEETS, TALL
from ita_docs.validation import validate_workbook
from ita_docs.wording import write_line
from ita_docs.workbook import read_workbook

FRAMEWORKS = load_frameworks()
YEAR = FiscalYear(2569)
NAME = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต"
ROW = {"name": NAME, **{f"indicator_{n}": Decimal("84.99") for n in range(1, 11)}}


def read_with(folder: Path, *, tall: bool, **stored: object) -> Validated:
    """The form with these values typed or stored in cells, by address."""
    content = build_form(
        FRAMEWORKS[YEAR], Filled(YEAR, (NAME,), {"scores": [ROW]}), tall=tall, names=()
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[TALL.name if tall else SHEETS["scores"].name]
    for address, value in stored.items():
        sheet[address] = value
    book.calculation.fullCalcOnLoad = False
    path = folder / "form.xlsx"
    book.save(path)
    return validate_workbook(read_workbook(path), FRAMEWORKS)


def find_stale(validated: Validated) -> list[str]:
    return [str(p.at.cell) for p in validated.problems if p.code == "form-result-stale" and p.at]


@pytest.mark.parametrize(
    ("tall", "cell", "stored"),
    [
        (False, "T2", 85),
        (False, "U2", "ผ่าน"),
        (False, "Q2", 25.49),
        (False, "V2", 3),
        (False, "T2", True),
        (True, "D16", 85),
        (True, "D17", "ผ่าน"),
        (True, "D13", 25.49),
        (True, "D18", 3),
    ],
)
def test_a_result_of_other_scores_is_noticed_and_not_printed(
    tmp_path: Path, tall: bool, cell: str, stored: object
) -> None:
    validated = read_with(tmp_path, tall=tall, **{cell: stored})
    assert find_stale(validated) == [cell]
    (problem,) = (p for p in validated.problems if p.code == "form-result-stale")
    assert problem.severity is Severity.WARNING
    (result,) = validated.results
    assert result.figures.total.printed == Decimal("84.99")
    assert result.figures.level.printed == "ต้องปรับปรุง"


@pytest.mark.parametrize(("tall", "cell"), [(False, "T2"), (True, "D16")])
@pytest.mark.parametrize("stored", [84.99, 84.99000000000001, None, ""])
def test_the_right_result_and_none_say_nothing(
    tmp_path: Path, tall: bool, cell: str, stored: Any
) -> None:
    assert find_stale(read_with(tmp_path, tall=tall, **{cell: stored})) == []


def test_one_cause_is_one_problem(tmp_path: Path) -> None:
    validated = read_with(tmp_path, tall=False, Q2=1, R2=2, S2=3, T2=6, U2="ผ่าน")
    assert find_stale(validated) == ["T2"]
    (problem,) = (p for p in validated.problems if p.code == "form-result-stale")
    assert "84.99" in write_line(problem, "en")
    assert "Ctrl+Alt+F9" in write_line(problem, "th")


def test_missing_scores_are_the_fault_and_not_the_result_of_earlier_ones(tmp_path: Path) -> None:
    validated = read_with(tmp_path, tall=False, T2=85, B2=None)
    assert find_stale(validated) == []
    assert "score-missing" in {problem.code for problem in validated.problems}
