"""Thai digits of page numbers, which LibreOffice 7.4 forgets when it saves a document.

in the template          PAGE \\* ThaiArabic    shown as ๒
saved once               PAGE \\* ARABIC        shown as ข: a letter, so Thai was asked for
saved twice              PAGE                   shown as 2: only a bookmark around it tells
"""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree

from ita_docs.ooxml.wordml import P, T, W

_FIELD_CHAR, _INSTRUCTION = f"{{{W}}}fldChar", f"{{{W}}}instrText"
_KIND = f"{{{W}}}fldCharType"
_PAGE = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\s*(?:\\\*\s*ARABIC\s*)?", re.IGNORECASE)
_CONSONANTS = re.compile(r"[\u0e01-\u0e2e]+")


def restore_thai_digits(root: etree._Element, marked: Collection[etree._Element]) -> None:
    """Give page numbers their Thai digits back: those whose instruction is among the elements
    ``marked``, and those that show a letter."""
    for paragraph in root.iter(P):
        instruction, shown, behind = None, "", False
        for element in paragraph.iter(_INSTRUCTION, _FIELD_CHAR, T):
            if element.tag == _INSTRUCTION:
                instruction, shown = element, ""
            elif element.tag == T:
                shown += (element.text or "") if behind else ""
            else:
                behind = element.get(_KIND) == "separate"
                if element.get(_KIND) != "end" or instruction is None:
                    continue
                found = _PAGE.fullmatch(instruction.text or "")
                if found and (instruction in marked or _CONSONANTS.fullmatch(shown)):
                    instruction.text = f" {found[1]} \\* ThaiArabic "
