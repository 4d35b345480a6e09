"""The blocks of a part: where their tags stand, in the words and between the elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ita_docs.ooxml.wordml import P, R, T, W
from ita_docs.problems import Words
from ita_docs.word.contents import TAG

_BLOCK = re.compile(r"\{%-?\s*(?:(p|tr|tc|r)\s+)?(if|elif|else|endif|for|endfor)\b")
ENDS = {"if": "endif", "for": "endfor"}
PLACES = {
    "p": (P, Words("ย่อหน้า", "paragraph")),
    "tr": (f"{{{W}}}tr", Words("แถว", "row")),
    "tc": (f"{{{W}}}tc", Words("เซลล์", "cell")),
}
"""What a tag takes along by its letter, and what that is called."""
GAP = "-"


@dataclass(slots=True, eq=False)
class BlockTag:
    """A tag of a block: ``letter`` of what it takes along ("" for nothing), its ``word`` (if, for,
    else …), what it says, and where it stands: the text of an element and its characters.

    ``GAP`` is the letter of a tag between elements, which a content control became: ``behind``
    the element or, before its first child, in it.
    """

    letter: str
    word: str
    said: str
    text: etree._Element
    start: int
    end: int
    behind: bool = False

    @property
    def owner(self) -> etree._Element | None:
        """What the tag takes along: its paragraph, row or cell; else the run it stands in."""
        wanted = PLACES[self.letter][0] if self.letter in PLACES else R
        return next(self.text.iterancestors(wanted), None)

    @property
    def place(self) -> etree._Element | None:
        """The element whose child the block is, or the words of which hold it."""
        if self.letter != GAP:
            return self.owner.getparent() if self.owner is not None else None
        return self.text.getparent() if self.behind else self.text


def walk_blocks(
    root: etree._Element,
) -> Iterator[tuple[etree._Element, bool, list[BlockTag]]]:
    """A part in the order of reading: each element with the tags before its first child, and
    behind its last one (True) with those that follow it."""
    #   <w:p>{% if x %}<w:r><w:t>ก{% for y in z %}</w:t></w:r>{% endif %}</w:p>
    #   p, False, [if x]   r, False, []   t, False, [for y in z]   t, True, []   r, True, [endif]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        behind = event == "end"
        if not behind or element is not root:
            words = element.tail if behind else element.text
            tags = list(_read_tags(element, words, behind)) if words and "{%" in words else []
            yield element, behind, tags


def _read_tags(element: etree._Element, words: str, behind: bool) -> Iterator[BlockTag]:
    for match in TAG.finditer(words):
        block = _BLOCK.match(match.group())
        if block is not None:
            letter = GAP if behind or element.tag != T else block[1] or ""
            yield BlockTag(letter, block[2], match.group(), element, *match.span(), behind)


def list_block_tags(root: etree._Element) -> Iterator[BlockTag]:
    """The tags of blocks in a part, in the order of reading."""
    for _, _, tags in walk_blocks(root):
        yield from tags


def find_conditions(root: etree._Element, tag: str) -> Iterator[tuple[etree._Element, list[str]]]:
    """Elements of this tag, each with the conditions (``{%p if … %}``) that it stands under."""
    opened: list[str] = []
    for element, behind, tags in walk_blocks(root):
        if element.tag == tag and not behind:
            yield element, [said for said in opened if " for " not in said]
        for block in tags:
            if block.word in ENDS:
                opened.append(block.said)
            elif block.word in ("elif", "else"):
                opened[-1:] = ["{% else %}"]
            elif opened:
                opened.pop()
