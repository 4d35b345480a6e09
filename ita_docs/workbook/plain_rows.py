"""Rows in the plain form that spreadsheet programs write, taken apart without a parser's events.

Nearly all rows of a sheet have one form: numbers, references to shared strings, texts, no formula.
A row in exactly this form is well-formed whatever stands around it, and one expression reads it
several times as fast as a parser that calls back for every element. Every other row is the
parser's, which alone decides what is damaged.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from xml.parsers import expat

ROW_END = b"</row>"
LONGEST = 1024 * 1024
"""Bytes in which the end of a row is looked for."""
_LONGEST_KEPT = 2000
"""Bytes; a name comes again in every sheet, a longer text does not."""

_ROW = re.compile(rb'[ \t\r\n]*<row r="([1-9][0-9]{0,6})"((?: [A-Za-z0-9:]+="[ !#-%\'-;=-~]*")*)>')
_CELL = re.compile(
    rb'(<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,5})")?(?: t="(n|s|inlineStr)")?'
    rb"(?:/>|>(?:<v>([0-9.eE+-]{1,60})</v>"
    rb'|<is><t(?: xml:space="preserve")?>([^<\x00-\x1f]*)</t></is>)?</c>))'
)
_ATTRIBUTE = re.compile(rb' ([A-Za-z0-9:]+)="([^"]*)"')

PlainCell = tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes]
"""The whole cell, and of it: column letters, row, style, kind, stored value, inline text; b"" for
what is not there."""


class PlainRow(NamedTuple):
    """A row's number, its cells, where it ends in the bytes, and how many elements it has."""

    number: bytes
    cells: list[PlainCell]
    end: int
    elements: int


def match_row(data: bytes, place: int) -> PlainRow | None:
    """The row that begins at this place, when it is whole and plain from end to end."""
    head = _ROW.match(data, place)
    if head is None or not _is_plain(head[2]):
        return None
    first = head.end()
    last = data.find(ROW_END, first)
    cells = _CELL.findall(data, first, last) if last > 0 else []
    if sum([len(cell[0]) for cell in cells]) != last - first:
        return None
    elements = 1 + data.count(b"<", first, last) - data.count(b"</", first, last)
    return PlainRow(head[1], cells, last + len(ROW_END), elements)


@lru_cache(maxsize=1024)
def _is_plain(attributes: bytes) -> bool:
    """Whether a row's other attributes are well-formed and do not hide it."""
    found = _ATTRIBUTE.findall(attributes)
    named = dict(found)
    return (
        len(named) == len(found)
        and b"r" not in named
        and named.get(b"hidden", b"0") in (b"0", b"false")
        and named.get(b"ht") not in (b"0", b"0.0")
    )


def read_text(raw: bytes) -> str | None:
    """The text between two tags as the parser reads it; None where it is not well-formed."""
    return _parse_kept(raw) if len(raw) <= _LONGEST_KEPT else _parse_text(raw)


def _parse_text(raw: bytes) -> str | None:
    pieces: list[str] = []
    parser = expat.ParserCreate("UTF-8")
    parser.CharacterDataHandler = pieces.append
    try:
        parser.Parse(b"<t>" + raw + b"</t>", True)
    except (expat.ExpatError, ValueError):
        return None
    return "".join(pieces)


_parse_kept = lru_cache(maxsize=20_000)(_parse_text)
