"""The fiscal years that a text claims: "ประจำปีงบประมาณ พ.ศ. 2567", "ITA68", "ปีงบ 67".

ผลการประเมิน ITA ปี 2567 ณ วันที่ 5 ม.ค. 2568     2567      a date is no claim
แผนป้องกันการทุจริต ปี 2568                         none      nor the year of a plan
ที่ ศธ 04088/2568                                   none      nor a letter's number
68                                                  none      two digits only behind ปี, ITA …
คะแนนย้อนหลัง 2564-2567                             four      a range claims each of its years
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ita_docs.importing.spelling import fold_words

FIRST_YEAR, LAST_YEAR = 2550, 2599
"""Buddhist years that a score sheet can speak of; others are typing or another era."""
ERA = 543

_MONTHS = (
    r"(?:มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
    r"|(?:ม\.?\s?ค|ก\.?\s?พ|มี\.?\s?ค|เม\.?\s?ย|พ\.?\s?ค|มิ\.?\s?ย|ก\.?\s?ค|ส\.?\s?ค|ก\.?\s?ย|ต\.?\s?ค|พ\.?\s?ย|ธ\.?\s?ค)\.)"
)
_NO_CLAIM = re.compile(
    rf"(?:\d{{1,2}}\s*)?{_MONTHS}\s*(?:พ\.?\s?ศ\.?\s*)?\d{{2,4}}"
    r"|\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}"
    r"|\d{4}-\d{1,2}-\d{1,2}"
    r"|(?<!\d)(?!25\d\d\s*/)\d+\s*/\s*25\d\d(?!\d)"
)
_RANGE = re.compile(r"(?<![\d.])(25\d\d)\s*(?:-|–|—|ถึง)\s*(?:พ\.?\s?ศ\.?\s*)?(25\d\d)(?!\d)")
_FOUR = re.compile(r"(?<![\d.,])25\d\d(?!\d|[.,]\d)")
_WORDS = r"(?:ปีงบประมาณ|ปีงบ|ปี|พ\.?\s?ศ\.?|ita)"
_TWO = re.compile(rf"({_WORDS}\s*[.'’]?\s*)(5[89]|[67]\d)(?!\d|[.,]\d|\s*%|\s*คะแนน)")
_COMMON = re.compile(rf"(?:ค\.?\s?ศ\.?|fy|year|{_WORDS})\s*(20[1-4]\d)(?!\d)")
_INTRODUCED = re.compile(r"(?:ประจำ\s*)?(?:ปี\s*)?(?:งบประมาณ\s*|งบ\s*)?(?:พ\.?\s?ศ\.?\s*)?$")
_OF_A_PLAN = ("แผน", "มาตรการ", "เป้าหมาย")
_OF_A_RESULT = ("ผล", "คะแนน", "ita", "ประเมิน")


@dataclass(frozen=True, slots=True)
class Claim:
    """The years a text claims, those it claims in the Common Era (converted), and its rest."""

    years: frozenset[int]
    foreign: frozenset[int]
    rest: str


@lru_cache(maxsize=20_000)
def find_years(text: str) -> Claim:
    """The claim of a text; ``rest`` is the text in folded spelling without the year's words."""
    folded = fold_words(text)
    if not any(character.isdigit() for character in folded):
        return Claim(frozenset(), frozenset(), folded)
    shown = _NO_CLAIM.sub(lambda found: "\x00" * len(found[0]), folded)
    years: set[int] = set()
    spans: list[tuple[int, int]] = []
    for found in _RANGE.finditer(shown):
        first, last = int(found[1]), int(found[2])
        if first <= last <= first + 15 and not _is_of_a_plan(shown[: found.start()]):
            years.update(range(first, last + 1))
            spans.append(found.span())
    for found in _FOUR.finditer(shown):
        if not _is_of_a_plan(shown[: found.start()]):
            years.add(int(found[0]))
            spans.append(found.span())
    for found in _TWO.finditer(shown):
        if not _is_of_a_plan(shown[: found.start()]):
            years.add(2500 + int(found[2]))
            spans.append(found.span(2))
    foreign = {int(found[1]) + ERA for found in _COMMON.finditer(shown)}
    kept = frozenset(year for year in years if FIRST_YEAR <= year <= LAST_YEAR)
    return Claim(kept, frozenset(foreign), _cut(folded, spans))


def _is_of_a_plan(before: str) -> bool:
    """Whether the nearest word before a year speaks of plans and not of results."""
    plan = max(before.rfind(word) for word in _OF_A_PLAN)
    return plan > max(before.rfind(word) for word in _OF_A_RESULT)


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    """The text without the years and the words that introduce them."""
    for start, end in sorted(spans, reverse=True):
        introduced = _INTRODUCED.search(text[:start])
        # Ends of a range were cut with it.
        text = text[: introduced.start() if introduced else start] + " " + text[end:]
    return " ".join(text.split())
