"""The workbook's own parts: which sheets there are, number formats, shared strings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from ita_docs.ooxml.relationships import list_relationships, name_relationships, resolve
from ita_docs.ooxml.scanning import (
    Element,
    XmlBounds,
    XmlFault,
    list_elements,
    refuse,
    scan_xml,
)
from ita_docs.problems import InputError, Location
from ita_docs.workbook.guard import Package, find_wrong_package, naming_faults

MAX_SHEET_NAME = 255
"""Characters of a sheet's name; Excel allows 31, other programs a few more."""
MAX_FORMAT = 255
"""Characters of a number format, as in Excel. Longer ones make the tests for dates crawl."""
MAX_TEXT = 32_767 * 7
"""Characters of one cell's text as stored: Excel allows 32,767, each at most ``_x0000_``."""

_WORKBOOK_NAMES = frozenset({"workbook", "sheet", "workbookPr", "calcPr"})
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_TRUE = frozenset({"1", "true"})


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its name as typed, the part that holds it, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """What every sheet needs to be read.

    ``formats`` are number format codes by style index. ``recalculates`` is True when the writer
    asks Excel to calculate on opening: then the stored results of formulas are not results yet.
    """

    sheets: tuple[SheetPart, ...]
    strings: tuple[str, ...]
    formats: tuple[str, ...]
    from_1904: bool
    recalculates: bool
    _known: dict[str | bytes, tuple[str, bool]] = field(default_factory=dict)

    def find_format(self, style: str | bytes) -> tuple[str, bool]:
        """A style's number format, and whether that shows a number as a calendar day."""
        found = self._known.get(style)
        if found is None:
            text = style if isinstance(style, str) else style.decode() or "0"
            # A style that is not there is no reason to refuse a number.
            index = int(text) if text.isdecimal() and len(text) < 6 else len(self.formats)
            code = self.formats[index] if index < len(self.formats) else "General"
            found = self._known[style] = code, _is_day_format(code)
        return found


def read_parts(package: Package) -> Parts:
    """Find the workbook in its container and read what its sheets share.

    Raises InputError where the container holds no workbook or a part is damaged.
    """
    main = _find_shared(_read_relations(package, ""), "officeDocument") or ""
    if main.lower() not in package.names or not main.lower().endswith(".xml"):
        raise InputError(find_wrong_package(package), Location(package.file))
    elements = _list(package, main, _WORKBOOK_NAMES)
    if not elements or elements[0].path != "workbook":
        raise InputError(find_wrong_package(package), Location(package.file))
    relations = _read_relations(package, main)
    return Parts(
        sheets=_sheets(package, elements, relations),
        strings=_read_strings(package, _find_shared(relations, "sharedStrings")),
        formats=_read_formats(package, _find_shared(relations, "styles")),
        from_1904=_is_set(elements, "workbook/workbookPr", "date1904"),
        recalculates=_is_set(elements, "workbook/calcPr", "fullCalcOnLoad"),
    )


@lru_cache(maxsize=1024)
def _is_day_format(code: str) -> bool:
    return bool(is_date_format(code)) and not is_timedelta_format(code)


def unescape(text: str) -> str:
    """Text as typed: Excel writes characters that XML cannot hold as ``_x000B_``."""
    return _ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), text) if "_x" in text else text


def _list(package: Package, part: str, names: frozenset[str]) -> list[Element]:
    with naming_faults(Location(package.file, part=part)):
        return list_elements(package.read(part), names)


def _read_relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relationship id -> (last word of its type, target inside the container)."""
    listing = name_relationships(part)
    if listing.lower() not in package.names:
        return {}
    with naming_faults(Location(package.file, part=listing)):
        found = list_relationships(package.read(listing))
    return {rel.id: (rel.kind, resolve(part, rel.target)) for rel in found if not rel.external}


def _find_shared(relations: dict[str, tuple[str, str]], kind: str) -> str | None:
    return next((target for found, target in relations.values() if found == kind), None)


def _sheets(
    package: Package, elements: list[Element], relations: dict[str, tuple[str, str]]
) -> tuple[SheetPart, ...]:
    sheets: list[SheetPart] = []
    for element in elements:
        if element.path != "workbook/sheets/sheet":
            continue
        attributes = element.attributes
        # The prefix of the relationship's id is the writer's choice, mostly r.
        ids = [value for key, value in attributes.items() if key.endswith(":id")]
        kind, part = relations.get(ids[0] if ids else "", ("", ""))
        if kind in ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"):
            continue
        name = unescape(attributes.get("name", ""))
        sound = kind == "worksheet" and part.lower() in package.names
        if not sound or not 0 < len(name) <= MAX_SHEET_NAME:
            raise InputError("file-damaged", Location(package.file, part="xl/workbook.xml"))
        hidden = attributes.get("state", "visible") != "visible"
        sheets.append(SheetPart(name, part, hidden))
    if len({sheet.part.lower() for sheet in sheets}) < len(sheets) or not sheets:
        raise InputError("file-damaged", Location(package.file, part="xl/workbook.xml"))
    return tuple(sheets)


def _is_set(elements: list[Element], path: str, name: str) -> bool:
    return any(e.path == path and e.attributes.get(name, "0") in _TRUE for e in elements)


def _read_formats(package: Package, part: str | None) -> tuple[str, ...]:
    if part is None:
        return ()
    codes = dict(BUILTIN_FORMATS)
    numbers: list[int] = []
    at = Location(package.file, part=part)
    for element in _list(package, part, frozenset({"numFmt", "xf"})):
        attributes = element.attributes
        try:
            if element.path == "styleSheet/numFmts/numFmt":
                codes[int(attributes["numFmtId"])] = attributes["formatCode"]
                if len(attributes["formatCode"]) > MAX_FORMAT:
                    raise InputError("file-damaged", at)
            elif element.path == "styleSheet/cellXfs/xf":
                numbers.append(int(attributes.get("numFmtId", "0")))
        except (KeyError, ValueError) as error:
            raise InputError("file-damaged", at) from error
    return tuple(codes.get(number, "General") for number in numbers)


@dataclass(slots=True)
class _Strings:
    """Collects the shared strings; phonetic guides (rPh) are no part of the text."""

    strings: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    length: int = 0

    def start(self, name: str, _: dict[str, str], depth: int) -> None:
        del self.path[depth - 1 :]
        self.path.append(name)
        if depth == 2:
            self.pieces.clear()
            self.length = 0

    def end(self, name: str, depth: int) -> None:
        if depth == 2 and name == "si":
            self.strings.append(unescape("".join(self.pieces)))
        del self.path[depth - 1 :]

    def text(self, text: str) -> None:
        if self.path and self.path[-1] == "t" and "rPh" not in self.path:
            self.pieces.append(text)
            self.length += len(text)
            if self.length > MAX_TEXT:
                refuse(XmlFault.EXPANDS)


def _read_strings(package: Package, part: str | None) -> tuple[str, ...]:
    if part is None or part.lower() not in package.names:
        return ()
    strings = _Strings()
    bounds = XmlBounds(elements=package.limits.elements)
    with naming_faults(Location(package.file, part=part)):
        scan_xml(package.stream(part), strings.start, strings.end, strings.text, bounds)
    return tuple(strings.strings)
