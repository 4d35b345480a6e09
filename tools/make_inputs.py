"""Make the shipped workbooks in inputs/: the same bytes from the same program, every time.

python tools/make_inputs.py [FOLDER]
"""

from __future__ import annotations

import datetime
import re
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ita_docs.schema import INDICATOR_NAMES, SHEETS

FONT = "TH Sarabun New"
MADE_ON = datetime.datetime(2026, 1, 1)
LAST_ROW = 1000
BLANK_ROWS = 12

Value = str | int | float | datetime.datetime
Values = Mapping[str, Value]


@dataclass(frozen=True)
class Book:
    """One shipped workbook: its file name, title, rows by table, and its notes sheet."""

    name: str
    title: str
    notes: tuple[str, ...]
    rows: Mapping[str, tuple[Values, ...]] = field(default_factory=dict)


# --- the office's own data ----------------------------------------------------------------------

PHUKET = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต"
# As the announcement of plan year 2563 prints them.
PHUKET_PRINTED = (86.31, 80.48, 81.82, 85.83, 89.93, 83.63, 84.12, 84.12, 83.35, 62.95)
# The one reading in which everything the announcement says about them holds.
PHUKET_RECONSTRUCTED = {1: 96.31, 3: 88.82, 6: 92.83, 9: 85.20}
# Transparency International's Corruption Perceptions Index of Thailand, 2014-2019 (B.E. 2557-2562).
PHUKET_CPI = {2557: 38, 2558: 38, 2559: 35, 2560: 37, 2561: 36, 2562: 36}
# The same index, 2020-2024 (B.E. 2563-2567).
EXAMPLE_CPI = {2563: 36, 2564: 35, 2565: 36, 2566: 35, 2567: 34}

EXAMPLE_1 = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1 (ข้อมูลสมมติ)"
EXAMPLE_2 = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 2 (ข้อมูลสมมติ)"
EXAMPLE_3 = "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาตัวอย่าง (ข้อมูลสมมติ)"

# --- the words of the notes sheets --------------------------------------------------------------

HOW_TO_FILL = (
    "วิธีกรอก",
    "1. ชีต “หน่วยงาน” และ “คะแนน” ต้องกรอก หน่วยงานละหนึ่งแถว ชื่อหน่วยงานทุกชีตต้องตรงกัน",
    "2. คะแนนตัวชี้วัดที่ 1-10 กรอกเป็นตัวเลข 0-100 ทศนิยมไม่เกินสองตำแหน่ง "
    "ห้ามเว้นว่าง ห้ามใส่เครื่องหมาย - แทนคะแนน",
    "3. IIT EIT OIT คะแนนรวม และระดับ กรอกตามที่ประกาศผล (IIT EIT OIT เป็นคะแนนหลังถ่วงน้ำหนัก) "
    "ใช้สอบทานกับตัวชี้วัด หากไม่มีให้เว้นว่าง",
    "4. ปีงบประมาณกรอกเป็น พ.ศ. สี่หลัก เช่น 2568",
    "5. วันที่ประกาศ ผู้ลงนาม และตำแหน่ง เว้นว่างได้ เอกสารจะมีเส้นประให้เขียนเอง ตำแหน่งสองบรรทัดให้กด Alt+Enter",
    "6. ชีต “ประวัติคะแนน” กรอกเฉพาะปีก่อนหน้า ปีปัจจุบันมาจากชีต “คะแนน”",
    "7. ชีต “CPI” กรอกเมื่อประสงค์ให้มีแผนภูมิ CPI หากไม่มีให้เว้นว่างทั้งชีต",
    "8. ชีต “มาตรการ” กรอกเมื่อประสงค์ใช้มาตรการของหน่วยงานเอง ข้อละหนึ่งบรรทัด (Alt+Enter) "
    "เว้นชื่อหน่วยงานว่างหากใช้กับทุกหน่วยงาน",
    "9. หากเห็นชอบร่างมาตรการที่โปรแกรมมีให้ ให้กรอก “ยืนยันตามร่าง” ในช่องมาตรการในการพัฒนาของตัวชี้วัดนั้น",
    "10. ห้ามผสานเซลล์ (merge) ในตาราง และห้ามเปลี่ยนชื่อชีตหรือหัวตาราง",
    "",
    "How to fill it in",
    "One row per office in หน่วยงาน and คะแนน; the same office name on every sheet. Scores are "
    "points 0-100. IIT, EIT, OIT, total and level are the published figures (after the weight) "
    "and may stay empty. Years are Buddhist Era. In มาตรการ an empty office name means every "
    "office, one measure per line. Do not merge cells or rename sheets and headers.",
)

PHUKET_NOTES = (
    "ที่มาของข้อมูลในไฟล์นี้",
    "คะแนนของสำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต ปีงบประมาณ พ.ศ. 2562 "
    "คัดจากประกาศมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    "คะแนนตัวชี้วัดทั้งสิบตามที่ปรากฏในประกาศ รวมกันแล้วไม่ตรงกับคะแนน IIT EIT OIT "
    "ที่ประกาศฉบับเดียวกันระบุ และไม่พบคะแนนฉบับทางการ",
)

RECONSTRUCTED = (
    "สี่ช่องต่อไปนี้เป็นค่าที่สร้างขึ้นใหม่ (reconstruction) มิใช่คะแนนที่ประกาศ:",
    *(
        f"ชีต “คะแนน” ช่อง {get_column_letter(number + 1)}2 ตัวชี้วัดที่ {number} "
        f"{INDICATOR_NAMES[number][0]}: {PHUKET_RECONSTRUCTED[number]:.2f} "
        f"(ในประกาศปรากฏ {PHUKET_PRINTED[number - 1]:.2f})"
        for number in PHUKET_RECONSTRUCTED
    ),
    "ค่าทั้งสี่เป็นการอ่านแบบหนึ่งที่ทำให้ทุกข้อความในประกาศถูกต้องตรงกัน คือ คะแนน IIT 26.48 "
    "EIT 26.11 OIT 29.63 รวม 82.22 และมีสี่ตัวชี้วัดต่ำกว่า 85 ได้แก่ 10, 2, 7, 8",
    "ห้ามนำค่าทั้งสี่ไปอ้างอิงเป็นผลการประเมินของหน่วยงาน",
    "These four cells are a reconstruction, not published scores; the others are as printed.",
)

AS_PRINTED = (
    "ไฟล์นี้คงคะแนนตัวชี้วัดทั้งสิบไว้ตามที่ปรากฏในประกาศ โปรแกรมจะไม่สร้างเอกสารจากไฟล์นี้ "
    "เพราะคะแนน IIT EIT และ OIT ไม่สอดคล้องกับตัวชี้วัด",
    "The ten scores stand as printed; the program refuses them, since IIT, EIT and OIT disagree.",
)

CPI_NOTE = (
    "คะแนนในชีต “CPI” เป็นคะแนนดัชนีการรับรู้การทุจริตของประเทศไทย "
    "ที่องค์กรเพื่อความโปร่งใสนานาชาติ (Transparency International) เผยแพร่ มิใช่คะแนนของหน่วยงาน",
)

EXAMPLE_NOTES = (
    "ข้อมูลสมมติ",
    "หน่วยงาน ผู้ลงนาม คะแนน ประวัติ มาตรการ และผลการดำเนินการทั้งหมดในไฟล์นี้เป็นข้อมูลสมมติ "
    "ใช้แสดงวิธีกรอกเท่านั้น ห้ามนำไปอ้างอิง",
    "ระดับในประวัติคะแนนเป็นตัวอักษรถึงปีงบประมาณ พ.ศ. 2565 และเป็นคำตั้งแต่ พ.ศ. 2566",
    "All offices, names and scores here are invented.",
)


# --- the rows -----------------------------------------------------------------------------------


def score_row(
    name: str, scores: Iterable[Value], published: tuple[float, float, float, float, str]
) -> Values:
    iit, eit, oit, total, level = published
    indicators = {f"indicator_{number}": score for number, score in enumerate(scores, start=1)}
    return {
        "name": name,
        **indicators,
        "iit": iit,
        "eit": eit,
        "oit": oit,
        "total": total,
        "level": level,
    }


def cpi_rows(name: str, scores: Mapping[int, int]) -> list[Values]:
    thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    return [
        {"name": name, "label": f"ประเทศไทย {str(year).translate(thai)}", "score": score}
        for year, score in scores.items()
    ]


def history_rows(
    name: str,
    entries: Mapping[int, tuple[float, str]],
    scores: Mapping[int, tuple[float, ...]] = MappingProxyType({}),
) -> list[Values]:
    """A row an earlier year; ``scores`` are the indicators of some of them."""
    return [
        {"name": name, "year": year, "total": total, "level": level}
        | {f"indicator_{number}": one for number, one in enumerate(scores.get(year, ()), start=1)}
        for year, (total, level) in entries.items()
    ]


def phuket_book(name: str, title: str, scores: tuple[float, ...], notes: tuple[str, ...]) -> Book:
    office: Values = {
        "name": PHUKET,
        "short_name": "สพป.ภูเก็ต",
        "result_year": 2562,
        "plan_year": 2563,
    }
    published = (26.48, 26.11, 29.63, 82.22, "B")
    return Book(
        name,
        title,
        (*PHUKET_NOTES, *notes, *CPI_NOTE, "", *HOW_TO_FILL),
        {
            "offices": (office,),
            "scores": (score_row(PHUKET, scores, published),),
            "cpi": tuple(cpi_rows(PHUKET, PHUKET_CPI)),
        },
    )


def example_book() -> Book:
    offices: tuple[Values, ...] = (
        {
            "name": EXAMPLE_1,
            "short_name": "สพป.ตัวอย่าง เขต 1",
            "result_year": 2568,
            "plan_year": 2569,
            "announced_on": datetime.datetime(2025, 10, 15),
            "signer": "นายสมมติ ตั้งใจดี",
            "position": "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1",
        },
        {
            "name": EXAMPLE_2,
            "short_name": "สพป.ตัวอย่าง เขต 2",
            "result_year": 2568,
            "plan_year": 2569,
            "announced_on": "๒๐ ตุลาคม ๒๕๖๘",
            "signer": "นางสาวสมมุติ ซื่อตรง",
            "position": "รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา รักษาราชการแทน\n"
            "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 2",
        },
        {
            "name": EXAMPLE_3,
            "short_name": "สพม.ตัวอย่าง",
            "result_year": "๒๕๖๘",
            "plan_year": "๒๕๖๙",
            "announced_on": datetime.datetime(2025, 10, 27),
            "signer": "นางสมมติ โปร่งใส",
            "position": "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษามัธยมศึกษาตัวอย่าง",
        },
    )
    scores = (
        score_row(
            EXAMPLE_1,
            (92.15, 84.60, 90.25, 88.40, 91.10, 89.75, 83.20, 86.45, 95.00, 93.75),
            (26.79, 25.94, 37.75, 90.48, "ผ่านดี"),
        ),
        score_row(
            EXAMPLE_2,
            (97.20, 95.40, 96.80, 95.10, 96.00, 96.35, 95.20, 95.75, 100, 97.50),
            (28.83, 28.73, 39.50, 97.06, "ผ่านดีเยี่ยม"),
        ),
        # One score typed as text in Thai digits: accepted as the number it shows.
        score_row(
            EXAMPLE_3,
            (90.10, 88.35, 87.60, 86.25, 89.20, "๘๔.๙๙", 79.45, 81.56, 93.75, 84.50),
            (26.49, 24.60, 35.65, 86.74, "ผ่าน"),
        ),
    )
    history = (
        *history_rows(
            EXAMPLE_1,
            {
                2563: (78.42, "B"),
                2564: (83.15, "B"),
                2565: (86.07, "A"),
                2566: (87.93, "ผ่านดี"),
                2567: (89.26, "ผ่านดี"),
            },
            {2567: (90.20, 82.75, 88.60, 86.15, 89.90, 88.40, 84.10, 84.96, 93.75, 92.54)},
        ),
        *history_rows(EXAMPLE_2, {2564: (88.64, "A"), 2565: (92.38, "A"), 2567: (95.71, "ผ่านดี")}),
        *history_rows(EXAMPLE_3, {2566: (81.05, "ต้องปรับปรุง"), 2567: (85.32, "ผ่าน")}),
    )
    measures: tuple[Values, ...] = (
        {
            "name": EXAMPLE_1,
            "indicator": 2,
            "responsible": "กลุ่มนโยบายและแผน\nกลุ่มบริหารงานการเงินและสินทรัพย์",
            "steps": "เผยแพร่แผนการใช้จ่ายงบประมาณและผลการใช้จ่ายทุกไตรมาสบนเว็บไซต์ของหน่วยงาน\n"
            "ชี้แจงขั้นตอนการเบิกจ่ายให้บุคลากรทราบอย่างน้อยปีละสองครั้ง",
            "method": "1. เผยแพร่แผนการใช้จ่ายภายในเดือนตุลาคม 2. รายงานผลรายไตรมาสบนเว็บไซต์ "
            "3. ชี้แจงในที่ประชุมบุคลากรปีละสองครั้ง",
            "monitor": "คณะกรรมการติดตามการใช้จ่ายงบประมาณ",
            "time_frame": "ตุลาคม 2568 - กันยายน 2569",
            "success": "เผยแพร่ครบสี่ไตรมาส",
            "budget": "ไม่ใช้งบประมาณ",
            "reporting": "รายงานต่อที่ประชุมผู้บริหารทุกไตรมาส",
        },
        {
            "name": EXAMPLE_1,
            "indicator": "ตัวชี้วัดที่ 7",
            "responsible": "กลุ่มอำนวยการ\nกลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศและการสื่อสาร",
            "steps": "ปรับปรุงข้อมูลบนเว็บไซต์ให้เป็นปัจจุบันทุกเดือน\n"
            "เพิ่มช่องทางถาม-ตอบและกำหนดผู้ตอบภายในสามวันทำการ",
            "method": "ทบทวนข้อมูลบนเว็บไซต์ทุกเดือน\nเปิดช่องถาม-ตอบออนไลน์\nตอบภายในสามวันทำการ",
            "monitor": "รองผู้อำนวยการที่ได้รับมอบหมาย",
            "time_frame": "มกราคม - มิถุนายน 2569",
            "success": "ตอบทันเวลาไม่น้อยกว่าร้อยละ 90",
            "budget": 15000,
            "reporting": "รายงานผลภายใน 30 กันยายน 2569",
        },
        {
            "name": EXAMPLE_3,
            "indicator": 10,
            "responsible": "กลุ่มกฎหมายและคดี\nหน่วยตรวจสอบภายใน",
            "steps": "ประเมินความเสี่ยงการทุจริตในกระบวนงานจัดซื้อจัดจ้างและงานบริหารงานบุคคล\n"
            "จัดทำแผนปฏิบัติการป้องกันการทุจริตประจำปีและรายงานผลรอบหกเดือน\n"
            "จัดกิจกรรมประกาศนโยบายไม่รับของขวัญ (No Gift Policy)",
            "monitor": "ทีมบริหาร สพม.ตัวอย่าง",
            "time_frame": "ตุลาคม 2568 - มีนาคม 2569",
        },
        {
            "name": EXAMPLE_3,
            "indicator": "๖",
            "steps": "ยืนยันตามร่าง",
            "time_frame": "ตลอดปีงบประมาณ พ.ศ. 2569",
        },
        {
            "indicator": "การปรับปรุงระบบการทำงาน",
            "responsible": "ทุกกลุ่ม",
            "steps": "ทบทวนขั้นตอนการให้บริการและลดขั้นตอนที่ไม่จำเป็น\n"
            "เปิดรับข้อเสนอแนะของผู้รับบริการและแจ้งผลการปรับปรุงให้ทราบ",
            "monitor": "ทีมบริหารของหน่วยงาน",
            "time_frame": "ตลอดปีงบประมาณ พ.ศ. 2569",
            "reporting": "รายงานผลรอบหกเดือนและสิบสองเดือน",
        },
    )
    return Book(
        "example-2568.xlsx",
        "ตัวอย่างข้อมูลสมมติ ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568",
        (*EXAMPLE_NOTES, *CPI_NOTE, "", *HOW_TO_FILL),
        {
            "offices": offices,
            "scores": scores,
            "history": history,
            "cpi": (*cpi_rows(EXAMPLE_1, EXAMPLE_CPI), *cpi_rows(EXAMPLE_2, EXAMPLE_CPI)),
            "measures": measures,
            "followup": followup_rows(),
        },
    )


def followup_rows() -> tuple[Values, ...]:
    """What the offices of the example report of the measures of fiscal year 2568; invented."""
    return (
        {
            "name": EXAMPLE_1,
            "plan_year": 2568,
            "indicator": 2,
            "measure": "เปิดเผยแผนและผลการใช้จ่ายงบประมาณให้บุคลากรตรวจสอบได้",
            "outcome": "เผยแพร่แล้วครบสี่ไตรมาส\nชี้แจงบุคลากรสองครั้ง ผู้เข้าร่วม 96 คน",
            "period": "ต.ค. 2567 - ก.ย. 2568",
            "status": "ดำเนินการแล้วเสร็จ",
            "budget": "ไม่ใช้งบประมาณ",
            "obstacles": "ไม่มี",
            "suggestions": "ทำสรุปหนึ่งหน้าที่อ่านง่าย",
            "evidence": "รายงานรายไตรมาส รายชื่อผู้เข้าประชุม\nhttps://example.go.th/ita/2568/budget",
            "reported_on": datetime.datetime(2025, 10, 31),
        },
        {
            "name": EXAMPLE_1,
            "plan_year": 2568,
            "indicator": 7,
            "measure": "ปรับปรุงช่องทางสื่อสารและกำหนดเวลาตอบคำถาม",
            "outcome": "ตอบคำถาม 212 เรื่อง ทันเวลา 201 เรื่อง คิดเป็นร้อยละ 94.81",
            "period": "พ.ย. 2567 - มิ.ย. 2568",
            "status": "ดำเนินการแล้วเสร็จ",
            "budget": 14250,
            "obstacles": "คำถามกระจุกตัวช่วงโยกย้าย",
            "suggestions": "เพิ่มผู้ตอบในช่วงนั้น",
            "evidence": "ทะเบียนคำถาม-คำตอบ",
        },
        {
            "name": EXAMPLE_1,
            "plan_year": 2568,
            "indicator": 8,
            "measure": "ลดขั้นตอนการให้บริการและรับฟังผู้รับบริการ",
            "outcome": "ลดขั้นตอนแล้วสองกระบวนงาน อีกหนึ่งกระบวนงานรออนุมัติ",
            "period": "ม.ค. - ส.ค. 2568",
            "status": "อยู่ระหว่างดำเนินการ",
            "budget": 3600,
            "obstacles": "แบบคำขอต้องแก้ระเบียบภายใน",
            "suggestions": "เสนอผู้บริหารในไตรมาสแรก",
            "evidence": "คู่มือบริการฉบับปรับปรุง ผลสำรวจความพึงพอใจ",
        },
        {
            "name": EXAMPLE_3,
            "plan_year": "๒๕๖๘",
            "indicator": 6,
            "measure": "อบรมทักษะการให้บริการแก่เจ้าหน้าที่ทุกกลุ่ม",
            "outcome": "อบรมแล้วสองรุ่น เจ้าหน้าที่เข้ารับการอบรม 58 คน จาก 61 คน",
            "period": "ก.พ. - พ.ค. 2568",
            "status": "เสร็จสิ้น",
            "budget": "12,500 บาท",
            "evidence": "โครงการ รายชื่อผู้เข้าอบรม แบบประเมิน",
        },
        {
            "name": EXAMPLE_3,
            "plan_year": "๒๕๖๘",
            "indicator": 10,
            "measure": "จัดทำแผนปฏิบัติการป้องกันการทุจริตและรายงานผลรอบหกเดือน",
            "outcome": "ยังมิได้จัดทำแผนฉบับปรับปรุง ใช้แผนฉบับเดิมไปพลางก่อน",
            "status": "ยังไม่ได้ดำเนินการ",
            "budget": "ไม่ใช้งบประมาณ",
            "obstacles": "ผู้รับผิดชอบโยกย้ายระหว่างปี",
            "suggestions": "แต่งตั้งคณะทำงานแทนผู้รับผิดชอบคนเดียว",
        },
    )


def list_books() -> tuple[Book, ...]:
    """Every shipped workbook."""
    reconstructed = tuple(
        PHUKET_RECONSTRUCTED.get(number, score)
        for number, score in enumerate(PHUKET_PRINTED, start=1)
    )
    title = "ผลการประเมิน ITA สพป.ภูเก็ต ปีงบประมาณ พ.ศ. 2562"
    return (
        phuket_book("phuket-2562.xlsx", title, reconstructed, RECONSTRUCTED),
        phuket_book(
            "phuket-2562-as-printed.xlsx",
            f"{title} (คะแนนตามที่ปรากฏในประกาศ)",
            PHUKET_PRINTED,
            AS_PRINTED,
        ),
        example_book(),
        Book("blank-form.xlsx", "แบบกรอกผลการประเมิน ITA", HOW_TO_FILL),
    )


# --- the look -----------------------------------------------------------------------------------

THIN = Side("thin", color="BFBFBF")
EDGES = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
REQUIRED_FILL = PatternFill("solid", fgColor="DDEBF7")
OPTIONAL_FILL = PatternFill("solid", fgColor="F2F2F2")

NAME_WIDTH = 52
WIDTHS = {
    "short_name": 24, "result_year": 18, "plan_year": 18, "announced_on": 22, "signer": 28,
    "position": 52, "level": 16, "year": 16, "label": 28, "responsible": 36, "steps": 62,
    "monitor": 32, "time_frame": 26, "reporting": 32, "method": 52, "success": 32, "kind": 26,
    "measure": 48, "outcome": 56, "period": 24,
    "status": 24, "obstacles": 36, "suggestions": 36, "evidence": 44, "reported_on": 22,
}  # fmt: skip

SCORE_FORMAT = "0.00"
# Thai digits and the Buddhist Era, as Excel for Thai writes a long date.
DATE_FORMAT = "[$-D07041E]d mmmm yyyy"

PROMPTS = {
    "name": "ชื่อเต็มของหน่วยงาน ให้ตรงกันทุกชีต",
    "short_name": "เช่น สพป.ภูเก็ต ใช้เป็นชื่อโฟลเดอร์ของเอกสารด้วย",
    "result_year": "ปีงบประมาณ พ.ศ. ของผลการประเมิน เช่น 2568",
    "plan_year": "ปีงบประมาณ พ.ศ. ที่ใช้มาตรการ เว้นว่างได้ (ปีถัดจากปีที่ประเมิน)",
    "announced_on": "เว้นว่างได้ เช่น 15 ตุลาคม 2568",
    "signer": "คำนำหน้า ชื่อ และนามสกุล เว้นว่างได้",
    "position": "สองบรรทัดได้ (Alt+Enter) เช่น รักษาราชการแทน",
    "level": "ระดับตามที่ประกาศผล เว้นว่างได้",
    "year": "ปีงบประมาณ พ.ศ. ก่อนปีที่ประเมิน",
    "label": "ข้อความใต้แท่งกราฟ เช่น ประเทศไทย ๒๕๖๗",
    "indicator": "หมายเลขตัวชี้วัด 1-10 หรือชื่อตัวชี้วัด",
    "responsible": "กลุ่มที่รับผิดชอบ บรรทัดละหนึ่งกลุ่ม",
    "steps": "ข้อละหนึ่งบรรทัด (Alt+Enter) ไม่ต้องใส่ลำดับ",
    "method": "ขั้นตอนที่จะทำ ข้อละหนึ่งบรรทัด เว้นว่างได้",
    "monitor": "ผู้กำกับติดตาม",
    "success": "จะรู้ได้อย่างไรว่าสำเร็จ เว้นว่างได้",
    "budget": "จำนวนบาท หรือ ไม่ใช้งบประมาณ เว้นว่างได้",
    "kind": "เว้นว่าง = สำนักงานเขตพื้นที่การศึกษา โรงเรียนกรอก สถานศึกษา",
    "time_frame": "เว้นว่างได้",
    "reporting": "เว้นว่างได้",
    "measure": "ตามที่ประกาศ เว้นว่าง = มาตรการทุกข้อของตัวชี้วัดนี้",
    "outcome": "สิ่งที่ได้ทำและผลที่เกิดขึ้น",
    "period": "เว้นว่างได้ เช่น ต.ค. 2567 - ก.ย. 2568",
    "status": "ดำเนินการแล้วเสร็จ / อยู่ระหว่างดำเนินการ / ยังไม่ได้ดำเนินการ",
    "obstacles": "ต้องกรอกเมื่อยังไม่ได้ดำเนินการ",
    "suggestions": "เว้นว่างได้",
    "evidence": "ชื่อเอกสาร หรือที่อยู่เว็บแบบ https",
    "reported_on": "วันที่ลงนามในรายงานผล แถวเดียวก็พอ เว้นว่างได้",
}
FOLLOWUP_YEAR_PROMPT = "ปีงบประมาณของแผนที่กำหนดมาตรการนี้ไว้"
MEASURE_NAME_PROMPT = "เว้นว่าง = ใช้กับทุกหน่วยงานในไฟล์นี้"
SCORE_PROMPT = "คะแนน 0-100"
PUBLISHED_PROMPT = "คะแนนหลังถ่วงน้ำหนักตามที่ประกาศผล เว้นว่างได้"


def is_points(column: str) -> bool:
    """Whether a column holds points 0-100, weighted or not."""
    return column in ("iit", "eit", "oit", "total", "score") or column.startswith("indicator_")


def header_text(key: str, column: str) -> str:
    header = SHEETS[key].columns[column].header
    if column.startswith("indicator_"):
        return f"{header} {INDICATOR_NAMES[int(column.removeprefix('indicator_'))][0]}"
    return header


def prompt_text(key: str, column: str) -> str:
    if key == "measures" and column == "name":
        return MEASURE_NAME_PROMPT
    if key == "followup" and column == "plan_year":
        return FOLLOWUP_YEAR_PROMPT
    if key == "scores" and column in ("iit", "eit", "oit", "total"):
        return PUBLISHED_PROMPT
    return PROMPTS.get(column, SCORE_PROMPT)


def write_table(sheet: Worksheet, key: str, rows: tuple[Values, ...]) -> None:
    columns = list(SHEETS[key].columns)
    for index, column in enumerate(columns, start=1):
        letter = get_column_letter(index)
        cell = sheet.cell(1, index, header_text(key, column))
        cell.font = Font(name=FONT, size=16, bold=True)
        cell.fill = REQUIRED_FILL if SHEETS[key].columns[column].required else OPTIONAL_FILL
        cell.alignment = Alignment("center", "center", wrap_text=True)
        cell.border = EDGES
        sheet.column_dimensions[letter].width = (
            NAME_WIDTH if column == "name" else WIDTHS.get(column, 18)
        )
        validation = make_validation(key, column)
        validation.add(f"{letter}2:{letter}{LAST_ROW}")
        sheet.add_data_validation(validation)
    sheet.row_dimensions[1].height = 72 if key == "scores" else 42
    for number in range(2, 2 + max(len(rows), BLANK_ROWS)):
        values = rows[number - 2] if number - 2 < len(rows) else {}
        for index, column in enumerate(columns, start=1):
            cell = sheet.cell(number, index, values.get(column))
            cell.font = Font(name=FONT, size=16)
            cell.border = EDGES
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if is_points(column):
                cell.number_format = SCORE_FORMAT
            elif column in ("announced_on", "reported_on") and not isinstance(cell.value, str):
                cell.number_format = DATE_FORMAT
        lines = max((str(value).count("\n") + 1 for value in values.values()), default=1)
        widest = max(
            (len(line) / 48 for value in values.values() for line in str(value).split("\n")),
            default=1,
        )
        sheet.row_dimensions[number].height = 24 * max(lines, 1 + int(widest) + (lines > 1))
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_title_rows = "1:1"


def make_validation(key: str, column: str) -> DataValidation:
    """The note shown on a cell, and for points a warning (not a bar) outside 0-100."""
    if is_points(column):
        validation = DataValidation("decimal", "0", "100", allow_blank=True, operator="between")
        validation.errorStyle = "warning"
        validation.errorTitle = "คะแนน"
        validation.error = "คะแนนควรเป็นตัวเลข 0-100"
        validation.showErrorMessage = True
    else:
        validation = DataValidation(allow_blank=True)
    validation.promptTitle = SHEETS[key].columns[column].header[:32]
    validation.prompt = prompt_text(key, column)
    validation.showInputMessage = True
    return validation


def write_notes(sheet: Worksheet, title: str, notes: tuple[str, ...]) -> None:
    sheet.column_dimensions["A"].width = 110
    for number, text in enumerate((title, "", *notes), start=1):
        cell = sheet.cell(number, 1, text or None)
        heading = number == 1 or text in (HOW_TO_FILL[0], PHUKET_NOTES[0], EXAMPLE_NOTES[0])
        cell.font = Font(name=FONT, size=20 if number == 1 else 16, bold=heading)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.row_dimensions[number].height = 24 * (1 + len(text) // 105) + (6 if heading else 0)
    sheet.sheet_view.showGridLines = False


def render_book(book: Book) -> bytes:
    """The workbook as bytes, the same each time."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for key, sheet in SHEETS.items():
        if key == "followup" and not book.rows.get(key):
            continue  # next year's, which the form brings where there are measures to report on
        write_table(workbook.create_sheet(sheet.name), key, book.rows.get(key, ()))
    if book.name == "phuket-2562.xlsx":
        mark_reconstructed(workbook[SHEETS["scores"].name])
    write_notes(workbook.create_sheet("หมายเหตุ"), book.title, book.notes)
    workbook.calculation.fullCalcOnLoad = False
    properties = workbook.properties
    properties.title, properties.creator, properties.language = book.title, "ita_docs", "th-TH"
    properties.created = MADE_ON
    stream = BytesIO()
    workbook.save(stream)
    return fix_times(stream.getvalue())


def mark_reconstructed(sheet: Worksheet) -> None:
    """Colour the four reconstructed cells and say so on the cell itself."""
    for number, score in PHUKET_RECONSTRUCTED.items():
        cell = sheet.cell(2, number + 1)
        cell.fill = PatternFill("solid", fgColor="FFF2CC")
        printed = PHUKET_PRINTED[number - 1]
        comment = Comment(
            f"ค่าที่สร้างขึ้นใหม่ {score:.2f} (ในประกาศปรากฏ {printed:.2f}) ดูชีต “หมายเหตุ”", "ita_docs"
        )
        cell.comment = comment


def fix_times(data: bytes) -> bytes:
    """The same container with fixed times in its table and its properties."""
    stamp = MADE_ON.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, part)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, part)
    return stream.getvalue()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for book in list_books():
        (folder / book.name).write_bytes(render_book(book))
        print(folder / book.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "inputs")
