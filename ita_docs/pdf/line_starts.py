"""Lines that begin with a bracket or a figure, set free in the copy for LibreOffice.

LibreOffice 7.4 asks where a Thai line may end, and moves the answer to the beginning of the letter
group that stands there. It keeps groups of Thai letters only. For a place before any other sign it
takes what an earlier paragraph left at that place, often nought; then no place seems good, and the
line is cut wherever it is full:

    text        … ตัวอย่าง เขต ๑ (ข้อมูลสมมติ) มีผลการประเมิน …
    may end                     │ before the bracket, which is place 84 of the paragraph
    taken       the group that the paragraph before had at place 84: none, so 0
    drawn       … ตัวอย่าง เขต ๑ (ข้
                อมูลสมมติ) มีผลการประเมิน …

Words in no language are asked about elsewhere, where this is not done; Thai is broken by the same
dictionary there. So in the copy whatever stands between two spaces and begins with such a sign is
in no language. The finished PDF says of all its text that it is Thai.
"""

from __future__ import annotations

import copy
import re
from itertools import groupby

from lxml import etree

from ita_docs.pdf.package import W

_R, _RPR, _T, _LANG = f"{W}r", f"{W}rPr", f"{W}t", f"{W}lang"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_THAI = re.compile("[\u0e00-\u0e7f]")
_FREE = re.compile("(?<=[ \t])[^\\s\u0e00-\u0e7f]\\S*")
_LATIN = re.compile("[A-Za-z]+")
"""Latin letters are in a language of their own already."""
NO_LANGUAGE = "x-none"


def free_line_starts(root: etree._Element) -> None:
    """Say of what a line may begin with, and is not Thai, that it is in no language."""
    for paragraph in root.iter(f"{W}p"):
        pieces = [node for node in paragraph.iter(_T) if node.text]
        text = "".join(node.text or "" for node in pieces)
        places = find_free_places(text)
        start = 0
        for node in pieces if places else ():
            length = len(node.text or "")
            _free(node, [place in places for place in range(start, start + length)])
            start += length


def find_free_places(text: str) -> set[int]:
    """The places (from 0) of the letters that must be in no language."""
    if not _THAI.search(text):
        return set()
    return {
        place
        for found in _FREE.finditer(text)
        if not _LATIN.fullmatch(found.group())
        for place in range(found.start(), found.end())
    }


def _free(node: etree._Element, free: list[bool]) -> None:
    """Divide the run of a text so that what is free is a run of its own."""
    run = node.getparent()
    if run is None or run.tag != _R or not any(free):
        return
    text, place = node.text or "", 0
    look, rest = copy.deepcopy(run.find(_RPR)), list(node.itersiblings())
    for number, (is_free, letters) in enumerate(groupby(free)):
        length = len(list(letters))
        if number:
            before, run = run, _make_run(look)
            before.addnext(run)
            node = etree.SubElement(run, _T)
        node.text = text[place : place + length]
        node.set(_SPACE, "preserve")
        if is_free:
            _set_no_language(run)
        place += length
    for element in rest:
        run.append(element)


def _make_run(look: etree._Element | None) -> etree._Element:
    run = etree.Element(_R)
    if look is not None:
        run.append(copy.deepcopy(look))
    return run


def _set_no_language(run: etree._Element) -> None:
    look = run.find(_RPR)
    if look is None:
        look = etree.Element(_RPR)
        run.insert(0, look)
    language = look.find(_LANG)
    if language is None:
        language = etree.SubElement(look, _LANG)
    language.set(f"{W}bidi", NO_LANGUAGE)
