"""What Word asks of a text beyond its schema, put right where the tags had their way.

a block is not taken       a cell without a paragraph      an empty one, as its neighbour's looks
                           a row without a cell            goes
                           a table without a row           goes
                           a text box, header, note        an empty paragraph
a block is taken twice     ids of drawings                 numbered anew
                           ids of controls, paragraphs     left out (Word gives them)
                           a bookmark, a comment           the first one stays
half a range is taken      of a bookmark, a comment        goes
a merge lost its first     the next cell is hidden         begins the merge
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import count

from lxml import etree

from ita_docs.ooxml.wordml import WP, P, R, T, W
from ita_docs.word.blocks import list_block_tags, walk_blocks
from ita_docs.word.contents import MARKS
from ita_docs.word.last_row import hold_last_row
from ita_docs.word.table_grid import find_narrowest, fit_columns, fit_to_page

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_WP14 = "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"
_TBL, _TR, _TC, _SDT = (f"{{{W}}}{name}" for name in ("tbl", "tr", "tc", "sdt"))
_CONTROL, _CONTROL_TEXT = f"{{{W}}}sdtPr", f"{{{W}}}sdtContent"
_MERGE, _SPAN, _BEFORE = (f"{{{W}}}{name}" for name in ("vMerge", "gridSpan", "gridBefore"))
_ID, _NAME, _VAL = f"{{{W}}}id", f"{{{W}}}name", f"{{{W}}}val"
_PPR, _RPR = f"{{{W}}}pPr", f"{{{W}}}rPr"
_COMMENT = f"{{{W}}}commentReference"
_VML = "{urn:schemas-microsoft-com:vml}"
_GIVEN_IDS = tuple(
    f"{{{space}}}{name}"
    for space, name in ((_W14, "paraId"), (_W14, "textId"), (_WP14, "anchorId"), (_WP14, "editId"))
)
_CELL_TAG = re.compile(r"\{%\s*(?:colspan|cellbg|vm|hm)\b")
_CELL_FORMAT = f"{{{W}}}tcPr"
_CELL_ORDER = (
    "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar",
    "textDirection", "tcFitText", "vAlign", "hideMark",
)  # fmt: skip
"""The schema's order in a cell's properties (ECMA-376, 17.4.70), which docxtpl does not keep."""
DRAWING = f"{{{WP}}}docPr"
NOTES = (f"{{{W}}}footnoteReference", f"{{{W}}}endnoteReference")
HOLDERS = tuple(
    f"{{{W}}}{name}" for name in ("tc", "txbxContent", "hdr", "ftr", "footnote", "endnote")
)
"""What holds paragraphs and tables and must end with a paragraph."""
_FIRST_DRAWING_ID = 1001


@dataclass(frozen=True, slots=True)
class Needs:
    """Which repairs a part may need: of what holds paragraphs, of ranges, of merged cells.

    ``boxes``: it holds text boxes, notes or content controls, or is a header or footer.

    ``notes``: a loop repeats the sign of a footnote or endnote; ``cells``: docxtpl's ``colspan``,
    ``cellbg``, ``vm`` or ``hm`` puts something into the properties of a cell. A table no wider than
    ``narrowest`` (twips) fits any section.
    """

    holders: bool
    boxes: bool
    ranges: bool
    merges: bool
    notes: bool
    cells: bool
    narrowest: int = 0


def find_needs(root: etree._Element) -> Needs:
    """Look once at a part of the template, so that no office's document is looked at in vain.

    Ids that a loop would repeat and that Word gives by itself are taken out here.
    """
    blocks = notes = False
    ranges = _has_odd_ranges(root)
    for element, loops, depth in _walk_blocks(root):
        blocks = True
        ranges = ranges or (depth > 0 and element.tag in (*MARKS, _COMMENT))
        if loops:
            _drop_ids(element)
            notes = notes or element.tag in NOTES
    cells = any(_CELL_TAG.search(text.text or "") for text in root.iter(T))
    merges = blocks and (cells or root.find(f".//{_MERGE}") is not None)
    boxes = next(root.iter(_CONTROL_TEXT, *HOLDERS[1:]), None) is not None
    return Needs(blocks, boxes, ranges, merges, notes, cells, find_narrowest(root))


def repair(root: etree._Element, needs: Needs) -> None:
    """Put a finished part right, as far as its template may need it."""
    numbers = count(_FIRST_DRAWING_ID)
    whole = True
    # Word refuses a document with two drawings of one id, which a loop makes easily.
    for element in root.iter(DRAWING, _TBL):
        if element.tag == DRAWING:
            element.set("id", str(next(numbers)))
        else:
            whole = fit_columns(element) and whole
            fit_to_page(element, needs.narrowest)
            hold_last_row(element)
            if needs.merges:
                _begin_merges(element)
    if needs.holders and not (whole and not (needs.boxes and _has_empty_box(root))):
        _fill_holders(root)
    if needs.ranges:
        _close_ranges(root)
    if needs.cells:
        for properties in root.iter(_CELL_FORMAT):
            properties[:] = sorted(properties, key=_place_in_cell_format)


def _has_empty_box(root: etree._Element) -> bool:
    """Whether anything but a table wants a paragraph."""
    return not all(
        len(box) if box.tag == _CONTROL_TEXT else ends_with_paragraph(box)
        for box in root.iter(_CONTROL_TEXT, *HOLDERS[1:])
    )


def ends_with_paragraph(holder: etree._Element) -> bool:
    """Whether the last thing in a cell, text box, header or note is a paragraph, as Word asks.

    A content control holds one, and ends of ranges may stand behind it.
    """
    last = next((child for child in reversed(holder) if child.tag not in MARKS), None)
    return last is not None and last.tag in (P, _SDT)


def is_bare(element: etree._Element) -> bool:
    """Whether a table is without a row, or a row without a cell."""
    wanted = _TR if element.tag == _TBL else _TC
    return element.find(wanted) is None and element.find(_SDT) is None


def _walk_blocks(root: etree._Element) -> Iterator[tuple[etree._Element, int, int]]:
    """The elements of a part that has blocks, each with the loops and blocks around it."""
    loops = depth = 0
    for element, behind, tags in walk_blocks(root) if any(list_block_tags(root)) else ():
        if not behind:
            yield element, loops, depth
        for word in (tag.word for tag in tags):
            depth += (word in ("if", "for")) - (word in ("endif", "endfor"))
            loops += (word == "for") - (word == "endfor")


def _drop_ids(element: etree._Element) -> None:
    names = _GIVEN_IDS
    if str(element.tag).startswith(_VML) and not str(element.tag).endswith("}shapetype"):
        names = (*names, "id")
    for name in names:
        if name in element.attrib:
            del element.attrib[name]
    if element.tag == _CONTROL and (identifier := element.find(_ID)) is not None:
        element.remove(identifier)


def _fill_holders(root: etree._Element) -> None:
    for content in [content for content in root.iter(_CONTROL_TEXT) if not len(content)]:
        control = content.getparent()
        holder = control.getparent() if control is not None else None
        if control is not None and holder is not None and holder.tag in (_TBL, _TR):
            _remove(control)
        elif holder is not None and holder.tag != P:
            etree.SubElement(content, P)
    for kind in (_TR, _TBL):
        for element in [element for element in root.iter(kind) if is_bare(element)]:
            _remove(element)
    for holder in root.iter(*HOLDERS):
        if not ends_with_paragraph(holder):
            holder.append(_make_paragraph(holder))


def _place_in_cell_format(property_: etree._Element) -> int:
    name = str(property_.tag).rpartition("}")[2]
    return _CELL_ORDER.index(name) if name in _CELL_ORDER else len(_CELL_ORDER)


def _make_paragraph(holder: etree._Element) -> etree._Element:
    """An empty paragraph that looks like the one in the cell beside it."""
    paragraph = etree.Element(P)
    beside = (*holder.itersiblings(_TC, preceding=True), *holder.itersiblings(_TC))
    for cell in beside if holder.tag == _TC else ():
        look = cell.find(f"{P}/{_PPR}")
        if look is not None:
            paragraph.append(deepcopy(look))
            break
    return paragraph


def _begin_merges(table: etree._Element) -> None:
    """A cell that goes on with a merge that nothing began is hidden by Word: let it begin one."""
    above: set[int] = set()
    for row in table.iterchildren(_TR):
        before = row.find(f"./*/{_BEFORE}")
        column = int(before.get(_VAL, "0")) if before is not None else 0
        merged: set[int] = set()
        for cell in row.iterchildren(_TC):
            merge, span = cell.find(f"./*/{_MERGE}"), cell.find(f"./*/{_SPAN}")
            if merge is not None:
                if merge.get(_VAL, "continue") == "continue" and column not in above:
                    merge.set(_VAL, "restart")
                merged.add(column)
            column += int(span.get(_VAL, "1")) if span is not None else 1
        above = merged


def _has_odd_ranges(root: etree._Element) -> bool:
    """Whether the template itself has a beginning without an end, for a paragraph was deleted, or
    a range twice, for a program copied one."""
    halves: Counter[tuple[str, str]] = Counter()
    names: Counter[str] = Counter()
    for mark in root.iter(*MARKS):
        tag = str(mark.tag)
        halves[tag.removesuffix("Start").removesuffix("End"), mark.get(_ID, "")] += (
            1 if tag.endswith("Start") else -1
        )
        names.update([f"{tag} {mark.get(_ID)}", f"{tag} “{mark.get(_NAME, mark.get(_ID))}”"])
    return any(halves.values()) or any(number > 1 for number in names.values())


def _close_ranges(root: etree._Element) -> None:
    """One bookmark of a name, one range of a comment; no beginning without its end."""
    #   the rounds of a loop   S E   S E   S E          the first pair stays
    #   it begins before it    S     E     E     E      the first end closes it
    #   its end is not taken   S                        goes
    opened: dict[tuple[str, str], etree._Element] = {}
    names: set[str] = set()
    numbers = count()
    for mark in list(root.iter(*MARKS)):
        kind = str(mark.tag).removesuffix("Start").removesuffix("End")
        key = kind, mark.get(_ID, "")
        name = mark.get(_NAME) or " ".join(key)
        if str(mark.tag).endswith("Start") and name not in names and key not in opened:
            names.add(name)
            opened[key] = mark
        elif str(mark.tag).endswith("End") and key in opened:
            first = opened.pop(key)
            if kind.endswith("}bookmark"):
                number = str(next(numbers))
                first.set(_ID, number)
                mark.set(_ID, number)
        else:
            _remove(mark)
    for mark in opened.values():
        _remove(mark)
    _keep_comments(root)


def _keep_comments(root: etree._Element) -> None:
    """A comment stands once, and no range of one where it does not stand."""
    stands: set[str] = set()
    for reference in list(root.iter(_COMMENT)):
        identifier, run = reference.get(_ID, ""), reference.getparent()
        if identifier in stands:
            _remove(reference)
            if run is not None and run.tag == R and all(child.tag == _RPR for child in run):
                _remove(run)
        stands.add(identifier)
    for mark in list(root.iter(*MARKS)):
        if "}commentRange" in str(mark.tag) and mark.get(_ID, "") not in stands:
            _remove(mark)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
