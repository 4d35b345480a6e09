"""What stands in a text and may not get lost: its words, and pictures, breaks, fields, notes."""

from __future__ import annotations

import re

from lxml import etree

from ita_docs.ooxml.wordml import P, T, W, paragraph_of, show
from ita_docs.problems import Value, Words

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
"""Any tag of a template."""
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_VAL, _TYPE = f"{{{W}}}val", f"{{{W}}}type"
SECTION = f"{{{W}}}sectPr"
_PICTURE, _NOTE = Words("รูปภาพหรือแผนภูมิ", "a picture or chart"), Words("เชิงอรรถ", "a note")
_FIELD, _BREAK = Words("เขตข้อมูล (field)", "a field"), Words("ตัวแบ่งหน้า", "a page break")
_SYMBOL = Words("สัญลักษณ์", "a symbol")
_OTHERS: dict[str, Words] = {
    f"{{{W}}}{name}": words
    for name, words in (
        ("drawing", _PICTURE), ("pict", _PICTURE), ("sym", _SYMBOL),
        ("noBreakHyphen", _SYMBOL), ("pgNum", _FIELD), ("dayShort", _FIELD), ("dayLong", _FIELD),
        ("monthShort", _FIELD), ("monthLong", _FIELD), ("yearShort", _FIELD), ("yearLong", _FIELD),
        ("footnoteReference", _NOTE), ("endnoteReference", _NOTE),
        ("fldChar", _FIELD), ("fldSimple", _FIELD), ("instrText", _FIELD),
        ("br", _BREAK), ("pageBreakBefore", _BREAK),
        ("sectPr", Words("ตัวแบ่งส่วน (section)", "a section break")),
        ("tbl", Words("ตาราง", "a table")),
    )
} | {
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": Words(
        "สมการ", "an equation"
    )
}  # fmt: skip
MARKS = tuple(
    f"{{{W}}}{name}{end}"
    for name in ("bookmark", "commentRange", "perm")
    for end in ("Start", "End")
)
"""Where ranges (bookmarks, comments, permissions) begin and end."""


def name_content(element: etree._Element) -> Words | None:
    """What an element is that may not get lost beside words: a picture, a page break …"""
    words = _OTHERS.get(str(element.tag))
    if words is None:
        return None
    if words is _BREAK:
        if str(element.tag).endswith("}br"):
            return words if element.get(_TYPE) in ("page", "column") else None
        return words if element.get(_VAL) not in ("0", "false", "off") else None
    return words


def list_beside(
    owner: etree._Element, text: etree._Element, start: int, end: int
) -> tuple[list[Value], list[Value]]:
    """What stands in a paragraph, row or cell before and behind a tag in it.

    Blanks, line breaks and the template's comments are left out. What a text box of the paragraph
    says is part of a picture.
    """
    before: list[Value] = []
    after: list[Value] = []
    side = before
    for element in owner.iter():
        if element is text:
            words = text.text or ""
            before += _list_words(words[:start])
            after += _list_words(words[end:])
            side = after
        elif element.tag == SECTION:
            after.append(_OTHERS[SECTION])  # a section ends behind its last paragraph
        elif element.tag == T:
            if owner.tag != P or paragraph_of(element) is owner:
                side += _list_words(element.text or "")
        elif (content := name_content(element)) is not None:
            side.append(content)
    return before, after


def near(element: etree._Element) -> str:
    """The words around a place: its paragraph's, after those before it where it holds tags alone.

    ``ระดับ A ¶ {%p endif %}``: of ten such tags only what stands before tells which one it is.
    """
    paragraph = paragraph_of(element)
    words = read_words(paragraph) if paragraph is not None else ""
    if TAG.sub("", words).strip():
        return show(words)
    earlier: list[str] = []
    later: list[str] = []
    side = earlier
    for other in element.getroottree().getroot().iter():
        side = later if other is element else side
        if other.tag == P and (said := TAG.sub("", read_words(other)).strip()):
            side.append(said)
    if earlier:
        return show(f"…{earlier[-1][-_BEFORE:]} ¶ {words}".rstrip(" ¶"))
    return show(f"{words} ¶ {later[0]}".lstrip(" ¶")) if later else show(words) or "…"


def read_words(paragraph: etree._Element) -> str:
    """The words of a paragraph, without those of text boxes in it."""
    return "".join(text.text or "" for text in paragraph.iter(T) if paragraph_of(text) is paragraph)


def _list_words(words: str) -> list[Value]:
    said = _COMMENT.sub("", words).strip()
    return [said] if said else []


_BEFORE = 20
