"""The live results as formulas: what they are made of. What they give is tests/properties."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

import pytest

from ita_docs.forms import Filled, build_form
from ita_docs.forms.formulas import LiveFormulas, Places
from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear, Instrument
from tests.fakes.frameworks import change_rules

FRAMEWORKS = load_frameworks()
EXCEL_2010 = {
    "ABS", "AND", "COUNT", "IF", "INDEX", "INT", "ISNUMBER", "LEN", "MATCH", "MIN", "OR", "ROUND",
    "SUBSTITUTE", "SUMPRODUCT", "TRIM",
}  # fmt: skip
LONGEST = 8192
"""Characters of a formula in Excel."""
PLACES = Places(
    scores="B2:K2",
    instruments={Instrument.IIT: "B2:F2", Instrument.EIT: "G2:I2", Instrument.OIT: "J2:K2"},
    published={Instrument.IIT: "L2", Instrument.EIT: "M2", Instrument.OIT: "N2"},
    total="O2",
    level="P2",
    live_total="T2",
)


def read_formulas(content: bytes) -> set[str]:
    """Every formula, condition and source of a list in a workbook."""
    with ZipFile(io.BytesIO(content)) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if "sheets/" in name]
    return {
        found
        for sheet in sheets
        for found in re.findall(r"<(?:f|formula|formula1|formula2)>([^<]*)</", sheet)
    }


@pytest.mark.parametrize("year", FRAMEWORKS)
@pytest.mark.parametrize("tall", [False, True])
def test_only_functions_of_excel_2010_and_no_formula_too_long(year: FiscalYear, tall: bool) -> None:
    formulas = read_formulas(build_form(FRAMEWORKS[year], Filled(year), tall=tall, names=()))
    assert formulas
    for formula in formulas:
        bare = re.sub(r'"[^"]*"|&quot;.*?&quot;', "", formula)
        assert set(re.findall(r"[A-Z][A-Z0-9.]*(?=\()", bare)) <= EXCEL_2010, formula
        assert len(formula) < LONGEST


def test_the_factors_come_from_the_framework() -> None:
    formulas = LiveFormulas(FRAMEWORKS[FiscalYear(2562)], PLACES)
    assert "INT((3*SUMPRODUCT(ROUND(B2:F2*1000000,0)))/500000+0.5)/100" in formulas.weighted(
        Instrument.IIT
    )
    assert "/50000+0.5)/100" in formulas.mean(Instrument.IIT)


def test_another_year_needs_no_code() -> None:
    """Weights, target, places and levels of a year that there is not yet."""
    framework = change_rules(FRAMEWORKS[FiscalYear(2569)])
    formulas = LiveFormulas(framework, PLACES)
    assert "INT((1*SUMPRODUCT(ROUND(B2:F2*1000000,0)))/1000000+0.5)/10" in formulas.weighted(
        Instrument.IIT
    )
    assert "<901" in formulas.is_weak("B2")
    assert '>=77.5,"ดี ""มาก""","พอใช้"' in formulas.level()
