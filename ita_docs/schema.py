"""The sheets and headers of the workbook: names only, no rules.

Header and sheet names are compared through ``thai.match_key``, so spaces, invisible characters,
``เเ`` for ``แ``, decomposed ``ํา``, Thai or Arabic digits and capitals make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from ita_docs.model import INDICATOR_NUMBERS
from ita_docs.problems import Words
from ita_docs.thai import match_key, to_thai_digits


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the header as the blank form writes it, and the other spellings accepted."""

    header: str
    aliases: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its Thai name, the other names accepted, and its columns by field key.

    ``live`` are the columns that the form works out by itself: read to notice results that are
    out of date, and nothing that somebody entered.
    """

    name: str
    columns: Mapping[str, Column]
    aliases: tuple[str, ...] = ()
    required: bool = False
    live: Mapping[str, Column] = field(default_factory=dict)
    keys: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        keys = {
            match_key(text): name
            for name, column in (*self.columns.items(), *self.live.items())
            for text in (column.header, *column.aliases)
        }
        object.__setattr__(self, "keys", keys)

    def find_field(self, header: str) -> str | None:
        """The field that a typed header names, or None."""
        key = match_key(header)
        for candidate in (key, _BRACKETED_END.sub("", key)):
            if candidate in self.keys:
                return self.keys[candidate]
            number = _find_indicator(candidate)
            if number is not None and f"indicator_{number}" in self.columns:
                return f"indicator_{number}"
        return None


# The names as the assessment gives them (domain note, section 1), with the spellings seen.
INDICATOR_NAMES: Mapping[int, tuple[str, ...]] = {
    1: ("การปฏิบัติหน้าที่",),
    2: ("การใช้งบประมาณ",),
    3: ("การใช้อำนาจ",),
    4: ("การใช้ทรัพย์สินของราชการ", "การใช้ทรัพย์สินของทางราชการ"),
    5: ("การแก้ไขปัญหาการทุจริต",),
    6: ("คุณภาพการดำเนินงาน",),
    7: ("ประสิทธิภาพการสื่อสาร",),
    8: ("การปรับปรุงระบบการทำงาน", "การปรับปรุงการทำงาน"),
    9: ("การเปิดเผยข้อมูล",),
    10: ("การป้องกันการทุจริต",),
}

# "(0-100)", "(คะแนน)", "*": what forms add behind a header to say how to fill it in.
_BRACKETED_END = re.compile(
    r"(?:[\[(][^()\[\]]*(?:คะแนน|ร้อยละ|0-100|points|%|พ\.ศ\.|iit|eit|oit)"
    r"[^()\[\]]*[\])]|\*|:)+$"
)
_INDICATOR = re.compile(
    r"(?:ตัวชี้วัด(?:ที่)?|indicator|i)(?:\.|no\.|#)?(10|0?[1-9])(?![0-9])[.:\-–]?(.*)",
    re.DOTALL,
)


def _find_indicator(key: str) -> int | None:
    """The indicator that a header's key names: ตัวชี้วัดที่ 1, I1, with or without its name.

    A number beside the name of another indicator, or beside anything else ("ตัวชี้วัดที่ 1
    ปีก่อน"), names none: it must not be read as this year's score.
    """
    names = _indicator_keys()
    found = _INDICATOR.fullmatch(key)
    if found is None:
        return names.get(key)
    number, rest = int(found.group(1)), found.group(2).strip("()[]")
    return number if not rest or names.get(rest) == number else None


@cache
def _indicator_keys() -> dict[str, int]:
    return {match_key(name): number for number, all_ in INDICATOR_NAMES.items() for name in all_}


_NAME = Column("ชื่อหน่วยงาน", ("หน่วยงาน", "ชื่อสำนักงาน", "Office", "Office name", "Name"), True)

SHEETS: Mapping[str, Sheet] = {
    "offices": Sheet(
        "หน่วยงาน",
        {
            "name": _NAME,
            "short_name": Column("ชื่อย่อ", ("ชื่อย่อหน่วยงาน", "Short name")),
            "result_year": Column(
                "ปีงบประมาณที่ประเมิน",
                ("ปีงบประมาณ", "ปีที่ประเมิน", "Result year", "Fiscal year"),
                True,
            ),
            "plan_year": Column("ปีงบประมาณของแผน", ("ปีของแผน", "Plan year")),
            "announced_on": Column(
                "ประกาศ ณ วันที่",
                ("วันที่ประกาศ", "วันที่", "Announced on", "Announcement date", "Date"),
            ),
            "signer": Column("ผู้ลงนาม", ("ชื่อผู้ลงนาม", "Signer", "Signed by")),
            "position": Column("ตำแหน่ง", ("ตำแหน่งผู้ลงนาม", "Position")),
        },
        ("ข้อมูลหน่วยงาน", "Offices", "Office"),
        required=True,
    ),
    "scores": Sheet(
        "คะแนน",
        {
            "name": _NAME,
            **{
                f"indicator_{number}": Column(f"ตัวชี้วัดที่ {number}", required=True)
                for number in INDICATOR_NUMBERS
            },
            "iit": Column("IIT", ("คะแนน IIT", "ด้าน IIT")),
            "eit": Column("EIT", ("คะแนน EIT", "ด้าน EIT")),
            "oit": Column("OIT", ("คะแนน OIT", "ด้าน OIT")),
            "total": Column("คะแนนรวม", ("คะแนน ITA", "รวม", "Total", "Total score")),
            "level": Column("ระดับ", ("ระดับผลการประเมิน", "ผลการประเมิน", "Level")),
        },
        ("ผลคะแนน", "คะแนน ITA", "Scores", "Score"),
        required=True,
        live={
            "live_iit": Column("คำนวณ IIT"),
            "live_eit": Column("คำนวณ EIT"),
            "live_oit": Column("คำนวณ OIT"),
            "live_total": Column("คำนวณ คะแนนรวม"),
            "live_level": Column("คำนวณ ระดับ"),
            "live_weak": Column("คำนวณ จุดอ่อน"),
            "live_agreement": Column("ตรงกับที่ประกาศ"),
        },
    ),
    "history": Sheet(
        "ประวัติคะแนน",
        {
            "name": _NAME,
            "year": Column("ปีงบประมาณ", ("ปี", "Fiscal year", "Year"), True),
            "total": Column("คะแนน", ("คะแนนรวม", "คะแนน ITA", "Total", "Score"), True),
            "level": Column("ระดับ", ("ระดับผลการประเมิน", "Level")),
        },
        ("คะแนนย้อนหลัง", "ผลคะแนนย้อนหลัง", "History"),
    ),
    "cpi": Sheet(
        "CPI",
        {
            "name": _NAME,
            "label": Column("รายการ", ("ชื่อรายการ", "Label", "Item"), True),
            "score": Column("คะแนน", ("คะแนน CPI", "Score"), True),
        },
        ("คะแนน CPI", "ดัชนีการรับรู้การทุจริต"),
    ),
    "measures": Sheet(
        "มาตรการ",
        {
            "name": _NAME,
            "indicator": Column("ตัวชี้วัด", ("ตัวชี้วัดที่", "ประเด็นตัวชี้วัดที่เป็นจุดอ่อน", "Indicator"), True),
            "responsible": Column("ผู้รับผิดชอบ", ("หน่วยงานที่รับผิดชอบ", "Responsible")),
            "steps": Column("มาตรการในการพัฒนา", ("มาตรการ", "Steps", "Measures", "Measure"), True),
            "monitor": Column("ผู้กำกับติดตาม", ("การกำกับติดตาม", "Monitor", "Monitored by")),
            "time_frame": Column("ระยะเวลา", ("ระยะเวลาดำเนินการ", "Time frame")),
            "reporting": Column("การรายงานผล", ("รายงานผล", "Reporting")),
        },
        ("มาตรการในการพัฒนา", "Measures"),
    ),
}
"""The schema: table key -> sheet; the field keys are those of ``model.Row.cells``."""

LIVE_FIELDS = frozenset(name for sheet in SHEETS.values() for name in sheet.live)
"""The fields that the form works out: a row that holds nothing else is empty."""

NOTES_SHEETS = (
    "หมายเหตุ", "คำชี้แจง", "คำอธิบาย", "วิธีกรอก", "วิธีใช้", "คำแนะนำ", "รายชื่อ",
    "Notes", "Note", "README", "Read me", "Instructions", "Help",
)  # fmt: skip
"""Sheets written for people: passed over without a word, also with a number behind the name."""

IGNORED_HEADERS = ("ที่", "ลำดับ", "ลำดับที่", "หมายเหตุ", "No.", "No", "#", "Notes", "Note")
"""Columns written for people: passed over without a word."""

# --- what columns and figures are called in messages ---------------------------------------------

SHEET_WORDS: Mapping[str, Words] = {
    "offices": Words("หน่วยงาน", "offices"),
    "scores": Words("คะแนน", "scores"),
    "history": Words("ประวัติคะแนน", "history"),
    "cpi": Words("CPI", "CPI"),
    "measures": Words("มาตรการ", "measures"),
}

FIELD_WORDS: Mapping[str, Words] = {
    "name": Words("ชื่อหน่วยงาน", "the office's name"),
    "short_name": Words("ชื่อย่อ", "the short name"),
    "result_year": Words("ปีงบประมาณที่ประเมิน", "the result year"),
    "plan_year": Words("ปีงบประมาณของแผน", "the plan year"),
    "announced_on": Words("ประกาศ ณ วันที่", "the announcement's date"),
    "signer": Words("ผู้ลงนาม", "the signer"),
    "position": Words("ตำแหน่ง", "the signer's position"),
    "iit": Words("คะแนน IIT", "the IIT score"),
    "eit": Words("คะแนน EIT", "the EIT score"),
    "oit": Words("คะแนน OIT", "the OIT score"),
    "total": Words("คะแนนรวม", "the total"),
    "level": Words("ระดับ", "the level"),
    "year": Words("ปีงบประมาณ", "the fiscal year"),
    "label": Words("รายการ", "the CPI label"),
    "score": Words("คะแนน CPI", "the CPI score"),
    "indicator": Words("ตัวชี้วัด", "the indicator"),
    "responsible": Words("ผู้รับผิดชอบ", "the responsible group"),
    "steps": Words("มาตรการในการพัฒนา", "the measures"),
    "monitor": Words("ผู้กำกับติดตาม", "the monitor"),
    "time_frame": Words("ระยะเวลา", "the time frame"),
    "reporting": Words("การรายงานผล", "the reporting"),
    **{
        f"indicator_{number}": Words(
            f"คะแนนตัวชี้วัดที่ {to_thai_digits(str(number))}",
            f"the score of indicator {number}",
        )
        for number in INDICATOR_NUMBERS
    },
}
