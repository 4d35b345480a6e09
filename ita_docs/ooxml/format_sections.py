"""The sections of a number format (ECMA-376 part 1, 18.8.31), and the one that applies.

[Red][<60]0.00" ต่ำ";0.00           two sections, of these tokens

([Red])  [<60]      0 . 0 0            " ต่ำ"    ;  0 . 0 0
colour   condition  digit point digit  literal
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

MAX_SECTIONS = 4
"""Positive; negative; zero; text."""


@dataclass(slots=True)
class Section:
    """One section of a format: its tokens, when it applies, and what kind of values it shows."""

    tokens: list[tuple[str, str]] = field(default_factory=list)
    condition: tuple[str, Decimal] | None = None
    thai_digits: bool = False
    buddhist: bool = False
    sound: bool = True

    def has(self, *kinds: str) -> bool:
        """Whether a token of one of these kinds stands in it."""
        return any(kind in kinds for kind, _ in self.tokens)

    @property
    def shows_date(self) -> bool:
        """Whether it shows a number as a day, a time or a duration."""
        return self.has("date", "elapsed")


_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<exponent>[Ee][+-])|(?P<half>AM/PM|A/P|上午/下午)"
    r"|(?P<date>[Yy]+|[Mm]+|[Dd]+|[Hh]+|[Ss]+|[Bb]+|[Ee]+|[Gg]+|[Aa]{3,4})"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<slash>/)"
    r"|(?P<end>;)|(?P<other>.)",
    re.DOTALL,
)
_ELAPSED = re.compile(r"[hms]+", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)")
_LOCALE = re.compile(
    r"\$([^\-\[\]]*)(?:-(?:[a-z]{1,3}-[a-z0-9-]+,?|[a-z]{2,3},)?([0-9a-f]{0,8}))?", re.IGNORECASE
)
_COLOUR = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|colou?r\s?[0-9]{1,2}", re.IGNORECASE
)
_BUDDHIST, _THAI_DIGITS = 0x07, 0x0D
"""Calendar and digits in the locale of a format, ``[$-D07041E]``: D, 07 and the language 041E."""


@lru_cache(maxsize=4096)
def parse_format(code: str) -> tuple[Section, ...]:
    """The sections of a format. What is not understood leaves its section not ``sound``."""
    sections = [Section()]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "other"
        text = match[kind]
        section = sections[-1]
        if kind == "end":
            sections.append(Section())
        elif kind == "bracket":
            _read_bracket(section, text)
        elif kind in ("quoted", "escaped"):
            section.tokens.append(("literal", text))
        elif kind != "other":
            section.tokens.append((kind, text))
        elif text in "tT" and section.has("date"):
            section.tokens.append(("literal", text))  # yyyy-mm-ddThh:mm
        elif text in "tT" and not section.has("digit"):
            section.thai_digits = True
        elif text.isascii() and (text.isalpha() or text == '"'):
            section.sound = False  # a letter that means nothing, or a quotation without an end
        else:
            section.tokens.append(("literal", text))
    for section in sections:
        kinds = (section.shows_date, section.has("text"), section.has("general"))
        if sum(kinds) > 1 or (section.has("digit") and (kinds[1] or kinds[2])):
            section.sound = False
    return tuple(sections)


def _read_bracket(section: Section, text: str) -> None:
    if found := _CONDITION.fullmatch(text):
        section.condition = found[1], Decimal(found[2])
    elif found := _LOCALE.fullmatch(text):
        if found[1]:
            section.tokens.append(("literal", found[1]))
        number = int(found[2] or "0", 16)
        named = "," in text  # [$-th-TH,D07]: calendar and digits without the language
        calendar, digits = (number, number >> 8) if named else (number >> 16, number >> 24)
        section.buddhist |= calendar & 0xFF == _BUDDHIST
        section.thai_digits |= digits & 0xFF == _THAI_DIGITS
    elif _ELAPSED.fullmatch(text):
        section.tokens.append(("elapsed", text))
    elif not _COLOUR.fullmatch(text):
        section.sound = False


# --- which section applies ------------------------------------------------------------------------


def is_general(sections: tuple[Section, ...]) -> bool:
    """Whether numbers are shown as they are, as far as there is room: General, and no format."""
    first = sections[0]
    plain = first.sound and not first.thai_digits and first.condition is None
    return plain and len(sections) == 1 and [kind for kind, _ in first.tokens] in (["general"], [])


def choose_section(sections: tuple[Section, ...], value: Decimal) -> tuple[Section | None, bool]:
    """The section that shows a number, and whether a minus is put before it.

        sections      no condition               conditions
        A             all                        [c]A: what meets it, else nothing certain
        A;B           0 and more; less           [c]A;B: what meets it; the rest
        A;B;C         more; less; 0              [c]A;B;C: what meets it; C
        …;T           T shows texts only         [c]A;[d]B;C: what meets c; what meets d; the rest

    None where no rule says which one it is; programs differ on a negative number's minus sign
    where there are conditions.
    """
    numeric = list(sections[:3])
    if len(sections) < MAX_SECTIONS and sections[-1].has("text"):
        numeric = numeric[: len(sections) - 1]
        if not numeric:
            general = Section([("general", "General")])
            return (general if sections[-1].sound else None), value < 0
    if any(section.condition for section in numeric):
        return _choose_by_condition(numeric, value), False
    if len(numeric) == 1:
        return numeric[0], value < 0
    if len(numeric) == 2 or value != 0:
        return numeric[1 if value < 0 else 0], False
    return numeric[2], False


def _choose_by_condition(sections: list[Section], value: Decimal) -> Section | None:
    if value < 0:
        return None
    for section in sections:
        if section.condition is not None and _meets(value, section.condition):
            return section
    last = sections[-1]
    return last if last.condition is None else None


def _meets(value: Decimal, condition: tuple[str, Decimal]) -> bool:
    sign, other = condition
    return {
        "<": value < other,
        ">": value > other,
        "=": value == other,
        "<=": value <= other,
        ">=": value >= other,
        "<>": value != other,
    }[sign]
