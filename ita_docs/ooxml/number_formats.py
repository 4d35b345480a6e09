"""Number formats (ECMA-376 part 1, 18.8.31): what a spreadsheet shows of a stored value.

A cell stores a number and shows a text; the format between them can say anything:

    stored    format             shown        what that is to whoever reads the number
    96.31     0.00" คะแนน"       96.31 คะแนน   SAME: the number, and words
    96.31     t0.00              ๙๖.๓๑        SAME, in Thai digits
    0.9631    0.00%              96.31%       PERCENT: a hundred times the number
    96310     0.00,              96.31        OTHER: another number
    5         "8"0               85           OTHER: among digits that are not stored
    0         0.00;-0.00;;@      (nothing)    HIDDEN: no digit of the number
    43845     d/m/bbbb           15/1/2563    DATE

``show_number`` gives the text where it is certain, and its ``Look``. Nothing here touches a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum, auto
from functools import lru_cache
from typing import NamedTuple

from ita_docs.ooxml.built_in_formats import LOCAL_CURRENCY
from ita_docs.ooxml.format_digits import fill_places, find_places, round_half_up
from ita_docs.ooxml.format_sections import (
    MAX_SECTIONS,
    Section,
    choose_section,
    is_general,
    parse_format,
)

_ROOM_OF_GENERAL = 8
"""Places of a score in the format General, which has eleven characters."""
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


class Look(StrEnum):
    """How what is shown stands to the number that is stored."""

    SAME = auto()
    """The same number, rounded to the places shown, perhaps with words around it."""
    PERCENT = auto()
    """A hundred times the number, with a percent sign."""
    DATE = auto()
    """A day, a time of day or a duration."""
    HIDDEN = auto()
    """No digit of the number; perhaps words in its stead."""
    OTHER = auto()
    """Another number: scaled, a fraction, or among digits of the format's own."""
    UNKNOWN = auto()
    """A format that is not understood, or that no standard settles."""


class Shown(NamedTuple):
    """What is shown of a number: the text (None where it is not certain), how it stands to the
    number, and to how many places the number is rounded (None: to none)."""

    text: str | None
    look: Look
    places: int | None = None


@dataclass(frozen=True, slots=True)
class DateParts:
    """What a date format shows of a day; ``buddhist`` where its year is of the Buddhist Era."""

    day: bool
    month: bool
    year: bool
    buddhist: bool

    @property
    def whole(self) -> bool:
        """Whether it shows the day whole."""
        return self.day and self.month and self.year


@lru_cache(maxsize=20_000)
def show_number(value: Decimal, code: str) -> Shown:
    """What is shown of a number in a format."""
    sections = parse_format(code)
    if is_general(sections):
        return Shown(_write_general(value), Look.SAME)
    section, negative = choose_section(sections, value)
    if section is None or not section.sound or len(sections) > MAX_SECTIONS:
        return Shown(None, Look.UNKNOWN)
    if section.shows_date:
        return Shown(None, Look.DATE)
    if section.has("general"):
        number = _write_general(abs(value))
        return _finish(section, {"general": number or ""}, Look.SAME, None, negative)
    if not section.has("digit"):
        return _finish(section, {}, Look.HIDDEN, None, negative=False)
    if section.has("slash"):
        return _show_fraction(section, value, negative)
    return _show_digits(section, value, negative)


@lru_cache(maxsize=1024)
def find_plain_places(code: str) -> int | None:
    """To how many places a format rounds that shows every number as itself; None for all others.

    ``0.00``, ``#,##0.00`` and ``0.00_);(0.00)`` are plain: every one of their sections shows a
    number, unscaled, among literals without digits. General has room for more places than matter.
    """
    sections = parse_format(code)
    if is_general(sections):
        return _ROOM_OF_GENERAL
    if len(sections) > 1 and sections[-1].has("text"):
        sections = sections[:-1]
    places = [_count_plain_places(section) for section in sections[: MAX_SECTIONS - 1]]
    known = [count for count in places if count is not None]
    return min(known) if len(known) == len(places) else None


def _count_plain_places(section: Section) -> int | None:
    places = find_places(section)
    kinds = [kind for kind, _ in section.tokens]
    ornament = {"literal", "space", "fill"}
    if not section.sound or not places.sound or section.condition is not None or places.thousands:
        return None
    if set(kinds) - ornament - {"digit", "point", "comma"} or not places.whole:
        return None
    inside = kinds[places.whole[0] : (places.behind or places.whole)[-1]]
    if ornament & set(inside) or _has_own_digits(section):
        return None
    return len(places.behind) if section.tokens[places.whole[-1]][1] == "0" else None


def show_text(text: str, code: str) -> str | None:
    """What is shown of a text: itself, unless the format has a section for texts; None where
    that is not certain."""
    if code in ("General", "@"):
        return text
    sections = parse_format(code)
    last = sections[-1]
    if len(sections) > MAX_SECTIONS:
        return None
    if not last.has("text") and len(sections) < MAX_SECTIONS:
        return text
    if not last.sound or last.has("digit", "general", "date", "elapsed"):
        return None
    return "".join(text if kind == "text" else _literal(kind, typed) for kind, typed in last.tokens)


@lru_cache(maxsize=1024)
def find_date_parts(code: str) -> DateParts | None:
    """What of a day a format shows, by its first section; None where it shows no day or time.

    ``m`` is a minute behind an hour or before a second, and else a month. Of a format that is not
    understood nothing is known to be shown.
    """
    section = parse_format(code)[0]
    if not section.shows_date:
        return None
    if not section.sound:
        return DateParts(day=False, month=False, year=False, buddhist=False)
    tokens = [text.lower() for kind, text in section.tokens if kind in ("date", "elapsed")]
    day = month = year = False
    buddhist = section.buddhist
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else ""
        behind = tokens[index + 1] if index + 1 < len(tokens) else ""
        if token[0] == "d":
            day |= len(token) < 3  # ddd is the name of a day of the week
        elif token[0] == "m":
            month |= len(token) > 2 or not (before.startswith("h") or behind.startswith("s"))
        elif token[0] in "yeb":
            year = True
            buddhist |= token[0] == "b"
    return DateParts(day, month, year, buddhist)


def _write_general(value: Decimal) -> str | None:
    """A number in the format General: at most eleven characters, the sign not counted.

    Very large and very small ones are written with a power of ten, which nobody here needs.
    """
    size = abs(value)
    if size >= Decimal(10) ** 11 or 0 < size < Decimal("1e-4"):
        return None
    text = f"{round_half_up(value, max(0, 10 - len(str(int(size))))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _show_digits(section: Section, value: Decimal, negative: bool) -> Shown:
    places = find_places(section)
    if not places.sound:
        return Shown(None, Look.UNKNOWN)
    size = abs(value).scaleb(2 * places.percents - 3 * places.thousands)
    shown, power = fill_places(section, places, size)
    digits = [index for index, piece in shown.items() if any(map(str.isdigit, piece))]
    if not digits:
        look = Look.HIDDEN
    elif places.thousands and value:
        look = Look.OTHER
    elif places.percents:
        look = Look.PERCENT
    else:
        # Something of the format's own between two digits: 000-0000, 0"."0
        between = range(min(digits), max(set(digits) - set(places.power), default=0))
        own = any(section.tokens[i][0] in ("literal", "space", "percent") for i in between)
        look = Look.OTHER if own else Look.SAME
    pieces = []
    for index, (kind, text) in enumerate(section.tokens):
        piece = shown.get(index, "" if kind in ("digit", "comma") else _literal(kind, text))
        if kind == "exponent":
            piece = "E" + ("-" if power < 0 else text[1].strip("-"))
        pieces.append(piece if kind == "literal" else _in_digits(section, piece))
    rounded_to = len(places.behind) - power
    if look is Look.SAME and rounded_to < 0 and round_half_up(value, rounded_to) != value:
        look = Look.OTHER  # 2562 in 0.00E+00 is 2.56E+03
    return _join(section, pieces, look, rounded_to, negative)


def _show_fraction(section: Section, value: Decimal, negative: bool) -> Shown:
    """A whole number in a format for mixed fractions shows itself; all else is a fraction."""
    kinds = [kind for kind, _ in section.tokens]
    first, slash = kinds.index("digit"), kinds.index("slash")
    mixed = first < slash and {"literal", "space"} & set(kinds[first:slash])
    if not mixed or not value or value != value.to_integral_value():
        return Shown(None, Look.OTHER if value else Look.UNKNOWN)
    text = ("-" if negative else "") + _in_digits(section, str(abs(int(value))))
    return Shown(text, Look.SAME, 0)


def _finish(
    section: Section, by_kind: dict[str, str], look: Look, places: int | None, negative: bool
) -> Shown:
    """A section whose number, if it shows one, is a single token."""
    pieces = [
        _in_digits(section, by_kind[kind]) if kind in by_kind else _literal(kind, text)
        for kind, text in section.tokens
    ]
    shown = _join(section, pieces, look, places, negative)
    return shown._replace(text=None) if "" in by_kind.values() else shown


def _join(
    section: Section, pieces: list[str], look: Look, places: int | None, negative: bool
) -> Shown:
    if look is Look.SAME and _has_own_digits(section):
        look = Look.OTHER
    unsure = any(
        (kind == "fill" and text != " ") or (kind == "literal" and LOCAL_CURRENCY in text)
        for kind, text in section.tokens
    )
    text = None if unsure else ("-" if negative else "") + "".join(pieces).strip()
    return Shown(text, look, places)


def _has_own_digits(section: Section) -> bool:
    return any(kind == "literal" and any(map(str.isdigit, text)) for kind, text in section.tokens)


def _literal(kind: str, text: str) -> str:
    """What a token shows by itself: ``_x`` is a space as wide as x, ``*x`` fills with x."""
    return {"space": " ", "fill": ""}.get(kind, text)


def _in_digits(section: Section, text: str) -> str:
    return text.translate(_TO_THAI) if section.thai_digits else text
