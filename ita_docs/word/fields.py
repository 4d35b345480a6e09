"""Word's fields in a part: which there are, and which of them a document may hold.

A field is computed when the document is opened or printed. Most are harmless, some start programs
(DDE), read files (INCLUDETEXT) or ask the clock; so only the fields listed here pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ita_docs.ooxml.wordml import SAFE_LINK, W

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
