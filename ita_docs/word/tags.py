"""The tags of a part, before docxtpl and Jinja see them: put together again, and counted in pairs.

Word cuts a tag into pieces wherever it marks a spelling error, a language, a bookmark or a smart
tag. docxtpl mends that in the text of the XML, which breaks the XML when a wrapper begins inside
a tag; here the pieces move together in the tree.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

from lxml import etree

from ita_docs.ooxml.wordml import SHOWN, WP, R, T, W, paragraph_of, show
from ita_docs.word.contents import name_content

MAX_TAGS = 1000
"""Tags in one part; the built-in templates have about a hundred."""
MAX_LENGTH = 1000
"""Characters of one tag."""
_MARK = re.compile(r"\{[{%#]|[}%#]\}")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_CUT = re.compile(r"\{(?:<[^>]*>)+[{%#]|[}%#](?:<[^>]*>)+\}")
_ELEMENT = re.compile(r"^[^<]*>|<[^>]*>|<[^>]*$")
# docxtpl's tags that put objects of Python in the place of a run, paragraph, cell or row.
_OBJECT = re.compile(r"\{\{-?(?:r|p|tc|tr)\s")
_FORMAT, _SPELLING = f"{{{W}}}rPr", f"{{{W}}}proofErr"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What may stand between the letters of a tag and says nothing: Word puts it there by itself.
_FILLING = tuple(
    f"{{{W}}}{name}"
    for name in ("softHyphen", "noBreakHyphen", "lastRenderedPageBreak", "br", "cr", "tab")
)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
LITERAL = re.compile(r"\{_[{%]|[}%]_\}")
"""What prints two braces, or a brace and a percent sign: ``{_{``."""
_BRACE = re.compile("[{}\uff5b\uff5d\ufe5b\ufe5c]")
_STRAY = re.compile(r"(?:[{}\uff5b\uff5d\ufe5b\ufe5c][\s%\uff05]*)+")
"""Braces as they are typed by mistake: ``{ {``, ``{``, ``{ %``, and full-width ones."""
_A, _C = (
    f"{{http://schemas.openxmlformats.org/drawingml/2006/{name}}}" for name in ("main", "chart")
)
_SHOWN_TEXTS = (f"{_A}t", f"{_C}v")
"""Words in charts and drawings."""
_PICTURE, _ALT_TEXTS = f"{{{WP}}}docPr", ("descr", "title")


class Tags:
    """What the reading of a part's tags found.

    ``unclosed`` are paragraphs with a brace that has no partner, ``refused`` tags that this
    program does not fill, ``stray`` braces that are no tag and would be printed (each with its
    paragraph); ``count`` is the number of tags.
    """

    def __init__(self) -> None:
        self.count = 0
        self.unclosed: list[str] = []
        self.refused: list[tuple[str, str]] = []
        self.stray: list[tuple[str, str]] = []

    def read(self, text: str) -> list[tuple[int, int]]:
        """Where each tag of a paragraph's words (or of another text or attribute) stands."""
        spans: list[tuple[int, int]] = []
        opened: re.Match[str] | None = None
        for mark in _MARK.finditer(text):
            opening = mark.group() in _CLOSING
            if opened is None and opening:
                opened = mark
            elif opened is not None and mark.group() == _CLOSING[opened.group()]:
                spans.append((opened.start(), mark.end()))
                opened = None
            else:
                # Another tag inside a tag, or a wrong end: docxtpl would read on into the next.
                self.unclosed.append(show(text))
                return []
        if opened is not None or any(end - start > MAX_LENGTH for start, end in spans):
            self.unclosed.append(show(text))
            return []
        for start, end in spans:
            tag = text[start:end].translate(_INVISIBLE)
            if _OBJECT.match(tag):
                self.refused.append((show(tag), show(text)))
        self.count += len(spans)
        return spans

    def note_stray(self, text: str, spans: list[tuple[int, int]]) -> None:
        """Look for braces outside the tags of words that are printed."""
        ends = [0, *(end for _, end in spans)]
        starts = [*(start for start, _ in spans), len(text)]
        outside = "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
        if found := _STRAY.search(LITERAL.sub("", outside)):
            self.stray.append((show(found.group()), show(text)))


def join_tags(root: etree._Element) -> Tags:
    """Bring every tag of a part together in the run where it begins, and check its braces."""
    tags = Tags()
    for element in list(root.iter(_SPELLING)):
        _remove(element)
    paragraphs: dict[etree._Element, list[etree._Element]] = {}
    for element in root.iter(T, *_FILLING):
        paragraph = paragraph_of(element)
        if paragraph is not None:
            paragraphs.setdefault(paragraph, []).append(element)
    for pieces in paragraphs.values():
        _join(pieces, tags)
    for text, shown in _other_texts(root):
        if _BRACE.search(text) is None:
            continue
        faults = len(tags.unclosed)
        spans = tags.read(text) if _MARK.search(text) else []
        if shown and len(tags.unclosed) == faults:
            tags.note_stray(text, spans)
    xml = etree.tostring(root, encoding="unicode")
    cut = _CUT.search(xml)
    if cut is not None and not tags.unclosed:
        around = xml[max(0, cut.start() - SHOWN) : cut.end() + SHOWN]
        tags.unclosed.append(show(_ELEMENT.sub(" ", around)))
    return tags


def _other_texts(root: etree._Element) -> Iterator[tuple[str, bool]]:
    """Texts outside the words of paragraphs, and attributes, where they hold a brace.

    True for those that a reader gets to see or hear: words in charts and drawings, alt texts.
    """
    for element in root.iter():
        if element.tag != T or paragraph_of(element) is None:
            yield element.text or "", element.tag in _SHOWN_TEXTS
        yield element.tail or "", False
        for name, value in element.attrib.items():
            yield str(value), element.tag == _PICTURE and name in _ALT_TEXTS


def _join(pieces: list[etree._Element], tags: Tags) -> None:
    # What Word makes of "ก {{ title }} ข" when somebody corrects a letter in it, run by run, and
    # what is left (the spelling mark between the runs is gone already):
    #
    #   w:r  "ก {{ ti"     w:r bold  "tle"     w:r  <w:tab/>" }} ข"
    #   starts 0                     7               10           (in "ก {{ title }} ข")
    #          the tag: 2 to 13 ─ first piece 0, last piece 2
    #
    #   w:r  "ก {{ title }}"                   w:r  " ข"          the tag in its first run,
    #                                                             the rest in its own format
    words = [piece for piece in pieces if piece.tag == T and piece.text]
    texts = [piece.text or "" for piece in words]
    whole = "".join(texts)
    if _BRACE.search(whole) is None:
        return
    starts = list(accumulate(map(len, texts), initial=0))[:-1]
    emptied: list[etree._Element] = []
    # From the last tag to the first, so that the places of the others stay as counted.
    faults = len(tags.unclosed)
    spans = tags.read(whole)
    if len(tags.unclosed) == faults:
        tags.note_stray(whole, spans)
    for start, end in reversed(spans):
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end) - 1
        tag = whole[start:end].translate(_INVISIBLE)
        rest = texts[last][end - starts[last] :]
        texts[first] = texts[first][: start - starts[first]] + tag
        if last == first:
            texts[first] += rest
            continue
        texts[first + 1 : last + 1] = [""] * (last - first - 1) + [rest]
        inside = pieces[pieces.index(words[first]) + 1 : pieces.index(words[last])]
        # A break to a new page is no such filling: a person put it there.
        emptied += [piece for piece in inside if name_content(piece) is None]
        emptied += [] if rest else [words[last]]
    for piece, text in zip(words, texts, strict=True):
        if text != piece.text:
            piece.text = text
            piece.set(_XML_SPACE, "preserve")
    for piece in emptied:
        run = piece.getparent()
        _remove(piece)
        if run is not None and run.tag == R and all(child.tag == _FORMAT for child in run):
            _remove(run)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
