from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ita_docs.entries.names import derive_short_name
from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear, Workbook
from ita_docs.problems import Location, Problem
from ita_docs.validation import validate_workbook
from tests.corpus.cell_faults import OFFICE, OTHER, make_book, sound_rows

FRAMEWORKS = load_frameworks()


def test_the_plan_year_defaults_to_the_next_year() -> None:
    rows = sound_rows()
    rows["offices"][0]["plan_year"] = None
    assert next(iter(validate_workbook(make_book(rows), FRAMEWORKS))).plan_year.be == 2564


def test_a_short_name_is_derived_from_the_full_name() -> None:
    assert derive_short_name("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต") == "สพป.ภูเก็ต"
    assert derive_short_name("สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา พังงา") == "สพม.พังงา"
    assert derive_short_name("มหาวิทยาลัยพะเยา") == "มหาวิทยาลัยพะเยา"


def test_an_own_measure_wins_over_the_one_for_every_office() -> None:
    rows = sound_rows()
    common = {"responsible": "ทุกกลุ่ม", "monitor": "ทีมบริหาร"}
    rows["measures"] += [
        {"name": None, "indicator": number, "steps": f"ของทุกเขต {number}", **common}
        for number in (2, "ตัวชี้วัดที่ ๑๐")
    ]
    first, second = validate_workbook(make_book(rows), FRAMEWORKS)
    assert first.measures[10].steps == ("ประกาศเจตนารมณ์", "จัดกิจกรรม")
    assert first.measures[2].steps == ("ของทุกเขต 2",)
    assert second.measures[10].steps == ("ของทุกเขต ตัวชี้วัดที่ ๑๐",)


def test_a_confirmed_draft_is_the_catalogues_with_what_the_row_fills_in() -> None:
    rows = sound_rows()
    rows["measures"][0] |= {"indicator": "๙", "steps": "ยืนยันตามร่าง", "responsible": None,
                            "monitor": "ผู้อำนวยการ"}  # fmt: skip
    validated = validate_workbook(make_book(rows), FRAMEWORKS)
    first = validated.results[0]
    drafted = FRAMEWORKS[first.result_year].measure(9, first.office)
    assert drafted is not None
    confirmed = first.measures[9]
    assert (confirmed.steps, confirmed.responsible) == (drafted.steps, drafted.responsible)
    assert confirmed.monitor == ("ผู้อำนวยการ",)
    assert not confirmed.draft
    noted = {p.values["indicator"] for p in validated.problems
             if p.code == "measure-draft" and p.office == OFFICE}  # fmt: skip
    assert "9" not in noted
    assert noted


def test_a_name_alone_in_a_sheet_says_nothing() -> None:
    rows = sound_rows()
    for sheet in ("history", "cpi", "measures"):
        rows[sheet].append({"name": OTHER})
    codes = {p.code for p in validate_workbook(make_book(rows), FRAMEWORKS).problems}
    assert codes == {"measure-draft"}


def test_a_name_alone_among_the_scores_is_an_office_without_scores() -> None:
    rows = sound_rows()
    rows["scores"][0] = {"name": OFFICE}
    validated = validate_workbook(make_book(rows), FRAMEWORKS)
    found = [p for p in validated.problems if p.office == OFFICE]
    assert [(p.code, str(p.at)) for p in found] == [
        ("office-without-scores", "faults.xlsx: 'คะแนน'!A2")
    ]
    assert validated.refused == (OFFICE,)


def with_problem(cell: str, office: str | None = None) -> Workbook:
    book = make_book(sound_rows())
    problem = Problem("cells-merged", Location(book.file, "คะแนน", cell), office, {})
    return Workbook(book.file, book.tables, (problem,))


def test_a_fault_of_the_sheet_in_one_row_refuses_that_rows_office() -> None:
    validated = validate_workbook(with_problem("D2:E2", OFFICE), FRAMEWORKS)
    assert validated.refused == (OFFICE,)
    assert validated.problems[0].office == OFFICE


def test_a_fault_of_the_whole_sheet_refuses_every_office() -> None:
    assert validate_workbook(with_problem("D1:D2"), FRAMEWORKS).refused == (OFFICE, OTHER)
    assert validate_workbook(with_problem("D2:D3"), FRAMEWORKS).refused == (OFFICE, OTHER)


def test_a_column_that_the_sheet_lacks_builds_nothing_and_is_not_reported_twice() -> None:
    rows = sound_rows()
    book = make_book(rows)
    table = book.tables["scores"]
    for row in table.rows:
        del row.cells["indicator_5"]  # type: ignore[attr-defined]
    del table.headers["indicator_5"]  # type: ignore[attr-defined]
    validated = validate_workbook(book, FRAMEWORKS)
    assert validated.results == ()
    assert "score-missing" not in {p.code for p in validated.problems}


def test_an_empty_workbook_has_no_office_and_no_problem_of_its_own() -> None:
    validated = validate_workbook(Workbook("a.xlsx", {}), FRAMEWORKS)
    assert (validated.results, validated.problems, validated.refused) == ((), (), ())


def test_history_is_in_order_and_without_the_result_year() -> None:
    rows = sound_rows()
    rows["history"] += [
        {"name": OFFICE, "year": 2563, "total": "๗๑.๕๕"},
        {"name": OFFICE, "year": 2561, "total": 85.77, "level": "สูงมาก"},
    ]
    first = next(iter(validate_workbook(make_book(rows), FRAMEWORKS)))
    assert [(h.year.be, h.total, h.level) for h in first.history] == [
        (2561, Decimal("85.77"), "สูงมาก"),
        (2562, Decimal("65.38"), "C"),
    ]


def test_a_weak_indicator_without_any_measure_is_an_error_at_its_score() -> None:
    year = FiscalYear(2563)
    bare = {year: replace(FRAMEWORKS[year], measures={})}
    validated = validate_workbook(make_book(sound_rows()), bare)
    found = [str(p.at) for p in validated.problems if p.code == "measure-missing"]
    # The first office has a measure for 10 alone; 2, 4, 5, 7, 8, 9 are below the target too.
    assert found[:6] == [f"faults.xlsx: 'คะแนน'!{column}2" for column in "CEFHIJ"]
    assert validated.refused == (OFFICE, OTHER)


def test_a_draft_that_the_year_does_not_have_cannot_be_confirmed() -> None:
    rows = sound_rows()
    rows["measures"][0]["steps"] = "Confirm draft"
    year = FiscalYear(2563)
    without = {n: m for n, m in FRAMEWORKS[year].measures.items() if n != 10}
    bare = {year: replace(FRAMEWORKS[year], measures=without)}
    validated = validate_workbook(make_book(rows), bare)
    assert [p.code for p in validated.problems if p.office == OFFICE and p.at and p.at.cell] == [
        "measure-draft-unknown",
        *["measure-draft"] * 3,
    ]
    assert OFFICE in validated.refused
