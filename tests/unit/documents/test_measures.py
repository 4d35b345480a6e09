"""The words and numerals of the announcement, from what the office entered."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from ita_docs import thai
from ita_docs.documents import FOLLOWUP, MEASURES, MEMO, DocumentKind, TitleChoice
from ita_docs.documents.context import ChartContext, Context
from ita_docs.documents.office import describe_office
from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear, HistoryEntry, Measure, Office, OfficeKind
from ita_docs.pipeline import Options, assess_office, prepare_office
from tests.pages.offices import ORDER, YEAR, Case, make_result


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("สำนักงานภูเก็ต", "สำนักงานภูเก็ตได้จัดทำ"),
        ("สำนักงานลำปาง เขต ๑", "สำนักงานลำปาง เขต ๑ ได้จัดทำ"),
        ("สำนักงานตัวอย่าง (สมมติ)", "สำนักงานตัวอย่าง (สมมติ) ได้จัดทำ"),
        ("สำนักงานอุดรธานี", "สำนักงานอุดรธานีได้จัดทำ"),
    ],
)
def test_a_verb_stands_close_to_a_name_but_not_to_a_numeral_or_bracket(
    name: str, sentence: str
) -> None:
    assert describe_office(Office(name, ""))["lead"] + "ได้จัดทำ" == sentence


# --- the chart of years -------------------------------------------------------------------------


def chart_of_years(*back: int) -> ChartContext:
    """The history of an office of 2568 with results so many years back, besides this one."""
    history = tuple(
        HistoryEntry(FiscalYear(YEAR.be - years), Decimal(70 + years)) for years in back
    )
    result = dataclasses.replace(make_result(Case("announcement", 0)), history=history)
    return prepare_office(result, load_frameworks(), Options()).context["charts"]["history"]


def test_the_heading_says_the_years_that_are_there() -> None:
    chart = chart_of_years(3, 1, 2)
    assert chart["present"]
    assert chart["years"] == "๒๕๖๕ - ๒๕๖๘"
    assert [label.split()[0] for label in chart["labels"]] == ["๒๕๖๕", "๒๕๖๖", "๒๕๖๗", "๒๕๖๘"]
    assert chart["points"][:3] == ["73.00", "72.00", "71.00"]


def test_a_year_without_a_result_is_a_gap_and_said_to_those_who_do_not_see_it() -> None:
    chart = chart_of_years(4, 1)
    assert chart["years"] == "๒๕๖๔ - ๒๕๖๘"
    assert chart["points"][:4] == ["74.00", "", "", "71.00"]
    assert "๒๕๖๕ ไม่มีผลคะแนน, ๒๕๖๖ ไม่มีผลคะแนน, ๒๕๖๗ ๗๑.๐๐" in chart["alt_text"]


@pytest.mark.parametrize("back", [(), (6,), (9, 6)])
def test_one_year_alone_is_no_chart_of_years(back: tuple[int, ...]) -> None:
    assert not chart_of_years(*back)["present"]


def test_the_chart_goes_back_five_years() -> None:
    chart = chart_of_years(5, 6, 7)
    assert chart["years"] == "๒๕๖๓ - ๒๕๖๘"
    assert len(chart["labels"]) == 6


def test_a_label_says_the_level_that_was_published() -> None:
    history = (
        HistoryEntry(FiscalYear(2566), Decimal("84.1"), "B"),
        HistoryEntry(FiscalYear(2567), Decimal("86.1")),
    )
    result = dataclasses.replace(make_result(Case("announcement", 0)), history=history)
    chart = prepare_office(result, load_frameworks(), Options()).context["charts"]["history"]
    level = result.figures.level.printed
    assert chart["labels"] == ["๒๕๖๖\nB", "๒๕๖๗", f"๒๕๖๘\n{level}"]
    assert chart["target"] == "85"
    assert chart["alt_text"].startswith("แผนภูมิผลคะแนน ITA รายปีงบประมาณ: ๒๕๖๖ B ๘๔.๑๐, ")


# --- indicators, rows and marks -------------------------------------------------------------------


def prepare(case: Case, options: Options = Options(), **changes: object) -> Context:  # noqa: B008
    result = dataclasses.replace(make_result(case), **changes)
    return prepare_office(result, load_frameworks(), options).context


def test_every_indicator_says_whether_it_is_weak() -> None:
    context = prepare(Case("announcement", 3))
    weak = [
        indicator["number"]
        for instrument in context["instruments"]
        for indicator in instrument["indicators"]
        if indicator["weak"]
    ]
    assert weak == ["๒", "๘", "๑๐"]
    assert all(indicator["weak"] for indicator in context["weak"]["indicators"])
    assert not any(
        item["weak"]
        for item in prepare(Case("announcement", 0), Options(lowest=3))["weak"]["indicators"]
    )


def test_long_measures_are_divided_between_rows_that_say_whose_they_are() -> None:
    steps = tuple(f"{'ก' * 150} {number}" for number in range(1, 8))
    measure = Measure(10, ("กลุ่มหนึ่ง", "กลุ่มสอง"), steps, ("ทีมบริหาร",))
    plan = prepare(Case("announcement", 2), measures={10: measure})["plan"]
    first = [row for row in plan["rows"] if row["order"] == "๑"]
    assert [row["indicator"] for row in first] == [
        "การป้องกันการทุจริต",
        "การป้องกันการทุจริต (ต่อ)",
    ]
    assert [step for row in first for step in row["steps"]] == [
        f"{numeral}. {thai.set_thai_digits(step)}"
        for numeral, step in zip("๑๒๓๔๕๖๗", steps, strict=True)
    ]
    assert {tuple(row["responsible"]) for row in first} == {("- กลุ่มหนึ่ง", "- กลุ่มสอง")}
    assert plan["rows"][-1]["order"] == "๒"


def test_a_table_of_more_than_five_columns_is_wide() -> None:
    assert [prepare(Case("report", 1, columns=n))["plan"]["wide"] for n in (5, 6, 7)] == [
        False,
        True,
        True,
    ]


def test_a_document_is_a_draft_until_its_measures_are_confirmed_or_it_is_said_to_be_final() -> None:
    assert not prepare(Case("announcement", 0))["draft"]
    assert not prepare(Case("announcement", 3))["draft"]  # 10, 2 and 8 are as published
    assert prepare(Case("announcement", 5))["draft"]  # 1 is a draft
    assert not prepare(Case("announcement", 5), Options(final=True))["draft"]
    confirmed = {1: dataclasses.replace(make_measure(1), draft=False)}
    assert not prepare(Case("announcement", 5), measures=confirmed)["draft"]
    assert prepare(Case("announcement", 0), Options(lowest=10))["draft"]


def make_measure(indicator: int) -> Measure:
    made = load_frameworks()[YEAR].measure(indicator, Office("สำนักงาน", "สพป."))
    assert made is not None
    return made


def test_the_papers_choices_reach_the_template() -> None:
    context = prepare(Case("announcement", 0))
    assert context["emblem"]["shown"]
    assert not context["signature"]["drawn"]
    bare = prepare(Case("announcement", 0), Options(emblem_room=False, signature=b"picture"))
    assert not bare["emblem"]["shown"]
    assert bare["signature"]["drawn"]
    given = prepare(Case("announcement", 0), Options(emblem_room=False, emblem=b"picture"))
    assert given["emblem"]["shown"]


def test_the_title_names_the_year_and_the_office() -> None:
    assert MEASURES.name_document(make_result(Case("announcement", 0))) == (
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๙ "
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต ๑"
    )


# --- the words for the kind of body, and the title ------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "assessed", "level"),
    [
        (OfficeKind.AREA, "สำนักงานเขตพื้นที่การศึกษา", "เขตพื้นที่"),
        (OfficeKind.SCHOOL, "สถานศึกษา", "สถานศึกษา"),
    ],
)
def test_the_words_follow_the_kind_of_body(kind: OfficeKind, assessed: str, level: str) -> None:
    case = Case("announcement", 0)
    office = dataclasses.replace(make_result(case).office, kind=kind)
    assert prepare(case, office=office)["body"] == {"assessed": assessed, "level": level}


@pytest.mark.parametrize("year", [2562, 2568, 2569])
def test_the_built_in_measures_of_a_school_name_nobody_of_an_area_office(year: int) -> None:
    framework = load_frameworks()[FiscalYear(year)]
    area = Office("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง", "สพป.ตัวอย่าง")
    school = Office("โรงเรียนบ้านตัวอย่าง", "โรงเรียนบ้านตัวอย่าง", OfficeKind.SCHOOL)
    theirs = (
        "กลุ่มอำนวยการ",
        "กลุ่มนโยบาย",
        "การเงินและสินทรัพย์",
        "ทางไกล",
        "กฎหมายและคดี",
        "หน่วยตรวจสอบภายใน",
    )
    for number in range(1, 11):
        measure, other = framework.measure(number, school), framework.measure(number, area)
        assert measure is not None
        assert other is not None
        said = "\n".join((*measure.responsible, *measure.steps, *measure.monitor))
        assert not any(name in said for name in (*theirs, "เขตพื้นที่", "ทีมบริหาร"))
        assert measure.monitor == ("ผู้บริหาร โรงเรียนบ้านตัวอย่าง",)
        assert all("กลุ่มบริหาร" in name for name in measure.responsible)
        assert measure.draft  # no school's announcement was found: nobody has confirmed them
        assert other == framework.measure(
            number,
            dataclasses.replace(
                school, name=area.name, short_name=area.short_name, kind=OfficeKind.AREA
            ),
        )
        assert other.monitor == ("ทีมบริหาร สพป.ตัวอย่าง",)


def test_a_school_that_is_weak_in_anything_has_a_draft() -> None:
    result = make_result(Case("announcement", 4))  # of an area office all four are published
    school = dataclasses.replace(result.office, kind=OfficeKind.SCHOOL)
    frameworks, options = load_frameworks(), Options()
    assert not assess_office(result, frameworks, options).draft
    assert assess_office(dataclasses.replace(result, office=school), frameworks, options).draft


USUAL = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
NEW = "การนำผลการประเมิน ITA ไปสู่การพัฒนาองค์กร"


@pytest.mark.parametrize(
    ("plan", "choice", "title", "code", "told"),
    [
        (2566, TitleChoice.USUAL, USUAL, "", []),
        (2566, TitleChoice.CODE, USUAL, "O42", []),
        (2567, TitleChoice.CHECKLIST, USUAL, "", ["title-unknown"]),
        (2567, TitleChoice.CODE, USUAL, "O34", ["title-not-settled"]),
        (2569, TitleChoice.USUAL, USUAL, "", []),
        (2569, TitleChoice.CHECKLIST, NEW, "", ["title-not-settled"]),
        (2569, TitleChoice.CODE, NEW, "O25", ["title-not-settled"]),
        (2599, TitleChoice.USUAL, USUAL, "", []),
        (2599, TitleChoice.CODE, USUAL, "", ["title-unknown"]),
    ],
)
def test_a_title_that_is_not_settled_is_printed_only_as_asked_and_told(
    plan: int, choice: TitleChoice, title: str, code: str, told: list[str]
) -> None:
    case, frameworks = Case("announcement", 3), load_frameworks()
    result = dataclasses.replace(make_result(case), plan_year=FiscalYear(plan), followup=None)
    options = Options(title=choice)
    prepared = prepare_office(result, frameworks, options)
    assert prepared.context["title"] == title
    assert prepared.context["checklist"] == {"shown": bool(code), "code": code}
    assert prepared.properties.title.startswith(title)
    notes = assess_office(result, frameworks, options).notes
    assert [problem.code for problem in notes if problem.code.startswith("title-")] == told


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        ((MEASURES,), ["documents.measures"]),
        ((MEASURES, FOLLOWUP), ["documents.measures", "documents.followup"]),
        ((FOLLOWUP,), ["documents.followup"]),
        ((MEMO,), ["documents.measures"]),  # it hands over the announcement, by its title
        ((MEASURES, FOLLOWUP, MEMO), ["documents.measures", "documents.followup"]),
    ],
)
def test_of_titles_only_those_that_are_made_are_told(
    kinds: tuple[DocumentKind, ...], told: list[str]
) -> None:
    result = make_result(Case("followup", 3))
    assert result.followup is not None
    options = Options(title=TitleChoice.CODE)
    notes = assess_office(result, load_frameworks(), options, kinds).notes
    titles = [problem for problem in notes if problem.code.startswith("title-")]
    assert [problem.at and problem.at.part for problem in titles] == told


# --- what is to be mended and what is to be improved ----------------------------------------------

ALL = [thai.to_thai_digits(str(number)) for number in ORDER]


@pytest.mark.parametrize(
    ("weak", "options", "flag", "first", "beside"),
    [
        (0, Options(), "lowest", ["๑๐", "๒", "๘"], []),
        (0, Options(lowest=1), "lowest", ["๑๐"], []),
        (0, Options(lowest=0), "none", [], []),
        (2, Options(), "below_target", ["๑๐", "๒"], []),
        (2, Options(two_classes=True), "below_target", ["๑๐", "๒"], ["๘", "๗", "๑"]),
        (2, Options(two_classes=True, lowest=0), "below_target", ["๑๐", "๒"], []),
        (
            10,
            Options(two_classes=True),
            "below_target",
            ALL,
            [],
        ),
    ],
)
def test_the_lists_and_the_table_tell_the_same_points_in_one_order(
    weak: int, options: Options, flag: str, first: list[str], beside: list[str]
) -> None:
    context = prepare(Case("announcement", weak), options)
    said = context["weak"]
    assert [key for key in ("below_target", "lowest", "none") if said[key]] == [flag]  # type: ignore[literal-required]
    assert [one["number"] for one in said["indicators"]] == first
    assert [one["number"] for one in context["improve"]["indicators"]] == beside
    assert context["improve"]["present"] == bool(beside)
    assert said["two_classes"] == bool(weak and options.two_classes)
    rows = [row["indicator_number"] for row in context["plan"]["rows"]]
    assert list(dict.fromkeys(rows)) == first + beside


@pytest.mark.parametrize(
    ("weak", "options", "told"),
    [
        (0, Options(), ["measure-draft"] * 3 + ["lowest-taken"]),
        (0, Options(lowest=3), ["measure-draft"] * 3),
        (0, Options(lowest=0), []),
        (4, Options(), []),
        (4, Options(two_classes=True), ["measure-draft"] * 3),
    ],
)
def test_drafts_against_the_lowest_and_the_years_own_choice_are_told(
    weak: int, options: Options, told: list[str]
) -> None:
    result = dataclasses.replace(make_result(Case("announcement", weak)), measures={})
    scores = dict(result.figures.scores)
    if not weak:  # the lowest are then those of which only drafts are built in
        scores |= {1: Decimal("85.5"), 3: Decimal("85.6"), 4: Decimal("85.7")}
    figures = dataclasses.replace(result.figures, scores=scores)
    result = dataclasses.replace(result, figures=figures)
    assert [p.code for p in assess_office(result, load_frameworks(), options).notes] == told
    # Of a follow-up alone nothing of the measures is told: it prints none of the plan.
    alone = assess_office(result, load_frameworks(), options, [FOLLOWUP])
    assert (alone.notes, alone.draft) == ((), False)
