"""The styles of a copy: for each marked cell one like its own, with another fill.

    cellXfs   0 …   5 <xf numFmtId="2" fontId="1" fillId="3" borderId="4"/>      as it was
              … 41 <xf numFmtId="2" fontId="1" fillId="12" borderId="4"
                       applyFill="1"/>                                           5, marked

Fills, fonts and formats are put behind those that are there, so that every index keeps meaning what
it meant. A copy that comes back with marks is known by their colours, which no palette offers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ita_docs.ooxml.outline import Node, Splices, insert_in_order, read_outline, write_attributes

_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip
_NEEDED = {
    "fonts": ('<{p}font><{p}sz val="11"/><{p}name val="Calibri"/></{p}font>',),
    "fills": (
        '<{p}fill><{p}patternFill patternType="none"/></{p}fill>',
        '<{p}fill><{p}patternFill patternType="gray125"/></{p}fill>',
    ),
    "borders": ("<{p}border><{p}left/><{p}right/><{p}top/><{p}bottom/><{p}diagonal/></{p}border>",),
    "cellXfs": ('<{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
}
"""What a list must hold where the part has none: what Excel takes for granted."""


class Mark(StrEnum):
    """How a cell is marked: it must be mended, or should be looked at."""

    ERROR = "FFFFA6A7"
    WARNING = "FFFFE1A6"


EMPTY = (
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    b"</styleSheet>"
)
"""A part of styles for a workbook without one."""


@dataclass(frozen=True, slots=True)
class ListStyles:
    """The formats of the first sheet: title, explanation, heads, texts, links, faults to mend."""

    title: int
    lead: int
    head: int
    text: int
    link: int
    mend: int


class Styles:
    """The part of styles of a copy, growing."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._root = read_outline(content, 4)
        self._prefix = self._root.prefix
        self._formats = self._list("cellXfs")
        self._new: list[str] = []
        self._known: dict[tuple[int, Mark | None], int] = {}
        self._fills = len(self._list("fills")) or 2
        self._fonts = len(self._list("fonts")) or 1
        self.marked = self._find_marked()

    def mark(self, base: int, mark: Mark) -> int:
        """The format like one of the workbook's, marked."""
        fill = self._fills + list(Mark).index(mark)
        return self._add(base, mark, {"fillId": str(fill), "applyFill": "1"})

    def clear(self, base: int) -> int:
        """The format like one that is marked, with no fill."""
        return self._add(base, None, {"fillId": "0", "applyFill": "1"})

    def add_list_styles(self) -> ListStyles:
        """The formats of the first sheet."""
        top = '<{p}alignment vertical="top" wrapText="1"/>'
        red = self._fills + list(Mark).index(Mark.ERROR)
        head = self._fills + len(Mark)
        return ListStyles(
            title=self._write(0, 0, top.replace(' wrapText="1"', "")),
            lead=self._write(1, 0, top),
            head=self._write(2, head, top),
            text=self._write(1, 0, top),
            link=self._write(3, 0, top),
            mend=self._write(2, red, top),
        )

    def write(self) -> bytes:
        """The part with all that was added."""
        p = self._prefix
        splices = Splices(self._content)
        colours = (*Mark, "FFE3ECF4")
        fills = [
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="{colour}"/>'
            f'<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>'
            for colour in colours
        ]
        name = f'<{p}name val="Tahoma"/>'
        fonts = [
            f'<{p}font><{p}b/><{p}sz val="14"/>{name}</{p}font>',
            f'<{p}font><{p}sz val="10"/>{name}</{p}font>',
            f'<{p}font><{p}b/><{p}sz val="10"/>{name}</{p}font>',
            f'<{p}font><{p}u/><{p}sz val="10"/><{p}color rgb="FF0B5394"/>{name}</{p}font>',
        ]
        added = {"fonts": fonts, "fills": fills, "borders": [], "cellXfs": self._new}
        for key, pieces in added.items():
            self._grow(splices, key, pieces)
        return splices.apply()

    def _grow(self, splices: Splices, key: str, added: list[str]) -> None:
        """A list of the part with more at its end; one that is not there is made."""
        node = self._root.find(key)
        here = 0 if node is None else len(node.children)
        pieces = [*(() if here else _NEEDED[key]), *added]
        inner = "".join(pieces).replace("{p}", self._prefix)
        count = str(here + len(pieces))
        if node is None:
            tag = f"{self._prefix}{key}"
            piece = f'<{tag} count="{count}">{inner}</{tag}>'
            insert_in_order(splices, self._root, key, _ORDER, piece)
        elif pieces:
            splices.append(node, inner, count=count)

    def _list(self, key: str) -> list[Node]:
        node = self._root.find(key)
        return [] if node is None else node.children

    def _add(self, base: int, mark: Mark | None, values: dict[str, str | None]) -> int:
        known = self._known.get((base, mark))
        if known is not None:
            return known
        if base < len(self._formats):
            node = self._formats[base]
            tag = write_attributes(self._content[node.start : node.inner], values)
            piece = (tag + self._content[node.inner : node.end]).decode()
        else:  # a format that is not there is read as the first
            fill = values["fillId"]
            piece = f'<{self._prefix}xf numFmtId="0" fontId="0" fillId="{fill}" borderId="0"/>'
        return self._known.setdefault((base, mark), self._take(piece))

    def _write(self, font: int, fill: int, inner: str) -> int:
        p = self._prefix
        return self._take(
            f'<{p}xf numFmtId="0" fontId="{self._fonts + font}" fillId="{fill}" borderId="0"'
            f' applyFont="1" applyFill="1" applyAlignment="1">{inner.replace("{p}", p)}</{p}xf>'
        )

    def _take(self, piece: str) -> int:
        self._new.append(piece)
        return (len(self._formats) or 1) + len(self._new) - 1

    def _find_marked(self) -> frozenset[int]:
        """The formats that an earlier copy was marked with."""
        fills = {
            str(place)
            for place, node in enumerate(self._list("fills"))
            if any(mark.encode() in self._content[node.start : node.end].upper() for mark in Mark)
        }
        return frozenset(
            place
            for place, node in enumerate(self._formats)
            if node.attributes.get("fillId") in fills
        )
