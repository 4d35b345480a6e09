"""The styles of cells: the number format of each, and whether its font strikes the text out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from ita_docs.ooxml.built_in_formats import BUILT_IN_FORMATS
from ita_docs.ooxml.format_sections import parse_format
from ita_docs.ooxml.scanning import Element
from ita_docs.problems import InputError, Location

MAX_FORMAT = 255
"""Characters of a number format, as in Excel. Longer ones make the reading of them crawl."""
NAMES = frozenset({"numFmt", "xf", "font", "strike"})
"""The elements of the styles part that are read."""

Manner = tuple[bool, str, str | None, str | None]
"""How a cell holds its value: whether it is a formula, its number format, and what else a person
sees (``model.Cell``: mark and shown)."""


class Style(NamedTuple):
    """A cell style, ready for its cells.

    ``manner`` is that of a cell with a value typed in, ``is_day`` says that the format shows a
    number as a calendar day, ``struck`` that the font strikes it out.
    """

    manner: Manner
    is_day: bool
    struck: bool


class Styles:
    """The styles of a workbook by their index, as cells name them."""

    def __init__(self, styles: tuple[tuple[str, bool], ...] = ()) -> None:
        self._styles = styles
        self._known: dict[str | bytes, Style] = {}

    def find(self, index: str | bytes) -> Style:
        """The style of an index as it is written; a cell without one has the first.

        A style that is not there is no reason to refuse a number.
        """
        found = self._known.get(index)
        if found is None:
            text = (index if isinstance(index, str) else index.decode()) or "0"
            place = int(text) if text.isdecimal() and len(text) < 6 else len(self._styles)
            code, struck = self._styles[place] if place < len(self._styles) else ("General", False)
            found = Style((False, code, None, None), _is_day_format(code), struck)
            self._known[index] = found
        return found


def read_styles(elements: list[Element], at: Location) -> Styles:
    """The styles from the elements of their part. Raises InputError where they are damaged."""
    codes = dict(BUILT_IN_FORMATS)
    struck: list[bool] = []
    used: list[tuple[int, int]] = []
    try:
        for path, attributes in elements:
            if path == "styleSheet/numFmts/numFmt":
                codes[int(attributes["numFmtId"])] = attributes["formatCode"]
                if len(attributes["formatCode"]) > MAX_FORMAT:
                    raise InputError("file-damaged", at)
            elif path == "styleSheet/fonts/font":
                struck.append(False)
            elif path == "styleSheet/fonts/font/strike":
                struck[-1] = is_on(attributes)
            elif path == "styleSheet/cellXfs/xf":
                used.append((int(attributes.get("numFmtId", 0)), int(attributes.get("fontId", 0))))
    except (KeyError, ValueError) as error:
        raise InputError("file-damaged", at) from error
    struck_fonts = {font for font, is_struck in enumerate(struck) if is_struck}
    return Styles(tuple((codes.get(code, "General"), font in struck_fonts) for code, font in used))


def is_on(attributes: Mapping[str, str]) -> bool:
    """Whether a property that is written as an element is meant: ``<strike/>``, not ``val="0"``."""
    return attributes.get("val", "1") not in ("0", "false", "off")


@lru_cache(maxsize=1024)
def _is_day_format(code: str) -> bool:
    """Whether a format shows a number as a day or a time of day; a duration is a number."""
    section = parse_format(code)[0]
    return section.has("date") and not section.has("elapsed")
