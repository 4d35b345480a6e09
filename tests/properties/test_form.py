"""The form's live results are the program's: Calc works out what assessment works out.

300 cases of every year, the boundaries of its levels and of its target among them, saved by
LibreOffice Calc and compared cell by cell; the words about what was published are compared with
what the checks say of the same file.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ita_docs.assessment import work_out
from ita_docs.forms import Filled, build_form
from ita_docs.forms.formulas import AGREES, DIFFERS
from ita_docs.framework import Framework, load_frameworks
from ita_docs.model import FiscalYear, Published
from ita_docs.problems import Problem
from ita_docs.schema import SHEETS, TALL
from ita_docs.validation import validate_workbook
from ita_docs.workbook import read_workbook
from tests.calc import recalculate
from tests.fakes.frameworks import change_rules

pytestmark = [pytest.mark.calc, pytest.mark.xdist_group("calc")]

FRAMEWORKS = load_frameworks()
OTHER_RULES = change_rules(FRAMEWORKS[max(FRAMEWORKS)])
CASES = 300
TALL_CASES = 2
"""Of each year, as forms of one office."""
CENT = Decimal("0.01")
DISAGREEING = {
    "instrument-disagrees",
    "weighted-score-too-high",
    "total-disagrees",
    "level-disagrees",
    "level-unknown",
}

Scores = dict[int, Decimal]
Case = dict[str, object]


# --- the cases ------------------------------------------------------------------------------------


def list_scores(framework: Framework, draw: random.Random) -> list[Scores]:
    """300 times ten scores: the edges first, then exact halves, then anything."""
    cases = list(list_edges(framework))
    halves = find_halves(framework, draw)
    cases += [next(halves) for _ in range(60)]
    while len(cases) < CASES:
        places = draw.choice((0, 1, 2, 2, 2, 2, 2, 3, 6))
        cases.append(draw_scores(draw, places, least=draw.choice((0, 50, 80))))
    return cases[:CASES]


def list_edges(framework: Framework) -> Iterator[Scores]:
    """On, just below and just above every bound: of all scores, and of one instrument alone."""
    bounds = {level.total_min for level in framework.levels} | {framework.target}
    bounds |= {level.instruments_min for level in framework.levels if level.instruments_min}
    shifts = [Decimal(text) for text in ("0", "-0.005", "-0.0051", "-0.01", "0.005", "0.01")]
    for bound in sorted(bounds):
        for shift in shifts:
            score = min(max(bound + shift, Decimal(0)), Decimal(100))
            yield dict.fromkeys(range(1, 11), score)
        for rule in framework.instruments:
            alone = {indicator.number for indicator in rule.indicators}
            for shift in shifts[:3]:
                low = max(bound + shift, Decimal(0))
                yield {n: low if n in alone else Decimal("99.5") for n in range(1, 11)}


def find_halves(framework: Framework, draw: random.Random) -> Iterator[Scores]:
    """Scores whose total, or one of whose instruments, is exactly half a hundredth."""
    while True:
        scores = draw_scores(draw, 2, least=60)
        figures = work_out(scores, Published({}), framework)
        exact = [figures.total.computed, *(f.computed for f in figures.instruments.values())]
        if any(value is not None and value * 100 % 1 == Decimal("0.5") for value in exact):
            yield scores


def draw_scores(draw: random.Random, places: int, least: int) -> Scores:
    unit = 10**places
    return {n: Decimal(draw.randint(least * unit, 100 * unit)) / unit for n in range(1, 11)}


def publish(scores: Scores, framework: Framework, draw: random.Random) -> Case:
    """Figures as published: right, off by a little or by much, some left blank."""
    figures = work_out(scores, Published({}), framework)
    right: dict[str, Decimal] = {
        item.value.lower(): figure.printed for item, figure in figures.instruments.items()
    }
    right["total"] = figures.total.printed
    published: Case = {}
    for field, value in right.items():
        if draw.random() < 0.3:
            continue
        off = draw.choice((0, 0, 0, 0, 0, 1, -1, 2, 500)) * CENT
        published[field] = min(max(value + off, Decimal(0)), Decimal(100))
    if draw.random() < 0.7:
        likely = [figures.level.printed] * 4
        published["level"] = draw.choice(likely + [level.name for level in framework.levels])
    return published


def make_cases(framework: Framework) -> list[Case]:
    draw = random.Random(framework.year.be)
    cases = []
    for index, scores in enumerate(list_scores(framework, draw)):
        published = publish(scores, framework, draw) if index % 3 else {}
        row: Case = {f"indicator_{number}": score for number, score in scores.items()}
        cases.append({"name": f"หน่วยงานที่ {index:03}", **row, **published})
    return cases


def build(framework: Framework, cases: list[Case], *, tall: bool) -> bytes:
    """The form with the cases typed in; what it will work out is not in it yet."""
    names = tuple(str(case["name"]) for case in cases)
    # As text no result could be worked out beforehand: the scores are typed in afterwards.
    filled = Filled(framework.year, names, {"scores": cases})
    return build_form(framework, filled, tall=tall, names=())


# --- Calc's answers -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every form, without a result stored in it, saved by Calc."""
    contents: dict[str, bytes] = {}
    with pytest.MonkeyPatch.context() as patch:
        for module in ("tables", "tall"):
            patch.setattr(f"ita_docs.forms.{module}.work_out_live", lambda *_: {})
        for year, framework in FRAMEWORKS.items():
            cases = make_cases(framework)
            contents[f"wide-{year}"] = build(framework, cases, tall=False)
            for index in range(TALL_CASES):
                case = cases[index * 100 + 31]
                contents[f"tall-{year}-{index}"] = build(framework, [case], tall=True)
        contents["wide-other"] = build(OTHER_RULES, make_cases(OTHER_RULES), tall=False)
    return recalculate(contents, tmp_path_factory.mktemp("calc"))


def read_rows(path: Path) -> dict[str, dict[str, Any]]:
    """The sheet of scores as Calc stored it: office -> field -> value."""
    sheet = load_workbook(path, data_only=True)[SHEETS["scores"].name]
    heads, *rows = sheet.iter_rows(values_only=True)
    fields = [SHEETS["scores"].find_field(str(head)) for head in heads]
    found = (dict(zip(fields, row, strict=True)) for row in rows)
    return {str(row["name"]): {str(k): v for k, v in row.items()} for row in found if row["name"]}


def expect(case: Case, framework: Framework) -> dict[str, Decimal | str]:
    scores = {n: case[f"indicator_{n}"] for n in range(1, 11)}
    figures = work_out(scores, Published({}), framework)  # type: ignore[arg-type]
    return {
        "live_total": figures.total.printed,
        "live_level": figures.level.printed,
        "live_weak": Decimal(sum(map(framework.is_weak, scores.values()))),  # type: ignore[arg-type]
        **{f"live_{i.value.lower()}": f.printed for i, f in figures.instruments.items()},
    }


def as_number(value: object) -> object:
    return Decimal(repr(value)) if isinstance(value, (int, float)) else value


@pytest.mark.parametrize("name", [*map(str, FRAMEWORKS), "other"])
def test_calc_works_out_what_the_program_works_out(saved: dict[str, Path], name: str) -> None:
    framework = OTHER_RULES if name == "other" else FRAMEWORKS[FiscalYear(int(name))]
    rows = read_rows(saved[f"wide-{name}"])
    cases = make_cases(framework)
    assert len(cases) == CASES
    for case in cases:
        expected = expect(case, framework)
        row = rows[str(case["name"])]
        assert {field: as_number(row[field]) for field in expected} == expected, case


def test_the_cases_reach_every_level_and_its_edges() -> None:
    for year, framework in FRAMEWORKS.items():
        cases = make_cases(framework)
        totals = {expect(case, framework)["live_total"] for case in cases}
        levels = {expect(case, framework)["live_level"] for case in cases}
        assert levels == {level.name for level in framework.levels}, year
        edges = {level.total_min for level in framework.levels if level.total_min}
        assert edges | {edge - CENT for edge in edges} <= totals, year
        assert any(case["indicator_1"] == Decimal("84.995") for case in cases)
        assert any(case["indicator_1"] == Decimal("94.995") for case in cases)


@pytest.mark.parametrize("year", FRAMEWORKS)
def test_what_the_form_says_of_published_figures_is_what_the_checks_say(
    saved: dict[str, Path], year: FiscalYear
) -> None:
    framework = FRAMEWORKS[year]
    rows = read_rows(saved[f"wide-{year}"])
    by_office: dict[str | None, list[Problem]] = defaultdict(list)
    book = read_workbook(saved[f"wide-{year}"])
    assert book.problems == ()
    for problem in validate_workbook(book, FRAMEWORKS).problems:
        by_office[problem.office].append(problem)
    said = set()
    for case in make_cases(framework):
        name = str(case["name"])
        codes = {problem.code for problem in by_office[name]}
        assert "form-result-stale" not in codes
        words = rows[name]["live_agreement"] or ""
        published = case.keys() & {"iit", "eit", "oit", "total", "level"}
        if not published:
            expected = ""
        elif codes & DISAGREEING:
            expected = "ไม่ตรง"
        else:
            expected = DIFFERS if "level-differs" in codes else AGREES
        assert words.split(":")[0] == expected, (case, codes)
        said.add(expected)
    assert {"", "ไม่ตรง", AGREES} <= said


@pytest.mark.parametrize("year", FRAMEWORKS)
def test_the_form_of_one_office_works_out_the_same(
    saved: dict[str, Path], year: FiscalYear
) -> None:
    framework = FRAMEWORKS[year]
    cases = make_cases(framework)
    for index in range(TALL_CASES):
        path, case = saved[f"tall-{year}-{index}"], cases[index * 100 + 31]
        assert load_workbook(path).sheetnames[1] == TALL.name
        (row,) = read_workbook(path).tables["scores"].rows
        expected = expect(case, framework)
        assert {field: as_number(row.cells[field].value) for field in expected} == expected
        problems = validate_workbook(read_workbook(path), FRAMEWORKS).problems
        wrong = bool({problem.code for problem in problems} & DISAGREEING)
        column = load_workbook(path, data_only=True)[TALL.name]["F"]
        words = {str(cell.value) for cell in column[12:17] if cell.value}
        assert ("ไม่ตรง" in " ".join(words)) == wrong, (case, words)
        assert words <= {AGREES, DIFFERS, "ไม่ตรง", "ไม่ตรง: ระดับ"}
