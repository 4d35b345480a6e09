"""The names of WordprocessingML, and what a person is shown of a place in it."""

from __future__ import annotations

import re

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
P, T, R = f"{{{W}}}p", f"{{{W}}}t", f"{{{W}}}r"
SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s\\]+\Z", re.IGNORECASE)
"""Addresses that a document may lead to; everything else may reach a file or a program."""
SHOWN = 40
"""How many characters of a paragraph, tag or address a message shows."""


def parse(content: bytes) -> etree._Element:
    """A part parsed, without comments and processing instructions: Word shows neither."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(content, parser)


def with_usual_prefix(root: etree._Element) -> etree._Element:
    """A part whose elements are written ``w:p``, ``w:t``, as docxtpl looks for them in its text;
    another program may have written ``ns0:p`` or ``p``."""
    if root.prefix == "w" or not str(root.tag).startswith(f"{{{W}}}"):
        return root
    others = {prefix: space for prefix, space in root.nsmap.items() if prefix and space != W}
    renamed = etree.Element(root.tag, nsmap={**others, "w": W})
    renamed.attrib.update(root.attrib)
    renamed.text = root.text
    renamed.extend(list(root))
    return renamed


def paragraph_of(element: etree._Element) -> etree._Element | None:
    """The paragraph that an element stands in, or is."""
    if element.tag == P:
        return element
    return next(element.iterancestors(P), None)


def paragraph_text(element: etree._Element | None) -> str:
    """The words of the paragraph around an element, as far as a message shows them."""
    paragraph = paragraph_of(element) if element is not None else None
    if paragraph is None:
        return ""
    return show("".join(text.text or "" for text in paragraph.iter(T)))


# The children of w:pPr in the schema's order (ECMA-376, 17.3.1.26).
_PROPERTIES = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd",
    "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr",
    "sectPr", "pPrChange",
)  # fmt: skip
_PPR = f"{{{W}}}pPr"
_PLACES = {f"{{{W}}}{name}": place for place, name in enumerate(_PROPERTIES)}


def set_property(paragraph: etree._Element, name: str, **values: str) -> etree._Element:
    """Give a paragraph a property of its own, in place of one it has; the property.

    Word calls a document damaged whose properties do not stand in the schema's order.
    """
    properties = paragraph.find(_PPR)
    if properties is None:
        properties = etree.Element(_PPR)
        paragraph.insert(0, properties)
    tag = f"{{{W}}}{name}"
    place = _PLACES[tag]
    behind = next((one for one in properties if _PLACES.get(str(one.tag), -1) >= place), None)
    # Made where it belongs: an element made elsewhere is copied with a document of its own.
    made = etree.SubElement(properties, tag, {f"{{{W}}}{key}": it for key, it in values.items()})
    if behind is not None:
        behind.addprevious(made)
        if behind.tag == tag:
            properties.remove(behind)
    return made


def write_before(element: etree._Element, text: str) -> None:
    """Put a text, such as a tag of a template, in front of an element."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text


def show(text: str) -> str:
    """A text on one line, without what a terminal would obey, cut to a readable length."""
    line = " ".join(text.split())
    line = "".join(c if c.isprintable() else "\ufffd" for c in line)
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
