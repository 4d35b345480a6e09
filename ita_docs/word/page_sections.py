"""A section of the template that comes and goes: its page goes on where the next would begin.

Word writes the page of a section behind its last paragraph, so a break that is left out would give
all the text before it the page of what follows. Here the text that follows keeps the page before:

    template                                    wide              not wide
    text                                        portrait          portrait
    [if plan.wide]  section break (portrait)    a new section     -
    table, signature                            landscape         portrait
    the last section (landscape)
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from lxml import etree

from ita_docs.ooxml.wordml import P, T, W, write_before

_SECTION = f"{{{W}}}sectPr"
_HOLDER = f"{{{W}}}pPr/{{{W}}}sectPr"
_IF = re.compile(r"\{%-?(?:p\s)?\s*if\s((?:(?!%\}).)+?)\s*-?%\}\s*\Z", re.DOTALL)
_END = re.compile(r"\s*\{%-?(?:p\s)?\s*endif\s*-?%\}", re.DOTALL)


def tie_sections(root: etree._Element) -> None:
    """Give the section after each break under a condition the page before it, for without it."""
    sections = list(root.iter(_SECTION))
    for paragraph in list(root.iter(P)):
        section = paragraph.find(_HOLDER)
        if section is None or section is sections[-1]:
            continue
        condition = _read_condition(paragraph)
        if not condition:
            continue
        following = sections[sections.index(section) + 1]
        instead = copy.deepcopy(section)
        instead.tail = "{% endif %}" + (following.tail or "")
        following.tail = "{% else %}"
        write_before(following, f"{{% if {condition} %}}")
        following.addnext(instead)


def _read_condition(paragraph: etree._Element) -> str:
    """The condition that a paragraph alone stands under; empty where it stands under none."""
    before = _IF.search(_text_before(paragraph))
    after = _END.match(_text_after(paragraph))
    return before[1] if before and after else ""


def _text_before(paragraph: etree._Element) -> str:
    above, parent = paragraph.getprevious(), paragraph.getparent()
    if above is None:
        return (parent.text or "") if parent is not None else ""
    return "".join(_read_pieces(above)) + (above.tail or "")


def _text_after(paragraph: etree._Element) -> str:
    below = paragraph.getnext()
    return (paragraph.tail or "") + ("".join(_read_pieces(below)) if below is not None else "")


def _read_pieces(element: etree._Element) -> Iterator[str]:
    """The words of a paragraph, such as a tag that was typed into one of its own."""
    if element.tag == P:
        yield from (text.text or "" for text in element.iter(T))
