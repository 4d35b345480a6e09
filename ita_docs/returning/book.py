"""A workbook's copy with notes in it, made in its package: what holds no note stays as it is.

part                          what changes
xl/workbook.xml               the first sheet, the mark, names that belong to a sheet, the tab
xl/_rels/workbook.xml.rels    where the first sheet stands
[Content_Types].xml           what the new parts are
docProps/app.xml              the title of the first sheet
xl/styles.xml                 formats put behind those that are there
a sheet with notes            styles of its cells, the drawing of its comments; its comments,
                              its drawing, its relationships
the sheet on top              no longer on top
everything else               byte for byte
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from posixpath import dirname, join, relpath
from xml.sax.saxutils import escape

from ita_docs.ooxml.guard import Bounds, Container
from ita_docs.ooxml.outline import Splices, read_outline
from ita_docs.ooxml.package import Member, PackageError, pack, read_package, write_package
from ita_docs.ooxml.relationships import (
    RELATIONSHIPS,
    Relationship,
    list_relationships,
    name_relationships,
    resolve,
)
from ita_docs.returning.comments import AUTHOR, write_comments, write_drawing
from ita_docs.returning.listing import write_list
from ita_docs.returning.notes import Note, SheetNotes, group_by_sheet, list_merged, unescape
from ita_docs.returning.sheet import SheetPlaces
from ita_docs.returning.sheet_list import SheetList
from ita_docs.returning.styles import EMPTY, Styles

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument."
_NO_RELATIONSHIPS = f'<Relationships xmlns="{RELATIONSHIPS}"></Relationships>'.encode()
_DRAWING_BLOCK = 64
"""Shapes of comments are numbered from here, in thousands, sheet by sheet: beyond what programs
use for a workbook's own."""


def annotate(content: bytes, notes: Sequence[Note], bounds: Bounds) -> bytes:
    """The copy of a workbook with notes in it.

    Raises ContainerError, PackageError or XmlError for a workbook into which nothing can be put.
    """
    Container(content, bounds)  # what is unpacked below is bounded
    try:
        return _Copy(content).build(notes)
    except (ValueError, IndexError) as error:  # a number that is none, in a part of theirs
        raise PackageError(str(error)) from error


class _Copy:
    """A copy in the making: its parts, and what they say of each other."""

    def __init__(self, content: bytes) -> None:
        members = read_package(content)
        self._members: dict[str, Member] = {
            name.replace("\\", "/"): replace(member, name=name.replace("\\", "/"))
            for name, member in members.items()
        }
        self._spelled = {name.lower(): name for name in self._members}
        self._added: list[tuple[str, str]] = []
        self.book = self._find_book()
        self._relations = list_relationships(self.read(name_relationships(self.book)))

    def build(self, notes: Sequence[Note]) -> bytes:
        """The copy's bytes."""
        content = self.read(self.book)
        root = read_outline(content, 4)
        strict = any("purl.oclc.org" in uri for uri in root.attributes.values())
        self._office = _STRICT if strict else _OFFICE
        key = f"xmlns:{root.prefix[:-1]}" if root.prefix else "xmlns"
        self._namespace = root.attributes.get(key, _MAIN)
        styles_part = self._find_related("styles")
        styles = Styles(EMPTY if styles_part is None else self.read(styles_part))
        grouped = group_by_sheet(notes)
        book = SheetList(content, root, self._office)
        parts = {sheet.start: self._find_by_id(_read_id(sheet.attributes)) for sheet in book.sheets}
        cells = {_follow(self.book, [one]) for one in self._relations if one.kind == "worksheet"}
        for place, sheet in enumerate(book.sheets):
            part = parts[sheet.start]
            if part is not None and place != book.marked and part.lower() in self._spelled:
                name = unescape(sheet.attributes.get("name", ""))
                told = grouped.get(name) if part in cells else None  # a chart sheet has no cells
                self._note_sheet(part, told, styles, place, again=book.marked is not None)
        listing = write_list(notes, styles.add_list_styles(), self._namespace)
        if book.marked is not None and (old := parts[book.sheets[book.marked].start]) is not None:
            self.write(old, listing)
            self.write(self.book, book.write(None))
        else:
            name = self._name_new("xl/worksheets/sheet{}.xml")
            self._add(name, listing, _CONTENT + "spreadsheetml.worksheet+xml")
            self.write(self.book, book.write(self._relate(self.book, "worksheet", name)))
            self._title(book.new_name)
        if styles_part is None:
            styles_part = self._name_new("xl/styles{}.xml")
            self._add(styles_part, b"", _CONTENT + "spreadsheetml.styles+xml")
            self._relate(self.book, "styles", styles_part)
        self.write(styles_part, styles.write())
        self._declare_types()
        return write_package(self._members.values())

    # --- parts ------------------------------------------------------------------------------------

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises PackageError where there is none."""
        spelled = self._spelled.get(name.lower())
        if spelled is None:
            raise PackageError(f"no part {name}")
        return self._members[spelled].content()

    def write(self, name: str, content: bytes) -> None:
        """Other bytes for a part."""
        spelled = self._spelled.setdefault(name.lower(), name)
        self._members[spelled] = pack(spelled, content)

    def _add(self, name: str, content: bytes, kind: str) -> None:
        self.write(name, content)
        self._added.append((name, kind))

    def _name_new(self, form: str) -> str:
        """A part's name that is free, in the workbook's own folder."""
        folder = dirname(self.book)
        form = join(folder, form.removeprefix("xl/"))
        number: int | str = "" if form.endswith("styles{}.xml") else 1
        while form.format(number).lower() in self._spelled:
            number = int(number or 0) + 1
        return form.format(number)

    def _find_book(self) -> str:
        for relation in list_relationships(self.read("_rels/.rels")):
            if relation.kind == "officeDocument" and not relation.external:
                return resolve("", relation.target.replace("\\", "/"))
        raise PackageError("no workbook")

    def _find_related(self, kind: str) -> str | None:
        return _follow(self.book, [one for one in self._relations if one.kind == kind])

    def _find_by_id(self, key: str) -> str | None:
        return _follow(self.book, [one for one in self._relations if one.id == key])

    def _relate(self, part: str, kind: str, target: str) -> str:
        """A new relationship of a part; its id."""
        name = name_relationships(part)
        content = self.read(name) if name.lower() in self._spelled else _NO_RELATIONSHIPS
        root = read_outline(content, 2)
        used = {node.attributes.get("Id", "") for node in root.children}
        number = 1
        while f"rId{number}" in used:
            number += 1
        where = relpath(target, dirname(part) or ".")
        splices = Splices(content)
        splices.append(
            root,
            f'<{root.prefix}Relationship Id="rId{number}" Type="{self._office}/{kind}" '
            f'Target="{escape(where)}"/>',
        )
        self.write(name, splices.apply())
        return f"rId{number}"

    def _declare_types(self) -> None:
        content = self.read("[Content_Types].xml")
        root = read_outline(content, 2)
        p = root.prefix
        defaults = {
            node.attributes.get("Extension", "").lower(): node.attributes.get("ContentType", "")
            for node in root.find_all("Default")
        }
        vml = _CONTENT + "vmlDrawing"
        added = ""
        if any(name.endswith(".vml") for name, _ in self._added) and "vml" not in defaults:
            added += f'<{p}Default Extension="vml" ContentType="{vml}"/>'
            defaults["vml"] = vml
        added += "".join(
            f'<{p}Override PartName="/{escape(name)}" ContentType="{kind}"/>'
            for name, kind in self._added
            if not (kind == vml and defaults.get("vml") == vml)
        )
        splices = Splices(content)
        splices.append(root, added)
        self.write("[Content_Types].xml", splices.apply())

    # --- a sheet ----------------------------------------------------------------------------------

    def _note_sheet(
        self, part: str, told: SheetNotes | None, styles: Styles, place: int, *, again: bool
    ) -> None:
        """A sheet with its notes; one without any is changed only where it stood on top, or where
        an earlier copy left marks."""
        content = self.read(part)
        if told is None and not again and b"tabSelected" not in content[:100_000]:
            return
        told = told.gather(list_merged(content)) if told else SheetNotes({}, {}, {})
        rows = {row for row, _ in told.cells} | set(told.rows)
        places = SheetPlaces(content, rows, styles.marked)
        splices = Splices(content)
        if places.selected:
            places.deselect(splices)
        cells = dict(told.cells)
        for number, mark in told.rows.items():
            row = places.rows.get(number)
            for column, _, _ in row.cells if row else ():
                cells.setdefault((number, column), mark)
        places.put_styles(
            splices, {cell: partial(styles.mark, mark=mark) for cell, mark in cells.items()}
        )
        for row_number, column, at, base in places.restyled:
            if (row_number, column) not in cells:
                places.restyle(splices, at, styles.clear(base))
        self._note_comments(part, told, places, splices, place)
        self.write(part, splices.apply())

    def _note_comments(
        self, part: str, told: SheetNotes, places: SheetPlaces, splices: Splices, place: int
    ) -> None:
        name = name_relationships(part)
        relations = list_relationships(self.read(name)) if name.lower() in self._spelled else []
        old = _follow(part, [one for one in relations if one.kind == "comments"])
        if old is None and not told.comments:
            return
        before = self.read(old) if old else None
        if before is not None and not told.comments and AUTHOR.encode() not in before:
            return
        written = write_comments(before, told.comments, self._namespace)
        if old:
            self.write(old, written.content)
        else:
            new = self._name_new("xl/comments{}.xml")
            self._add(new, written.content, _CONTENT + "spreadsheetml.comments+xml")
            self._relate(part, "comments", new)
        if not written.new and not written.gone:
            return
        key = _read_id(places.drawing or {})
        drawing = _follow(part, [one for one in relations if one.id == key]) if key else None
        shapes = self.read(drawing) if drawing else None
        block = _DRAWING_BLOCK + place * 8
        shapes = write_drawing(shapes, written, told.comments, places.columns, block)
        if drawing:
            self.write(drawing, shapes)
        else:
            new = self._name_new("xl/drawings/vmlDrawing{}.vml")
            self._add(new, shapes, _CONTENT + "vmlDrawing")
            places.put_drawing(splices, self._relate(part, "vmlDrawing", new), self._office)

    # --- the title --------------------------------------------------------------------------------

    def _title(self, title: str) -> None:
        """The first sheet among the titles that the file's properties list."""
        part = next(
            (
                resolve("", one.target)
                for one in list_relationships(self.read("_rels/.rels"))
                if one.kind == "extended-properties"
            ),
            "",
        )
        if part.lower() not in self._spelled:
            return
        content = self.read(part)
        root = read_outline(content, 5)
        titles = root.find("TitlesOfParts", "vector")
        pairs = root.find("HeadingPairs", "vector")
        count = (
            pairs.find_all("variant")[1].find("i4") if pairs and len(pairs.children) > 1 else None
        )
        if titles is None or count is None:
            return
        splices = Splices(content)
        size = str(len(titles.children) + 1)
        piece = f"<{titles.prefix}lpstr>{escape(title)}</{titles.prefix}lpstr>"
        if titles.children:
            splices.put(titles.children[0].start, piece)
            splices.append(titles, "", size=size)
        else:
            splices.append(titles, piece, size=size)
        number = int(content[count.inner : count.close] or b"0") + 1
        splices.replace(count.inner, count.close, str(number))
        self.write(part, splices.apply())


def _follow(part: str, relations: Sequence[Relationship]) -> str | None:
    """The part that the first of some relationships leads to."""
    inside = (one for one in relations if not one.external)
    return next((resolve(part, one.target.replace("\\", "/")) for one in inside), None)


def _read_id(attributes: Mapping[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith(":id")), "")
