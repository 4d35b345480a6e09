"""What a template must not carry into an office's document: links, programs, foreign parts.

Everything is on an allow-list: kinds of relationship, types of part, fields, kinds of picture.

A field is computed when the document is opened or printed. Most are harmless, some start programs
(DDE), read files (INCLUDETEXT) or ask the clock; so only the fields listed here pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ita_docs.ooxml.package import read_package
from ita_docs.ooxml.wordml import SAFE_LINK, P, W, paragraph_text, show
from ita_docs.problems import InputError, Location, Problem, TemplateError, Value, Words
from ita_docs.word.container import check_container
from ita_docs.word.contents import near
from ita_docs.word.emblem import read_picture
from ita_docs.word.package import CHART_TYPE, WORKBOOK_KIND, Package
from ita_docs.word.relationships import (
    BOOK_KINDS,
    WORD_KINDS,
    find_refused_relationships,
    find_user,
)

_TYPES = "[Content_Types].xml"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURE_TYPES = frozenset({"image/png", "image/jpeg", "image/jpg"})
_XML_TYPE = re.compile(
    r"application/(?:xml"
    r"|vnd\.openxmlformats-(?:package|officedocument)\.[\w.\-]+\+xml"
    r"|vnd\.ms-word\.stylesWithEffects\+xml"
    r"|vnd\.ms-office\.(?:chartstyle|chartcolorstyle|drawingml\.diagramDrawing)\+xml)"
)
_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_DOTX_TYPE = _MAIN_TYPE.replace("document.main", "template.main")
_MACRO = re.compile(r"vbaProject|vbaData|macroEnabled|attachedToolbars|keyMapCustom", re.IGNORECASE)
_ELEMENTS = (
    "altChunk", "subDoc", "object", "OLEObject", "objectEmbed", "objectLink", "control",
    "contentPart", "mailMerge", "frameset", "dataBinding", "entryMacro", "exitMacro",
    "webExtensionLinked", "webExtensionCreated",
)  # fmt: skip
_CALLED = {
    "dataBinding": Words(
        "ช่องที่ผูกกับคุณสมบัติของแฟ้ม (dataBinding)", "a field bound to the file's properties (dataBinding)"
    ),
    "object": Words("วัตถุที่ฝังไว้ (object)", "an embedded object (object)"),
    "altChunk": Words("แฟ้มที่แทรกไว้ (altChunk)", "an inserted file (altChunk)"),
}
"""What a person calls an element; the others are named as they are written."""
_UNKNOWN = Words("ไม่ทราบชนิด", "unknown")
_VML = ("{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}")
_ADDRESSES = frozenset({"src", "href", "althref"})
_CHANGES = (
    "ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "rPrChange",
    "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange", "trPrChange",
    "tcPrChange", "numberingChange",
)  # fmt: skip
ALLOWED_FIELDS = frozenset(
    {
        "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "REF", "NOTEREF", "STYLEREF",
        "SEQ", "TOC", "HYPERLINK",
    }
)  # fmt: skip
_CHAR, _SIMPLE = f"{{{W}}}fldChar", f"{{{W}}}fldSimple"
_CODE, _DELETED_CODE = f"{{{W}}}instrText", f"{{{W}}}delInstrText"
FIELD_TAGS = (_CHAR, _SIMPLE, _CODE, _DELETED_CODE)
_KIND, _INSTRUCTION = f"{{{W}}}fldCharType", f"{{{W}}}instr"
_WORD = re.compile(r'"[^"]*"|\S+')
# Switches of HYPERLINK that are followed by a word of their own: place, tip, frame, format.
_SWITCHES_WITH_WORD = frozenset({r"\l", r"\o", r"\t", r"\*"})
WATCHED = (*(f"{{*}}{name}" for name in _ELEMENTS), *(f"{tag}*" for tag in _VML))
"""Elements that a finished part is looked through for once more."""


def find_dangers(package: Package, file: str) -> list[Problem]:
    """Everything in a template's package that must not reach an office's document."""
    problems = list(_check_types(package, file, ""))
    problems += find_refused_relationships(package, file, WORD_KINDS)
    for part in package.members:
        if part.endswith(".xml") and part != _TYPES:
            root, at = package.tree(part), Location(file, part=part)
            problems += _check_changes(root, at)
            problems += find_dangerous_content(root, at)
        elif part.endswith(".xlsx"):
            problems += _check_workbook(package.content(part), Location(file, part=part))
    packages = {
        workbook
        for chart in package.parts_of_type(CHART_TYPE)
        for workbook in package.related(chart, WORKBOOK_KIND)
    }
    problems += [
        Problem("template-part-refused", Location(file, part=part), values={"type": "xlsx"})
        for part in package.members
        if part.endswith(".xlsx") and part not in packages
    ]
    return problems


def _check_workbook(content: bytes, at: Location) -> Iterator[Problem]:
    """The workbook inside a chart: Word opens it in Excel as soon as someone edits the chart."""
    try:
        check_container(content, at)
        book = Package(read_package(content))
        if _TYPES not in book.members:
            raise TemplateError("template-unreadable", at, reason=f"no {_TYPES}")
    except TemplateError as error:
        yield Problem(error.code, error.at, values=error.values)
        return
    yield from _check_types(book, at.file, f"{at.part}/")
    yield from find_refused_relationships(book, at.file, BOOK_KINDS, f"{at.part}/")


def find_dangerous_content(root: etree._Element, at: Location) -> Iterator[Problem]:
    """Fields, elements and addresses of one part that are not allowed."""
    for element, instruction in find_refused_fields(root):
        yield Problem(
            "template-field-refused",
            at,
            values={"field": show(instruction), "paragraph": paragraph_text(element)},
        )
    for element in root.iter(*WATCHED):
        name = str(element.tag).rpartition("}")[2]
        if name not in _ELEMENTS and not _has_address(element):
            continue
        said: dict[str, Value] = {"element": _CALLED.get(name, name)}
        yield Problem("template-element-refused", at, values=said | {"paragraph": _quote(element)})


def _quote(element: etree._Element) -> str:
    """The words at a place: its paragraph's, those of its content control, or the nearest."""
    control = next(element.iterancestors(f"{{{W}}}sdt"), None)
    inside = next(control.iter(P), None) if control is not None else None
    return paragraph_text(element) or paragraph_text(inside) or near(element)


def _has_address(element: etree._Element) -> bool:
    """Whether an old drawing (VML) names a picture or file by its address."""
    return any(
        str(name).rpartition("}")[2] in _ADDRESSES
        and not str(name).startswith(f"{{{_R}}}")
        and value != ""
        and not (str(name) == "href" and SAFE_LINK.match(str(value)))
        for name, value in element.attrib.items()
    )


def _check_changes(root: etree._Element, at: Location) -> Iterator[Problem]:
    change = next(root.iter(*(f"{{{W}}}{name}" for name in _CHANGES)), None)
    if change is not None:
        words = paragraph_text(change) or paragraph_text(next(change.iter(P), None))
        yield Problem("template-tracked-changes", at, values={"paragraph": words})


def _check_types(package: Package, file: str, inside: str) -> Iterator[Problem]:
    """The type of every part; a part of no declared type, or under a wrong name, is refused."""
    for part in package.members:
        if part == _TYPES or part.endswith("/"):
            continue
        kind = package.content_type(part)
        at = Location(file, part=f"{inside}{part}")
        if _MACRO.search(kind) or _MACRO.search(part):
            yield Problem("template-macro", at)
        elif part == package.main and kind == _DOTX_TYPE:
            yield Problem("template-dotx", Location(file))
        elif part == package.main and kind != _MAIN_TYPE:
            yield Problem("template-unreadable", at, values={"reason": show(kind)})
        elif kind.startswith("image/") and kind not in PICTURE_TYPES and not inside:
            yield _refuse_picture(package, part, at)
        elif not _is_part_allowed(part, kind, book=bool(inside)):
            yield Problem("template-part-refused", at, values={"type": show(kind) or _UNKNOWN})
        elif kind in PICTURE_TYPES:
            try:
                read_picture(package.content(part))
            except InputError:
                yield _refuse_picture(package, part, at)


def _refuse_picture(package: Package, part: str, at: Location) -> Problem:
    """A picture that no document may have, with the words where it stands."""
    return Problem("template-picture-refused", at, values={"paragraph": find_user(package, part)})


def _is_part_allowed(part: str, kind: str, *, book: bool) -> bool:
    extension = part.rpartition(".")[2]
    if extension == "rels":
        return kind in (_RELS_TYPE, "application/xml", "text/xml")
    if extension == "xml":
        return bool(_XML_TYPE.fullmatch(kind))
    if book:
        return False
    return kind in PICTURE_TYPES or (kind == _WORKBOOK_TYPE and extension == "xlsx")


@dataclass(slots=True)
class _Field:
    element: etree._Element
    instruction: str = ""
    collecting: bool = True
    nested: bool = False


def find_refused_fields(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Every field that is not allowed: where it begins, and its instruction as Word reads it.

    Knows w:fldSimple and the fields that begin, separate and end in runs, whose instruction may be
    cut over many. A field inside another's instruction, a tag in an instruction and a field that
    does not end are refused too: what they become is known only later.
    """
    open_fields: list[_Field] = []
    for element in root.iter(*FIELD_TAGS):
        if element.tag == _SIMPLE:
            instruction = element.get(_INSTRUCTION, "")
            if not _is_allowed(instruction) or (open_fields and open_fields[-1].collecting):
                yield element, instruction
        elif element.tag == _CHAR:
            kind = element.get(_KIND)
            if kind == "begin":
                nested = bool(open_fields) and open_fields[-1].collecting
                open_fields.append(_Field(element, nested=nested))
            elif not open_fields or kind not in ("separate", "end"):
                yield element, ""
            elif kind == "separate":
                open_fields[-1].collecting = False
            else:
                field = open_fields.pop()
                if field.nested or not _is_allowed(field.instruction):
                    yield field.element, field.instruction
        elif open_fields and open_fields[-1].collecting and element.tag == _CODE:
            open_fields[-1].instruction += element.text or ""
        else:
            yield element, element.text or ""
    for field in open_fields:
        yield field.element, field.instruction


def list_fields(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Where each field of a sound part begins, and its instruction; those that a table of contents
    is made of are left out."""
    open_fields: list[_Field] = []
    for element in root.iter(_SIMPLE, _CHAR, _CODE):
        if element.tag == _SIMPLE:
            yield element, element.get(_INSTRUCTION, "")
        elif element.tag == _CODE and open_fields:
            open_fields[-1].instruction += element.text or ""
        elif element.get(_KIND) == "begin":
            open_fields.append(_Field(element))
        elif element.get(_KIND) == "end" and open_fields:
            field = open_fields.pop()
            if not any(outer.instruction.split()[:1] == ["TOC"] for outer in open_fields):
                yield field.element, field.instruction


def _is_allowed(instruction: str) -> bool:
    words = _WORD.findall(instruction)
    if not words or words[0].upper() not in ALLOWED_FIELDS or "{" in instruction:
        return False
    return words[0].upper() != "HYPERLINK" or _leads_to_the_web(words[1:])


def _leads_to_the_web(words: list[str]) -> bool:
    """Whether a HYPERLINK leads to a web or mail address, or to a place in this document."""
    waiting = iter(words)
    for word in waiting:
        if word.lower() in _SWITCHES_WITH_WORD:
            next(waiting, None)
        elif not word.startswith("\\") and not SAFE_LINK.match(word.strip('"')):
            return False
    return True
