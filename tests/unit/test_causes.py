from __future__ import annotations

from ita_docs.causes import Cause, group_by_cause, name_places, summarise
from ita_docs.framework import load_frameworks
from ita_docs.problems import Location, Problem, Words
from ita_docs.validation import validate_workbook
from tests.corpus.cell_faults import make_book, scores_row

FIELD = {"field": Words("คะแนนตัวชี้วัดที่ ๓", "the score of indicator 3")}


def problem(
    cell: str, office: str | None, code: str = "score-not-a-number", **values: str
) -> Problem:
    return Problem(code, Location("a.xlsx", "คะแนน", cell), office, {**FIELD, **values})


def show(causes: list[Cause]) -> list[tuple[str, int]]:
    return [(", ".join(name_places(cause.places)), len(cause.problems)) for cause in causes]


def test_a_pasted_column_is_one_cause_whatever_was_typed_in_it() -> None:
    found = [problem(f"D{row}", f"รร.{row}", typed=f"{row},5") for row in range(14, 32)]
    (cause,) = group_by_cause(found)
    assert name_places(cause.places) == ["a.xlsx: 'คะแนน'!D14:D31"]
    assert cause.problems == tuple(found)
    assert len(cause.offices) == 18


def test_other_figures_of_other_offices_are_other_causes() -> None:
    found = [
        problem("L2", "รร.1", "instrument-disagrees", published="26.48"),
        problem("L3", "รร.2", "instrument-disagrees", published="25.10"),
    ]
    assert show(group_by_cause(found)) == [("a.xlsx: 'คะแนน'!L2", 1), ("a.xlsx: 'คะแนน'!L3", 1)]


def test_what_one_office_has_of_one_kind_is_said_once() -> None:
    found = [problem(f"{column}2", "รร.1", field_name=column) for column in "BCDFK"]
    assert show(group_by_cause(found)) == [
        ("a.xlsx: 'คะแนน'!B2:D2, a.xlsx: 'คะแนน'!F2, a.xlsx: 'คะแนน'!K2", 5)
    ]


def test_the_headers_of_one_row_are_one_cause() -> None:
    found = [problem(f"{column}1", None, "header-unknown", header=column) for column in "BCDE"]
    assert show(group_by_cause(found)) == [("a.xlsx: 'คะแนน'!B1:E1", 4)]


def test_kinds_sheets_and_files_are_kept_apart() -> None:
    other = Location("b.xlsx", "คะแนน", "D3")
    found = [
        problem("D2", "รร.1"),
        problem("D3", "รร.1", "score-missing"),
        Problem("score-not-a-number", other, "รร.2", FIELD),
        Problem("score-not-a-number", other._replace(sheet="CPI"), "รร.2", FIELD),
        Problem("inputs-empty"),
    ]
    assert [len(cause.problems) for cause in group_by_cause(found)] == [1] * 5


def test_of_a_kind_that_more_than_ten_offices_have_one_line_is_said() -> None:
    found = [
        problem(f"L{row}", f"รร.{row}", "instrument-disagrees", published=str(row))
        for row in range(2, 13)
    ]
    assert len(summarise(found[:10])) == 10
    (cause,) = summarise(found)
    assert (len(cause.problems), cause.offices[:3]) == (11, ("รร.2", "รร.3", "รร.4"))


def test_the_problems_of_two_thousand_schools_are_few_lines_and_none_is_lost() -> None:
    names = [f"โรงเรียนตัวอย่างที่ {number}" for number in range(2000)]
    rows = {
        "offices": [{"name": name, "result_year": 2568} for name in names],
        "scores": [
            scores_row(name, indicator_3=f"{number},5", total=50 + number % 7)
            for number, name in enumerate(names)
        ],
    }
    problems = validate_workbook(make_book(rows), load_frameworks()).problems
    assert len(problems) > 6000
    lines = summarise(problems)
    assert len(lines) == len({p.code for p in problems}) < 10
    assert sum(len(cause.problems) for cause in lines) == len(problems)
