"""The pages of the follow-up: one row to twenty, short and long, by both engines."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import pytest

from ita_docs.documents import FOLLOWUP
from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear, FollowUp, FollowUpStatus, ReportedMeasure
from ita_docs.pdf import PdfFile, convert_many, find_engine
from ita_docs.pipeline import Options, draft_document, open_template, prepare_office
from tests.golden.cases import take_apart
from tests.pages.offices import LONG, SHORT, Case, make_result
from tests.pages.reading import Pages
from tests.pages.test_pages import ENGINES, find_faults_of_form

pytestmark = pytest.mark.pages

SENTENCE = (
    "จัดประชุมชี้แจงบุคลากรทุกกลุ่มงานให้ทราบแผนการใช้จ่ายงบประมาณ พร้อมเปิดโอกาสให้ซักถาม "
    "มีผู้เข้าร่วม 96 คน จากทั้งหมด 104 คน คิดเป็นร้อยละ 92.31 "
)
ADDRESS = (
    "https://www.example.go.th/wp-content/uploads/2568/10/" + "%E0%B8%A3%E0%B8%B2" * 8 + ".pdf"
)
DATE = "รายงาน ณ วันที่"
HEADS = (
    "ที่", "ตัวชี้วัด", "มาตรการ", "ผลการดำเนินการ", "ช่วงเวลา/สถานะ", "งบประมาณ",
    "ปัญหา/ข้อเสนอแนะ", "หลักฐาน",
)  # fmt: skip


def report(indicator: int, times: int) -> ReportedMeasure:
    """A row whose outcome is so many sentences."""
    status = list(FollowUpStatus)[indicator % 3]
    return ReportedMeasure(
        indicator,
        ("เปิดเผยแผนและผลการใช้จ่ายงบประมาณให้บุคลากรตรวจสอบได้",),
        (SENTENCE * times, SENTENCE),
        status,
        ("ต.ค. 2567 - ก.ย. 2568",),
        Decimal(14250 * indicator),
        (SENTENCE,) if times > 2 else ("ผู้รับผิดชอบโยกย้าย",),
        (SENTENCE * (times // 2),) if times > 2 else (),
        (ADDRESS, "รายงานรายไตรมาส") if times > 2 else ("รายงานรายไตรมาส",),
    )


CASES: Mapping[str, tuple[ReportedMeasure, ...]] = {
    "one-row": (report(1, 1),),
    "three-rows": tuple(report(number, 1) for number in (2, 7, 8)),
    "twenty-rows": tuple(report(place % 10 + 1, place % 2 + 1) for place in range(20)),
    "long-rows": tuple(report(number, 3 * number) for number in (1, 4, 2)),
    "one-tall-row": (report(3, 14),),
    "short-after-tall": (report(3, 9), report(4, 1)),
}


def make_docx(name: str) -> bytes:
    office = LONG if "long" in name else SHORT
    result = dataclasses.replace(
        make_result(Case("followup", 2, office=office)),
        followup=FollowUp(FiscalYear(2568), CASES[name]),
    )
    prepared = prepare_office(result, load_frameworks(), Options(), FOLLOWUP)
    return draft_document(prepared, open_template("followup"), Options())


@cache
def draw(engine: str) -> Mapping[str, Pages]:
    """Every document, drawn by one engine; one that lost a word is not delivered."""
    found = find_engine(engine)
    assert found is not None
    made = dict(zip(CASES, convert_many(list(map(make_docx, CASES)), found), strict=True))
    assert [(name, pdf) for name, pdf in made.items() if not isinstance(pdf, PdfFile)] == []
    return {name: Pages(pdf.data) for name, pdf in made.items() if isinstance(pdf, PdfFile)}


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("engine", ENGINES)
def test_the_summary_is_a_page_and_every_page_of_the_table_has_its_heading(engine: str) -> None:
    head = squeeze("".join(HEADS))
    for name, pages in draw(engine).items():
        texts = [squeeze("".join(lines)) for lines in pages.lines]
        assert "จำนวนรายการตามสถานะการดำเนินการ" in texts[0], name
        assert DATE.replace(" ", "") in texts[-1], name
        for number, text in enumerate(texts[1:], start=2):
            heads = sorted(head)
            found = sorted(squeeze("".join(HEADS)) if all(
                squeeze(one) in text for one in HEADS
            ) else "")  # fmt: skip
            assert found == heads, f"{name}: page {number} has no heading row"


@pytest.mark.parametrize("engine", ENGINES)
def test_no_row_is_broken_over_pages_and_no_row_is_lost(engine: str) -> None:
    for name, pages in draw(engine).items():
        tables = [element for element in pages.elements if element.role == "Table"]
        rows = [row for table in tables for row in table.rows[1:]]
        broken = [row for row in rows if len(set(row)) > 1]
        assert not broken, f"{name}: {broken}"
        whole = take_apart(make_docx(name))["text"]
        printed = squeeze("".join("".join(lines) for lines in pages.lines))
        for line in whole.splitlines():
            assert squeeze(line)[:30] in printed, f"{name}: {line}"


@pytest.mark.parametrize("engine", ENGINES)
def test_the_signature_is_on_the_last_page_with_a_row_above_it(engine: str) -> None:
    for name, pages in draw(engine).items():
        last = [line for line in pages.lines[-1] if line.strip()]
        place = next(n for n, line in enumerate(last) if squeeze(DATE) in squeeze(line))
        assert place > len(HEADS) // 2, f"{name}: {last[:5]}"
        assert pages.find_page("นายสมมติ นามสกุลตัวอย่าง") == len(pages.lines) - 1, name


@pytest.mark.parametrize("engine", ENGINES)
def test_no_page_of_the_table_but_the_last_two_is_more_than_half_blank(engine: str) -> None:
    for name, pages in draw(engine).items():
        blank = [f"{share:.0%}" for share in pages.blank_below[1:-2] if share > 0.5]
        assert not blank, f"{name}: {blank}"


@pytest.mark.parametrize("engine", ENGINES)
def test_every_file_is_archivable_and_accessible(engine: str) -> None:
    for name, pages in draw(engine).items():
        assert list(find_faults_of_form(pages)) == [], name


def test_the_counts_on_the_page_are_those_of_its_rows() -> None:
    for name, rows in CASES.items():
        words = take_apart(make_docx(name))["text"]
        assert f"จำนวน {thai_count(len(rows))} รายการ" in words
        done = sum(row.status is FollowUpStatus.DONE for row in rows)
        assert re.search(f"ดำเนินการแล้วเสร็จ\tจำนวน {thai_count(done)} รายการ", words), name


def thai_count(number: int) -> str:
    return str(number).translate({ord("0") + digit: 0x0E50 + digit for digit in range(10)})
