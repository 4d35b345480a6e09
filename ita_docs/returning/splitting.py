"""One office's part of a workbook of many: its own rows under the same heads, and nothing else.

    คะแนน of 245 offices                     the office's copy
    1  ชื่อหน่วยงาน | ตัวชี้วัดที่ 1 | …          1  ชื่อหน่วยงาน | ตัวชี้วัดที่ 1 | …
    …                                        2  สพป.ภูเก็ต    | 96.31       | …
    143 สพป.ภูเก็ต   | 96.31        | …

Made anew of what may go out, not of the whole with the rest taken away: no other office's row,
text, comment, chart, name or older result can be left in a corner of the package. Texts become
inline, formulas their stored results; styles, widths and protection stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from posixpath import dirname

from ita_docs.model import name_column, number_column
from ita_docs.ooxml.guard import Bounds, Container
from ita_docs.ooxml.outline import Node, Splices, read_outline, write_attributes
from ita_docs.ooxml.package import PackageError, pack, write_package
from ita_docs.ooxml.relationships import (
    RELATIONSHIPS,
    Relationship,
    list_relationships,
    name_relationships,
    resolve,
)
from ita_docs.returning.notes import Note, unescape
from ita_docs.returning.styles import EMPTY

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CONTENT = "application/vnd.openxmlformats-officedocument."
_SPREADSHEET = _CONTENT + "spreadsheetml."
_KEPT = ("sheetFormatPr", "cols", "sheetData", "sheetProtection")
"""The parts of a sheet that go out, in their order."""
_TAG_PREFIX = re.compile(rb"<(/?)(?:[A-Za-z][A-Za-z0-9]*:)?")
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True)
class OwnRows:
    """What of one sheet is an office's: the row of the heads, its rows, and the columns that the
    form works out, which are left out."""

    header: int
    rows: tuple[int, ...]
    live: frozenset[int] = frozenset()

    def renumber(self) -> dict[int, int]:
        """The row of each in the copy: what stands above the heads stays, the rest follows."""
        kept = [row for row in sorted(set(self.rows)) if row > self.header]
        return {row: row for row in range(1, self.header + 1)} | {
            row: self.header + place for place, row in enumerate(kept, start=1)
        }


class Splitter:
    """A workbook of many offices, taken apart once. Raises as ``annotate``."""

    def __init__(self, content: bytes, bounds: Bounds) -> None:
        self._container = Container(content, bounds)
        relations = self._list("")
        self._book = _follow("", relations, "officeDocument")
        self._relations = self._list(self._book)
        part = self._read(self._book)
        root = read_outline(part, 3)
        self._root_tag = part[root.start : root.inner].decode()
        properties = root.find("workbookPr")
        self._properties = (
            "" if properties is None else part[properties.start : properties.end].decode()
        )
        self._prefix = root.prefix
        listed = root.find("sheets")
        self._sheets = {
            unescape(node.attributes.get("name", "")): self._find_sheet(node)
            for node in (listed.children if listed is not None else [])
        }
        self._outlines: dict[str, tuple[bytes, Node, dict[int, Node]]] = {}
        self._strings = self._read_strings()

    def cut(self, own: Mapping[str, OwnRows]) -> bytes:
        """The copy of the office that has these rows, by the sheets' names."""
        office = self._office()
        parts: dict[str, bytes] = {}
        sheets = relations = overrides = ""
        names = [name for name in self._sheets if name in own and self._sheets[name]]
        if not names:
            raise PackageError("no sheet of the office")
        p = self._prefix
        for number, name in enumerate(names, start=1):
            part = f"xl/worksheets/sheet{number}.xml"
            parts[part] = self._write_sheet(name, own[name])
            sheets += (
                f'<{p}sheet name="{_quote(name)}" sheetId="{number}" xmlns:r="{office}" '
                f'r:id="rId{number}"/>'
            )
            relations += _relate(
                f"rId{number}", f"{office}/worksheet", f"worksheets/sheet{number}.xml"
            )
            overrides += _override(part, _SPREADSHEET + "worksheet+xml")
        styles = _find(self._book, self._relations, "styles")
        parts["xl/styles.xml"] = EMPTY if styles is None else self._read(styles)
        relations += _relate("rIdStyles", f"{office}/styles", "styles.xml")
        overrides += _override("xl/styles.xml", _SPREADSHEET + "styles+xml")
        theme = _find(self._book, self._relations, "theme")
        if theme is not None:
            parts["xl/theme/theme1.xml"] = self._read(theme)
            relations += _relate("rIdTheme", f"{office}/theme", "theme/theme1.xml")
            overrides += _override("xl/theme/theme1.xml", _CONTENT + "theme+xml")
        tag = self._root_tag.removesuffix("/>").rstrip(">") + ">"
        book = f"{tag}{self._properties}<{p}sheets>{sheets}</{p}sheets></{p}workbook>"
        overrides = _override("xl/workbook.xml", _SPREADSHEET + "sheet.main+xml") + overrides
        start = _relate("rId1", f"{office}/officeDocument", "xl/workbook.xml")
        whole = {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{RELATIONSHIPS}">{start}</Relationships>',
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{RELATIONSHIPS}">{relations}</Relationships>'
            ),
        }
        texts = {name: text.encode() for name, text in whole.items()} | parts
        return write_package(pack(name, content) for name, content in texts.items())

    def _write_sheet(self, name: str, own: OwnRows) -> bytes:
        content, root, rows = self._outline(name)
        p = root.prefix
        pieces = [content[root.start : root.inner]]
        for key in _KEPT:
            node = root.find(key)
            if key == "sheetData":
                written = [
                    self._write_row(content[rows[old].start : rows[old].end], new, own.live)
                    for old, new in own.renumber().items()
                    if old in rows
                ]
                pieces += (f"<{p}sheetData>".encode(), *written, f"</{p}sheetData>".encode())
            elif node is not None:
                pieces.append(content[node.start : node.end])
        return b"".join((*pieces, f"</{p}worksheet>".encode()))

    def _write_row(self, row: bytes, number: int, live: frozenset[int]) -> bytes:
        root = read_outline(row, 3)
        splices = Splices(row)
        column = 0
        for cell in root.find_all("c"):
            found = _ADDRESS.fullmatch(cell.attributes.get("r", ""))
            column = number_column(found[1]) if found else column + 1
            if column in live:
                splices.replace(cell.start, cell.end, b"")
            else:
                self._write_cell(splices, row, cell, f"{name_column(column)}{number}")
        values: dict[str, str | None] = {"r": str(number), "spans": None}
        tag = write_attributes(row[root.start : root.inner], values)
        splices.replace(root.start, root.inner, tag)
        return splices.apply()

    def _write_cell(self, splices: Splices, row: bytes, cell: Node, address: str) -> None:
        """A cell under its new address: a formula as its result, a shared text as its own."""
        kind = cell.attributes.get("t")
        values: dict[str, str | None] = {"r": address, "cm": None, "vm": None}
        stored = cell.find("v")
        formula = cell.find("f")
        if formula is not None:
            splices.replace(formula.start, formula.end, b"")
        if kind == "s" and stored is not None:
            text = self._strings[int(row[stored.inner : stored.close])]
            p = cell.prefix
            text = _TAG_PREFIX.sub(rb"<\1" + p.encode(), text)
            splices.replace(
                stored.start, stored.end, f"<{p}is>".encode() + text + f"</{p}is>".encode()
            )
            values["t"] = "inlineStr"
        tag = write_attributes(row[cell.start : cell.inner], values)
        splices.replace(cell.start, cell.inner, tag)

    # --- what is taken apart ----------------------------------------------------------------------

    def _read(self, name: str) -> bytes:
        return self._container.read(name)

    def _list(self, part: str) -> list[Relationship]:
        name = name_relationships(part)
        if name.lower() not in self._container.names:
            return []
        return list_relationships(self._read(name))

    def _office(self) -> str:
        """The namespace of relationships that the workbook uses."""
        kinds = (one.type for one in self._relations if one.kind == "worksheet")
        return dirname(
            next(kinds, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/x")
        )

    def _find_sheet(self, node: Node) -> str | None:
        key = next((value for name, value in node.attributes.items() if name.endswith(":id")), "")
        found = [one for one in self._relations if one.id == key and one.kind == "worksheet"]
        return _resolve(self._book, found[0]) if found else None

    def _outline(self, name: str) -> tuple[bytes, Node, dict[int, Node]]:
        """A sheet's bytes, its outline, and its rows by number."""
        if name not in self._outlines:
            content = self._read(self._sheets[name] or "")
            root = read_outline(content, 3)
            data = root.find("sheetData")
            rows: dict[int, Node] = {}
            last = 0
            for node in data.children if data is not None else ():
                last = int(node.attributes.get("r") or last + 1)
                rows[last] = node
            self._outlines[name] = content, root, rows
        return self._outlines[name]

    def _read_strings(self) -> list[bytes]:
        """The inside of each shared text, by its number."""
        part = _find(self._book, self._relations, "sharedStrings")
        if part is None:
            return []
        content = self._read(part)
        root = read_outline(content, 2)
        return [content[node.inner : node.close] for node in root.find_all("si")]


def move_notes(notes: list[Note], own: Mapping[str, OwnRows]) -> list[Note]:
    """The notes with the addresses of the copy; one without a row there concerns its sheet."""
    moved = []
    numbers = {name: rows.renumber() for name, rows in own.items()}
    for note in notes:
        at = note.at
        if at is not None and at.sheet is not None and at.cell is not None:
            cell = _move(at.cell, numbers.get(at.sheet, {}))
            at = at._replace(cell=cell) if at.sheet in own else at._replace(sheet=None, cell=None)
        moved.append(replace(note, at=at))
    return moved


def _move(address: str, numbers: Mapping[int, int]) -> str | None:
    """An address with its rows' new numbers: ``D143`` -> ``D2``, ``143:143`` -> ``2:2``."""
    rows = [int(number) for number in re.findall(r"[0-9]+", address)]
    if not all(row in numbers for row in rows):
        return None
    return re.sub(r"[0-9]+", lambda found: str(numbers[int(found[0])]), address)


def _find(part: str, relations: list[Relationship], kind: str) -> str | None:
    found = [one for one in relations if one.kind == kind and not one.external]
    return _resolve(part, found[0]) if found else None


def _follow(part: str, relations: list[Relationship], kind: str) -> str:
    found = _find(part, relations, kind)
    if found is None:
        raise PackageError(f"no {kind}")
    return found


def _resolve(part: str, relation: Relationship) -> str:
    return resolve(part, relation.target.replace("\\", "/"))


def _relate(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'


def _override(part: str, kind: str) -> str:
    return f'<Override PartName="/{part}" ContentType="{kind}"/>'


def _quote(text: str) -> str:
    for char, name in (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;")):
        text = text.replace(char, name)
    return text
