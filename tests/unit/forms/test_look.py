"""What a form offers, colours, locks and prints."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ita_docs.forms import Filled, build_form
from ita_docs.forms.look import FONT
from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear
from ita_docs.offices import load_offices
from ita_docs.schema import SHEETS, TALL
from tests.unit.word.test_templates import VALIDATOR

FRAMEWORKS = load_frameworks()
YEAR = FiscalYear(2569)
SCORES, OFFICES, MEASURES = (SHEETS[key].name for key in ("scores", "offices", "measures"))


def open_form(*, tall: bool) -> Any:
    names = tuple(office.name for office in load_offices()[:3])
    filled = Filled(YEAR, names[:1] if tall else names)
    content = build_form(FRAMEWORKS[YEAR], filled, tall=tall, names=load_offices())
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def wide() -> Any:
    return open_form(tall=False)


@pytest.fixture(scope="module")
def tall() -> Any:
    return open_form(tall=True)


def list_rules(sheet: Worksheet) -> dict[str, Any]:
    """The rule of each cell that has one, by the first cell of its range."""
    rules = sheet.data_validations.dataValidation
    return {str(area).split(":")[0]: rule for rule in rules for area in rule.sqref.ranges}


def test_the_form_opens_on_the_instructions_which_lead_to_every_sheet(wide: Any) -> None:
    assert wide.active.title == "วิธีกรอก"
    targets = [cell.hyperlink.location for row in wide.active for cell in row if cell.hyperlink]
    assert targets == [f"'{name}'!A1" for name in wide.sheetnames[1:]]


def test_there_are_five_steps_and_a_key_to_the_colours(wide: Any, tall: Any) -> None:
    for book in (wide, tall):
        texts = [str(cell.value) for row in book.active for cell in row if cell.value]
        steps = [text for text in texts if text[:2] in {f"{number}." for number in range(1, 6)}]
        assert len(steps) == 5
        assert {"เหลือง", "แดง", "เขียว", "เทา"} <= set(texts)
        assert "ita-docs check" in " ".join(texts)
        assert not any("{" in text for text in texts)


def test_labels_are_locked_without_a_password_and_input_cells_are_not(wide: Any) -> None:
    sheet = wide[SCORES]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet["A1"].protection.locked
    assert not sheet["A2"].protection.locked
    assert not sheet["B2"].protection.locked
    assert not sheet["P2"].protection.locked
    assert sheet["Q2"].protection.locked


def test_names_and_heads_are_frozen_and_every_page_is_one_wide(wide: Any) -> None:
    for sheet in wide.worksheets[1:]:
        assert sheet.freeze_panes in ("A2", "B2")
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.page_setup.orientation == "landscape"
    assert wide[SCORES].freeze_panes == "B2"


def test_the_tall_form_prints_on_one_page(tall: Any) -> None:
    sheet = tall[TALL.name]
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (1, 1)
    assert sheet.freeze_panes == "A3"


def test_scores_and_years_are_bounded_and_names_are_asked_about(wide: Any) -> None:
    rules = list_rules(wide[SCORES])
    assert (rules["B2"].type, rules["B2"].formula1, rules["B2"].formula2) == ("decimal", "0", "100")
    assert (rules["B2"].errorStyle or "stop") == "stop"
    assert (rules["L2"].formula2, rules["N2"].formula2) == ("30", "40")
    assert rules["L2"].errorStyle == "warning"
    assert (rules["P2"].type, rules["P2"].formula1) == ("list", "level_names")
    offices = list_rules(wide[OFFICES])
    assert (offices["A2"].formula1, offices["A2"].errorStyle) == ("office_names", "warning")
    assert (offices["C2"].formula1, offices["C2"].formula2) == ("2569", "2569")
    measures = list_rules(wide[MEASURES])
    assert measures["B2"].formula1 == "indicator_names"
    assert not measures["C2"].showErrorMessage


def test_the_status_of_a_measure_is_chosen_from_three() -> None:
    filled = Filled(YEAR, rows={"followup": [{"name": "ก", "plan_year": 2569}]})
    content = build_form(FRAMEWORKS[YEAR], filled, tall=False, names=())
    book = openpyxl.load_workbook(io.BytesIO(content))
    rules = list_rules(book[SHEETS["followup"].name])
    assert rules["G2"].formula1 == "status_names"
    assert (rules["B2"].formula1, rules["B2"].formula2) == ("2568", "2570")
    assert book.defined_names["status_names"].attr_text == "'รายชื่อ'!$G$2:$G$4"


def test_hints_and_refusals_fit_what_excel_takes(wide: Any, tall: Any) -> None:
    for book in (wide, tall):
        for sheet in book:
            for rule in sheet.data_validations.dataValidation:
                assert len(rule.prompt or "") <= 255
                assert len(rule.error or "") <= 225
                assert len(rule.errorTitle or "") <= 32
                assert "{" not in f"{rule.prompt}{rule.error}"


def test_the_lists_hold_the_offices_and_the_names_of_the_year(wide: Any) -> None:
    lists = wide["รายชื่อ"]
    assert lists["A246"].value == load_offices()[-1].name
    for name, letter, last in (("office_names", "A", 246), ("level_names", "D", 6)):
        assert wide.defined_names[name].attr_text == f"'รายชื่อ'!${letter}$2:${letter}${last}"
    assert [lists[f"D{row}"].value for row in range(2, 7)] == [
        level.name for level in FRAMEWORKS[YEAR].levels
    ]
    assert lists["C11"].value == "10. การป้องกันการทุจริต"


def test_red_amber_and_green_stand_on_the_cells_they_speak_of(wide: Any, tall: Any) -> None:
    ranges = {str(entry.sqref) for entry in wide[SCORES].conditional_formatting}
    assert {"B2:K24", "L2:O24", "W2:W24", "A2:A24"} <= ranges
    ranges = {str(entry.sqref) for entry in tall[TALL.name].conditional_formatting}
    assert {"C21:C30", "F21:F30", "F13:F17", "C13:C16"} <= ranges


def test_everything_is_set_in_the_font_of_government_documents(wide: Any, tall: Any) -> None:
    for book in (wide, tall):
        fonts = {cell.font.name for sheet in book for row in sheet for cell in row if cell.value}
        assert fonts == {FONT}


@pytest.mark.node
@pytest.mark.parametrize("year", [min(FRAMEWORKS), max(FRAMEWORKS)])
@pytest.mark.parametrize("tall", [False, True])
def test_the_form_is_a_sound_workbook_for_excel_2010(
    tmp_path: Path, year: FiscalYear, tall: bool
) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(build_form(FRAMEWORKS[year], Filled(year), tall=tall, names=load_offices()))
    command = ["node", str(VALIDATOR), str(path), "--officeVersion", "Office2010"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert json.loads(done.stdout)["errors"] == []


def test_numbers_are_never_typed_into_cells_kept_as_text(wide: Any, tall: Any) -> None:
    cells = [wide[SCORES][f"{letter}2"] for letter in "BCDEFGHIJKLMNO"]
    cells += [wide[OFFICES]["C2"], wide[OFFICES]["D2"]]
    cells += [tall[TALL.name][f"C{row}"] for row in (*range(13, 17), *range(21, 31))]
    assert all(cell.number_format in ("0.00", "0") for cell in cells)
    assert wide[OFFICES]["E2"].number_format == "@"  # a date stays as it was typed
