"""What people type around a text by habit, and the document writes by itself: taken off, or told.

The document puts brackets round the signer and numbers before the measures; typed as well, they
would stand there twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ita_docs.thai import to_arabic_digits

_SIGNED = re.compile(r"^\(?(?:ลงชื่อ|ลงนาม|signed)\)?\s*:?\s*", re.IGNORECASE)
_DOTS = r"(?:[.·_]{2,}|[…‥]+)"
_DOTTED = re.compile(rf"^(?:{_DOTS}|\s)+|(?:{_DOTS}|\s)+$")
_BRACKETS = {"(": ")", "\uff08": "\uff09"}

# Bullets of Word's symbol fonts, pasted: private characters that mean nothing in another font.
SYMBOL_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc", "•"))
_BULLET = re.compile(r"(?:[•·▪●○◦■□➢✓*]|[-–—](?![0-9๐-๙]))\s*")
_ENUMERATION = re.compile(r"\(?[0-9๐-๙]{1,2}[.)](?![0-9๐-๙])\s*")
_NEXT_ON_THE_LINE = re.compile(r"\s\(?([0-9๐-๙]{1,2})[.)]\s*(?=[^\s0-9๐-๙])")
_ITEM = re.compile(r"ข้อ(?:ที่)?\s*([0-9๐-๙]{1,2})[.):]?\s+(?=\S)")
_SUBITEM = re.compile(r"\(?([0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2}){1,3})[.)]?\s+(?=\S)")


class Numbered(NamedTuple):
    """Lines without the numbers typed before them, and the first line whose number was left,
    since it may be part of the text; None where none was."""

    lines: tuple[str, ...]
    left: str | None


def strip_signer(text: str) -> str:
    """A signer's name without brackets, dotted lines and ลงชื่อ; empty for a line to sign on.

    ``(นายก)`` -> นายก · ``ลงชื่อ ........ (นายก)`` -> นายก · ``(....................)`` -> nothing
    """
    while True:
        bare = _DOTTED.sub("", _SIGNED.sub("", _DOTTED.sub("", text)))
        if _is_bracketed(bare):
            bare = bare[1:-1]
        if bare == text:
            return bare
        text = bare


def _is_bracketed(text: str) -> bool:
    """Whether the first character opens a bracket that the last one closes."""
    closing = _BRACKETS.get(text[:1])
    depth = 0
    for place, character in enumerate(text, start=1):
        depth += (character == text[0]) - (character == closing)
        if depth == 0:
            return closing is not None and place == len(text)
    return False


def strip_bullet(line: str) -> str:
    """A line without the bullet before it."""
    return _BULLET.sub("", line, count=1) if _BULLET.match(line) else line


def strip_numbers(lines: Sequence[str]) -> Numbered:
    """Lines without the numbers before them; several numbered ones on a line come apart.

    ``1. ก`` and ``(๑) ก`` lose their number wherever they stand. ``ข้อ 1 ก`` and ``1.1 ก`` may be
    text as well (ข้อ 1 ของระเบียบ, 1.1 ล้านบาท): they lose it where two lines or more count up.
    """
    parted = [piece for line in lines for piece in _part(line)]
    bare = [line[found.end() :] if (found := _ENUMERATION.match(line)) else line for line in parted]
    for pattern in (_ITEM, _SUBITEM):
        numbers = [match[1] for line in bare if (match := pattern.match(line))]
        if len(numbers) > 1 and _counts_up(numbers):
            bare = [pattern.sub("", line, count=1) for line in bare]
    left = next((line for line in bare if _may_be_numbered(line)), None)
    return Numbered(tuple(bare), left)


def _part(line: str) -> list[str]:
    """``1. ก 2. ข`` as two lines; only numbers that count on from the line's own part it."""
    own = _ENUMERATION.match(line)
    if own is None:
        return [line]
    following = int(re.sub(r"\D", "", to_arabic_digits(own[0]))) + 1
    places = [0]
    for found in _NEXT_ON_THE_LINE.finditer(line, own.end()):
        if int(to_arabic_digits(found[1])) == following:
            places.append(found.start())
            following += 1
    ends = [*places[1:], len(line)]
    return [line[start:end].strip() for start, end in zip(places, ends, strict=True)]


def _counts_up(typed: Sequence[str]) -> bool:
    """1, 2, 3 or 1.1, 1.2, 2.1: each number the next of the one before."""
    numbers = [tuple(int(part) for part in to_arabic_digits(text).split(".")) for text in typed]
    if numbers[0][-1] != 1:
        return False
    for before, after in pairwise(numbers):
        steps = {(*before[:place], before[place] + 1) for place in range(len(before))}
        begins = {(*step, *[1] * (len(after) - len(step))) for step in {*steps, before}}
        if after not in begins or after == before:
            return False
    return True


def _may_be_numbered(line: str) -> bool:
    sub = _SUBITEM.match(line)
    return bool(_ITEM.match(line)) or (sub is not None and to_arabic_digits(sub[1]).endswith(".1"))
