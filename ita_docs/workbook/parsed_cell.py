"""One cell as the parser comes upon it: its attributes, and what ``v``, ``f`` and ``is`` hold."""

from __future__ import annotations

import re

from ita_docs.ooxml.scanning import XmlFault, refuse
from ita_docs.workbook.parts import Parts
from ita_docs.workbook.plain_rows import Stored, read_value
from ita_docs.workbook.strings import MAX_TEXT, Collector, Runs
from ita_docs.workbook.styles import Manner, Style

_OTHER_BOOK = re.compile(r"(?<![\w\]])\[[0-9]{1,5}\]")
"""``[1]Sheet!A1``: a cell of another workbook; ``Table[1]`` is a column of this one."""


class ParsedCell:
    """The cell that is being parsed; the same object takes one after the other.

    ``bare`` is the text without its raised and lowered runs, where it has some.
    """

    def __init__(self, parts: Parts) -> None:
        self.attributes: dict[str, str] = {}
        self.bare: str | None = None
        self._parts = parts
        self._child = ""
        self._formula: str | None = None
        self._stored: str | None = None
        self._inline = Collector()
        self._has_inline = False
        self._length = 0

    @property
    def holds_something(self) -> bool:
        """Whether it has more than its formatting."""
        return self._stored is not None or self._formula is not None or self._has_inline

    @property
    def has_formula(self) -> bool:
        """Whether a formula stands in it."""
        return self._formula is not None

    @property
    def is_linked(self) -> bool:
        """Whether its formula points to another workbook."""
        return bool(self._formula and _OTHER_BOOK.search(self._formula))

    def begin(self, attributes: dict[str, str]) -> None:
        """A ``c`` begins."""
        self.attributes = attributes
        self.bare = self._formula = self._stored = None
        if self._has_inline:
            self._inline.finish()
            self._has_inline = False
        self._length = 0

    def open(self, name: str, attributes: dict[str, str], *, child: bool) -> None:
        """An element begins inside it; ``child`` says that it is one of its own children."""
        if not child:
            if self._child == "is":
                self._inline.start(name, attributes)
            return
        self._child = name
        if name == "v":
            self._stored = ""
        elif name == "f":
            self._formula = ""
        elif name == "is":
            self._has_inline = True

    def close(self, name: str, *, child: bool) -> None:
        """The element ends."""
        if child:
            self._child = ""
        elif self._child == "is":
            self._inline.end(name)

    def add(self, text: str) -> None:
        """Text comes, perhaps in pieces."""
        if self._child == "is":
            self._inline.add(text)
            return
        if self._child == "v" and self._stored is not None:
            self._stored += text
        elif self._child == "f" and self._formula is not None and self._parts.linked:
            self._formula += text
        else:
            return
        self._length += len(text)
        if self._length > MAX_TEXT:
            refuse(XmlFault.EXPANDS)

    def read(self) -> Stored | None:
        """What the cell stores, at its end; None where that is nothing.

        Raises ValueError where the cell says to be what it is not.
        """
        inline = self._inline.finish()
        kind = self.attributes.get("t", "n")
        style = self._parts.styles.find(self.attributes.get("s", "0"))
        value: object = None
        if kind == "inlineStr":
            value = inline
        elif self._stored is not None:
            value = read_value(kind, self._stored, self._parts, is_day=style.is_day)
        if self.has_formula and self._parts.recalculates:
            value = None
        if not self.has_formula and (value is None or value == ""):
            return None
        manner = _find_manner(value, kind, style, formula=self.has_formula)
        if isinstance(value, Runs):
            self.bare, value = value.bare, value.text
        return value, manner


def _find_manner(value: object, kind: str, style: Style, *, formula: bool) -> Manner:
    code = style.manner[1]
    if style.struck:
        return formula, code, "struck", ""
    if kind == "e":
        return formula, code, "error", None
    if isinstance(value, Runs):
        return formula, code, value.mark, value.shown
    return (True, code, None, None) if formula else style.manner


def hide_zero(cell: Stored) -> Stored:
    """The cell as a sheet shows it that is set to show no zeros."""
    value, (formula, code, mark, _) = cell
    is_zero = isinstance(value, int | float) and not isinstance(value, bool) and value == 0
    return (value, (formula, code, "hidden", "")) if is_zero and mark is None else cell
