"""No sentence about a workbook's data is longer than a person reads: 200 letters, address aside."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest

import ita_docs
from ita_docs.offices import load_offices
from ita_docs.problems import Digits, Lang, Problem, Value, Words
from ita_docs.schema import SHEETS
from ita_docs.wording import write_cure, write_more, write_text

MOST = 200
PAGE = Path(ita_docs.__file__).parent / "problems.d" / "validation.toml"
CODES = list(tomllib.loads(PAGE.read_text(encoding="utf-8")))


def longest(words: list[Words]) -> Words:
    return Words(max((w.th for w in words), key=len), max((w.en for w in words), key=len))


TYPED = "ก" * 41
"""What was typed, as messages show it: cut to forty letters."""
OFFICE = max((office.name for office in load_offices()), key=len)
SHORT = max((office.short_name for office in load_offices()), key=len)
VALUES: Mapping[str, Value] = {
    "typed": TYPED, "mended": TYPED, "character": "U+10FFFF", "label": TYPED,
    "field": longest([c.words for sheet in SHEETS.values() for c in sheet.columns.values()]),
    "sheet": longest([sheet.words for sheet in SHEETS.values()]),
    "first": "'ประวัติคะแนน'!B100000", "known": Digits("2562-2569"), "year": Digits("2562"),
    "years": Digits("2562, 2563"), "found": Digits("2561, 2560"), "plan": Digits("2563"),
    "result": Digits("2562"), "date": Digits("15 กุมภาพันธ์ พ.ศ. 2563"), "length": Digits("32767"),
    "limit": Digits("8000"), "most": Digits("100"), "published": Digits("100.00"),
    "computed": Digits("100.00"), "difference": Digits("100.00"), "total": Digits("100.00"),
    "indicator": Digits("10"), "instrument": "IIT", "expected": "ต้องปรับปรุงโดยด่วน",
    "level": "ต้องปรับปรุงโดยด่วน", "stored": TYPED, "name": OFFICE, "other": SHORT,
    "short_name": SHORT, "levels": "ผ่านดีเยี่ยม ผ่านดี ผ่าน ต้องปรับปรุง ต้องปรับปรุงโดยด่วน",
    "hint": Words(f" (อาจเป็น “{OFFICE}”)", f" (perhaps “{OFFICE}”)"),
    "how": Words("มี เ สองตัวแทน แ", "a tone mark stands behind its place"),
    "why": Words("", ""), "candidates": "",
}  # fmt: skip

LEVEL = Words(" (น่าจะเป็น “ต้องปรับปรุงโดยด่วน”)", " (perhaps “ต้องปรับปรุงโดยด่วน”)")


@pytest.mark.parametrize("lang", get_args(Lang))
@pytest.mark.parametrize("code", CODES)
def test_a_sentence_and_what_to_do_are_at_most_200_letters(code: str, lang: Lang) -> None:
    hint = {"hint": LEVEL} if code == "level-unknown" else {}
    problem = Problem(code, values={**VALUES, **hint})
    line = f"{write_text(problem, lang)} {write_cure(problem, lang)}"
    assert len(line) <= MOST, f"{len(line)}: {line}"
    assert "{" not in line + write_more(problem, lang)
