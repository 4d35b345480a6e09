"""The copy of a document that the PDF engine is given, changed only where the engine errs.

LibreOffice and rdocx draw Thai justification as ragged and page numbers in Arabic digits, and their
dictionary breaks some words; charts take LibreOffice longer than all the rest, and rdocx draws few
of them. Word does none of this, so its copy is the document itself, but for the mark by which its
PDF is known.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from ita_docs.ooxml.wordml import set_property
from ita_docs.pdf.charts.canvas import Drawing
from ita_docs.pdf.charts.placeholders import replace_charts
from ita_docs.pdf.document_text import DocumentText, read_document_text
from ita_docs.pdf.families import ask_for_shipped_fonts, list_foreign_families
from ita_docs.pdf.fonts import DIGIT_FAMILY
from ita_docs.pdf.holding import hold_together
from ita_docs.pdf.joints import join_words, part_long_words
from ita_docs.pdf.line_starts import free_line_starts
from ita_docs.pdf.list_labels import draw_numbers_thai, write_out_labels
from ita_docs.pdf.package import (
    W,
    is_text_part,
    parse_part,
    read_creator,
    read_parts,
    read_title,
    write_keywords,
    write_part,
    write_parts,
)
from ita_docs.pdf.pagination import Breaks, TableOfCopy, break_tables
from ita_docs.pdf.pictures import list_alt_texts
from ita_docs.pdf.sparing import drop_unused, merge_runs
from ita_docs.pdf.table_lists import Cells, list_cells
from ita_docs.problems import ConversionError

_SCRIPTS = ("ascii", "hAnsi", "eastAsia", "cs")
_PAGE_FIELD = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b(.*)", re.IGNORECASE | re.DOTALL)
_FORMAT_SWITCH = re.compile(r"\\\*\s*(\w+)")
_NO_FORMAT = ("mergeformat", "charformat")
_THAI_FORMATS = ("thaiarabic",)


@dataclass(frozen=True, slots=True)
class RenderCopy:
    """The copy for the ``engine``, and what of the document must be found again in the PDF.

    ``alt_texts`` are those of the pictures and charts in the order of the body; ``families`` are
    the fonts asked for that are not shipped; ``said`` is all that the document says. ``mark``
    stands in the copy's keywords, which every engine carries over to its PDF: no other document
    has it. ``held`` are the copy's tables as `hold_together` made them, whose tags are mended in
    the PDF; ``tables`` are those of the body, and ``breaks`` where pages were begun by force.
    ``drawings`` are the charts in whose place the copy has pictures.
    ``cells`` are those of all tables, where items of lists became paragraphs.
    """

    docx: bytes
    engine: str
    title: str
    creator: str
    alt_texts: tuple[str, ...]
    families: tuple[str, ...]
    said: DocumentText
    mark: str
    held: tuple[str, ...] = ()
    tables: tuple[TableOfCopy, ...] = ()
    breaks: Breaks = frozenset()
    drawings: tuple[Drawing, ...] = ()
    cells: tuple[Cells, ...] = ()


def build_render_copy(
    docx: bytes, engine: str, breaks: Breaks = frozenset(), *, split_rows: bool = False
) -> RenderCopy:
    """Make the copy for the engine of that name; the same bytes give the same copy.

    ``breaks`` says where pages must begin, as `find_breaks` told of an earlier copy's PDF; with
    ``split_rows`` every row of a table may go over a page. Raises `ConversionError` when the
    bytes are no Word document.
    """
    parts = read_parts(docx)
    roots = {
        name: _parse_common(name, data) if _is_common(name, data) else parse_part(name, data)
        for name, data in parts.items()
        if is_text_part(name)
    }
    if engine != "word":
        merge_runs(roots["word/document.xml"])
    title, creator = read_title(parts), read_creator(parts)
    alt_texts = list_alt_texts(roots["word/document.xml"])
    families = list_foreign_families(roots)
    said = read_document_text(roots, parts)
    mark = f"ita-docs-{hashlib.sha256(docx).hexdigest()[:32]}"
    parts = write_keywords(parts, mark)
    if split_rows:
        _let_rows_split(roots["word/document.xml"])
    changed = _Changed({})
    if engine != "word":
        changed = _change_for(engine, roots, parts, breaks)
        parts = changed.parts
    return RenderCopy(
        write_parts(parts), engine, title, creator, alt_texts, families, said, mark,
        changed.held, changed.tables, breaks, changed.drawings, changed.cells,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Changed:
    """The parts of a copy, and what of them the finished PDF is mended by, as in `RenderCopy`."""

    parts: dict[str, bytes]
    held: tuple[str, ...] = ()
    tables: tuple[TableOfCopy, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    cells: tuple[Cells, ...] = ()


def _change_for(
    engine: str, roots: dict[str, etree._Element], parts: dict[str, bytes], breaks: Breaks
) -> _Changed:
    common = {
        name: _change_common(engine, name, parts[name])
        for name in roots
        if _is_common(name, parts[name])
    }
    roots = {name: common[name].root if name in common else root for name, root in roots.items()}
    for name, root in roots.items():
        if name not in common:
            _change_root(root, engine)
    body, styles = roots["word/document.xml"], roots.get("word/styles.xml")
    lists = roots.get("word/numbering.xml")
    items: list[etree._Element] = []
    if lists is not None and engine == "rdocx":
        items = write_out_labels(body, lists, styles)
    tables = break_tables(body, styles, breaks)
    held = hold_together(body, styles) if engine == "libreoffice" else ()
    cells = list_cells(body, items) if items else ()
    parts, drawings, left = replace_charts(roots, parts)
    if left and engine == "rdocx":
        raise ConversionError("pdf-drawn-incompletely", engine=engine, detail=left[0])
    parts |= {
        name: common[name].data if name in common else write_part(root)
        for name, root in roots.items()
    }
    drop_unused(roots, parts)
    return _Changed(parts, held, tables, drawings, cells)


@dataclass(frozen=True, slots=True)
class _Common:
    """A part of a copy that others have as well: parsed, and as bytes. Nobody changes it."""

    root: etree._Element
    data: bytes


def _is_common(name: str, data: bytes) -> bool:
    """Whether a part is the template's and the same in document after document, as it seems."""
    return name != "word/document.xml" and b"graphicData" not in data


@lru_cache(maxsize=32)
def _parse_common(name: str, data: bytes) -> etree._Element:
    return parse_part(name, data)


@lru_cache(maxsize=32)
def _change_common(engine: str, name: str, data: bytes) -> _Common:
    root = parse_part(name, data)
    _change_root(root, engine)
    if name == "word/numbering.xml" and engine != "rdocx":
        draw_numbers_thai(root)
    return _Common(root, write_part(root))


def _change_root(root: etree._Element, engine: str) -> None:
    ask_for_shipped_fonts(root)
    _justify_thai(root)
    _draw_page_numbers_thai(root)
    if engine == "libreoffice":
        free_line_starts(root)
    join_words(root, engine)
    if engine == "rdocx":
        part_long_words(root)


def keeps_rows_together(docx: bytes) -> bool:
    """Say whether something in a table of the document may not go over a page."""
    parts = read_parts(docx)
    texts = (parts["word/document.xml"], parts.get("word/styles.xml", b""))
    return any(mark in text for text in texts for mark in (b"cantSplit", b"keepLines"))


def _let_rows_split(root: etree._Element) -> None:
    """Take away what keeps the rows of tables, and the lines of paragraphs in them, together.

    Word splits such a row or paragraph where it is taller than the page; rdocx, and LibreOffice
    below a repeated heading row, cut it off at the foot of the page.
    """
    for mark in list(root.iter(f"{W}cantSplit")):
        holder = mark.getparent()
        if holder is not None:
            holder.remove(mark)
    for paragraph in root.iterfind(f".//{W}tc//{W}p"):
        set_property(paragraph, "keepLines", val="0")


def _justify_thai(root: etree._Element) -> None:
    for alignment in root.iter(f"{W}jc"):
        if alignment.get(f"{W}val") == "thaiDistribute":
            alignment.set(f"{W}val", "both")


def _draw_page_numbers_thai(root: etree._Element) -> None:
    """Set page fields in the digit font and take their number format away."""
    for field in root.iter(f"{W}fldSimple"):
        plain = _plain_instruction(field.get(f"{W}instr", ""))
        if plain is not None:
            field.set(f"{W}instr", plain)
            for run in field.iter(f"{W}r"):
                _set_digit_font(run)
    if next(root.iter(f"{W}fldChar"), None) is None:
        return
    for runs in _iter_complex_fields(root):
        codes = [code for run in runs for code in run.iter(f"{W}instrText")]
        plain = _plain_instruction("".join(code.text or "" for code in codes))
        if plain is not None:
            codes[0].text = plain
            for code in codes[1:]:
                code.text = ""
            for run in runs:
                _set_digit_font(run)


def _plain_instruction(instruction: str) -> str | None:
    """The instruction without its format where that is Thai or none; None for other fields."""
    found = _PAGE_FIELD.fullmatch(instruction)
    if not found:
        return None
    switches = [switch.lower() for switch in _FORMAT_SWITCH.findall(found[2])]
    formats = [switch for switch in switches if switch not in _NO_FORMAT]
    if any(switch not in _THAI_FORMATS for switch in formats):
        return None
    return f" {found[1].upper()} "


def _iter_complex_fields(root: etree._Element) -> Iterator[list[etree._Element]]:
    """The runs of each field from its beginning to its end; a field within a field is its own."""
    opened: list[list[etree._Element]] = []
    for run in root.iter(f"{W}r"):
        marks = [mark.get(f"{W}fldCharType") for mark in run.iter(f"{W}fldChar")]
        opened += [[] for mark in marks if mark == "begin"]
        if opened:
            opened[-1].append(run)
        for mark in marks:
            if mark == "end" and opened:
                yield opened.pop()


def _set_digit_font(run: etree._Element) -> None:
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    fonts = properties.find(f"{W}rFonts")
    if fonts is None:
        fonts = etree.Element(f"{W}rFonts")
        # The schema wants it after the character style and before everything else.
        properties.insert(1 if properties.find(f"{W}rStyle") is not None else 0, fonts)
    fonts.attrib.clear()
    for script in _SCRIPTS:
        fonts.set(f"{W}{script}", DIGIT_FAMILY)
