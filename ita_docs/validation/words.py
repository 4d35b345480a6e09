"""What the columns and figures are called in messages, in Thai and English."""

from __future__ import annotations

from collections.abc import Mapping

from ita_docs.model import INDICATOR_NUMBERS
from ita_docs.thai import to_thai_digits

Words = tuple[str, str]
"""The same words in Thai and in English."""

SHEET_WORDS: Mapping[str, Words] = {
    "offices": ("หน่วยงาน", "offices"),
    "scores": ("คะแนน", "scores"),
    "history": ("ประวัติคะแนน", "history"),
    "cpi": ("CPI", "CPI"),
    "measures": ("มาตรการ", "measures"),
}

FIELD_WORDS: Mapping[str, Words] = {
    "name": ("ชื่อหน่วยงาน", "the office's name"),
    "short_name": ("ชื่อย่อ", "the short name"),
    "result_year": ("ปีงบประมาณที่ประเมิน", "the result year"),
    "plan_year": ("ปีงบประมาณของแผน", "the plan year"),
    "announced_on": ("ประกาศ ณ วันที่", "the announcement's date"),
    "signer": ("ผู้ลงนาม", "the signer"),
    "position": ("ตำแหน่ง", "the signer's position"),
    "iit": ("คะแนน IIT", "the IIT score"),
    "eit": ("คะแนน EIT", "the EIT score"),
    "oit": ("คะแนน OIT", "the OIT score"),
    "total": ("คะแนนรวม", "the total"),
    "level": ("ระดับ", "the level"),
    "year": ("ปีงบประมาณ", "the fiscal year"),
    "label": ("รายการ", "the CPI label"),
    "score": ("คะแนน CPI", "the CPI score"),
    "indicator": ("ตัวชี้วัด", "the indicator"),
    "responsible": ("ผู้รับผิดชอบ", "the responsible group"),
    "steps": ("มาตรการในการพัฒนา", "the measures"),
    "monitor": ("ผู้กำกับติดตาม", "the monitor"),
    "time_frame": ("ระยะเวลา", "the time frame"),
    "reporting": ("การรายงานผล", "the reporting"),
    **{
        f"indicator_{number}": (
            f"คะแนนตัวชี้วัดที่ {to_thai_digits(str(number))}",
            f"the score of indicator {number}",
        )
        for number in INDICATOR_NUMBERS
    },
}


def digits(name: str, text: str) -> dict[str, str]:
    """A figure as two words of a sentence: ``name_th`` in Thai digits, ``name_en`` in Arabic."""
    return {f"{name}_th": to_thai_digits(text), f"{name}_en": text}


def both(name: str, words: Words) -> dict[str, str]:
    """A phrase as two words of a sentence: ``name_th`` and ``name_en``."""
    return {f"{name}_th": words[0], f"{name}_en": words[1]}
