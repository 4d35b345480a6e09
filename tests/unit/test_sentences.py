"""No sentence is longer than a person reads: 200 letters, addresses and commands aside."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import ita_docs
from ita_docs.offices import load_offices
from ita_docs.problems import Digits, Lang, Problem, Value, Words
from ita_docs.schema import SHEETS
from ita_docs.wording import describe_problem, write_cure, write_more, write_text

MOST = 200
PAGES = sorted((Path(ita_docs.__file__).parent / "problems.d").glob("*.toml"))
CODES = [
    (page.stem, code) for page in PAGES for code in tomllib.loads(page.read_text(encoding="utf-8"))
]


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
    "why": Words("", ""), "candidates": "", "count": Digits("29000"),
}  # fmt: skip

OTHERS: Mapping[str, Value] = {
    # addresses: what is pasted to get there or to mend it is as long as it is
    "path": "", "folder": "", "target": "", "host": "", "command": "", "scheduler": "",
    "reason": "x" * 300, "log": "x" * 300, "detail": "x" * 300,
    "paragraph": TYPED, "words": TYPED, "value": TYPED, "header": "ก" * 31, "tag": "x" * 20,
    "near": "คะแนนรายตัวชี้วัด", "names": "x" * 40, "what": "x" * 30, "key": "ping-success",
    "engine": "LibreOffice", "font": "TH Sarabun New", "limit": "100000", "count": "245",
    "shown": "๑๕ ก.พ. ๖๓", "computed": "ต้องปรับปรุง", "format": "d mmm bbbb", "number": "10",
    "brace": "{{", "name": "run-report-2026-11-26-0200.html", "stored": "ต้องปรับปรุง",
    "agreeing": "100", "tested": "100", "how": Words("ตัวยก", "superscript or struck out"),
    "hint": Words(" ชื่อที่ใกล้ที่สุดคือ instrument-disagrees", "; the nearest is instrument-disagrees"),
    "fault": "x" * 40, "other": "สพป.ภูเก็ต",
    "date": "15 กุมภาพันธ์ พ.ศ. ๒๕๖๓ เวลา ๑๐:๓๐ น.", "zone": "America/Los_Angeles", "at": "02:30",
}  # fmt: skip
"""Of the rooms beyond validation; a name that is missing here is eight letters."""


LEVEL = Words(" (น่าจะเป็น “ต้องปรับปรุงโดยด่วน”)", " (perhaps “ต้องปรับปรุงโดยด่วน”)")


@pytest.mark.parametrize("lang", get_args(Lang))
@pytest.mark.parametrize(("page", "code"), CODES)
def test_a_sentence_and_what_to_do_are_at_most_200_letters(
    page: str, code: str, lang: Lang
) -> None:
    values = dict(VALUES) if page == "validation" else {**VALUES, **OTHERS}
    if code == "level-unknown":
        values["hint"] = LEVEL
    kind = Problem(code).kind
    for sentence in (kind.text[lang], kind.cure[lang], kind.more[lang]):
        for _, name, _, _ in Formatter().parse(sentence):
            if name and page != "validation":
                values.setdefault(name, "x" * 8)
    problem = Problem(code, values=values)
    line = f"{write_text(problem, lang)} {write_cure(problem, lang)}"
    assert len(line) <= MOST, f"{len(line)}: {line}"
    assert "\n" not in line + write_more(problem, lang)


def test_what_another_program_said_is_whole_in_the_values_and_short_in_the_sentence() -> None:
    said = "convert failed: " + "x" * 4000
    problem = Problem("pdf-not-made", values={"engine": "LibreOffice", "log": said})
    assert len(write_text(problem, "en")) <= MOST
    assert "convert failed: xxx" in write_text(problem, "en")
    assert describe_problem(problem, "en")["values"]["log"] == said
