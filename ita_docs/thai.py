"""Thai text: numerals, dates, rounding to the page, and keys that match what people type."""

from __future__ import annotations

import datetime
import re
import unicodedata
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
    go, ``เเ`` becomes ``แ``, decomposed ``ํา`` becomes ``ำ``, a tone mark before a vowel mark
    changes places, Thai digits become Arabic, capitals small. Never printed.
    """
    return _fold_kept(text) if len(text) <= _LONGEST_KEPT else _fold(text)


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    folded = folded.replace("เเ", "แ")
    # SARA AM typed as NIKHAHIT + SARA AA, with or without a tone mark between or before.
    folded = re.sub("([\u0e48-\u0e4b]?)\u0e4d([\u0e48-\u0e4b]?)\u0e32", "\\1\\2\u0e33", folded)
    # A tone mark or thanthakhat typed before the vowel mark it stands above.
    folded = re.sub("([\u0e48-\u0e4c])([\u0e31\u0e34-\u0e3a\u0e47])", r"\2\1", folded)
    return "".join(to_arabic_digits(folded).split()).casefold()


_fold_kept = lru_cache(maxsize=_NAMES_KEPT)(_fold)
