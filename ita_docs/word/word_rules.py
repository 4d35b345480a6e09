"""What Word asks of a text, and what each piece of paper: looked for in every document of a trial.

The schema's order of things as far as tags can disturb it (they take away, repeat and join whole
paragraphs, rows, cells and runs), and the rules that Word enforces beyond the schema.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from lxml import etree

from ita_docs.ooxml.wordml import WP, P, R, W
from ita_docs.problems import Words
from ita_docs.word.contents import MARKS, SECTION
from ita_docs.word.repairs import DRAWING, HOLDERS, ends_with_paragraph, is_bare
from ita_docs.word.safety import list_fields

Broken = tuple[Words, etree._Element]
"""A rule that does not hold, and where."""
_EMU_PER_TWIP = 635
_TOLERANCE = 1.05
"""How much wider than the room between the margins something may be: borders, rounded widths."""


def _w(*names: str) -> frozenset[str]:
    return frozenset(f"{{{W}}}{name}" for name in names)


_CHANGES = frozenset(MARKS) | _w(
    "ins", "del", "moveFrom", "moveTo", "proofErr", "moveFromRangeStart", "moveFromRangeEnd",
    "moveToRangeStart", "moveToRangeEnd",
)  # fmt: skip
_BLOCKS = _w("p", "tbl", "sdt", "customXml", "altChunk") | _CHANGES
_RUNS = _w("r", "hyperlink", "fldSimple", "smartTag", "sdt", "customXml", "bdo", "dir") | _CHANGES
_CHILDREN: dict[str, frozenset[str]] = {
    **dict.fromkeys(HOLDERS, _BLOCKS),
    f"{{{W}}}tc": _BLOCKS | _w("tcPr"),
    f"{{{W}}}body": _BLOCKS | _w("sectPr"),
    f"{{{W}}}tbl": _w("tblPr", "tblGrid", "tr", "sdt", "customXml") | _CHANGES,
    f"{{{W}}}tr": _w("tblPrEx", "trPr", "tc", "sdt", "customXml") | _CHANGES,
    P: _RUNS | _w("pPr"),
    f"{{{W}}}hyperlink": _RUNS,
    f"{{{W}}}fldSimple": _RUNS | _w("fldData"),
    f"{{{W}}}smartTag": _RUNS | _w("smartTagPr"),
}
_NOT_IN_RUNS = _w("p", "r", "tbl", "tr", "tc", "hyperlink", "sectPr", "pPr", "tcPr", "sdt")
_FIRST = {
    P: _w("pPr"), R: _w("rPr"), f"{{{W}}}tc": _w("tcPr"), f"{{{W}}}tbl": _w("tblPr"),
}  # fmt: skip
_BODY = f"{{{W}}}body"
_TBL, _TR, _FIELD = f"{{{W}}}tbl", f"{{{W}}}tr", f"{{{W}}}fldChar"
_ID, _NAME, _VAL, _WIDTH = (f"{{{W}}}{name}" for name in ("id", "name", "val", "w"))
_REFERENCES = ("REF", "PAGEREF", "NOTEREF")
_EMPTY = Words("เซลล์ กล่องข้อความ หรือหัวกระดาษไม่มีย่อหน้า", "a cell, text box or header has no paragraph")
_BARE = Words("ตารางไม่มีแถวหรือแถวไม่มีเซลล์", "a table has no row, or a row no cell")
_TWICE = Words("มีรหัสซ้ำกัน", "an id stands twice")
_HALF = Words("บุ๊กมาร์กหรือความคิดเห็นมีเพียงครึ่งเดียว", "a bookmark or comment has one end only")
_OPEN = Words("เขตข้อมูล (field) มีเพียงครึ่งเดียว", "a field has one half only")
_STRAY = Words("มีข้อความอยู่นอกย่อหน้า", "words stand outside any paragraph")
_PLACE = Words("มีส่วนของเอกสารอยู่ผิดที่", "a piece stands where it may not")


def list_blocks(root: etree._Element) -> list[etree._Element]:
    """The paragraphs, tables and controls that a text is a row of."""
    body = root.find(_BODY)
    return list(root if body is None else body)


def find_broken_rules(
    root: etree._Element, unknown: Sequence[etree._Element] | None = None
) -> Iterator[Broken]:
    """Every rule of Word's that a text breaks, with the place.

    ``unknown`` are its blocks that have to be looked into; what holds for a text as a whole (ids,
    ranges, fields, the row of blocks itself) is always looked at.
    """
    body = root.find(_BODY)
    holder = root if body is None else body
    places = list(holder) if unknown is None else unknown
    for element in _iterate(holder, places, HOLDERS):
        if not ends_with_paragraph(element):
            yield _EMPTY, element
    for element in _iterate(holder, places, (_TBL, _TR)):
        if is_bare(element):
            yield _BARE, element
    yield from _find_misplaced(_iterate(holder, places, (*_CHILDREN, R)))
    yield from _find_halves(root)
    ids: set[tuple[str, str]] = set()
    for kind, identifier, element in _list_ids(root):
        if (kind, identifier) in ids:
            yield _TWICE, element
        ids.add((kind, identifier))


def _iterate(
    holder: etree._Element, places: Sequence[etree._Element], tags: Collection[str]
) -> Iterator[etree._Element]:
    """The elements of these kinds: what holds the blocks itself, and within some of them."""
    if holder.tag in tags:
        yield holder
    for place in places:
        yield from place.iter(*tags)


def _find_misplaced(elements: Iterator[etree._Element]) -> Iterator[Broken]:
    for element in elements:
        allowed = _CHILDREN.get(str(element.tag))
        first = _FIRST.get(str(element.tag), frozenset())
        texts = [element.text]
        for number, child in enumerate(element):
            tag = str(child.tag)
            texts.append(child.tail)
            ours = tag.startswith(f"{{{W}}}")
            wrong = tag in _NOT_IN_RUNS if allowed is None else ours and tag not in allowed
            if wrong or (tag in first and number) or (tag == SECTION and element[-1] is not child):
                yield _PLACE, child
        if any(text and text.strip() for text in texts):
            yield _STRAY, element


def _find_halves(root: etree._Element) -> Iterator[Broken]:
    opened: dict[tuple[str, str], etree._Element] = {}
    for mark in root.iter(*MARKS):
        kind = str(mark.tag).removesuffix("Start").removesuffix("End"), mark.get(_ID, "")
        if str(mark.tag).endswith("Start"):
            opened[kind] = mark
        elif opened.pop(kind, None) is None:
            yield _HALF, mark
    yield from ((_HALF, mark) for mark in opened.values())
    fields: list[etree._Element] = []
    for char in root.iter(_FIELD):
        kind_of = char.get(f"{{{W}}}fldCharType")
        if kind_of == "begin":
            fields.append(char)
        elif not fields:
            yield _OPEN, char
        elif kind_of == "end":
            fields.pop()
    yield from ((_OPEN, char) for char in fields)


def _list_ids(root: etree._Element) -> Iterator[tuple[str, str, etree._Element]]:
    for drawing in root.iter(DRAWING):
        yield "drawing", drawing.get("id", ""), drawing
    for mark in root.iter(f"{{{W}}}bookmarkStart"):
        yield "bookmark", mark.get(_ID, ""), mark
        yield "name", mark.get(_NAME, ""), mark
    for comment in root.iter(f"{{{W}}}commentReference"):
        yield "comment", comment.get(_ID, ""), comment
    for control in root.iterfind(f".//{{{W}}}sdtPr/{_ID}"):
        yield "control", control.get(_VAL, ""), control


def list_dangling(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Fields that refer to a bookmark which is not there, with their instruction: LibreOffice
    prints an error in their place, and so does Word as soon as it updates them."""
    names = {mark.get(_NAME) for mark in root.iter(f"{{{W}}}bookmarkStart")}
    for element, instruction in list_fields(root):
        kind, name, *_ = (*instruction.split(), "", "")
        if kind.upper() in _REFERENCES and name not in names:
            yield element, instruction


def list_too_wide(root: etree._Element) -> Iterator[etree._Element]:
    """Tables and pictures in the lines that are wider than the room between their page's margins.

    A section's size stands at its end, so that a block that takes the end along puts what is left
    on the next section's paper.
    """
    body = root.find(f"{{{W}}}body")
    waiting: list[etree._Element] = []
    for child in body if body is not None else ():
        waiting += _list_wide_things(child)
        section = child if child.tag == SECTION else child.find(f"{{{W}}}pPr/{SECTION}")
        if section is not None:
            room = _measure_room(section)
            yield from (thing for thing in waiting if _measure(thing) > room * _TOLERANCE)
            waiting = []


def _list_wide_things(child: etree._Element) -> list[etree._Element]:
    if child.tag == _TBL:
        return [child]
    return list(child.iter(f"{{{WP}}}inline")) if child.tag == P else []


def _measure_room(section: etree._Element) -> float:
    page, margins = section.find(f"{{{W}}}pgSz"), section.find(f"{{{W}}}pgMar")
    if page is None:
        return float("inf")
    sides = (
        (margins.get(f"{{{W}}}{side}") for side in ("left", "right")) if margins is not None else ()
    )
    return _number(page.get(_WIDTH)) - sum(map(_number, sides))


def _measure(thing: etree._Element) -> float:
    """The width of a table's columns, or of a picture, in twips."""
    if thing.tag == _TBL:
        return sum(_number(column.get(_WIDTH)) for column in thing.iterfind(f"{{{W}}}tblGrid/*"))
    extent = thing.find(f"{{{WP}}}extent")
    return _number(extent.get("cx")) / _EMU_PER_TWIP if extent is not None else 0.0


def _number(text: str | None) -> float:
    try:
        return float(text or "0")
    except ValueError:
        return 0.0
