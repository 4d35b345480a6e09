"""The covering memo says of the office what its announcement says."""

from __future__ import annotations

import dataclasses

import pytest

from ita_docs.assessment import build_findings
from ita_docs.documents import ALL, MEASURES, MEMO, choose_kinds
from ita_docs.documents.memo import MemoContext, build_context
from ita_docs.framework import load_frameworks
from ita_docs.model import OfficeResult
from ita_docs.pipeline import Options, draft_document, open_template, prepare_office
from ita_docs.plan import build_plan
from tests.forms import read_part, read_words
from tests.pages.offices import YEAR, Case, make_result

FRAMEWORKS = load_frameworks()
RULES = FRAMEWORKS[YEAR]


def build(result: OfficeResult, lowest: int | None = None) -> MemoContext:
    found = build_findings(result.figures, RULES, lowest)
    return build_context(result, found, build_plan(found, result, RULES), RULES)


def draw(result: OfficeResult, lowest: int | None = None) -> str:
    options = Options(lowest=lowest)
    prepared = prepare_office(result, FRAMEWORKS, options, MEMO)
    docx = draft_document(prepared, open_template("memo"), options)
    return "\n".join(read_words(read_part(docx, "word/document.xml")))


def test_it_is_made_only_where_it_is_asked_for() -> None:
    assert MEMO not in choose_kinds(None)
    assert choose_kinds("memo") == (MEMO,)
    assert choose_kinds(ALL) == choose_kinds(None)


@pytest.mark.parametrize("weak", [0, 1, 3])
def test_it_says_what_the_announcement_says(weak: int) -> None:
    result = make_result(Case("memo", weak))
    announced = prepare_office(result, FRAMEWORKS, Options(), MEASURES).context
    said = build(result)
    for key in ("title", "office", "result_year", "plan_year", "total", "level", "weak"):
        assert said[key] == announced[key]  # type: ignore[literal-required]
    words = draw(result)
    assert f"มีผลคะแนนรวม {said['total']} คะแนน อยู่ในระดับ {said['level']} นั้น" in words
    assert f"เรียน  {said['addressee']}" in words
    for indicator in said["weak"]["indicators"]:
        line = f"ตัวชี้วัดที่ {indicator['number']} {indicator['name']}"
        assert line in words
        assert f"ได้ {indicator['score']} คะแนน" in words
    assert ("ทุกตัวชี้วัดได้คะแนนตั้งแต่" in words) is (weak == 0)
    assert ("มีตัวชี้วัดที่ได้คะแนนน้อยกว่า" in words) is (weak > 0)


def test_lowest_indicators_are_not_called_below_the_target() -> None:
    words = draw(make_result(Case("memo", 0)), lowest=2)
    assert "ตัวชี้วัดที่ได้คะแนนน้อยที่สุด จำนวน ๒ ตัวชี้วัด" in words
    assert "น้อยกว่า" not in words


def test_an_office_without_a_signer_gets_dotted_lines() -> None:
    result = dataclasses.replace(make_result(Case("memo", 1)), signer=None, position=())
    assert set(build(result)["addressee"]) == {"."}
    assert "None" not in draw(result)


def test_its_properties_name_it_apart_from_the_announcement() -> None:
    result = make_result(Case("memo", 1))
    memo, announced = (
        prepare_office(result, FRAMEWORKS, Options(), kind).properties.title
        for kind in (MEMO, MEASURES)
    )
    assert memo == f"บันทึกข้อความ เรื่อง {announced}"
