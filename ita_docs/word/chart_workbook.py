"""The workbook inside a chart: the cells that it draws, and its data sheet written anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from ita_docs.ooxml.package import (
    Form,
    Member,
    PackageError,
    pack,
    read_package,
    write_package,
)
from ita_docs.ooxml.relationships import list_relationships, name_relationships, resolve
from ita_docs.problems import TemplateError

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NS = {"s": _MAIN}
_S = f"{{{_MAIN}}}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELLS = "<!--cells-->"
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")

_RANGE = re.compile(
    r"(?P<sheet>'(?:[^']|'')+'|[^'!]+)!\$?(?P<column>[A-Z]{1,3})\$?(?P<first>\d+)"
    r"(?::\$?(?P<last_column>[A-Z]{1,3})\$?(?P<last>\d+))?"
)


@dataclass(frozen=True, slots=True)
class CellRange:
    """A column of cells; ``sheet`` as the formula quotes it, rows as Excel counts them."""

    sheet: str
    column: str
    first: int
    last: int

    @property
    def sheet_name(self) -> str:
        """The sheet's own name, without the formula's quotes."""
        return self.sheet[1:-1].replace("''", "'") if self.sheet.startswith("'") else self.sheet

    def formula(self, count: int) -> str:
        """The formula of so many cells from the first one on."""
        start = f"{self.sheet}!${self.column}${self.first}"
        return start if count == 1 else f"{start}:${self.column}${self.first + count - 1}"

    def is_left_of(self, other: CellRange) -> bool:
        """Whether Excel writes this column before the other."""
        return (len(self.column), self.column) < (len(other.column), other.column)


def parse_range(formula: str) -> CellRange:
    """Read ``Sheet1!$A$2:$A$7``. Raises TemplateError for anything but one column of cells."""
    match = _RANGE.fullmatch(formula.strip())
    if match is None or match["last_column"] not in (None, match["column"]):
        raise unsupported(f"the range {formula!r} is not one column of cells")
    first = int(match["first"])
    return CellRange(match["sheet"], match["column"], first, int(match["last"] or first))


def unsupported(reason: str) -> TemplateError:
    """The error of a chart that cannot be refilled."""
    return TemplateError("template-chart-unsupported", reason=reason)


@dataclass(frozen=True, slots=True)
class DataSheet:
    """An embedded workbook ready to be filled: its members, and the data sheet around its cells.

    ``styles`` are the style attributes of the series' name, the labels and the points.
    """

    members: tuple[Member, ...]
    part: str
    form: Form
    labels: CellRange
    points: CellRange
    name: CellRange | None
    styles: tuple[str, str, str]

    def fill(self, series: str, labels: Sequence[str], points: Sequence[str]) -> bytes:
        """The workbook with these labels and points, and no other cell on the sheet."""
        name_style, label_style, point_style = self.styles
        rows = []
        if self.name is not None:
            cell = _text_cell(f"{self.name.column}{self.name.first}", name_style, series)
            rows.append(f'<row r="{self.name.first}">{cell}</row>')
        for row, (label, point) in enumerate(zip(labels, points, strict=True), self.labels.first):
            text = _text_cell(f"{self.labels.column}{row}", label_style, label)
            value = f"<v>{point}</v>" if point else ""
            number = f'<c r="{self.points.column}{row}"{point_style}>{value}</c>'
            cells = text + number if self.labels.is_left_of(self.points) else number + text
            rows.append(f'<row r="{row}">{cells}</row>')
        filled = self.form.fill(self.part, ["".join(rows)])
        return write_package(
            filled if member.name == self.part else member for member in self.members
        )


def find_columns(workbook: bytes) -> tuple[CellRange, CellRange, CellRange | None]:
    """The labels, points and name of the only series that a workbook can hold.

    Raises as ``load_data_sheet``, and where there is not one column of numbers beside one of
    labels on its first sheet.
    """
    members = read_package(workbook)
    book = _find_book(members)
    name = next((sheet.get("name", "") for sheet in _list_sheets(members, book)), "")
    cells = _parse(members, _find_sheet(members, name)[0])
    texts: dict[str, set[int]] = {}
    numbers: dict[str, set[int]] = {}
    for cell in cells.iter(f"{_S}c"):
        place = _ADDRESS.fullmatch(cell.get("r", ""))
        if place is not None and len(cell):
            kind = numbers if cell.get("t", "n") == "n" else texts
            kind.setdefault(place[1], set()).add(int(place[2]))
    columns = sorted(numbers, key=lambda column: (len(column), column))
    rows = numbers[columns[-1]] if columns else set()
    beside = [column for column, filled in texts.items() if rows and rows <= filled]
    labels = columns[:-1] + beside
    if len(labels) != 1 or len(rows) != max(rows) - min(rows) + 1:
        raise unsupported("not one column of labels beside one of points in its workbook")
    sheet = name if name.isidentifier() else "'" + name.replace("'", "''") + "'"
    first, last = min(rows), max(rows)
    titled = first - 1 in texts.get(columns[-1], ())
    return (
        CellRange(sheet, labels[0], first, last),
        CellRange(sheet, columns[-1], first, last),
        CellRange(sheet, columns[-1], first - 1, first - 1) if titled else None,
    )


def load_data_sheet(
    workbook: bytes, labels: CellRange, points: CellRange, name: CellRange | None
) -> DataSheet:
    """Work out an embedded workbook.

    Raises TemplateError (``template-chart-unsupported``) when it lacks the sheet of the labels,
    PackageError or etree.XMLSyntaxError when it is broken.
    """
    members = read_package(workbook)
    book = _find_book(members)
    part, single = _find_sheet(members, labels.sheet_name)
    sheet = _parse(members, part)
    cells = sheet.find("s:sheetData", _NS)
    if cells is None or sheet.prefix is not None:
        raise unsupported("an embedded workbook of a form that cannot be filled")
    styles = _style(cells, name), _style(cells, labels), _style(cells, points)
    # A table over the data would need new bounds and headings: its cells stay, the table goes.
    dropped = {
        target for kind, target in _relationships(members, part).values() if kind.endswith("/table")
    } | set(_related(members, book, "calcChain"))
    for tag in ("dimension", "autoFilter", "mergeCells", "tableParts"):
        for element in sheet.findall(f"s:{tag}", _NS):
            sheet.remove(element)
    cells.clear()
    cells.append(etree.Comment("cells"))
    form = Form(_xml(sheet).decode().split(_CELLS))
    kept = {member: content for member, content in members.items() if member not in dropped}
    for listing in ("[Content_Types].xml", name_relationships(book), name_relationships(part)):
        if listing in kept:
            kept[listing] = pack(listing, _without(members, listing, dropped))
    for strings in _related(members, book, "sharedStrings") if single else ():
        # The designer's sample texts: no cell refers to them any more.
        kept[strings] = pack(strings, f'<sst xmlns="{_MAIN}" count="0" uniqueCount="0"/>'.encode())
    return DataSheet(tuple(kept.values()), part, form, labels, points, name, styles)


def _text_cell(address: str, style: str, text: str) -> str:
    return (
        f'<c r="{address}"{style} t="inlineStr">'
        f'<is><t xml:space="preserve">{escape(text)}</t></is></c>'
    )


def _find_book(members: dict[str, Member]) -> str:
    """The part that lists the sheets."""
    return next(iter(_related(members, "", "officeDocument")), "")


def _list_sheets(members: dict[str, Member], book: str) -> list[etree._Element]:
    return _parse(members, book).findall("s:sheets/s:sheet", _NS)


def _find_sheet(members: dict[str, Member], wanted: str) -> tuple[str, bool]:
    """The part of a sheet by its name, and whether it is the workbook's only one."""
    book = _find_book(members)
    sheets, relationships = _list_sheets(members, book), _relationships(members, book)
    for sheet in sheets:
        _, part = relationships.get(sheet.get(_RELATIONSHIP, ""), ("", ""))
        if sheet.get("name") == wanted and part in members:
            return part, len(sheets) == 1
    raise unsupported(f"no sheet {wanted!r} in the embedded workbook")


def _related(members: dict[str, Member], part: str, kind: str) -> list[str]:
    found = _relationships(members, part).values()
    return [target for type_, target in found if type_.endswith(f"/{kind}") and target in members]


def _style(cells: etree._Element, place: CellRange | None) -> str:
    address = f"{place.column}{place.first}" if place is not None else ""
    for cell in cells.iter(f"{_S}c"):
        if cell.get("r") == address and cell.get("s"):
            return f' s="{int(cell.get("s", "0"))}"'
    return ""


def _relationships(members: dict[str, Member], part: str) -> dict[str, tuple[str, str]]:
    """Type and target of each relationship of a part, by id."""
    listing = members.get(name_relationships(part))
    found = list_relationships(listing.content()) if listing is not None else []
    return {rel.id: (rel.type, resolve(part, rel.target)) for rel in found}


def _without(members: dict[str, Member], listing: str, dropped: set[str]) -> bytes:
    """The content types, or a part's relationships, without the entries of the dropped parts."""
    root = _parse(members, listing)
    source = listing.replace("_rels/", "").removesuffix(".rels")
    for entry in list(root):
        declared, target = entry.get("PartName", "").lstrip("/"), entry.get("Target")
        if declared in dropped or (target and resolve(source, target) in dropped):
            root.remove(entry)
    return _xml(root)


def _parse(members: dict[str, Member], part: str) -> etree._Element:
    if part not in members:
        raise PackageError(f"no {part} in the embedded workbook")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(members[part].content(), parser)


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
