"""What is read of a cell is what a spreadsheet shows of it, or a fault says that it is not.

The judge is LibreOffice Calc's own display in a Thai office's locale, a workbook of every format
converted to text, where it agrees with the standard; where it does not, the reason stands here.
"""

from __future__ import annotations

import csv
import datetime
import re
import shutil
import subprocess
from decimal import ROUND_HALF_UP, Decimal

import pytest

from ita_docs.entries.cells import Fault, read_number, read_text, read_year
from ita_docs.entries.dates import read_date
from ita_docs.model import Cell
from ita_docs.ooxml.built_in_formats import BUILT_IN_FORMATS
from ita_docs.thai import to_arabic_digits
from ita_docs.workbook import read_workbook
from tests.corpus.number_formats import CUSTOM, VALUES, make_workbook

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]

BUILT_IN = sorted(BUILT_IN_FORMATS)
NAMES = [*CUSTOM, *(f"built-in {number}" for number in BUILT_IN)]
THAI_OFFICE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale"
 oor:op="fuse"><value>th-TH</value></prop></item></oor:items>
"""
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true"
NUMBER = re.compile(r"[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]*)?(?:E[+-]?[0-9]+)?|\.[0-9]+")
MONTHS = ("1", "01", "ม.ค.", "มกราคม", "Jan", "January")
YEARS = ("2020", "2563", "20", "63")


def disagrees(name: str, shown: str) -> bool:
    """Where Calc shows something else than the standard says."""
    code = name.removeprefix("built-in ")
    return (
        # It is not asked for the calendar of bb and bbbb by a code, and writes the letters.
        "bb" in shown
        # Without the plug-in for them, days in the locales of China, Japan and Korea.
        or code in {str(n) for n in (*range(27, 37), *range(50, 59))}
    )


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Cell, str]]:
    """Every cell: its format, the cell as it is read, and what Calc shows of it."""
    folder = tmp_path_factory.mktemp("formats")
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(THAI_OFFICE)
    path = folder / "formats.xlsx"
    path.write_bytes(make_workbook(CUSTOM, BUILT_IN))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", AS_SHOWN, "--outdir", str(folder)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    if not path.with_suffix(".csv").exists():
        pytest.skip("this LibreOffice has no Calc")
    with path.with_suffix(".csv").open(encoding="utf-8") as stream:
        shown = list(csv.reader(stream))[1:]
    rows = read_workbook(path).tables["scores"].rows
    return [
        (NAMES[number], row.cells[f"indicator_{n}"], shown[number][n])
        for number, row in enumerate(rows)
        for n in range(1, 11)
    ]


def numbers_in(shown: str) -> list[Decimal]:
    """The numbers that stand in a text that is shown."""
    plain = to_arabic_digits(shown)
    return [Decimal(found.replace(",", "")) for found in NUMBER.findall(plain)]


def test_every_format_was_judged(cells: list[tuple[str, Cell, str]]) -> None:
    assert len(CUSTOM) >= 200
    assert len(cells) == len(NAMES) * len(VALUES)


def test_a_number_is_read_as_it_is_shown_or_told(cells: list[tuple[str, Cell, str]]) -> None:
    wrong = []
    for name, cell, shown in cells:
        read = read_number(cell)
        if isinstance(read, Fault) or disagrees(name, shown):
            continue
        found = numbers_in(shown)
        if len(found) != 1 or "%" in shown.replace("%", "", '"%"' in name):
            wrong.append((name, cell.value, shown, read))
            continue
        exponent = found[0].as_tuple().exponent
        assert isinstance(exponent, int)
        assert isinstance(read, Decimal)
        if read.quantize(Decimal(1).scaleb(exponent), ROUND_HALF_UP) != found[0]:
            wrong.append((name, cell.value, shown, read))
    assert wrong == []


def test_a_year_is_read_as_it_is_shown_or_told(cells: list[tuple[str, Cell, str]]) -> None:
    for name, cell, shown in cells:
        year = read_year(cell)
        if year is not None and not isinstance(year, Fault) and not disagrees(name, shown):
            assert str(year) in to_arabic_digits(shown).replace(",", ""), (name, shown)


def test_a_day_is_read_as_it_is_shown_or_told(cells: list[tuple[str, Cell, str]]) -> None:
    read = 0
    for name, cell, shown in cells:
        date = read_date(cell)
        if isinstance(date, datetime.date) and not disagrees(name, shown):
            read += 1
            assert date == datetime.date(2020, 1, 15)
            words = re.split(r"[^0-9ก-๛A-Za-z.]+", to_arabic_digits(shown))
            assert "15" in words, (name, shown)
            assert set(MONTHS) & set(words), (name, shown)
            assert set(YEARS) & set(words), (name, shown)
    assert read > 10


def test_a_text_is_what_is_shown_or_told(cells: list[tuple[str, Cell, str]]) -> None:
    wrong = []
    for name, cell, shown in cells:
        text = read_text(cell, 1000)
        if isinstance(text, Fault) or disagrees(name, shown):
            continue
        expected = shown.strip()
        if "#.##" in name:  # the standard leaves the point standing, Calc takes it away
            expected, text = (
                re.sub(r"\.(?![0-9])", "", each or "").strip() for each in (expected, text)
            )
        if (text or "") != ("" if expected == "-" else expected):
            wrong.append((name, cell.value, shown, text))
    assert wrong == []


HARMLESS = (
    "General", "0.00", "#,##0.00", '0.00" คะแนน"', "[Red]0.00", "0.00_)", "_-* 0.00_-", "t0.00",
    "0.00;-0.00", "0.00;[Red]-0.00", "0.00_);\\(0.00\\)", "[$-41E]0.00", "0.000", "#.##", "0.0#",
    "built-in 2", "built-in 4", "built-in 39", "built-in 40", "built-in 43", "built-in 44",
    "built-in 49", "built-in 60", "built-in 62",
)  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_format_changes_nothing(name: str, cells: list[tuple[str, Cell, str]]) -> None:
    found = {cell.value: read_number(cell) for each, cell, _ in cells if each == name}
    assert (found[85.31], found[0.5], found[100]) == (
        Decimal("85.31"), Decimal("0.5"), Decimal(100),
    )  # fmt: skip
