"""Lines that come with a dash or a numeral of their own become items of Word's lists.

The context says "๑. จัดทำ…": a template whose paragraph is plain prints it so. Where the template's
style is a list, Word would write a numeral before the numeral; so the line's own goes, and says
where a list begins anew.

    context            style of the template     in the document
    "๑. ก", "๒. ข"      numbered (thaiNumbers)     two items of one list
    "๑. ค"             numbered                  an item of the next list
    "- กลุ่ม…"          dashed                    an item
    "กลุ่มอำนวยการ"      dashed, in a table        no item: a single name stands alone
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from lxml import etree

from ita_docs.ooxml.wordml import T, W, set_property
from ita_docs.word.package import Package

_VAL = f"{{{W}}}val"
_STYLE = f"{{{W}}}pStyle"
_LEVEL, _NUMBER = f"{{{W}}}ilvl", f"{{{W}}}numId"
_CELL = f"{{{W}}}tc"
_NS = {"w": W}
_LINES = etree.XPath(
    "descendant::w:pStyle[contains($names, concat('\n', @w:val, '\n'))]"
    "[parent::w:pPr[not(w:numPr)]]",
    namespaces=_NS,
)
_NUMERAL = re.compile(r"([0-9๐-๙]{1,3})\.\s+")
_DASH = re.compile(r"[-–]\s+")
_SPARE = 40
"""As many lists as the shipped templates have: one for each indicator's measures, and more."""


@dataclass(frozen=True, slots=True)
class ListStyle:
    """A paragraph style that is a list: numbered or dashed, by which number, and at which level.

    ``spare`` are lists of the same look that no style uses, each to begin anew once.
    """

    numbered: bool
    number: str
    level: str
    spare: tuple[str, ...]


def read_list_styles(package: Package) -> dict[str, ListStyle]:
    """The list styles of a template, by the style's id."""
    styles, numberings = (package.related(package.main, kind) for kind in ("styles", "numbering"))
    if not styles or not numberings:
        return {}
    lists = package.tree(numberings[0])
    looks = {
        number.get(f"{{{W}}}numId", ""): _read_value(number, "w:abstractNumId")
        for number in lists.findall("w:num", _NS)
    }
    found = {}
    used = set()
    for style in package.tree(styles[0]).findall("w:style[@w:type='paragraph']", _NS):
        number = _read_value(style, "w:pPr/w:numPr/w:numId")
        if number in looks:
            used.add(number)
            level = _read_value(style, "w:pPr/w:numPr/w:ilvl") or "0"
            found[style.get(f"{{{W}}}styleId", "")] = (number, level)
    fresh = [
        number.get(f"{{{W}}}numId", "")
        for number in lists.findall("w:num[w:lvlOverride]", _NS)
        if number.get(f"{{{W}}}numId") not in used
    ]
    return {
        name: ListStyle(
            _is_numbered(lists, looks[number], level),
            number,
            level,
            tuple(spare for spare in fresh if looks[spare] == looks[number]),
        )
        for name, (number, level) in found.items()
    }


def add_spare_lists(package: Package, *, lost: bool) -> None:
    """Give each numbered style that lost them lists that begin anew, in Thai digits as its lines
    are: LibreOffice drops lists that no paragraph of the template is in, and Thai digits.
    """
    wanting = {
        style.number: style.level
        for style in (read_list_styles(package) if lost else {}).values()
        if style.numbered and not style.spare
    }
    for number, level in wanting.items():
        part = package.related(package.main, "numbering")[0]
        lists = package.tree(part)
        numbers = lists.findall("w:num", _NS)
        last = max(int(each.get(f"{{{W}}}numId", "0")) for each in numbers)
        named = next(each for each in numbers if each.get(f"{{{W}}}numId") == number)
        look = _read_value(named, "w:abstractNumId")
        kind = _find_kind(lists, look, level)
        if kind is not None and kind.get(_VAL) == "decimal":
            kind.set(_VAL, "thaiNumbers")
        for spare in range(last + 1, last + 1 + _SPARE):
            made = etree.Element(f"{{{W}}}num", {f"{{{W}}}numId": str(spare)})
            etree.SubElement(made, f"{{{W}}}abstractNumId", {_VAL: look})
            anew = etree.SubElement(made, f"{{{W}}}lvlOverride", {f"{{{W}}}ilvl": level})
            etree.SubElement(anew, f"{{{W}}}startOverride", {_VAL: "1"})
            numbers[-1].addnext(made)
            numbers.append(made)
        package.put_tree(part, lists)


def drop_restated_lists(root: etree._Element, styles: Mapping[str, ListStyle]) -> None:
    """Take away what a paragraph says of its list where its style says the same: a list button
    pressed twice, and every list that LibreOffice saved."""
    for named in root.iter(_STYLE):
        style, properties = styles.get(named.get(_VAL, "")), named.getparent()
        own = properties.find("w:numPr", _NS) if properties is not None else None
        if style is None or properties is None or own is None:
            continue
        level = _read_value(own, "w:ilvl") or "0"
        if (_read_value(own, "w:numId"), level) == (style.number, style.level):
            properties.remove(own)


def set_lists(root: etree._Element, styles: Mapping[str, ListStyle]) -> None:
    """Make items of the lines that stand in a list style, by the dash or numeral they bring."""
    spare = {name: iter(style.spare) for name, style in styles.items()}
    current: dict[str, tuple[str, int]] = {}
    for named in _find_lines(root, "\n".join(("", *styles, ""))):
        name = named.get(_VAL, "")
        style = styles[name]
        properties = named.getparent()
        paragraph = properties.getparent() if properties is not None else None
        if paragraph is None:
            continue
        text = next((piece for piece in paragraph.iter(T) if piece.text), None)
        label = None
        if text is not None:
            label = (_NUMERAL if style.numbered else _DASH).match(text.text or "")
        if label is None:
            if _stands_in_cell(paragraph):
                _leave_list(paragraph)
            continue
        if style.numbered:
            numeral = int(label[1])
            number = _continue_list(current.get(name), numeral, spare[name])
            if not number:
                _leave_list(paragraph)  # a numeral out of order stays as it was typed
                continue
            current[name] = number, numeral
            _set_number(paragraph, style.level, number)
        assert text is not None
        text.text = (text.text or "")[label.end() :]


def _find_lines(root: etree._Element, names: str) -> list[etree._Element]:
    """The styles of the paragraphs in one of these styles that name no list of their own."""
    return cast("list[etree._Element]", _LINES(root, names=names))


def _continue_list(current: tuple[str, int] | None, numeral: int, spare: Iterator[str]) -> str:
    """The list that an item of this numeral belongs to; empty where there is none."""
    if numeral == 1:
        return next(spare, "")
    if current is not None and numeral == current[1] + 1:
        return current[0]
    return ""


def _set_number(paragraph: etree._Element, level: str, number: str) -> None:
    numbering = set_property(paragraph, "numPr")
    etree.SubElement(numbering, _LEVEL, {_VAL: level})
    etree.SubElement(numbering, _NUMBER, {_VAL: number})


def _leave_list(paragraph: etree._Element) -> None:
    _set_number(paragraph, "0", "0")
    set_property(paragraph, "ind", left="0", firstLine="0")


def _stands_in_cell(paragraph: etree._Element) -> bool:
    parent = paragraph.getparent()
    return parent is not None and parent.tag == _CELL


def _is_numbered(lists: etree._Element, look: str, level: str) -> bool:
    kind = _find_kind(lists, look, level)
    return kind is not None and kind.get(_VAL) not in ("bullet", "none")


def _find_kind(lists: etree._Element, look: str, level: str) -> etree._Element | None:
    """How a list numbers its items: ``thaiNumbers``, ``bullet`` …"""
    return lists.find(
        f"w:abstractNum[@w:abstractNumId='{look}']/w:lvl[@w:ilvl='{level}']/w:numFmt", _NS
    )


def _read_value(element: etree._Element, path: str) -> str:
    found = element.find(path, _NS)
    return found.get(_VAL, "") if found is not None else ""
