"""The golden cases: a folder each, named template first, holding a context and what comes of it."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree

from ita_docs.documents import DocumentKind, list_kinds
from ita_docs.model import FiscalYear
from ita_docs.word import DocumentProperties, load_template, refill_chart, render_document

FOLDER = Path(__file__).parent
CASES = sorted(path.parent.name for path in FOLDER.glob("*/context.json"))
PROPERTIES = DocumentProperties(
    title="มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    office="สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง & เขต ๑",
    year=FiscalYear(2563),
    program_version="1.2.3",
    framework_sha256="0123456789abcdef" * 4,
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = (
    "[Content_Types].xml",
    "word/_rels/document.xml.rels",
    "word/document.xml",
    "docProps/core.xml",
    "docProps/custom.xml",
)


def load_context(case: str) -> Any:
    return json.loads((FOLDER / case / "context.json").read_text(encoding="utf-8"))


def find_kind(case: str) -> DocumentKind:
    (kind,) = list_kinds(case.partition("-")[0])
    return kind


def render_case(case: str) -> bytes:
    schema = find_kind(case).schema
    template = load_template(case.partition("-")[0], schema=schema, refill=refill_chart)
    return render_document(template, load_context(case), properties=PROPERTIES)


def take_apart(docx: bytes) -> dict[str, str]:
    """File name to text: the parts that differ between offices, as pretty XML, and the words."""
    with ZipFile(BytesIO(docx)) as package:
        texts = {part: pretty(package.read(part)) for part in _PARTS}
        for part in package.namelist():
            if part.startswith("word/charts/chart"):
                texts[part] = pretty(package.read(part))
            if part.endswith(".xlsx"):
                with ZipFile(BytesIO(package.read(part))) as workbook:
                    texts[f"{part}/sheet1.xml"] = pretty(workbook.read("xl/worksheets/sheet1.xml"))
        texts["text"] = read_text(package.read("word/document.xml"))
    return {
        name.replace("/", "+").replace("[", "").replace("]", ""): text
        for name, text in texts.items()
    }


def pretty(xml: bytes) -> str:
    """Canonical XML, an element a line where that changes no text."""
    root = etree.fromstring(xml, etree.XMLParser(remove_blank_text=True))
    canonical = etree.fromstring(etree.tostring(root, method="c14n"))
    etree.indent(canonical)
    return etree.tostring(canonical, encoding="unicode") + "\n"


def read_text(document: bytes) -> str:
    """The words of a document, a paragraph a line."""
    return "".join(f"{paragraph}\n" for paragraph in read_paragraphs(document))


def read_paragraphs(document: bytes) -> list[str]:
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    return [
        "".join(
            marks.get(str(element.tag), (element.text or "") if element.tag == f"{W}t" else "")
            for element in paragraph.iter()
        )
        for paragraph in etree.fromstring(document).iter(f"{W}p")
    ]
