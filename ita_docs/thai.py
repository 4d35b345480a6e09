"""Thai text: numerals, dates, rounding to the page, and keys that match what people type."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)

_KEPT = 20_000
"""Texts and scores kept as they were worked out: the same ones come again and again."""
_NAMES_KEPT = 100_000
"""Names whose keys are kept: those of 29,000 schools, which come again in every sheet."""
_LONGEST_KEPT = 200
"""Characters; a longer text is no name, and does not come again."""

_NUMBERS = re.compile("[0-9]+")
_MISTYPED = re.compile("เเ|\u0e4d|\u0e33[\u0e48-\u0e4b]|[\u0e48-\u0e4c][\u0e31\u0e34-\u0e3a\u0e47]")
_TO_THAI = str.maketrans("0123456789", THAI_DIGITS)
_TO_ARABIC = str.maketrans(THAI_DIGITS, "0123456789")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
# A number standing in Thai text: its neighbours are spaces, Thai letters, brackets or the edges,
# so that addresses of web pages, document codes (o42) and formulas keep the digits they have.
_NUMBER_IN_TEXT = re.compile(
    r"(?<![^\s\u0e00-\u0e7f()\[\]\"'“”])[0-9]+(?:[.,:/\-–][0-9]+)*(?=[.):,]*(?:[\s\u0e00-\u0e7f()\[\]\"'“”]|$))"
)


@lru_cache(maxsize=_KEPT)
def to_thai_digits(text: str) -> str:
    """Every Arabic digit as its Thai digit (U+0E50-0E59)."""
    return text.translate(_TO_THAI)


def to_arabic_digits(text: str) -> str:
    """Every Thai digit as its Arabic digit."""
    return text.translate(_TO_ARABIC)


def set_thai_digits(text: str) -> str:
    """The numbers of a typed text in Thai digits; digits inside Latin words and addresses stay."""
    return _NUMBER_IN_TEXT.sub(lambda match: to_thai_digits(match.group()), text)


@lru_cache(maxsize=_KEPT)
def round_half_up(value: Decimal, places: int) -> Decimal:
    """Round half-up (0.125 -> 0.13), as the results are published."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@lru_cache(maxsize=_KEPT)
def format_score(value: Decimal, places: int = 2, *, thai: bool = True) -> str:
    """A score with all its places, in Thai digits unless told otherwise."""
    text = f"{abs(round_half_up(value, places)):f}"  # a score is never less than zero, nor -0
    return to_thai_digits(text) if thai else text


def format_date(date: datetime.date) -> str:
    """A date as announcements write it: ``๑๕ มกราคม พ.ศ. ๒๕๖๓``."""
    return to_thai_digits(f"{date.day} {MONTHS[date.month - 1]} พ.ศ. {date.year + 543}")


def count_cells(text: str) -> int:
    """How many letters stand beside each other: marks above and below a letter take no width."""
    return sum(unicodedata.category(char) != "Mn" for char in text)


def match_key(text: str) -> str:
    """The key under which two spellings of one text are the same.

    Folds what people and old systems mistype without seeing it: spaces and invisible characters
    go, the spelling is mended, Thai digits become Arabic, capitals small. Never printed.
    """
    return _fold_kept(text) if len(text) <= _LONGEST_KEPT else _fold(text)


def mend_spelling(text: str) -> str:
    """Thai as a Thai keyboard types it, where other ways of typing look the same.

    ``เเ`` (two) becomes ``แ``, ``ํ`` with ``า`` becomes ``ำ``, and a tone mark that stands before
    a vowel mark or behind ``ำ`` changes places with it.
    """
    mended = unicodedata.normalize("NFC", text)
    if not _MISTYPED.search(mended):
        return mended
    mended = mended.replace("เเ", "แ")
    # SARA AM typed as NIKHAHIT + SARA AA, with or without a tone mark between or before.
    mended = re.sub("([\u0e48-\u0e4b]?)\u0e4d([\u0e48-\u0e4b]?)\u0e32", "\\1\\2\u0e33", mended)
    mended = re.sub("\u0e33([\u0e48-\u0e4b])", "\\1\u0e33", mended)
    # A tone mark or thanthakhat typed before the vowel mark it stands above.
    return re.sub("([\u0e48-\u0e4c])([\u0e31\u0e34-\u0e3a\u0e47])", r"\2\1", mended)


def find_near(text: str, keys: Iterable[str]) -> str | None:
    """The one key to which a text comes by one mistyped letter or two; None where there is none.

    A letter too few, too many, another one, or two exchanged count as one each. A key whose
    numbers are others is another thing (``เขต 2`` is no misspelt ``เขต 1``), and of two keys
    equally near neither can be meant.
    """
    typed = match_key(text)
    most = min(2, len(typed) // 3)
    numbers = _NUMBERS.findall(typed)
    found = sorted(
        (distance, key)
        for key in keys
        if abs(len(key) - len(typed)) <= most
        and _NUMBERS.findall(key) == numbers
        and (distance := _measure_distance(typed, key)) <= most
    )
    alone = len(found) == 1 or (len(found) > 1 and found[0][0] < found[1][0])
    return found[0][1] if alone else None


def _measure_distance(one: str, other: str) -> int:
    """How many letters lie between two texts, by their differing middle."""
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    start = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    one, other = one[start:], other[start:]
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last = row, before
        row = [i]
        for j, wanted in enumerate(other, start=1):
            least = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                least = min(least, last[j - 2] + 1)
            row.append(least)
    return row[-1]


def _fold(text: str) -> str:
    folded = mend_spelling(_INVISIBLE.sub("", text))
    return "".join(to_arabic_digits(folded).split()).casefold()


_fold_kept = lru_cache(maxsize=_NAMES_KEPT)(_fold)
