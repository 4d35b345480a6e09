"""The workbook's own parts: which sheets there are, number formats, shared strings."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from functools import lru_cache

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from ita_docs.ooxml.scanning import Element, list_elements, scan_xml
from ita_docs.problems import InputError, Location
from ita_docs.workbook.guard import Package
from ita_docs.workbook.kinds import find_wrong_package

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
    root = _relations(package, "", "_rels/.rels")
    main = next((target for kind, target in root.values() if kind == "officeDocument"), "")
    if main.lower() not in package.names or not main.lower().endswith(".xml"):
        raise _wrong_package(package)
    elements = list_elements(package.read(main), Location(package.file, part=main), _WORKBOOK_NAMES)
    if not elements or elements[0].path != "workbook":
        raise _wrong_package(package)
    folder, name = posixpath.split(main)
    relations = _relations(package, folder, posixpath.join(folder, "_rels", f"{name}.rels"))
    return Parts(
        sheets=_sheets(package, elements, relations),
        strings=_read_strings(package, _shared(relations, "sharedStrings")),
        formats=_read_formats(package, _shared(relations, "styles")),
        from_1904=_is_set(elements, "workbook/workbookPr", "date1904"),
        recalculates=_is_set(elements, "workbook/calcPr", "fullCalcOnLoad"),
    )


@lru_cache(maxsize=1024)
def _is_day_format(code: str) -> bool:
    return bool(is_date_format(code)) and not is_timedelta_format(code)


def unescape(text: str) -> str:
    """Text as typed: Excel writes characters that XML cannot hold as ``_x000B_``."""
    return _ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), text) if "_x" in text else text


def _wrong_package(package: Package) -> InputError:
    mimetype = package.read("mimetype") if "mimetype" in package.names else b""
    return InputError(find_wrong_package(package.names, mimetype), Location(package.file))


def _relations(package: Package, folder: str, part: str) -> dict[str, tuple[str, str]]:
    """Relationship id -> (last word of its type, target inside the container)."""
    if part.lower() not in package.names:
        return {}
    found: dict[str, tuple[str, str]] = {}
    at = Location(package.file, part=part)
    for element in list_elements(package.read(part), at, frozenset({"Relationship"})):
        attributes = element.attributes
        if not element.path.endswith("/Relationship") or attributes.get("TargetMode") == "External":
            continue
        target = attributes.get("Target", "")
        target = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        kind = attributes.get("Type", "").rpartition("/")[2]
        found[attributes.get("Id", "")] = (kind, posixpath.normpath(target))
    return found


def _shared(relations: dict[str, tuple[str, str]], kind: str) -> str | None:
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
    for element in list_elements(package.read(part), at, frozenset({"numFmt", "xf"})):
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

    at: Location
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
                raise InputError("file-expands", self.at)


def _read_strings(package: Package, part: str | None) -> tuple[str, ...]:
    if part is None or part.lower() not in package.names:
        return ()
    at = Location(package.file, part=part)
    strings = _Strings(at)
    most = package.limits.elements
    scan_xml(package.stream(part), at, strings.start, strings.end, strings.text, most)
    return tuple(strings.strings)
