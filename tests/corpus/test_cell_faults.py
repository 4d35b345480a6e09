from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from ita_docs.framework import load_frameworks
from ita_docs.validation import validate_workbook
from ita_docs.wording import write_line
from ita_docs.workbook import read_workbook
from tests.corpus.cell_faults import (
    FAULTS,
    FIELDS,
    OFFICE,
    OTHER,
    SHEETS,
    Fault,
    Rows,
    Special,
    make_book,
    sound_rows,
)

FRAMEWORKS = load_frameworks()
DRAFT = "measure-draft"


def named(fault: Fault) -> str:
    return fault.name


def test_the_sound_rows_are_sound() -> None:
    validated = validate_workbook(make_book(sound_rows()), FRAMEWORKS)
    assert {problem.code for problem in validated.problems} == {DRAFT}
    assert [result.office.name for result in validated] == [OFFICE, OTHER]
    assert validated.refused == ()


@pytest.mark.parametrize("fault", FAULTS, ids=named)
def test_a_fault_gives_its_code_at_its_address_once(fault: Fault) -> None:
    rows = sound_rows()
    fault.change(rows)
    validated = validate_workbook(make_book(rows), FRAMEWORKS)
    found = [p for p in validated.problems if p.code != DRAFT]
    assert [(p.code, str(p.at).removeprefix("faults.xlsx: ")) for p in found] == [
        (fault.code, fault.at)
    ]
    assert validated.refused == fault.refuses
    assert [r.office.name for r in validated] == [
        name for name in (OFFICE, OTHER) if name not in fault.refuses
    ]


@pytest.mark.parametrize("fault", FAULTS, ids=named)
def test_a_fault_is_told_in_both_languages(fault: Fault) -> None:
    rows = sound_rows()
    fault.change(rows)
    for problem in validate_workbook(make_book(rows), FRAMEWORKS).problems:
        thai, english = write_line(problem, "th"), write_line(problem, "en")
        assert "{" not in thai + english
        assert thai != english
        thai.encode(), english.encode()


def test_every_fault_is_reported_at_once() -> None:
    chosen = {"score dash", "date of two digits", "signer too long", "total misread",
              "CPI out of range", "CPI without a label", "history without a total",
              "measure without steps"}  # fmt: skip
    faults = [fault for fault in FAULTS if fault.name in chosen]
    rows = sound_rows()
    for fault in faults:
        fault.change(rows)
    validated = validate_workbook(make_book(rows), FRAMEWORKS)
    found = {(p.code, str(p.at).removeprefix("faults.xlsx: ")) for p in validated.problems}
    assert len(faults) == len(chosen)
    assert {(f.code, f.at) for f in faults} <= found
    assert [result.office.name for result in validated] == [OTHER]


REAL = {"score comma for point", "score as a date", "score as a percentage", "score dash",
        "office listed twice", "instrument misread", "history year twice", "error value",
        "measure for another name", "short name of another"}  # fmt: skip


def write_xlsx(rows: Rows, path: Path) -> None:
    headers = {"short_name": "ชื่อย่อ", "result_year": "ปีงบประมาณที่ประเมิน"}
    book = openpyxl.Workbook()
    book.remove(book.active)
    for key in rows:
        sheet = book.create_sheet(SHEETS[key])
        sheet.append([_header(key, field, headers) for field in FIELDS[key]])
        for number, row in enumerate(rows[key], start=2):
            for column, field in enumerate(FIELDS[key], start=1):
                typed = row.get(field)
                cell = sheet.cell(number, column)
                cell.value = typed.value if isinstance(typed, Special) else typed
                if isinstance(typed, Special):
                    cell.number_format = typed.number_format
    book.save(path)


def _header(key: str, field: str, headers: dict[str, str]) -> str:
    from ita_docs.schema import SHEETS as SCHEMA

    return headers.get(field, SCHEMA[key].column(field).header)


@pytest.mark.parametrize("fault", [f for f in FAULTS if f.name in REAL], ids=named)
def test_a_fault_in_a_real_file_gives_the_same(fault: Fault, tmp_path: Path) -> None:
    rows = sound_rows()
    fault.change(rows)
    write_xlsx(rows, tmp_path / "faults.xlsx")
    validated = validate_workbook(read_workbook(tmp_path / "faults.xlsx"), FRAMEWORKS)
    found = [(p.code, str(p.at)) for p in validated.problems if p.code != DRAFT]
    assert found == [(fault.code, f"faults.xlsx: {fault.at}")]
    assert validated.refused == fault.refuses


def test_a_sound_real_file_gives_the_figures_as_typed(tmp_path: Path) -> None:
    write_xlsx(sound_rows(), tmp_path / "sound.xlsx")
    first = next(iter(validate_workbook(read_workbook(tmp_path / "sound.xlsx"), FRAMEWORKS)))
    assert first.figures.scores[1] == Decimal("91.27")
    assert first.figures.total.published == Decimal("71.55")
    assert first.figures.level.published == "C"
    assert first.measures[10].steps == ("ประกาศเจตนารมณ์", "จัดกิจกรรม")
    assert first.measures[10].monitor == ("ผู้อำนวยการ",)
