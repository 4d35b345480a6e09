"""Texts as cells hold them: the shared strings, and runs of a cell that are not like the others.

    <si><r><t>9</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>

is stored as 91 and shown as 9 with a footnote; of a name struck out and a new one behind it the
stored text has both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ita_docs.ooxml.scanning import XmlBounds, XmlFault, refuse, scan_xml
from ita_docs.problems import Location
from ita_docs.workbook.guard import Package, naming_faults
from ita_docs.workbook.styles import is_on

MAX_TEXT = 32_767 * 7
"""Characters of one cell's text as stored: Excel allows 32,767, each at most ``_x0000_``."""

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_STRENGTH = ("", "coloured", "white", "lowered", "raised", "hidden", "struck")
"""What a run may be; the last of several counts."""
_WHITE = frozenset({"FFFFFFFF", "00FFFFFF", "FFFFFF"})
_DARK = frozenset({"FF000000", "00000000", "000000"})


class Runs(NamedTuple):
    """A text whose runs are not all alike.

    ``text`` is all of it, ``shown`` what is neither struck out nor hidden, ``bare`` that without
    what is raised or lowered; ``mark`` says what sets the first odd run apart.
    """

    text: str
    shown: str
    bare: str
    mark: str


class Collector:
    """Puts a text together from the elements of an ``si`` or ``is``; phonetic guides (``rPh``)
    are no part of it."""

    def __init__(self) -> None:
        self._pieces: list[tuple[str, str]] = []
        self._kind = ""
        self._length = 0
        self._phonetic = False
        self._leaf = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._leaf = name
        if name in ("t", "si", "is"):
            return
        if name == "r":
            self._kind = ""
        elif name == "rPh":
            self._phonetic = True
        else:
            self._kind = max(self._kind, _find_kind(name, attributes), key=_STRENGTH.index)

    def end(self, name: str) -> None:
        """An element ends."""
        self._leaf = ""
        if name == "rPh":
            self._phonetic = False
        elif name == "r":
            self._kind = ""

    def add(self, text: str) -> None:
        """Text comes, perhaps in pieces."""
        if self._leaf == "t" and not self._phonetic:
            self._pieces.append((text, self._kind))
            self._length += len(text)
            if self._length > MAX_TEXT:
                refuse(XmlFault.EXPANDS)

    def finish(self) -> str | Runs:
        """The text; Runs where some of it is not like the rest. The next text can follow."""
        pieces, self._pieces = self._pieces, []
        self._length = 0
        self._kind = ""
        text = unescape("".join([piece for piece, _ in pieces]))
        if not any(kind for _, kind in pieces):
            return text
        return _judge_runs(text, pieces)


def _find_kind(name: str, attributes: Mapping[str, str]) -> str:
    """What a property of a run makes of it: a mark, a colour, or nothing that matters."""
    value = attributes.get("val", "")
    if name == "strike" and is_on(attributes):
        return "struck"
    if name == "vanish" and is_on(attributes):
        return "hidden"
    if name == "vertAlign":
        return {"superscript": "raised", "subscript": "lowered"}.get(value, "")
    if name == "sz" and value in ("0", "1"):
        return "hidden"
    if name == "color":
        rgb = attributes.get("rgb", "").upper()
        if rgb in _WHITE or attributes.get("indexed") in ("1", "9"):
            return "white"
        plain = rgb in _DARK or attributes.get("theme") == "1" or attributes.get("indexed") == "64"
        return "" if plain or attributes.get("auto") else "coloured"
    return ""


def _judge_runs(text: str, pieces: list[tuple[str, str]]) -> str | Runs:
    """A text and its runs, told where a person sees another one.

    Runs of white space say nothing. White is unseen beside black; where all is white or coloured
    the cell is dark. A text that is raised or lowered as a whole is shown as it is.
    """
    kinds = {kind for piece, kind in pieces if piece.strip()}
    if "white" in kinds and "" in kinds and "coloured" not in kinds:
        pieces = [(piece, "hidden" if kind == "white" else kind) for piece, kind in pieces]
    pieces = [(piece, "" if kind in ("white", "coloured") else kind) for piece, kind in pieces]
    kinds = {kind for piece, kind in pieces if piece.strip()}
    if kinds <= {""} or kinds in ({"raised"}, {"lowered"}):
        return text
    shown = [(piece, kind) for piece, kind in pieces if kind not in ("struck", "hidden")]
    bare = [piece for piece, kind in shown if kind not in ("raised", "lowered")]
    mark = next(kind for piece, kind in pieces if kind and piece.strip())
    return Runs(text, unescape("".join(piece for piece, _ in shown)), unescape("".join(bare)), mark)


def unescape(text: str) -> str:
    """Text as typed: Excel writes characters that XML cannot hold as ``_x000B_``."""
    return _ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), text) if "_x" in text else text


class Strings(NamedTuple):
    """The shared strings: every text, and by its index what is odd about some."""

    texts: tuple[str, ...]
    odd: Mapping[int, Runs]


NO_STRINGS = Strings((), {})


def read_strings(package: Package, part: str | None) -> Strings:
    """The shared strings of a workbook. Raises InputError where their part is damaged."""
    if part is None or part.lower() not in package.names:
        return NO_STRINGS
    texts: list[str] = []
    odd: dict[int, Runs] = {}
    collector = Collector()

    def start(name: str, attributes: dict[str, str], _: int) -> None:
        collector.start(name, attributes)

    def end(name: str, depth: int) -> None:
        collector.end(name)
        if depth == 2:
            found = collector.finish()
            if name == "si":
                if isinstance(found, Runs):
                    odd[len(texts)] = found
                    found = found.text
                texts.append(found)

    bounds = XmlBounds(elements=package.limits.elements)
    with naming_faults(Location(package.file, part=part)):
        scan_xml(package.stream(part), start, end, collector.add, bounds)
    return Strings(tuple(texts), odd)
