"""The sheets and columns of the workbook: one table for reading, for messages and for the form.

One module, so that whoever adds a column or a spelling of one finds a single place for it.

Header and sheet names are compared through ``thai.match_key``, so spaces, invisible characters,
``เเ`` for ``แ``, decomposed ``ํา``, Thai or Arabic digits and capitals make no difference.

One module, though long: it is a table, and how a header names a column stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from ita_docs.model import INDICATOR_NUMBERS, FollowUpStatus, Instrument, OfficeKind
from ita_docs.problems import Words
from ita_docs.thai import match_key, to_thai_digits


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the header as the blank form writes it, and the other spellings accepted.

    ``english`` is what messages in English call it, ``thai`` what those in Thai do where the
    header alone says too little. ``limit`` is the most characters of a text: what fits its place
    on the page, with room to spare.
    """

    header: str
    english: str = ""
    aliases: tuple[str, ...] = ()
    required: bool = False
    limit: int = 0
    thai: str = ""

    @property
    def words(self) -> Words:
        """What messages call the column."""
        return Words(self.thai or self.header, self.english or self.header)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its Thai name, the English one of messages, the other names accepted, and its
    columns by field key.

    ``live`` are the columns that the form works out by itself: read to notice results that are
    out of date, and nothing that somebody entered. ``guards`` are columns that people add to
    their own sheets: not of the form, and read to hold something against, or for the run report.
    """

    name: str
    english: str
    columns: Mapping[str, Column]
    aliases: tuple[str, ...] = ()
    required: bool = False
    live: Mapping[str, Column] = field(default_factory=dict)
    guards: Mapping[str, Column] = field(default_factory=dict)
    keys: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        keys = {
            match_key(text): name
            for name, column in (*self.columns.items(), *self.live.items(), *self.guards.items())
            for text in (column.header, *column.aliases)
        }
        object.__setattr__(self, "keys", keys)

    @property
    def words(self) -> Words:
        """What messages call the sheet."""
        return Words(self.name, self.english)

    def of_one_office(self) -> Sheet:
        """The same in a workbook of one office, whose rows need not name it."""
        name = self.columns.get("name")
        if name is None:
            return self
        return replace(self, columns={**self.columns, "name": replace(name, required=False)})

    def column(self, name: str) -> Column:
        """The column of a field that somebody entered."""
        return self.columns[name] if name in self.columns else self.guards[name]

    def find_numbered(self, header: str) -> str | None:
        """The field of an indicator that a header names by its bare number, or None."""
        name = f"indicator_{match_key(header)}"
        return name if name in self.columns else None

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

OFFICE_KINDS: Mapping[OfficeKind, tuple[str, ...]] = {
    OfficeKind.AREA: (
        "สำนักงานเขตพื้นที่การศึกษา", "เขตพื้นที่การศึกษา", "เขตพื้นที่", "สำนักงานเขต",
        "สพป.", "สพป", "สพม.", "สพม", "สพท.", "สพท", "area", "area office",
    ),
    OfficeKind.SCHOOL: ("สถานศึกษา", "โรงเรียน", "รร.", "รร", "ร.ร.", "ร.ร", "school"),
}  # fmt: skip
"""What is typed under ประเภทหน่วยงาน, the usual word first."""

# "(0-100)", "(คะแนน)", "*": what forms add behind a header to say how to fill it in.
_BRACKETED_END = re.compile(
    r"(?:[\[(][^()\[\]]*(?:คะแนน|ร้อยละ|0-100|points|%|พ\.ศ\.|iit|eit|oit)"
    r"[^()\[\]]*[\])]|\*|:)+$"
)
_INDICATOR = re.compile(
    r"(?:ตัวชี้วัด(?:ที่)?|indicator|i)(?:\.|no\.|#)?(10|0?[1-9])(?![0-9])[.:\-–]?(.*)",
    re.DOTALL,
)
_NUMBERED_NAME = re.compile(r"\(?(10|0?[1-9])[.):\-–]?(\D.*)", re.DOTALL)
_INDICATOR_HEADING = re.compile("ตัวชี้วัด|indicator")


def find_indicator(text: str) -> int | None:
    """The indicator whose name, with or without its number, a text gives; None for any other."""
    return _find_indicator(match_key(text))


def _find_indicator(key: str) -> int | None:
    """The indicator that a header's key names: ตัวชี้วัดที่ 1, I1, with or without its name, or
    "1. การปฏิบัติหน้าที่".

    A number beside the name of another indicator, or beside anything else ("ตัวชี้วัดที่ 1
    ปีก่อน"), names none: it must not be read as this year's score.
    """
    names = _indicator_keys()
    found = _INDICATOR.fullmatch(key) or _NUMBERED_NAME.fullmatch(key)
    if found is None:
        return names.get(key)
    number, rest = int(found.group(1)), found.group(2).strip("()[]")
    return number if not rest or names.get(rest) == number else None


@cache
def _indicator_keys() -> dict[str, int]:
    return {match_key(name): number for number, all_ in INDICATOR_NAMES.items() for name in all_}


_NAME = Column(
    "ชื่อหน่วยงาน",
    "the office's name",
    ("หน่วยงาน", "ชื่อสำนักงาน", "Office", "Office name", "Name"),
    required=True,
    limit=200,
)
_LEVEL = Column("ระดับ", "the level", ("ระดับผลการประเมิน", "Level"), limit=60)

SHEETS: Mapping[str, Sheet] = {
    "offices": Sheet(
        "หน่วยงาน",
        "offices",
        {
            "name": _NAME,
            "short_name": Column("ชื่อย่อ", "the short name", ("ชื่อย่อหน่วยงาน", "Short name"), limit=60),
            "result_year": Column(
                "ปีงบประมาณที่ประเมิน",
                "the result year",
                ("ปีงบประมาณ", "ปีที่ประเมิน", "Result year", "Fiscal year"),
                required=True,
            ),
            "plan_year": Column("ปีงบประมาณของแผน", "the plan year", ("ปีของแผน", "Plan year")),
            "announced_on": Column(
                "ประกาศ ณ วันที่",
                "the announcement's date",
                ("วันที่ประกาศ", "วันที่", "Announced on", "Announcement date", "Date"),
            ),
            "signer": Column(
                "ผู้ลงนาม", "the signer", ("ชื่อผู้ลงนาม", "Signer", "Signed by"), limit=120
            ),
            "position": Column(
                "ตำแหน่ง", "the signer's position", ("ตำแหน่งผู้ลงนาม", "Position"), limit=400
            ),
            "kind": Column(
                "ประเภทหน่วยงาน",
                "the office's kind",
                ("ประเภท", "ประเภทของหน่วยงาน", "Office kind", "Kind"),
                limit=60,
            ),
        },
        ("ข้อมูลหน่วยงาน", "Offices", "Office"),
        required=True,
        guards={"province": Column("จังหวัด", "the province", ("Province",), limit=60)},
    ),
    "scores": Sheet(
        "คะแนน",
        "scores",
        {
            "name": _NAME,
            **{
                f"indicator_{number}": Column(
                    f"ตัวชี้วัดที่ {number}",
                    f"the score of indicator {number}",
                    required=True,
                    thai=f"คะแนนตัวชี้วัดที่ {to_thai_digits(str(number))}",
                )
                for number in INDICATOR_NUMBERS
            },
            **{
                name.lower(): Column(
                    name,
                    f"the {name} score",
                    (f"คะแนน {name}", f"ด้าน {name}"),
                    thai=f"คะแนน {name}",
                )
                for name in Instrument
            },
            "total": Column("คะแนนรวม", "the total", ("คะแนน ITA", "รวม", "Total", "Total score")),
            "level": replace(_LEVEL, aliases=(*_LEVEL.aliases, "ผลการประเมิน")),
        },
        ("ผลคะแนน", "คะแนน ITA", "Scores", "Score"),
        required=True,
        guards={
            "year": Column(
                "ปีงบประมาณ",
                "the year of the scores",
                ("ปีงบประมาณที่ประเมิน", "ปีที่ประเมิน", "ปี", "Fiscal year", "Result year", "Year"),
                thai="ปีของคะแนน",
            ),
        },
        live={
            **{
                f"live_{name.value.lower()}": Column(
                    f"คำนวณ {name.value}", f"the {name.value} score worked out"
                )
                for name in Instrument
            },
            "live_total": Column("คำนวณ คะแนนรวม", "the total worked out"),
            "live_level": Column("คำนวณ ระดับ", "the level worked out"),
            "live_weak": Column("คำนวณ จุดอ่อน", "the number of weak indicators", ("จำนวนจุดอ่อน",)),
            "live_agreement": Column("ตรงกับที่ประกาศ", "the agreement"),
        },
    ),
    "history": Sheet(
        "ประวัติคะแนน",
        "history",
        {
            "name": _NAME,
            "year": Column(
                "ปีงบประมาณ", "the fiscal year", ("ปี", "Fiscal year", "Year"), required=True
            ),
            "total": Column(
                "คะแนน",
                "the total of an earlier year",
                ("คะแนนรวม", "คะแนน ITA", "Total", "Score"),
                required=True,
                thai="คะแนนในประวัติคะแนน",
            ),
            "level": _LEVEL,
            **{
                f"indicator_{number}": Column(
                    f"ตัวชี้วัดที่ {number}",
                    f"the past score of indicator {number}",
                    thai=f"คะแนนปีก่อนตัวที่ {to_thai_digits(str(number))}",
                )
                for number in INDICATOR_NUMBERS
            },
        },
        ("คะแนนย้อนหลัง", "ผลคะแนนย้อนหลัง", "History"),
    ),
    "cpi": Sheet(
        "CPI",
        "CPI",
        {
            "name": _NAME,
            "label": Column(
                "รายการ", "the CPI label", ("ชื่อรายการ", "Label", "Item"), required=True, limit=80
            ),
            "score": Column(
                "คะแนน",
                "the CPI score",
                ("คะแนน CPI", "Score"),
                required=True,
                thai="คะแนน CPI",
            ),
        },
        ("คะแนน CPI", "ดัชนีการรับรู้การทุจริต"),
    ),
    "measures": Sheet(
        "มาตรการ",
        "measures",
        {
            "name": _NAME,
            "indicator": Column(
                "ตัวชี้วัด",
                "the indicator",
                ("ตัวชี้วัดที่", "ประเด็นตัวชี้วัดที่เป็นจุดอ่อน", "Indicator"),
                required=True,
                limit=120,
            ),
            "responsible": Column(
                "ผู้รับผิดชอบ",
                "the responsible group",
                ("หน่วยงานที่รับผิดชอบ", "Responsible"),
                limit=2000,
            ),
            "steps": Column(
                "มาตรการในการพัฒนา",
                "the measures",
                ("มาตรการ", "Steps", "Measures", "Measure"),
                required=True,
                limit=8000,
            ),
            "method": Column(
                "วิธีดำเนินการ",
                "the method",
                ("วิธีการดำเนินการ", "วิธีการ", "ขั้นตอนการดำเนินการ", "Method"),
                limit=8000,
            ),
            "monitor": Column(
                "ผู้กำกับติดตาม",
                "the monitor",
                ("การกำกับติดตาม", "Monitor", "Monitored by"),
                limit=2000,
            ),
            "time_frame": Column(
                "ระยะเวลา", "the time frame", ("ระยะเวลาดำเนินการ", "Time frame"), limit=1000
            ),
            "success": Column(
                "ตัวชี้วัดความสำเร็จ",
                "the success indicator",
                ("ตัวชี้วัดความสำเร็จของมาตรการ", "เป้าหมายความสำเร็จ", "Success indicator"),
                limit=2000,
            ),
            "budget": Column("งบประมาณ", "the budget", ("งบประมาณที่ตั้งไว้", "Budget"), limit=1000),
            "reporting": Column(
                "การรายงานผล", "the reporting", ("รายงานผล", "Reporting"), limit=2000
            ),
        },
        ("มาตรการในการพัฒนา", "Measures"),
    ),
    "followup": Sheet(
        "ผลการดำเนินการ",
        "follow-up",
        {
            "name": _NAME,
            "plan_year": Column(
                "ปีงบประมาณของมาตรการ", "the measures' fiscal year", ("ปีของมาตรการ",), required=True
            ),
            "indicator": Column(
                "ตัวชี้วัดที่", "the indicator", ("ตัวชี้วัด", "Indicator"), required=True, limit=120
            ),
            "measure": Column("มาตรการ", "the measure", ("Measure",), limit=8000),
            "outcome": Column(
                "ผลการดำเนินการ",
                "what was done",
                ("ผลการดำเนินงาน", "Outcome"),
                required=True,
                limit=8000,
            ),
            "period": Column("ช่วงเวลา", "the period", ("ระยะเวลา", "Period"), limit=1000),
            "status": Column("สถานะ", "the status", ("Status",), required=True, limit=60),
            "budget": Column("งบประมาณที่ใช้", "the budget used", ("งบประมาณ", "Budget"), limit=200),
            "obstacles": Column(
                "ปัญหา อุปสรรค", "the obstacles", ("ปัญหาและอุปสรรค", "Obstacles"), limit=2000
            ),
            "suggestions": Column("ข้อเสนอแนะ", "the suggestions", ("Suggestions",), limit=2000),
            "evidence": Column("หลักฐาน", "the evidence", ("Evidence",), limit=2000),
            "reported_on": Column(
                "รายงาน ณ วันที่",
                "the date of the report",
                ("วันที่รายงาน", "วันที่รายงานผล", "รายงานผล ณ วันที่", "Reported on", "Report date"),
            ),
        },
        ("ผลการดำเนินงาน", "ผลการดำเนินการตามมาตรการ", "Follow-up", "Followup"),
    ),
}
"""The schema: table key -> sheet; the field keys are those of ``model.Row.cells``."""

STATUSES: Mapping[FollowUpStatus, tuple[str, ...]] = {
    FollowUpStatus.DONE: (
        "ดำเนินการแล้วเสร็จ", "ดำเนินการเสร็จสิ้น", "ดำเนินการเสร็จแล้ว", "ดำเนินการแล้ว", "แล้วเสร็จ",
        "ดำเนินการเสร็จ", "ดำเนินงานแล้วเสร็จ", "ดำเนินการครบถ้วน", "ดำเนินการครบถ้วนแล้ว",
        "เสร็จสิ้น", "เสร็จแล้ว", "เสร็จ", "done", "finished", "completed", "complete",
    ),
    FollowUpStatus.UNDER_WAY: (
        "อยู่ระหว่างดำเนินการ", "อยู่ระหว่างการดำเนินการ", "ระหว่างดำเนินการ", "กำลังดำเนินการ",
        "อยู่ระหว่างดำเนินงาน", "อยู่ในระหว่างดำเนินการ",
        "under way", "underway", "in progress", "ongoing",
    ),
    FollowUpStatus.NOT_BEGUN: (
        "ยังไม่ได้ดำเนินการ", "ยังไม่ดำเนินการ", "ยังไม่เริ่มดำเนินการ", "ไม่ได้ดำเนินการ", "ยังไม่เริ่ม",
        "ยังไม่ได้เริ่มดำเนินการ", "ยังไม่ได้เริ่ม",
        "not begun", "not started", "not done",
    ),
}  # fmt: skip
"""What a status may be called; the first is how it is printed."""


def find_status(text: str) -> FollowUpStatus | None:
    """The status that a text names, None for any other."""
    key = match_key(text)
    return next((one for one, names in STATUSES.items() if key in map(match_key, names)), None)


def find_sheet(name: str) -> str | None:
    """The key of the sheet that a typed name means; None for any other."""
    key = match_key(name)
    return next(
        (
            found
            for found, sheet in SHEETS.items()
            if key in map(match_key, (sheet.name, *sheet.aliases))
        ),
        None,
    )


@dataclass(frozen=True, slots=True)
class TallSheet:
    """The form of one office: labels down the page, whatever is entered in one column beside them.

    The labels are the headers of หน่วยงาน and คะแนน; the ten indicators stand below a header row
    of their own, and what the form works out stands under ``live``.
    """

    name: str
    number: str
    indicator: str
    score: str
    live: str


TALL = TallSheet(
    name="ผลการประเมิน",
    number="ตัวชี้วัดที่",
    indicator="ตัวชี้วัด",
    score="คะแนน",
    live="คำนวณ",
)

FOOTERS = re.compile(
    r"(?:รวม|รวมทั้งสิ้น|รวมทั้งหมด|รวมเฉลี่ย|ยอดรวม|เฉลี่ย|total|grandtotal|sum|average|mean)[:.]?"
    r"|รวม(?:ทั้งสิ้น|ทั้งหมด)?(?:จำนวน)?[0-9,]+(?:แห่ง|เขต|หน่วยงาน|โรงเรียน|สำนักงาน|ราย|รายการ)?"
    r"|(?:ค่าเฉลี่ย|คะแนนเฉลี่ย|คะแนนรวมเฉลี่ย).*",
    re.DOTALL,
)
"""Keys of what stands first in a row that sums up the rows above it."""

NOTE_FOOTERS = re.compile(
    r"\*?(?:หมายเหตุ|ที่มา|แหล่งที่มา|(?:notes?|remarks?|source)(?![a-z])).*", re.DOTALL
)
"""Keys of what stands alone in a row below a table, written for people."""

_FOOTER_LETTERS = frozenset("รยเคหทแ*tgsamnr")


def is_footer(text: str, *, alone: bool) -> bool:
    """Whether a row below a table is no office's: its first text, and whether it is the only one.

    ``ค่าเฉลี่ย`` and what follows it; ``รวม`` and how many, since a name may begin with it;
    ``หมายเหตุ: …`` where nothing else stands in the row.
    """
    key = match_key(text)
    if key[:1] not in _FOOTER_LETTERS:
        return False  # nearly every row, and sooner than two patterns can tell
    return bool(FOOTERS.fullmatch(key) or (alone and NOTE_FOOTERS.fullmatch(key)))


def is_indicator_heading(text: str) -> bool:
    """Whether a heading says that the numbers below it are those of indicators."""
    return bool(_INDICATOR_HEADING.search(match_key(text)))


LIVE_FIELDS = frozenset(name for sheet in SHEETS.values() for name in sheet.live)
"""The fields that the form works out: a row that holds nothing else is empty."""

NOTES_SHEETS = (
    "หมายเหตุ", "คำชี้แจง", "คำอธิบาย", "วิธีกรอก", "วิธีใช้", "คำแนะนำ", "รายชื่อ",
    "ที่มาของข้อมูล", "สิ่งที่ต้องแก้",
    "Notes", "Note", "README", "Read me", "Instructions", "Help",
)  # fmt: skip
"""Sheets written for people: passed over without a word, also with a number behind the name."""

RETURNED_MARK = "ITA_DOCS_RETURNED"
"""The name, of one sheet alone, by which the list of what to mend is known in a copy that comes
back, wherever it was moved and whatever it was called."""

IGNORED_HEADERS = ("ที่", "ลำดับ", "ลำดับที่", "หมายเหตุ", "No.", "No", "#", "Notes", "Note")
"""Columns written for people: passed over without a word."""
