"""Whose row it is: short names, names typed badly, and names left out where there is one office."""

from __future__ import annotations

import pytest

from ita_docs.entries.names import derive_short_name, find_misspelling
from ita_docs.framework import load_frameworks
from ita_docs.model import Office, OfficeKind, Validated
from ita_docs.validation import validate_workbook
from tests.corpus.cell_faults import OFFICE, OTHER, Rows, make_book, scores_row, sound_rows

FRAMEWORKS = load_frameworks()
PHUKET = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต"


def judge(rows: Rows) -> Validated:
    return validate_workbook(make_book(rows), FRAMEWORKS)


def list_faults(validated: Validated, office: str | None) -> list[tuple[str, str]]:
    """The codes and cells of an office's problems, drafts aside."""
    return [
        (p.code, p.at.cell or "" if p.at else "")
        for p in validated.problems
        if p.office == office and p.code != "measure-draft"
    ]


def rename(rows: Rows, old: str, new: object) -> Rows:
    for sheet in rows.values():
        for row in sheet:
            if row["name"] == old:
                row["name"] = new
    return rows


# --- a name that is typed badly hides nothing ----------------------------------------------------

BAD = {"indicator_1": "85,31", "indicator_2": 101, "indicator_4": "-", "indicator_7": "#REF!"}
FOUND = [
    ("score-not-a-number", "B2"), ("score-out-of-range", "C2"), ("score-missing", "E2"),
    ("cell-error-value", "H2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (OFFICE[:20] + "\n" + OFFICE[20:], "text-line-break"),
        (OFFICE[:20] + "\x0b" + OFFICE[20:], "text-control-character"),
        (OFFICE[:20] + "\u2028" + OFFICE[20:], "text-control-character"),
    ],
)
def test_scores_under_a_name_typed_badly_are_read_all_the_same(typed: str, code: str) -> None:
    rows = sound_rows()
    rows["scores"][0] |= {"name": typed, **BAD}
    validated = judge(rows)
    assert list_faults(validated, OFFICE) == [(code, "A2"), *FOUND]
    assert list_faults(validated, None) == []
    assert validated.refused == (OFFICE,)


def test_scores_under_a_name_with_a_letter_amiss_are_those_of_the_office_without_any() -> None:
    rows = sound_rows()
    rows["scores"][0] |= {"name": OFFICE.replace("ตัวอย่าง", "ตัวอย่า"), **BAD}
    validated = judge(rows)
    assert list_faults(validated, OFFICE) == [("scores-without-office", "A2"), *FOUND]
    assert list_faults(validated, None) == []
    assert [result.office.name for result in validated] == [OTHER]


def test_a_row_nearly_named_like_an_office_that_has_scores_is_nobodys() -> None:
    rows = sound_rows()
    rows["scores"].append(scores_row(OFFICE + "ๆ") | {"indicator_1": "85,31"})
    validated = judge(rows)
    assert list_faults(validated, None) == [("scores-without-office", "A4")]
    assert list_faults(validated, OFFICE) == []
    assert [result.office.name for result in validated] == [OFFICE, OTHER]


def test_a_row_of_a_stranger_is_read_for_its_own_faults() -> None:
    rows = sound_rows()
    rows["scores"].append(scores_row("โรงเรียนที่ไม่มีในรายชื่อ") | {"indicator_1": "85,31"})
    rows["history"].append({"name": "#N/A", "year": 2019, "total": "สูง"})
    found = list_faults(judge(rows), None)
    assert found == [
        ("scores-without-office", "A4"),
        ("score-not-a-number", "B4"),
        ("cell-error-value", "A3"),
        ("year-not-buddhist-era", "B3"),
        ("score-not-a-number", "C3"),
    ]


def test_an_office_without_a_readable_name_has_its_other_faults_told() -> None:
    rows = sound_rows()
    rows["offices"].append({"name": "#REF!", "result_year": 2019, "signer": "ก" * 200})
    found = list_faults(judge(rows), None)
    assert found == [
        ("cell-error-value", "A4"),
        ("year-not-buddhist-era", "C4"),
        ("text-too-long", "F4"),
    ]


def test_an_office_whose_own_name_has_a_line_break_is_read_and_refused() -> None:
    typed = OFFICE[:20] + "\n" + OFFICE[20:]
    rows = sound_rows()
    rows["offices"][0] |= {"name": typed, "plan_year": 2021}
    validated = judge(rows)
    bare = typed.replace("\n", " ")
    assert list_faults(validated, bare) == [
        ("text-line-break", "A2"),
        ("year-not-buddhist-era", "D2"),
    ]
    assert validated.refused == (bare,)


def test_a_year_without_rules_does_not_hide_the_faults_of_the_measures() -> None:
    rows = sound_rows()
    rows["offices"][0]["result_year"] = 2555
    rows["measures"][0]["steps"] = "ก" * 9000
    assert list_faults(judge(rows), OFFICE) == [("year-unknown", "C2"), ("text-too-long", "D2")]


# --- short names ----------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", ["scores", "history", "cpi", "measures"])
def test_a_listed_offices_short_name_names_it_in_every_sheet(sheet: str) -> None:
    rows = rename(sound_rows(), OFFICE, PHUKET)
    rows["offices"][0]["short_name"] = "ภูเก็ต ประถม"
    rows[sheet][0]["name"] = "สพป. ภูเก็ต"
    validated = judge(rows)
    assert list_faults(validated, PHUKET) == []
    assert list_faults(validated, None) == []


def test_a_listed_offices_short_name_in_the_sheet_of_offices_prints_the_full_one() -> None:
    rows = sound_rows()
    rows["offices"][0] |= {"name": "สพป.ภูเก็ต", "short_name": None}
    for sheet in ("scores", "history"):
        rows[sheet][0]["name"] = PHUKET
    for sheet in ("cpi", "measures"):
        rows[sheet][0]["name"] = "สพป.ภูเก็ต"
    validated = judge(rows)
    assert validated.results[0].office == Office(PHUKET, "สพป.ภูเก็ต")
    assert {code for code, _ in list_faults(validated, PHUKET)} == {
        "office-named-short",
        "short-name-missing",
    }


def test_the_short_name_entered_names_the_office_elsewhere() -> None:
    rows = sound_rows()
    rows["scores"][0]["name"] = "สพป.ตัวอย่าง"
    validated = judge(rows)
    assert list_faults(validated, OFFICE) == []
    assert [result.office.name for result in validated] == [OFFICE, OTHER]


def test_a_short_name_of_two_offices_names_neither() -> None:
    rows = sound_rows()
    rows["offices"][1]["short_name"] = "สพป.ตัวอย่าง"
    rows["scores"][0]["name"] = "สพป.ตัวอย่าง"
    assert ("scores-without-office", "A2") in list_faults(judge(rows), None)


def test_the_full_and_the_short_name_of_one_office_are_one_office_twice() -> None:
    rows = rename(sound_rows(), OFFICE, PHUKET)
    rows["offices"].append({"name": "สพป.ภูเก็ต", "result_year": 2563})
    assert ("office-repeated", "A4") in list_faults(judge(rows), PHUKET)


# --- a workbook of one office ---------------------------------------------------------------------


def of_one_office() -> Rows:
    rows = sound_rows()
    del rows["offices"][1], rows["scores"][1]
    return rows


@pytest.mark.parametrize("sheet", ["history", "cpi", "measures"])
def test_one_office_need_not_be_named_beside_the_scores(sheet: str) -> None:
    rows = of_one_office()
    rows[sheet][0]["name"] = None
    validated = judge(rows)
    named = judge(of_one_office())
    assert list_faults(validated, None) == []
    (result,), (expected,) = validated.results, named.results
    assert (result.history, result.cpi) == (expected.history, expected.cpi)
    assert result.measures[10].steps == expected.measures[10].steps


def test_among_several_offices_a_row_without_a_name_is_nobodys() -> None:
    rows = sound_rows()
    rows["history"][0]["name"] = None
    assert list_faults(judge(rows), None) == [("office-missing", "A2")]


# --- spelling -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["เเม่ฮ่องสอน", "อ\u0e4d\u0e32นาจเจริญ", "น\u0e33\u0e49พอง", "ท\u0e48\u0e35"]
)
def test_what_looks_right_and_is_typed_otherwise_is_told(typed: str) -> None:
    assert find_misspelling(typed) is not None


def test_a_right_spelling_is_not_told() -> None:
    for typed in ("แม่ฮ่องสอน", "อำนาจเจริญ", "น้ำพอง", "ที่", "Phuket", "เสน่ห์"):
        assert find_misspelling(typed) is None


def test_the_note_shows_both_spellings() -> None:
    rows = rename(sound_rows(), OFFICE, "โรงเรียนบ้านเเม่น\u0e33\u0e49")
    found = [p for p in judge(rows).problems if p.code == "name-spelled-otherwise"]
    assert [(p.values["typed"], p.values["mended"]) for p in found] == [
        ("โรงเรียนบ้านเเม่น\u0e33\u0e49", "โรงเรียนบ้านแม่น้ำ")
    ]


def test_a_short_name_is_derived_from_a_name_typed_otherwise() -> None:
    assert derive_short_name("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาเเพร่") == "สพป.แพร่"


# --- the kind of body -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        (None, OfficeKind.AREA),
        ("สำนักงานเขตพื้นที่การศึกษา", OfficeKind.AREA),
        ("สพม.", OfficeKind.AREA),
        ("สถานศึกษา", OfficeKind.SCHOOL),
        ("โรงเรียน ", OfficeKind.SCHOOL),
        ("School", OfficeKind.SCHOOL),
    ],
)
def test_the_kind_of_body_is_as_typed_and_an_area_office_otherwise(
    typed: str | None, kind: OfficeKind
) -> None:
    rows = sound_rows()
    rows["offices"][0]["kind"] = typed
    assert next(iter(judge(rows))).office.kind is kind


def test_schools_that_do_not_say_their_kind_are_told_of_once() -> None:
    rows = rename(sound_rows(), OFFICE, "โรงเรียนบ้านตัวอย่าง")
    told = [p for p in judge(rows).problems if p.code == "office-kind-unsaid"]
    assert [(str(p.at), p.values) for p in told] == [("faults.xlsx: 'หน่วยงาน'!A2", {"count": "1"})]
    rows["offices"][0]["kind"] = "สถานศึกษา"
    assert not [p for p in judge(rows).problems if p.code == "office-kind-unsaid"]
