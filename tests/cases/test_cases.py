"""The cases under this folder: scores in; total, level and weak indicators out.

A case is a ``[[case]]`` table: ``name`` and the ten ``scores``; what was published or asked for
(``published_iit``, ``published_eit``, ``published_oit``, ``published_total``, ``published_level``,
``lowest``); and what must come out: ``total``, ``level``, ``weak``, and ``iit``, ``eit``, ``oit``
(weighted) where the case says them.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ita_docs.assessment import build_findings, work_out
from ita_docs.framework import load_frameworks
from ita_docs.model import Figures, FiscalYear, Instrument, Published

HERE = Path(__file__).parent
FRAMEWORKS = load_frameworks()
KEYS = {
    *("name", "scores", "total", "level", "weak", "lowest", "iit", "eit", "oit"),
    *("published_iit", "published_eit", "published_oit", "published_total", "published_level"),
}


def read_cases() -> list[tuple[int, dict[str, Any]]]:
    return [
        (int(file.parent.name.removeprefix("fy")), case)
        for file in sorted(HERE.glob("fy*/*.toml"))
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    ]


CASES = read_cases()


def work_out_case(year: FiscalYear, case: dict[str, Any]) -> Figures:
    total = case.get("published_total")
    published = Published(
        instruments={
            instrument: Decimal(case[key])
            for instrument in Instrument
            if (key := f"published_{instrument.lower()}") in case
        },
        total=None if total is None else Decimal(total),
        level=case.get("published_level"),
    )
    scores = {number: Decimal(score) for number, score in enumerate(case["scores"], start=1)}
    return work_out(scores, published, FRAMEWORKS[year])


@pytest.mark.parametrize(
    ("year", "case"), CASES, ids=[f"{year}-{index}" for index, (year, _) in enumerate(CASES)]
)
def test_case(year: int, case: dict[str, Any]) -> None:
    framework = FRAMEWORKS[FiscalYear(year)]
    figures = work_out_case(framework.year, case)
    findings = build_findings(figures, framework, case.get("lowest", 0))
    weighted = {key.lower(): str(item.printed) for key, item in figures.instruments.items()}
    said = {
        key: case[key] for key in ("total", "level", "weak", "iit", "eit", "oit") if key in case
    }
    outcome = {
        "total": str(figures.total.printed),
        "level": figures.level.printed,
        "weak": [finding.indicator for finding in findings.findings],
        **weighted,
    }
    assert {key: outcome[key] for key in said} == said, case["name"]


def test_every_case_says_its_outcome_and_no_unknown_key() -> None:
    for year, case in CASES:
        assert {"name", "scores", "total", "level", "weak"} <= set(case) <= KEYS, (year, case)
        assert len(case["scores"]) == 10, (year, case["name"])


def test_no_two_cases_of_a_year_have_one_name() -> None:
    names = [(year, case["name"]) for year, case in CASES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("year", FRAMEWORKS, ids=str)
def test_the_cases_of_a_year_reach_every_level_from_both_sides(year: FiscalYear) -> None:
    cases = [case for case_year, case in CASES if case_year == year.be]
    framework = FRAMEWORKS[year]
    assert {case["level"] for case in cases} == {level.name for level in framework.levels}
    unit = Decimal(1).scaleb(-framework.places)
    totals = {Decimal(case["total"]) for case in cases}
    for level in framework.levels:
        if level.total_min:
            assert {level.total_min - unit, level.total_min} <= totals, level.name
