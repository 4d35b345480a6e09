"""Score workbooks in the shapes that officers have, each with its truth.

Every case is deterministic: sheets as lists of rows, merged ranges, what the officer adds on the
command line, and either the results that must come out or that somebody must be asked. All scores
are invented; office names are those of the public list.

    python -m tests.corpus.shapes.make_shapes FOLDER      writes them all, with truth.json
"""

from __future__ import annotations

import io
import json
import random
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook

NAMES = (
    "การปฏิบัติหน้าที่",
    "การใช้งบประมาณ",
    "การใช้อำนาจ",
    "การใช้ทรัพย์สินของราชการ",
    "การแก้ไขปัญหาการทุจริต",
    "คุณภาพการดำเนินงาน",
    "ประสิทธิภาพการสื่อสาร",
    "การปรับปรุงระบบการทำงาน",
    "การเปิดเผยข้อมูล",
    "การป้องกันการทุจริต",
)
PRIMARY = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา"
SECONDARY = "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา"
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TWO = Decimal("0.01")
_SHARES = {
    "IIT": (range(1, 6), Decimal(30)),
    "EIT": (range(6, 9), Decimal(30)),
    "OIT": (range(9, 11), Decimal(40)),
}

Cells = list[list[Any]]


def half_up(value: Decimal) -> Decimal:
    return value.quantize(_TWO, ROUND_HALF_UP)


@dataclass(frozen=True)
class Result:
    """One office and year: ten scores, and what follows from them by 30/30/40."""

    short: str
    year: int
    scores: tuple[Decimal, ...]

    @property
    def office(self) -> str:
        kind = PRIMARY if self.short.startswith("สพป.") else SECONDARY
        return kind + self.short[4:]

    def weighted(self, instrument: str) -> Decimal:
        numbers, points = _SHARES[instrument]
        return points * sum(self.scores[n - 1] for n in numbers) / len(numbers) / 100

    def published(self, instrument: str) -> Decimal:
        return half_up(self.weighted(instrument))

    def mean(self, instrument: str) -> Decimal:
        numbers, _ = _SHARES[instrument]
        return half_up(sum((self.scores[n - 1] for n in numbers), Decimal(0)) / len(numbers))

    @property
    def total(self) -> Decimal:
        return half_up(sum((self.weighted(name) for name in _SHARES), Decimal(0)))

    @property
    def level(self) -> str:
        total = self.total
        if self.year < 2566:
            bands = (("AA", 95), ("A", 85), ("B", 75), ("C", 65), ("D", 55), ("E", 50), ("F", 0))
            return next(name for name, least in bands if total >= least)
        if total < 85:
            return "ต้องปรับปรุง" if total >= 70 else "ต้องปรับปรุงโดยด่วน"
        least = min(self.mean(name) for name in _SHARES)
        if total >= 95 and least >= 95:
            return "ผ่านดีเยี่ยม"
        return "ผ่านดี" if least >= 85 else "ผ่าน"


@dataclass(frozen=True)
class Truth:
    """What must come out of a result: the figures that stand in the file, and where they go."""

    result: Result
    given: tuple[str, ...]
    place: str = "scores"
    blank: tuple[int, ...] = ()


@dataclass(frozen=True)
class SheetOf:
    """A sheet: rows of values from A1 on, merged ranges, number formats by cell."""

    name: str
    rows: Cells
    merged: tuple[str, ...] = ()
    formats: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One case: its files by name, the officer's options, what is expected."""

    shape: str
    files: dict[str, bytes]
    truths: tuple[Truth, ...] = ()
    args: tuple[str, ...] = ()
    asked: str = ""
    direct: bool = False

    @property
    def is_read(self) -> bool:
        return not self.asked


def make_results(seed: str, shorts: Sequence[str], year: int) -> list[Result]:
    """Invented scores of some offices; a case has its own, whatever cases stand before it."""
    chance = random.Random(f"{seed} {year}")
    found = []
    for short in shorts:
        low = chance.choice((62, 78, 90))
        scores = [Decimal(chance.randint(low * 100, 10000)) / 100 for _ in range(8)]
        scores += [
            Decimal(chance.choice((6250, 6875, 7500, 8125, 8750, 9375, 10000))) / 100
            for _ in range(2)
        ]
        found.append(Result(short, year, tuple(scores)))
    return found


def pack(*sheets: SheetOf) -> bytes:
    """The .xlsx of some sheets; the same sheets give the same bytes."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for row, values in enumerate(sheet.rows, start=1):
            for column, value in enumerate(values, start=1):
                if value not in (None, ""):
                    page.cell(row, column, float(value) if isinstance(value, Decimal) else value)
        for area in sheet.merged:
            page.merge_cells(area)
        for address, code in sheet.formats.items():
            page[address].number_format = code
    stream = io.BytesIO()
    book.save(stream)
    fixed = io.BytesIO()
    with zipfile.ZipFile(stream) as before, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as to:
        for entry in before.infolist():
            content = before.read(entry)
            if entry.filename == "docProps/core.xml":
                content = b"".join(_undated(content))
            to.writestr(zipfile.ZipInfo(entry.filename, (2020, 1, 1, 0, 0, 0)), content)
    return fixed.getvalue()


def _undated(content: bytes) -> list[bytes]:
    start = content.find(b"<dcterms:created")
    end = content.find(b"</cp:coreProperties>")
    return [content[:start], content[end:]] if start > 0 else [content]


def titles(year: int | str) -> Cells:
    return [
        ["ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)"],
        [f"ประจำปีงบประมาณ พ.ศ. {year}"],
        ["สังกัดสำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน"],
    ]


def wide(
    results: Sequence[Result],
    heads: Sequence[str] = NAMES,
    *,
    total: str = "คะแนนรวม",
    level: str | None = "ระดับ",
    name: Callable[[Result], str] = lambda result: result.office,
    show: Callable[[Decimal], Any] = lambda value: value,
) -> Cells:
    """A row an office: ลำดับ, หน่วยงาน, the ten, the total, the level."""
    rows: Cells = [["ลำดับ", "หน่วยงาน", *heads, total, *([level] if level else [])]]
    for order, result in enumerate(results, start=1):
        rows.append(
            [
                order,
                name(result),
                *map(show, result.scores),
                show(result.total),
                *([result.level] if level else []),
            ]
        )
    return rows


def tall(result: Result, head: Sequence[str] = ("ที่", "ตัวชี้วัด", "คะแนน")) -> Cells:
    rows: Cells = [list(head)]
    rows += [[n, NAMES[n - 1], result.scores[n - 1]] for n in range(1, 11)]
    return [*rows, ["", "คะแนนรวม", result.total], ["", "ระดับผลการประเมิน", result.level]]


IND = ("ind", "total", "level")
P1, P2, P3 = "สพป.ลำปาง เขต 1", "สพป.ตรัง เขต 2", "สพป.ภูเก็ต"
M1, M2 = "สพม.พังงา ภูเก็ต ระนอง", "สพม.กรุงเทพมหานคร เขต 2"
SOME = (P1, P2, P3, M1, M2)


def truths(
    results: Sequence[Result],
    given: tuple[str, ...] = IND,
    place: str = "scores",
) -> tuple[Truth, ...]:
    return tuple(Truth(result, given, place) for result in results)


def one(
    shape: str, name: str, sheets: Sequence[SheetOf], found: Sequence[Truth] = (), **rest: Any
) -> Case:
    return Case(shape, {name: pack(*sheets)}, tuple(found), **rest)


# --- 01 a row an indicator, one office ------------------------------------------------------------


def tall_plain() -> Case:
    [result] = make_results("01a", [P1], 2567)
    rows: Cells = [[f"ผลการประเมิน ITA {result.office}"], ["ประจำปีงบประมาณ พ.ศ. 2567"], []]
    return one(
        "01",
        "01a ผล.xlsx",
        [SheetOf("Sheet1", rows + tall(result), ("A1:C1", "A2:C2"))],
        truths([result]),
        direct=True,
    )


def tall_last_year() -> Case:
    [now], [before] = make_results("01b", [P3], 2568), make_results("01b", [P3], 2567)
    rows: Cells = [[f"เปรียบเทียบผลการประเมิน ITA {P3} ปี 2567 และ 2568"]]
    rows += [["ตัวชี้วัด", "คะแนนปี 2567", "คะแนนปี 2568", "ผลต่าง"]]
    rows += [
        [NAMES[i], before.scores[i], now.scores[i], now.scores[i] - before.scores[i]]
        for i in range(10)
    ]
    rows += [["คะแนนรวม", before.total, now.total, now.total - before.total]]
    found = (Truth(now, ("ind", "total")), Truth(before, ("total",), "history"))
    return one("01", "01b.xlsx", [SheetOf("เปรียบเทียบ", rows)], found)


def tall_with_weights() -> Case:
    [result] = make_results("01c", [M1], 2566)
    rows: Cells = [["สรุปคะแนน ITA ปีงบประมาณ 2566"], [M1]]
    rows += [["ตัวชี้วัดที่", "ชื่อตัวชี้วัด", "น้ำหนัก", "คะแนนเต็ม", "คะแนนที่ได้", "หมายเหตุ"]]
    for number in range(1, 11):
        weight = 30 if number < 9 else 40
        rows.append([number, NAMES[number - 1], weight, 100, result.scores[number - 1], ""])
    rows += [["รวม", "", 100, 100, result.total, result.level]]
    return one(
        "01",
        "01c.xlsx",
        [SheetOf("ITA 2566", rows)],
        truths([result], ("ind", "total")),
        direct=True,
    )


def tall_export() -> Case:
    """An export of an ITA system: its own order 9-13 for indicators 6-10, ำ in two characters."""
    [result] = make_results("01e", [P2], 2567)
    rows: Cells = [["order", "value", "score"]]
    for number in range(1, 11):
        order = number if number < 6 else number + 3
        rows.append([order, NAMES[number - 1].replace("ำ", "ํา"), f"{result.scores[number - 1]}"])
    return one(
        "01",
        "export.xlsx",
        [SheetOf("Sheet1", rows)],
        truths([result], ("ind",)),
        args=("--office", P2, "--year", "2567"),
    )


def tall_groups() -> Case:
    [result] = make_results("01f", [P1], 2565)
    rows: Cells = [["ผลการประเมิน ITA", "", ""], ["หน่วยงาน", P1], ["ปีงบประมาณ", 2565], []]
    rows += [["เครื่องมือ / ตัวชี้วัด", "คะแนน"]]
    for name, (numbers, _) in _SHARES.items():
        rows += [[name, ""]]
        rows += [[f"{n}. {NAMES[n - 1]}", result.scores[n - 1]] for n in numbers]
        rows += [[f"รวม {name}", result.published(name)]]
    rows += [["คะแนนรวม", result.total], ["ระดับ", result.level]]
    return one(
        "01",
        "01f.xlsx",
        [SheetOf("ผล", rows)],
        truths([result], ("ind", "IIT", "EIT", "OIT", "total", "level")),
        direct=True,
    )


def tall_means() -> Case:
    [result] = make_results("01g", [P1], 2568)
    rows: Cells = [[f"ITA 2568 {P1}"], ["ตัวชี้วัด", "คะแนน"]]
    for name, (numbers, _) in _SHARES.items():
        rows += [[NAMES[n - 1], result.scores[n - 1]] for n in numbers]
        rows += [[f"คะแนนเฉลี่ย {name}", result.mean(name)]]
    rows += [["คะแนนรวม", result.total]]
    return one(
        "01", "01g.xlsx", [SheetOf("ผล", rows)], truths([result], ("ind", "total")), direct=True
    )


def tall_relative_years() -> Case:
    [now], [before] = make_results("01h", [P2], 2568), make_results("01h", [P2], 2567)
    rows: Cells = [[f"ผล ITA {P2} ปี 2568"]]
    rows += [["ที่", "ตัวชี้วัด", "คะแนนปีนี้", "คะแนนปีที่แล้ว (2567)", "เพิ่ม/ลด"]]
    rows += [
        [n + 1, NAMES[n], now.scores[n], before.scores[n], now.scores[n] - before.scores[n]]
        for n in range(10)
    ]
    rows += [["", "คะแนนรวม", now.total, before.total, now.total - before.total]]
    found = (Truth(now, ("ind", "total")), Truth(before, ("total",), "history"))
    return one("01", "01h.xlsx", [SheetOf("ผล", rows)], found)


def tall_blank_at_the_end() -> Case:
    [result] = make_results("01i", [P2], 2568)
    rows: Cells = [[f"ผล ITA {P2} ปี 2568"], *tall(result)]
    rows[-3][2] = ""
    return one("01", "01i.xlsx", [SheetOf("ผล", rows)], asked="an empty cell at the end")


# --- 02 a row an office ---------------------------------------------------------------------------


def wide_plain() -> Case:
    results = make_results("02a", SOME, 2566)
    return one(
        "02",
        "02a.xlsx",
        [SheetOf("ผลคะแนน", titles(2566) + wide(results), ("A1:N1", "A2:N2", "A3:N3"))],
        truths(results),
        direct=True,
    )


def wide_letter() -> Case:
    results = make_results("02b", SOME, 2567)
    rows: Cells = [
        ["", "", "", "บันทึกข้อความ"],
        ["ส่วนราชการ กลุ่มอำนวยการ"],
        ["ที่ ศธ 04088/2568", "", "วันที่ 15 ม.ค. 2568"],
        ["เรื่อง รายงานผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567"],
        ["เรียน ผู้อำนวยการ"],
        [],
        ["    ตามที่สำนักงาน ป.ป.ช. ได้ประกาศผลการประเมิน"],
        ["    เพื่อใช้จัดทำแผนปี 2568 นั้น"],
        [],
        ["    บัดนี้ ผลเป็นดังนี้"],
        [],
        [],
        [],
        [],
    ]
    return one(
        "02", "02b.xlsx", [SheetOf("Sheet1", rows + wide(results))], truths(results), direct=True
    )


def wide_nacc() -> Case:
    results = make_results("02c", SOME, 2564)
    heads = [*NAMES[:5], "IIT", *NAMES[5:8], "EIT", *NAMES[8:], "OIT", "คะแนน ITA", "ระดับ"]
    rows: Cells = [["ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2564"], ["ลำดับ", "หน่วยงาน", *heads]]
    for order, r in enumerate(results, start=1):
        rows.append(
            [
                order,
                r.office,
                *r.scores[:5],
                r.published("IIT"),
                *r.scores[5:8],
                r.published("EIT"),
                *r.scores[8:],
                r.published("OIT"),
                r.total,
                r.level,
            ]
        )
    return one(
        "02",
        "02c.xlsx",
        [SheetOf("ผล", rows)],
        truths(results, ("ind", "IIT", "EIT", "OIT", "total", "level")),
        direct=True,
    )


def wide_remarks() -> Case:
    results = make_results("02d", SOME, 2565)
    heads = [f"{name}\n(100 คะแนน)" for name in NAMES]
    rows: Cells = [["ข้อมูลคะแนน ITA ปีงบประมาณ ๒๕๖๕"], []]
    rows += [
        [
            "ที่",
            "ชื่อสำนักงาน",
            *heads,
            "IIT (30)",
            "EIT (30)",
            "OIT (40)",
            "คะแนน ITA",
            "ระดับ",
            "หมายเหตุ",
        ]
    ]
    for order, r in enumerate(results, start=1):
        rows.append(
            [
                order,
                r.short,
                *r.scores,
                r.published("IIT"),
                r.published("EIT"),
                r.published("OIT"),
                r.total,
                r.level,
                "ส่งเพิ่ม 2 ครั้ง" if order == 2 else "",
            ]
        )
    return one(
        "02",
        "02d ITA2565.xlsx",
        [SheetOf("ข้อมูล", rows)],
        truths(results, ("ind", "IIT", "EIT", "OIT", "total", "level")),
        direct=True,
    )


def wide_full_marks() -> Case:
    results = make_results("02e", SOME, 2567)
    head, *body = wide(results)
    rows: Cells = [*titles(2567), head, ["", "", *[100] * 11], *body]
    return one("02", "02e.xlsx", [SheetOf("ผล", rows)], truths(results), direct=True)


def wide_unknown_office_head() -> Case:
    results = make_results("02f", SOME, 2567)
    rows = titles(2567) + wide(results)
    rows[3][1] = "รายชื่อหน่วยงานที่เข้ารับการประเมิน"
    for row in rows[4:]:
        row.insert(1, "สพฐ.")
    rows[3].insert(1, "สังกัด")
    return one("02", "02f.xlsx", [SheetOf("ผล", rows)], truths(results), direct=True)


# --- 03 heads of two rows -------------------------------------------------------------------------


def merged_heads() -> Case:
    results = make_results("03a", SOME, 2567)
    rows: Cells = [["ผลคะแนน ITA ปี 2567"]]
    rows += [
        [
            "ที่",
            "หน่วยงาน",
            "IIT",
            "",
            "",
            "",
            "",
            "",
            "EIT",
            "",
            "",
            "",
            "OIT",
            "",
            "",
            "คะแนนรวม",
            "ระดับ",
        ]
    ]
    rows += [["", "", *NAMES[:5], "รวม", *NAMES[5:8], "รวม", *NAMES[8:], "รวม", "", ""]]
    for order, r in enumerate(results, start=1):
        rows.append(
            [
                order,
                r.short,
                *r.scores[:5],
                r.published("IIT"),
                *r.scores[5:8],
                r.published("EIT"),
                *r.scores[8:],
                r.published("OIT"),
                r.total,
                r.level,
            ]
        )
    merged = ("A2:A3", "B2:B3", "C2:H2", "I2:L2", "M2:O2", "P2:P3", "Q2:Q3", "A1:Q1")
    return one(
        "03",
        "03a.xlsx",
        [SheetOf("ผล", rows, merged)],
        truths(results, ("ind", "IIT", "EIT", "OIT", "total", "level")),
        direct=True,
    )


def years_beside() -> Case:
    now, before = make_results("03b", SOME, 2567), make_results("03b", SOME, 2566)
    rows: Cells = [["ผลคะแนน ITA ปี 2566-2567"]]
    rows += [["ที่", "หน่วยงาน", "ปีงบประมาณ 2566", *[""] * 11, "ปีงบประมาณ 2567"]]
    heads = [f"ตัวชี้วัดที่ {n}" for n in range(1, 11)]
    rows += [["", "", *heads, "รวม", "ระดับ", *heads, "รวม", "ระดับ"]]
    for order, (a, b) in enumerate(zip(before, now, strict=True), start=1):
        rows.append([order, a.short, *a.scores, a.total, a.level, *b.scores, b.total, b.level])
    merged = ("A2:A3", "B2:B3", "C2:N2", "O2:Z2")
    found = truths(now) + truths(before, ("total", "level"), "history")
    return one("03", "03b.xlsx", [SheetOf("ผล", rows, merged)], found, args=("--year", "2567"))


def both_scales() -> Case:
    results = make_results("03c", SOME, 2568)
    rows: Cells = [["ผลคะแนน ITA ปี 2568"]]
    rows += [
        ["ที่", "หน่วยงาน", "ตัวชี้วัดที่", *[""] * 9, "คะแนน (100)", "", "", "ถ่วงน้ำหนัก", "", "", "รวม"]
    ]
    rows += [["", "", *range(1, 11), "IIT", "EIT", "OIT", "IIT", "EIT", "OIT", ""]]
    for order, r in enumerate(results, start=1):
        rows.append(
            [
                order,
                r.short,
                *r.scores,
                *(r.mean(i) for i in _SHARES),
                *(r.published(i) for i in _SHARES),
                r.total,
            ]
        )
    merged = ("A2:A3", "B2:B3", "C2:L2", "M2:O2", "P2:R2", "S2:S3")
    return one(
        "03",
        "03c.xlsx",
        [SheetOf("ผล", rows, merged)],
        truths(results, ("ind", "IIT", "EIT", "OIT", "total")),
        direct=True,
    )


def means_alone() -> Case:
    """The instruments on 0-100 are all that was published: they prove, and stay out of the form."""
    results = make_results("03d", SOME, 2568)
    rows: Cells = [["ผลคะแนน ITA ปี 2568"], ["ที่", "หน่วยงาน", *NAMES, "IIT", "EIT", "OIT"]]
    for order, r in enumerate(results, start=1):
        rows.append([order, r.short, *r.scores, *(r.mean(i) for i in _SHARES)])
    return one("03", "03d.xlsx", [SheetOf("ผล", rows)], truths(results, ("ind",)), direct=True)


def groups_not_merged() -> Case:
    now, before = make_results("03e", SOME, 2567), make_results("03e", SOME, 2566)
    heads = [f"ตัวชี้วัดที่ {n}" for n in range(1, 11)]
    rows: Cells = [["ผลคะแนน ITA"], ["", "", "ปี 2566", *[""] * 10, "ปี 2567"]]
    rows += [["ที่", "หน่วยงาน", *heads, "รวม", *heads, "รวม"]]
    for order, (a, b) in enumerate(zip(before, now, strict=True), start=1):
        rows.append([order, a.short, *a.scores, a.total, *b.scores, b.total])
    found = truths(now, ("ind", "total")) + truths(before, ("total",), "history")
    return one("03", "03e.xlsx", [SheetOf("ผล", rows)], found)


# --- 04 footers and what else stands around ------------------------------------------------------


def footers() -> Case:
    results = make_results("04b", SOME, 2568)
    rows = titles(2568) + wide(results)
    averages = [half_up(sum((r.scores[i] for r in results), Decimal(0)) / 5) for i in range(10)]
    rows += [["", "ค่าเฉลี่ย", *averages, half_up(sum((r.total for r in results), Decimal(0)) / 5)]]
    rows += [["", "สูงสุด", *(max(r.scores[i] for r in results) for i in range(10))]]
    rows += [["", "ต่ำสุด", *(min(r.scores[i] for r in results) for i in range(10))]]
    rows += [["", "S.D.", *[Decimal("4.21")] * 11], []]
    rows += [["หมายเหตุ ข้อมูล ณ วันที่ 9 สิงหาคม 2568"], ["ที่มา: สำนักงาน ป.ป.ช."]]
    rows += [["", "", "", "ลงชื่อ", "นายสมชาย ใจดี"], ["", "", "", "", "ผู้อำนวยการกลุ่มอำนวยการ"]]
    return one("04", "04b.xlsx", [SheetOf("ผลคะแนน", rows)], truths(results), direct=True)


def subtotals() -> Case:
    results = make_results("04c", SOME, 2567)
    body = wide(results)
    average = ["", "เฉลี่ย สพป.", *[Decimal("88.12")] * 11]
    other = ["", "เฉลี่ย สพม.", *[Decimal("90.01")] * 11]
    rows = [
        *titles(2567),
        *body[:4],
        average,
        *body[4:],
        other,
        ["", "รวมทั้งสิ้น", *[Decimal("89.00")] * 11],
    ]
    return one("04", "04c.xlsx", [SheetOf("ผลคะแนน", rows)], truths(results), direct=True)


# --- 05 lists of results --------------------------------------------------------------------------


def plain_list() -> Case:
    results = make_results("05a", SOME, 2567)
    rows: Cells = [["ผลการประเมิน ITA สพท. ปีงบประมาณ 2567"], ["ลำดับ", "สพท.", "คะแนน", "ระดับ"]]
    rows += [[n, r.short, r.total, r.level] for n, r in enumerate(results, start=1)]
    return one(
        "05",
        "05a.xlsx",
        [SheetOf("รายชื่อ สพท.", rows)],
        truths(results, ("total", "level"), "either"),
    )


def by_instrument() -> Case:
    results = make_results("05b", SOME, 2566)
    rows: Cells = [["คะแนน ITA 2566"], ["ที่", "หน่วยงาน", "IIT", "EIT", "OIT", "รวม", "ระดับ"]]
    rows += [
        [
            n,
            r.short,
            *(r.published(i) for i in _SHARES),
            sum((r.published(i) for i in _SHARES), Decimal(0)),
            r.level,
        ]
        for n, r in enumerate(results, start=1)
    ]
    return one(
        "05",
        "05b.xlsx",
        [SheetOf("ผล", rows)],
        truths(results, ("IIT", "EIT", "OIT", "level"), "either"),
    )


def totals_by_year() -> Case:
    years = (2564, 2565, 2566, 2567)
    results = {year: make_results("05c", SOME, year) for year in years}
    rows: Cells = [["คะแนน ITA ย้อนหลัง 4 ปี"], ["ลำดับ", "หน่วยงาน", *years]]
    rows += [[n + 1, SOME[n], *(results[year][n].total for year in years)] for n in range(5)]
    found = tuple(
        Truth(r, ("total",), "either" if year == 2567 else "history")
        for year in years
        for r in results[year]
    )
    return one("05", "05c.xlsx", [SheetOf("ย้อนหลัง", rows)], found)


def means_by_instrument() -> Case:
    results = make_results("05d", SOME, 2566)
    rows: Cells = [["คะแนน ITA 2566"], ["ที่", "หน่วยงาน", "IIT", "EIT", "OIT", "คะแนน ITA", "ระดับ"]]
    for n, r in enumerate(results, start=1):
        rows.append([n, r.short, *(r.mean(i) for i in _SHARES), r.total, r.level])
    return one(
        "05", "05d.xlsx", [SheetOf("ผล", rows)], truths(results, ("total", "level"), "either")
    )


def totals_and_levels_by_year() -> Case:
    years = (2565, 2566, 2567)
    results = {year: make_results("05e", SOME, year) for year in years}
    rows: Cells = [["คะแนน ITA ย้อนหลัง"]]
    rows += [["ที่", "สพท.", *[v for year in years for v in (f"ปี {year}", "")]]]
    rows += [["", "", *["คะแนน", "ระดับ"] * 3]]
    for n in range(5):
        pairs = [v for year in years for v in (results[year][n].total, results[year][n].level)]
        rows.append([n + 1, SOME[n], *pairs])
    found = tuple(
        Truth(r, ("total", "level"), "either" if year == 2567 else "history")
        for year in years
        for r in results[year]
    )
    merged = ("A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:H2")
    return one("05", "05e.xlsx", [SheetOf("ย้อนหลัง", rows, merged)], found)


# --- 06, 07 a sheet or a file a year, a sheet an office -------------------------------------------


def sheet_a_year() -> Case:
    names = {2565: "ITA65", 2566: "ปีงบ 66", 2567: "2567"}
    sheets, found = [], []
    for year, name in names.items():
        results = make_results("06a", SOME, year)
        sheets.append(SheetOf(name, wide(results, name=lambda r: r.short)))
        now = year == 2567
        found += truths(results, IND, "scores" if now else "history")
    return one("06", "06a.xlsx", sheets, found, args=("--year", "2567"))


def file_a_year() -> Case:
    files, found = {}, []
    for year in (2566, 2567):
        results = make_results("06b", SOME, year)
        files[f"ผล ITA {year}.xlsx"] = pack(SheetOf("Sheet1", wide(results)))
        now = year == 2567
        found += truths(results, IND, "scores" if now else "history")
    return Case("06", files, tuple(found))


def sheet_an_office() -> Case:
    results = make_results("07a", SOME, 2567)
    sheets = [
        SheetOf(r.short[:31], [["ผลการประเมิน ITA ปี 2567"], [f"หน่วยงาน {r.office}"], *tall(r)])
        for r in results
    ]
    summary: Cells = [["สรุปผล ITA ปี 2567"], ["ที่", "หน่วยงาน", "คะแนนรวม"]]
    summary += [[n + 1, r.short, f"='{r.short[:31]}'!C14"] for n, r in enumerate(results)]
    return one("07", "07a.xlsx", [SheetOf("สรุป", summary), *sheets], truths(results))


def sheet_an_office_summary() -> Case:
    results = make_results("07b", SOME, 2567)
    sheets = [SheetOf(r.short[:31], [["ผลการประเมิน ITA ปี 2567"], *tall(r)]) for r in results]
    summary: Cells = [["สรุปผล ITA ปี 2567"], ["ที่", "หน่วยงาน", "คะแนนรวม", "ระดับ"]]
    summary += [[n + 1, r.short, r.total, r.level] for n, r in enumerate(results)]
    return one("07", "07b.xlsx", [SheetOf("สรุป", summary), *sheets], truths(results))


# --- 08 numbered and coded headers ---------------------------------------------------------------


def coded(letter: str, heads: Sequence[str], **rest: Any) -> Case:
    results = make_results(f"08{letter}", SOME, 2568)
    sheet = SheetOf("Sheet1", [["ITA 2568"], *wide(results, heads, total="รวม", level=None)])
    return one(
        "08", f"08{letter}.xlsx", [sheet], truths(results, ("ind", "total")), direct=True, **rest
    )


def _local() -> list[str]:
    return [*(f"IIT{n}" for n in range(1, 6)), *(f"EIT{n}" for n in (1, 2, 3)), "OIT1", "OIT2"]


def _whole() -> list[str]:
    return [*(f"IIT {n}" for n in range(1, 6)), *(f"EIT {n}" for n in (6, 7, 8)), "OIT 9", "OIT 10"]


# --- 09 numbers as people type them --------------------------------------------------------------


def thai_digits() -> Case:
    results = make_results("09a", SOME, 2567)
    rows = titles("๒๕๖๗") + wide(results, show=lambda v: f"{v:.2f}".translate(_THAI))
    rows[5][5] = "-"
    rows[6][8], rows[6][11] = "–", "—"
    found = [Truth(r, IND) for r in results]
    found[1] = Truth(results[1], IND, blank=(4,))
    found[2] = Truth(results[2], IND, blank=(7, 10))
    return one("09", "09a.xlsx", [SheetOf("Sheet1", rows)], found)


def percent_texts() -> Case:
    results = make_results("09b", SOME, 2568)
    rows = titles(2568) + wide(results, show=lambda v: f"{v:.2f}%")
    return one("09", "09b.xlsx", [SheetOf("Sheet1", rows)], truths(results), direct=True)


def percent_format() -> Case:
    results = make_results("09c", SOME, 2568)
    rows = titles(2568) + wide(results, show=lambda v: v / 100)
    formats = {f"{chr(67 + c)}{r}": "0.00%" for c in range(11) for r in range(5, 10)}
    return one(
        "09", "09c.xlsx", [SheetOf("Sheet1", rows, formats=formats)], truths(results), direct=True
    )


def units() -> Case:
    results = make_results("09d", SOME, 2568)
    rows = titles(2568) + wide(results, show=lambda v: f"{v} คะแนน".translate(_THAI))
    for row in rows[4:]:
        row[-1] = f"ระดับ {row[-1]}"
    return one("09", "09d.xlsx", [SheetOf("Sheet1", rows)], truths(results), direct=True)


def decimal_commas() -> Case:
    results = make_results("09e", SOME, 2567)
    rows = titles(2567) + wide(results, show=lambda v: f"{v:.2f}".replace(".", ","))
    return one("09", "09e.xlsx", [SheetOf("Sheet1", rows)], truths(results), direct=True)


# --- 10 items of the questionnaires, parts of indicators ----------------------------------------


def items_alone() -> Case:
    rows: Cells = [["คะแนนรายข้อ ITA 2567"], ["หน่วยงาน", *(f"i{n}" for n in range(1, 31))]]
    rows += [[short, *[Decimal("88.10")] * 30] for short in SOME]
    return one("10", "10a.xlsx", [SheetOf("IIT", rows)], asked="items")


def parts_of_indicators() -> Case:
    results = make_results("10b", SOME, 2567)
    heads = [
        *NAMES[:8],
        "9. การเปิดเผยข้อมูล",
        "9.1 ข้อมูลพื้นฐาน",
        "9.2 การบริหารงาน",
        "10. การป้องกันการทุจริต",
        "10.1 การดำเนินการ",
        "10.2 มาตรการภายใน",
    ]
    rows: Cells = [["ITA 2567"], ["หน่วยงาน", *heads, "คะแนนรวม"]]
    for r in results:
        rows.append(
            [
                r.short,
                *r.scores[:9],
                Decimal(80),
                Decimal(90),
                r.scores[9],
                Decimal(50),
                Decimal(100),
                r.total,
            ]
        )
    return one(
        "10", "10b.xlsx", [SheetOf("ผล", rows)], truths(results, ("ind", "total")), direct=True
    )


def items_beside_indicators() -> Case:
    results = make_results("10c", SOME, 2567)
    items = [f"i{n}" for n in range(1, 13)]
    rows: Cells = [["ITA 2567"], ["หน่วยงาน", *items, *NAMES, "คะแนนรวม"]]
    for r in results:
        rows.append([r.short, *[Decimal("91.25")] * 12, *r.scores, r.total])
    return one(
        "10", "10c.xlsx", [SheetOf("ผล", rows)], truths(results, ("ind", "total")), direct=True
    )


# --- 11, 12 other kinds of files (made from rows; .xls and .ods by LibreOffice in the tests) -----


def csv_text(rows: Cells, mark: str = ",") -> str:
    def quote(value: object) -> str:
        text = str(value)
        return f'"{text}"' if mark in text or "\n" in text else text

    return "".join(mark.join(map(quote, row)) + "\r\n" for row in rows)


def csv_case(letter: str, encode: Callable[[str], bytes], mark: str = ",") -> Case:
    results = make_results(f"11{letter}", SOME, 2567)
    rows = titles(2567) + wide(results, show=lambda v: f"{v:.2f}")
    return Case("11", {f"11{letter}.csv": encode(csv_text(rows, mark))}, truths(results))


def web_page() -> Case:
    results = make_results("12c", SOME, 2567)
    rows = wide(results, show=lambda v: f"{v:.2f}")
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    page = (
        "<html><head><meta charset='windows-874'></head><body><h3>ผลการประเมิน ITA ปี 2567</h3>"
        f"<table border=1>{body}</table></body></html>"
    )
    return Case("12", {"12c.xls": page.encode("cp874")}, truths(results))


# --- 13 names of offices --------------------------------------------------------------------------


def short_names() -> Case:
    results = make_results("13a", ("สพป.กระบี่", "สพป.นครราชสีมา เขต 7", M1, M2), 2568)
    typed = ("สพป. กระบี่", "สพป.นครราชสีมา  เขต๗", "สพม.พังงา ภูเก็ต ระนอง", "สพม.กทม.2")
    rows: Cells = [
        ["คะแนน ITA 2568"],
        *wide(results, [f"ตัวชี้วัดที่ {n}" for n in range(1, 11)], level=None),
    ]
    rows[1][1] = "สพท."
    for row, name in zip(rows[2:], typed, strict=True):
        row[1] = name
    return one(
        "13", "13a.xlsx", [SheetOf("Sheet1", rows)], truths(results, ("ind", "total")), direct=True
    )


def districts() -> Case:
    shorts = ("สพป.เชียงใหม่ เขต 1", "สพป.เชียงใหม่ เขต 2", "สพป.ลำปาง เขต 1", "สพป.ลำปาง เขต 2")
    results = make_results("13b", shorts, 2567)
    rows: Cells = [["ผลคะแนน ITA ปี 2567"], ["ที่", "จังหวัด", "สพป.", *NAMES, "คะแนนรวม", "ระดับ"]]
    for n, r in enumerate(results):
        province, district = ("เชียงใหม่", "ลำปาง")[n // 2], n % 2 + 1
        rows.append(
            [
                n + 1,
                province if district == 1 else "",
                f"เขต {district}",
                *r.scores,
                r.total,
                r.level,
            ]
        )
    return one(
        "13",
        "13b.xlsx",
        [SheetOf("Sheet1", rows, ("B3:B4", "B5:B6"))],
        truths(results),
        direct=True,
    )


def district_sections() -> Case:
    shorts = ("สพป.เชียงใหม่ เขต 1", "สพป.เชียงใหม่ เขต 2", "สพป.ลำปาง เขต 1", "สพป.ลำปาง เขต 2")
    results = make_results("13c", shorts, 2567)
    rows: Cells = [["ผลคะแนน ITA ปี 2567"], ["ที่", "หน่วยงาน", *NAMES, "คะแนนรวม", "ระดับ"]]
    for n, r in enumerate(results):
        if n % 2 == 0:
            rows.append(["", ("สพป.เชียงใหม่", "สพป.ลำปาง")[n // 2]])
        rows.append([n + 1, f"เขต {n % 2 + 1}", *r.scores, r.total, r.level])
    return one("13", "13c.xlsx", [SheetOf("Sheet1", rows)], truths(results))


# --- 14 several tables in a sheet -----------------------------------------------------------------


def tables_below() -> Case:
    now, before = make_results("14a", SOME, 2568), make_results("14a", SOME, 2567)
    rows: Cells = [
        ["ผลการประเมิน ITA ปี 2568"],
        *wide(now),
        [],
        ["ผลการประเมิน ITA ปี 2567"],
        *wide(before),
    ]
    found = truths(now) + truths(before, ("total", "level"), "history")
    return one("14", "14a.xlsx", [SheetOf("ผล", rows)], found)


def tables_beside() -> Case:
    now, before = make_results("14b", SOME, 2568), make_results("14b", SOME, 2567)
    left, right = wide(now), wide(before)
    rows: Cells = [["ITA ปี 2568", *[""] * 14, "ITA ปี 2567"]]
    rows += [[*a, "", *b] for a, b in zip(left, right, strict=True)]
    found = truths(now) + truths(before, ("total", "level"), "history")
    return one("14", "14b.xlsx", [SheetOf("ผล", rows)], found)


def year_under_year() -> Case:
    now, before = make_results("14c", SOME, 2568), make_results("14c", SOME, 2567)
    head, *body = wide(now)
    rows: Cells = [
        ["ผลการประเมิน ITA"],
        head,
        ["ปีงบประมาณ 2568"],
        *body,
        ["ปีงบประมาณ 2567"],
        *wide(before)[1:],
    ]
    found = truths(now) + truths(before, ("total", "level"), "history")
    return one("14", "14c.xlsx", [SheetOf("ผล", rows)], found)


def tall_below() -> Case:
    results = make_results("14d", (P1, M1), 2568)
    rows: Cells = []
    for r in results:
        rows += [[f"ผล ITA ปี 2568 {r.office}"], *tall(r), []]
    return one("14", "14d.xlsx", [SheetOf("ผล", rows)], truths(results))


def tall_beside() -> Case:
    [one_, two] = make_results("14e", (P1, M1), 2568)
    left, right = tall(one_, ("ที่", "ตัวชี้วัด", "คะแนน")), tall(two, ("ที่", "ตัวชี้วัด", "คะแนน"))
    rows: Cells = [["ผล ITA ปี 2568"], [P1, "", "", "", M1]]
    rows += [[*a, "", *b] for a, b in zip(left, right, strict=True)]
    return one("14", "14e.xlsx", [SheetOf("ผล", rows)], truths([one_, two]))


# --- 15 two rows an office, offices across --------------------------------------------------------


def two_rows() -> Case:
    now, before = make_results("15a", SOME, 2564), make_results("15a", SOME, 2563)
    rows: Cells = [["ผลการประเมิน ITA"], ["ที่", "หน่วยงาน", "ปี", *NAMES, "คะแนนรวม", "ระดับ"]]
    for n, (a, b) in enumerate(zip(now, before, strict=True), start=1):
        rows.append([n, a.short, "ปี 2564", *a.scores, a.total, a.level])
        rows.append(["", "", "ปี 2563", *b.scores, b.total, b.level])
    found = truths(now) + truths(before, ("total", "level"), "history")
    return one("15", "15a.xlsx", [SheetOf("ผล", rows)], found)


def two_rows_merged() -> Case:
    now, before = make_results("15b", SOME, 2564), make_results("15b", SOME, 2563)
    rows: Cells = [["ผลการประเมิน ITA"], ["ที่", "หน่วยงาน", "ปี", *NAMES, "คะแนนรวม", "ระดับ"]]
    merged = []
    for n, (a, b) in enumerate(zip(now, before, strict=True), start=1):
        top = len(rows) + 1
        merged += [f"A{top}:A{top + 1}", f"B{top}:B{top + 1}"]
        rows.append([n, a.short, 2564, *a.scores, a.total, a.level])
        rows.append(["", "", 2563, *b.scores, b.total, b.level])
    found = truths(now) + truths(before, ("total", "level"), "history")
    return one("15", "15b.xlsx", [SheetOf("ผล", rows, tuple(merged))], found)


def transposed() -> Case:
    results = make_results("15c", SOME, 2567)
    rows: Cells = [["ผลการประเมิน ITA ปี 2567"], ["ที่", "ตัวชี้วัด", *(r.short for r in results)]]
    rows += [[n + 1, NAMES[n], *(r.scores[n] for r in results)] for n in range(10)]
    rows += [
        ["", "คะแนนรวม", *(r.total for r in results)],
        ["", "ระดับ", *(r.level for r in results)],
    ]
    return one("15", "15c.xlsx", [SheetOf("ผล", rows)], truths(results))


# --- 16 what cannot be decided --------------------------------------------------------------------


def two_versions() -> Case:
    first, second = make_results("16b", SOME, 2567), make_results("16b แก้ไข", SOME, 2567)
    sheets = [
        SheetOf("ร่าง", titles(2567) + wide(first)),
        SheetOf("แก้ไข", titles(2567) + wide(second)),
    ]
    return one("16", "16b.xlsx", sheets, asked="two versions")


def version_chosen() -> Case:
    first, second = make_results("16b", SOME, 2567), make_results("16b แก้ไข", SOME, 2567)
    sheets = [
        SheetOf("ร่าง", titles(2567) + wide(first)),
        SheetOf("แก้ไข", titles(2567) + wide(second)),
    ]
    return one("16", "16b.xlsx", sheets, truths(second), args=("--sheet", "แก้ไข"))


def _three_columns() -> tuple[Result, SheetOf]:
    [own], [checked], [final] = (make_results(s, [P1], 2567) for s in ("16d a", "16d b", "16d c"))
    rows: Cells = [[f"ผลการประเมิน ITA ปี 2567 {P1}"]]
    rows += [["ตัวชี้วัด", "ประเมินตนเอง", "ผล สพฐ.", "ผล ป.ป.ช."]]
    rows += [[NAMES[n], own.scores[n], checked.scores[n], final.scores[n]] for n in range(10)]
    rows += [["คะแนนรวม", own.total, checked.total, final.total]]
    return final, SheetOf("ผล", rows)


def three_columns() -> Case:
    return one("16", "16d.xlsx", [_three_columns()[1]], asked="three columns")


def column_chosen() -> Case:
    final, sheet = _three_columns()
    return one(
        "16", "16d.xlsx", [sheet], truths([final], ("ind", "total")), args=("--column", "ผล ป.ป.ช.")
    )


def fractions() -> Case:
    results = make_results("16e", SOME, 2567)
    rows = titles(2567) + wide(results, show=lambda v: v / 100)
    return one("16", "16e.xlsx", [SheetOf("ผล", rows)], asked="fractions")


def shifted() -> Case:
    results = make_results("16c", SOME, 2568)
    heads = [f"ตัวชี้วัดที่ {n}" for n in range(1, 11)]
    rows: Cells = [["ITA 2568"], ["หน่วยงาน", *heads, "IIT", "EIT", "OIT", "คะแนนรวม"]]
    for r in results:
        moved = [r.scores[8], *r.scores[:8], r.scores[9]]
        rows.append([r.short, *moved, *(r.published(i) for i in _SHARES), r.total])
    return one("16", "16c.xlsx", [SheetOf("ผล", rows)], asked="shifted columns")


def numbers_at_odds() -> Case:
    results = make_results("16f", SOME, 2568)
    heads = [f"{n + 1}. {NAMES[n]}" for n in range(10)]
    heads[5], heads[6] = f"6. {NAMES[6]}", f"7. {NAMES[5]}"
    return one(
        "16",
        "16f.xlsx",
        [SheetOf("ผล", [["ITA 2568"], *wide(results, heads)])],
        asked="number against name",
    )


def no_year() -> Case:
    results = make_results("16g", SOME, 2568)
    return one("16", "16g.xlsx", [SheetOf("ผล", wide(results))], asked="no year")


def years_at_odds() -> Case:
    results = make_results("16a", SOME, 2567)
    return one(
        "16",
        "16a.xlsx",
        [SheetOf("ผล", titles(2567) + wide(results))],
        asked="other year",
        args=("--year", "2568"),
    )


CASES: dict[str, Callable[[], Case]] = {
    "01a-tall": tall_plain,
    "01b-tall-last-year-beside": tall_last_year,
    "01c-tall-weights": tall_with_weights,
    "01e-tall-export": tall_export,
    "01f-tall-groups": tall_groups,
    "01g-tall-means": tall_means,
    "01h-tall-relative-years": tall_relative_years,
    "01i-tall-blank-at-the-end": tall_blank_at_the_end,
    "02a-wide": wide_plain,
    "02b-wide-under-a-letter": wide_letter,
    "02c-wide-instruments-between": wide_nacc,
    "02d-wide-remarks": wide_remarks,
    "02e-wide-full-marks": wide_full_marks,
    "02f-wide-unknown-office-head": wide_unknown_office_head,
    "03a-merged-heads": merged_heads,
    "03b-years-beside": years_beside,
    "03c-both-scales": both_scales,
    "03d-means-alone": means_alone,
    "03e-groups-not-merged": groups_not_merged,
    "04b-footers": footers,
    "04c-subtotals": subtotals,
    "05a-list": plain_list,
    "05b-by-instrument": by_instrument,
    "05c-totals-by-year": totals_by_year,
    "05d-means-by-instrument": means_by_instrument,
    "05e-totals-and-levels-by-year": totals_and_levels_by_year,
    "06a-sheet-a-year": sheet_a_year,
    "06b-file-a-year": file_a_year,
    "07a-sheet-an-office": sheet_an_office,
    "07b-sheet-an-office-summary": sheet_an_office_summary,
    "08a-numbered": lambda: coded("a", [f"{n + 1}. {NAMES[n]}" for n in range(10)]),
    "08b-thai-numbered": lambda: coded(
        "b", [f"{n + 1}) {NAMES[n]}".translate(_THAI) for n in range(10)]
    ),
    "08c-letters": lambda: coded("c", [f"i{n}" for n in range(1, 11)]),
    "08d-codes-within": lambda: coded("d", _local()),
    "08e-codes-whole": lambda: coded("e", _whole()),
    "08f-abbreviated": lambda: coded("f", [f"ตชว.{n}" for n in range(1, 11)]),
    "09a-thai-digits-and-dashes": thai_digits,
    "09b-percent-texts": percent_texts,
    "09c-percent-format": percent_format,
    "09d-units": units,
    "09e-decimal-commas": decimal_commas,
    "10a-items": items_alone,
    "10b-parts": parts_of_indicators,
    "10c-items-beside-indicators": items_beside_indicators,
    "11a-utf8": lambda: csv_case("a", lambda text: text.encode("utf-8-sig")),
    "11b-cp874": lambda: csv_case("b", lambda text: text.encode("cp874")),
    "11c-utf16": lambda: csv_case("c", lambda text: text.encode("utf-16"), "\t"),
    "11d-semicolons": lambda: csv_case("d", lambda text: text.encode(), ";"),
    "12c-web-page": web_page,
    "13a-short-names": short_names,
    "13b-districts": districts,
    "13c-district-sections": district_sections,
    "14a-below": tables_below,
    "14b-beside": tables_beside,
    "14c-year-under-year": year_under_year,
    "14d-tall-below": tall_below,
    "14e-tall-beside": tall_beside,
    "15a-two-rows": two_rows,
    "15b-two-rows-merged": two_rows_merged,
    "15c-transposed": transposed,
    "16a-years-at-odds": years_at_odds,
    "16b-two-versions": two_versions,
    "16b-version-chosen": version_chosen,
    "16c-shifted": shifted,
    "16d-three-columns": three_columns,
    "16d-column-chosen": column_chosen,
    "16e-fractions": fractions,
    "16f-number-against-name": numbers_at_odds,
    "16g-no-year": no_year,
}
"""The cases by name: shape, letter, what is special."""


def describe(name: str, case: Case) -> dict[str, Any]:
    """A case for truth.json."""
    return {
        "id": name,
        "shape": case.shape,
        "files": list(case.files),
        "args": list(case.args),
        "expect": "read" if case.is_read else "ask",
        "why": case.asked,
        "results": [
            {
                "office": truth.result.office,
                "year": truth.result.year,
                "place": truth.place,
                "given": list(truth.given),
                "scores": [str(score) for score in truth.result.scores],
                "total": str(truth.result.total),
                "level": truth.result.level,
            }
            for truth in case.truths
        ],
    }


def main(folder: Path) -> None:
    """Write every case into a folder of its own, and the truth beside them."""
    described = []
    for name, make in CASES.items():
        case = make()
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        for file, content in case.files.items():
            (target / file).write_bytes(content)
        described.append(describe(name, case))
    text = json.dumps(described, ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
