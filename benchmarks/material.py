"""What all measurements work on: invented workbooks and the offices that they hold."""

from __future__ import annotations

import copy
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from benchmarks.make_workbook import make_workbook
from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear
from ita_docs.pipeline import (
    Options,
    Prepared,
    draft_document,
    open_template,
    prepare_office,
    read_results,
)
from ita_docs.word import DocumentProperties, Template

OPTIONS = Options()
PROPERTIES = DocumentProperties("form", "office", FiscalYear(2569), "0", "")

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Shape:
    """The finished announcement turned into a form: its parts, texts, lines and table cells."""

    parts: dict[str, bytes]
    texts: tuple[str, ...]
    lines: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def write_workbook(folder: Path, count: int) -> Path:
    """One workbook of so many offices; the same offices each time."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "offices.xlsx"
    make_workbook(count, seed=1).save(path)
    return path


@cache
def prepare(folder: Path, count: int) -> tuple[list[Prepared], Template]:
    """So many offices ready to be drafted, and the built-in template."""
    frameworks = load_frameworks()
    results = read_results(write_workbook(folder / f"prepared-{count}", count), frameworks)
    template = open_template("announcement")
    return [prepare_office(result, frameworks, OPTIONS) for result in results], template


def make_shape(prepared: Prepared, template: Template) -> Shape:
    """A finished announcement without its charts, as a form that every engine can express."""
    docx = draft_document(prepared, template, OPTIONS)
    with ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    for drawing in list(root.iter(f"{_W}drawing")):
        drawing.getparent().remove(drawing)  # type: ignore[union-attr]
    texts: list[str] = []
    lines: list[str] = []
    rows: list[tuple[str, ...]] = []
    for paragraph in [p for p in root[0] if p.tag == f"{_W}p"]:
        text = _read(paragraph)
        if text.startswith("- ตัวชี้วัดที่") and len(lines) < 10:
            lines.append(text)
            if len(lines) == 1:
                _write(paragraph, "LINE")
            else:
                root[0].remove(paragraph)
        elif text:
            _write(paragraph, f"TEXT{len(texts)}.")
            texts.append(text)
    table = next(root.iter(f"{_W}tbl"))
    for number, row in enumerate(table.findall(f"{_W}tr")[1:]):
        rows.append(tuple(_read(cell) for cell in row.findall(f"{_W}tc")))
        if number:
            table.remove(row)
            continue
        for column, cell in enumerate(row.findall(f"{_W}tc")):
            paragraphs = cell.findall(f"{_W}p")
            for paragraph in paragraphs[1:]:
                cell.remove(paragraph)
            _write(paragraphs[0], f"CELL{column}.")
    kept = {
        name: content
        for name, content in parts.items()
        if not name.startswith(("word/charts", "word/embeddings"))
    }
    kept["word/document.xml"] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    for listing in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        kept[listing] = _without_charts(parts[listing])
    return Shape(kept, tuple(texts), tuple(lines), tuple(rows))


def write_form(shape: Shape, syntax: str) -> bytes:
    """The form as a .docx in an engine's own syntax: ``jinja``, ``mustache`` or ``carbone``."""
    root = etree.fromstring(shape.parts["word/document.xml"])
    body = root[0]
    (line,) = (p for p in body if p.tag == f"{_W}p" and _read(p) == "LINE")
    row = next(root.iter(f"{_W}tbl")).findall(f"{_W}tr")[1]
    _SYNTAXES[syntax](line, row)
    xml = etree.tostring(root, encoding="unicode")
    for number in range(len(shape.texts)):
        xml = xml.replace(f"TEXT{number}.", _NAMES[syntax].format(f"texts.t{number}"))
    return pack_parts(shape.parts | {"word/document.xml": xml.encode()})


def pack_parts(parts: Mapping[str, bytes]) -> bytes:
    """A .docx of these parts."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def fill_form(shape: Shape, number: int) -> dict[str, Any]:
    """The form's data for one office, of the same size for each and different words."""
    mark = f" ({number})"
    return {
        "texts": {f"t{place}": text + mark for place, text in enumerate(shape.texts)},
        "lines": [{"text": text + mark} for text in shape.lines],
        "rows": [
            {f"c{column}": text + mark for column, text in enumerate(row)} for row in shape.rows
        ],
    }


def list_texts(data: Mapping[str, Any]) -> list[str]:
    """Every text that a form filled with this data must hold."""
    items = [*data["lines"], *data["rows"], data["texts"]]
    return [text for item in items for text in item.values()]


def read_document(docx: bytes) -> str:
    """The plain text of a document, to see that an engine did its work."""
    with ZipFile(io.BytesIO(docx)) as archive:
        return _read(etree.fromstring(archive.read("word/document.xml")))


def _jinja(line: Any, row: Any) -> None:
    _surround(line, "{%p for line in lines %}", "{%p endfor %}")
    _write(line, "{{ line.text }}")
    cells = row.findall(f"{_W}tc")
    for column, cell in enumerate(cells):
        _write(cell, f"{{{{ row.c{column} }}}}")
    for tag, place in (("{%tr for row in rows %}", 0), ("{%tr endfor %}", 2)):
        extra = copy.deepcopy(row)
        for column, cell in enumerate(extra.findall(f"{_W}tc")):
            _write(cell, "" if column else tag)
        row.getparent().insert(row.getparent().index(row) + place // 2, extra)


def _mustache(line: Any, row: Any) -> None:
    _surround(line, "{#lines}", "{/lines}")
    _write(line, "{text}")
    cells = row.findall(f"{_W}tc")
    for column, cell in enumerate(cells):
        before = "{#rows}" if column == 0 else ""
        after = "{/rows}" if column == len(cells) - 1 else ""
        _write(cell, f"{before}{{c{column}}}{after}")


def _carbone(line: Any, row: Any) -> None:
    second = copy.deepcopy(line)
    _write(line, "{d.lines[i].text}")
    _write(second, "{d.lines[i+1].text}")
    line.addnext(second)
    extra = copy.deepcopy(row)
    for column, cell in enumerate(row.findall(f"{_W}tc")):
        _write(cell, f"{{d.rows[i].c{column}}}")
    for column, cell in enumerate(extra.findall(f"{_W}tc")):
        _write(cell, f"{{d.rows[i+1].c{column}}}")
    row.addnext(extra)


_SYNTAXES = {"jinja": _jinja, "mustache": _mustache, "carbone": _carbone}
_NAMES = {"jinja": "{{{{ {} }}}}", "mustache": "{{{}}}", "carbone": "{{d.{}}}"}


def _surround(paragraph: Any, before: str, after: str) -> None:
    first, last = copy.deepcopy(paragraph), copy.deepcopy(paragraph)
    _write(first, before)
    _write(last, after)
    paragraph.addprevious(first)
    paragraph.addnext(last)


def _read(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(f"{_W}t"))


def _write(element: Any, text: str) -> None:
    """Put the text into the first text node and empty the others."""
    nodes = list(element.iter(f"{_W}t"))
    nodes[0].text = text
    for node in nodes[1:]:
        node.getparent().remove(node)


def _without_charts(listing: bytes) -> bytes:
    root = etree.fromstring(listing)
    for entry in list(root):
        target = entry.get("PartName", entry.get("Target", "")).lstrip("/")
        if target.removeprefix("word/").startswith(("charts/", "embeddings/")):
            root.remove(entry)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
