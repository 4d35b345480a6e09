"""Dashes and numerals of Word's lists, where an engine draws them wrongly or not at all.

document                LibreOffice 7.4         its copy
๑. (thaiNumbers)        1.                      numbers in the font whose digits are Thai

document                rdocx 0.16              its copy
"-", ๑. in a table      nothing                 the label as words before the text
"-" in the text         -                       as it is: rdocx tags the list
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ita_docs import thai
from ita_docs.ooxml.wordml import set_property
from ita_docs.pdf.fonts import DIGIT_FAMILY
from ita_docs.pdf.package import W
from ita_docs.problems import ConversionError

_VAL = f"{W}val"
_THAI = "thaiNumbers"
_SCRIPTS = ("ascii", "hAnsi", "eastAsia", "cs")


def draw_numbers_thai(lists: etree._Element) -> None:
    """Let an engine that has no Thai numerals write plain ones in the font that draws them Thai."""
    for level in lists.iter(f"{W}lvl"):
        kind = level.find(f"{W}numFmt")
        if kind is None or kind.get(_VAL) != _THAI:
            continue
        kind.set(_VAL, "decimal")
        format_ = level.find(f"{W}rPr")
        if format_ is None:
            format_ = etree.SubElement(level, f"{W}rPr")
        fonts = format_.find(f"{W}rFonts")
        if fonts is None:
            fonts = etree.Element(f"{W}rFonts")
            format_.insert(0, fonts)
        fonts.attrib.clear()
        for script in _SCRIPTS:
            fonts.set(f"{W}{script}", DIGIT_FAMILY)


def write_out_labels(
    body: etree._Element, lists: etree._Element, styles: etree._Element | None
) -> list[etree._Element]:
    """Write the labels of lists in tables, and of Thai numerals, as words before the text.

    Returns the items, which are no lists to the engine any more. Raises `ConversionError` for a
    kind of label that is not known here: it would be missing.
    """
    numberings, items = _Numberings(lists, styles), []
    for paragraph in body.iter(f"{W}p"):
        found = numberings.find(paragraph)
        if found is None:
            continue
        level, label = found
        parent = paragraph.getparent()
        in_table = parent is not None and parent.tag == f"{W}tc"
        if not in_table and level.kind != _THAI:
            continue
        if label is None:
            detail = f"numbering {level.kind}"
            raise ConversionError("pdf-drawn-incompletely", engine="rdocx", detail=detail)
        _write_out(paragraph, label, level)
        items.append(paragraph)
    return items


@dataclass(slots=True)
class _Level:
    """One level of a list: kind of numeral, what is written around it, and its indents."""

    kind: str
    pattern: str
    start: int
    indent: dict[str, str] = field(default_factory=dict)


class _Numberings:
    """The lists of a document and how far each has counted."""

    def __init__(self, lists: etree._Element, styles: etree._Element | None) -> None:
        self._abstracts = {
            abstract.get(f"{W}abstractNumId", ""): dict(_read_levels(abstract))
            for abstract in lists.iterfind(f"{W}abstractNum")
        }
        self._lists = {
            number.get(f"{W}numId", ""): self._read_list(number)
            for number in lists.iterfind(f"{W}num")
        }
        self._styles: dict[str, tuple[etree._Element | None, str]] = {}
        for style in styles.iter(f"{W}style") if styles is not None else ():
            base = _read(style, "basedOn")
            numbering = style.find(f"{W}pPr/{W}numPr")
            self._styles[style.get(f"{W}styleId", "")] = (numbering, base)
        self._counts: dict[str, dict[int, int]] = {}

    def find(self, paragraph: etree._Element) -> tuple[_Level, str | None] | None:
        """The level that a paragraph is an item of and its label, counted on; None for no item.

        The label is None where its kind is not known.
        """
        number, depth = self._read_numbering(paragraph)
        levels = self._lists.get(number, {})
        if depth not in levels:
            return None
        counts = self._counts.setdefault(number, {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        label: str | None = levels[depth].pattern
        for other, level in levels.items():
            place = f"%{other + 1}"
            if label is not None and place in label:
                numeral = _write_numeral(level.kind, counts.get(other, level.start))
                label = label.replace(place, numeral) if numeral else None
        return levels[depth], label

    def _read_list(self, number: etree._Element) -> dict[int, _Level]:
        levels = dict(self._abstracts.get(_read(number, "abstractNumId"), {}))
        for override in number.iterfind(f"{W}lvlOverride"):
            depth = int(override.get(f"{W}ilvl", "0"))
            own = dict(_read_levels(override))
            if depth in own:
                levels[depth] = own[depth]
            start = _read(override, "startOverride")
            if start and depth in levels:
                as_drawn = levels[depth]
                levels[depth] = _Level(as_drawn.kind, as_drawn.pattern, int(start), as_drawn.indent)
        return levels

    def _read_numbering(self, paragraph: etree._Element) -> tuple[str, int]:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        number, depth = ("", "") if own is None else (_read(own, "numId"), _read(own, "ilvl"))
        name = paragraph.find(f"{W}pPr/{W}pStyle")
        style = name.get(_VAL, "") if name is not None else ""
        for _ in range(len(self._styles)):
            numbering, base = self._styles.get(style, (None, ""))
            if numbering is not None:
                number = number or _read(numbering, "numId")
                depth = depth or _read(numbering, "ilvl")
            style = base
        return number, int(depth or "0")


def _read_levels(parent: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in parent.iterfind(f"{W}lvl"):
        indent = level.find(f"{W}pPr/{W}ind")
        yield (
            int(level.get(f"{W}ilvl", "0")),
            _Level(
                kind=_read(level, "numFmt") or "decimal",
                pattern=_read(level, "lvlText"),
                start=int(_read(level, "start") or "1"),
                indent={} if indent is None else {str(k): str(v) for k, v in indent.attrib.items()},
            ),
        )


def _write_numeral(kind: str, value: int) -> str:
    if kind == _THAI:
        return thai.to_thai_digits(str(value))
    return str(value) if kind == "decimal" else ""


def _write_out(paragraph: etree._Element, label: str, level: _Level) -> None:
    numbering = set_property(paragraph, "numPr")
    etree.SubElement(numbering, f"{W}numId", {_VAL: "0"})
    if paragraph.find(f"{W}pPr/{W}ind") is None:
        indent = set_property(paragraph, "ind")
        for name, value in level.indent.items():
            indent.set(name, value)
    run = etree.Element(f"{W}r")
    first = paragraph.find(f"{W}r")
    format_ = first.find(f"{W}rPr") if first is not None else None
    if format_ is not None:
        run.append(etree.fromstring(etree.tostring(format_)))
    etree.SubElement(run, f"{W}t").text = label
    etree.SubElement(run, f"{W}tab")
    properties = paragraph.find(f"{W}pPr")
    assert properties is not None
    properties.addnext(run)


def _read(element: etree._Element, name: str) -> str:
    found = element.find(f"{W}{name}")
    return found.get(_VAL, "") if found is not None else ""
