"""A bookmark for each content control of a part: LibreOffice keeps bookmarks and drops controls."""

from __future__ import annotations

from itertools import count

from lxml import etree

from ita_docs.ooxml.wordml import P, R, W
from ita_docs.word.lost_frames import THAI_DIGITS, name_frame

CONTENT, TAG = f"{{{W}}}sdtContent", f"{{{W}}}sdtPr/{{{W}}}tag"
UNITS = {f"{{{W}}}tr": "r", f"{{{W}}}tc": "c", R: "w"}
SECTION = f"{{{W}}}pPr/{{{W}}}sectPr"


def mark_frames(xml: str, first: int) -> str:
    """A part with a bookmark around what stands in each control, numbered from ``first``.

    See ita_docs/word/lost_frames.py for what is read from their names.
    """
    root = etree.fromstring(xml.encode())
    numbers = count(first)
    for control in root.iter(f"{{{W}}}sdt"):
        tag, content = control.find(TAG), control.find(CONTENT)
        if tag is None or content is None:
            continue
        paragraph = control.getparent()
        turns = paragraph is not None and paragraph.find(SECTION) is not None
        inmost = next(held for held in content.iter() if held.tag in UNITS or held.tag == P)
        around = "b" if turns else UNITS.get(str(inmost.tag), "b")
        number = next(numbers)
        start, end = make_marks(number, around, tag.get(f"{{{W}}}val", ""))
        if inmost.tag == R:
            content.insert(0, start)
            content.append(end)
        else:
            paragraphs = list(content.iter(P))
            place_marks(paragraphs[0], paragraphs[-1], start, end)
    for instruction in root.iter(f"{{{W}}}instrText"):
        if "ThaiArabic" in (instruction.text or ""):
            mark_page_number(instruction, next(numbers))
    text = etree.tostring(root, encoding="unicode")
    return xml[: xml.index("?>") + 2] + text


def place_marks(
    first: etree._Element, last: etree._Element, start: etree._Element, end: etree._Element
) -> None:
    """Put a range's beginning into the first paragraph of a block and its end into the last.

    LibreOffice writes a beginning a second time, and reads a shorter range the next time, where
    the last paragraph has a piece of text that begins at the same letter as the range in the first
    and holds the end. So the range begins at a letter at which none does.
    """
    if first is last:
        first.insert(1, start)
        last.append(end)
        return
    pieces = list(first)[1:]
    places = [sum(map(length, pieces[: number + 1])) for number in range(len(pieces))]
    safe = [piece for piece, place in zip(pieces, places, strict=True) if place not in edges(last)]
    if safe:
        last.append(end)
    else:
        # Before the letter at which the range begins there is no piece that holds the end.
        safe = [p for p, place in zip(pieces, places, strict=True) if place > length(last[1])]
        last[1].addnext(end)
    safe[0].addnext(start)


def length(element: etree._Element) -> int:
    """How many letters LibreOffice counts of an element: a tab or drawing is one."""
    words = sum(len(text.text or "") for text in element.iter(f"{{{W}}}t"))
    return words + sum(1 for _ in element.iter(f"{{{W}}}tab", f"{{{W}}}drawing"))


def edges(paragraph: etree._Element) -> set[int]:
    """Where LibreOffice may cut a paragraph: between runs, and between scripts."""
    found, place = {0}, 0
    for run in paragraph.iter(R):
        words = "".join(text.text or "" for text in run.iter(f"{{{W}}}t"))
        for before, letter in enumerate(words[1:]):
            if ("ก" <= words[before] <= "๛") != ("ก" <= letter <= "๛"):
                found.add(place + before + 1)
        place += length(run)
        found.add(place)
    return found


def mark_page_number(instruction: etree._Element, number: int) -> None:
    """A bookmark around the runs of a page number."""
    last = next(instruction.iterancestors(R))
    first = last.getprevious()
    while last.find(f"{{{W}}}fldChar[@{{{W}}}fldCharType='end']") is None:
        last = last.getnext()
    start, end = make_marks(number, "w", THAI_DIGITS)
    first.addprevious(start)
    last.addnext(end)


def make_marks(number: int, around: str, tag: str) -> tuple[etree._Element, etree._Element]:
    start = etree.Element(f"{{{W}}}bookmarkStart", {f"{{{W}}}id": str(number)})
    start.set(f"{{{W}}}name", name_frame(number, around, tag))
    return start, etree.Element(f"{{{W}}}bookmarkEnd", {f"{{{W}}}id": str(number)})
