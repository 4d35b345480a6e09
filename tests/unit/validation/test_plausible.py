"""Slips that no sum shows: last year's scores, titles of another year, fractions."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from ita_docs.framework import load_frameworks
from ita_docs.model import Row, Table, Validated, Workbook
from ita_docs.problems import Severity
from ita_docs.validation import validate_workbook
from tests.corpus.cell_faults import OFFICE, OTHER, Rows, make_book, sound_rows

FRAMEWORKS = load_frameworks()


def judge(rows: Rows) -> Validated:
    return validate_workbook(make_book(rows), FRAMEWORKS)


def codes(validated: Validated) -> list[str]:
    return [p.code for p in validated.problems if p.code != "measure-draft"]


@pytest.mark.parametrize(
    "year",
    [2563, "๒๕๖๓", 2020, "ค.ศ. 2020", "ปีงบประมาณ พ.ศ. 2563", 63, "๖๓", "2562/2563", "FY2563",
     datetime.datetime(2020, 3, 1), datetime.datetime(2019, 11, 1), None, "-"],
)  # fmt: skip
def test_the_right_year_beside_the_scores_is_accepted_however_it_is_written(year: object) -> None:
    rows = sound_rows()
    for row in rows["scores"]:
        row["year"] = year
    assert codes(judge(rows)) == []


def test_a_year_alone_beside_the_name_is_a_row_without_scores() -> None:
    rows = sound_rows()
    rows["scores"][0] = {"name": OFFICE, "year": 2563}
    assert codes(judge(rows)) == ["office-without-scores"]


def titled(title: str, file: str = "คะแนน.xlsx") -> Workbook:
    book = make_book(sound_rows())
    scores = replace(book.tables["scores"], title=title)
    moved = {key: move(table, file) for key, table in {**book.tables, "scores": scores}.items()}
    return Workbook(file, moved)


def move(table: Table, file: str) -> Table:
    """A table in a file of another name."""
    return Table(
        table.sheet,
        {name: at._replace(file=file) for name, at in table.headers.items()},
        tuple(
            Row(
                row.number,
                {n: c._replace(at=c.at._replace(file=file)) for n, c in row.cells.items()},
            )
            for row in table.rows
        ),
        table.title,
    )


@pytest.mark.parametrize(
    ("title", "file", "at"),
    [
        ("ผลคะแนน ITA ปีงบประมาณ พ.ศ. ๒๕๖๑", "คะแนน.xlsx", "คะแนน.xlsx: 'คะแนน'"),
        ("ITA scores 2018", "คะแนน.xlsx", "คะแนน.xlsx: 'คะแนน'"),
        ("", "ita-2561.xlsx", "ita-2561.xlsx"),
        ("", "คะแนนปี2561.xlsx", "คะแนนปี2561.xlsx"),
    ],
)
def test_another_year_in_a_title_or_in_the_files_name_is_noted_once(
    title: str, file: str, at: str
) -> None:
    validated = validate_workbook(titled(title, file), FRAMEWORKS)
    found = [p for p in validated.problems if p.code == "title-year-differs"]
    assert [str(p.at) for p in found] == [at]
    assert found[0].severity is Severity.NOTE
    assert [result.office.name for result in validated] == [OFFICE, OTHER]


@pytest.mark.parametrize(
    ("title", "file"),
    [
        ("ผลคะแนน ITA ปีงบประมาณ 2563", "ita-2564.xlsx"),  # the result year, the plan year
        ("คะแนนย้อนหลัง 2560 - 2563", "ita-2560-2563.xlsx"),  # among them
        ("ตามระเบียบฯ พ.ศ. 2526", "20251105.xlsx"),  # of a law; a date
        ("ข้อมูล ณ 5-11-2018", "export 2018-11-05.xlsx"),
        ("", "ส่งครั้งที่ 2561234.xlsx"),
    ],
)  # fmt: skip
def test_a_year_of_the_workbook_or_of_something_else_is_no_matter(title: str, file: str) -> None:
    found = codes(validate_workbook(titled(title, file), FRAMEWORKS))
    assert "title-year-differs" not in found


def test_a_blank_level_by_an_unsettled_scale_is_noted_and_by_a_settled_one_not() -> None:
    rows = sound_rows()
    assert codes(judge(rows)) == []  # the second office of 2563 has no level
    for office in rows["offices"]:
        office |= {"result_year": 2568, "plan_year": 2569}
    rows["scores"][0] |= {"level": None, "total": None}
    rows["history"].clear()
    noted = [p for p in judge(rows).problems if p.code == "level-computed"]
    assert [(p.office, p.at.cell if p.at else "") for p in noted] == [(OFFICE, "P2"), (OTHER, "P3")]
    assert {p.values["level"] for p in noted} == {"ต้องปรับปรุง"}
