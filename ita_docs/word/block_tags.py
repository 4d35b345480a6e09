"""Block tags, seen to in the tree before docxtpl reads them: what each takes along, and their ends.

docxtpl cuts the paragraph ({%p), row ({%tr) or cell ({%tc) that a block tag stands in out of the
document, with all else that stands there, and finds it by patterns in the text of the XML. Here
each tag is given a place of its own where it is certain what that leaves behind:

    ก {%p if x %}              ->  ก  |  {%p if x %}                 before the block: outside it
    {%p endif %} [page break]  ->  {%p endif %}  |  [page break]     behind the block: outside it
    {%p for x in y %} ก        ->  refused: once, or once for each x?
    ก {%p else %}              ->  refused: does ก go with the one or the other?
    a row with {%tr and words  ->  refused: a row cannot be parted

and every block must end where it began: in the same paragraph, text, table or row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import dropwhile, takewhile

from lxml import etree

from ita_docs.ooxml.wordml import P, R, T, W, paragraph_of, show
from ita_docs.problems import Value, Words
from ita_docs.word.blocks import ENDS, GAP, PLACES, BlockTag, list_block_tags
from ita_docs.word.contents import MARKS, TAG, list_beside, name_content, near

_COMMENT = re.compile(r"\{#(p|tr|tc)\s.*?#\}", re.DOTALL)
_SPELLED = re.compile(
    r"\{%-?\s*(p|tr|tc|r)\s+((?:if|elif|else|endif|for|endfor)\b.*?)\s*-?%\}", re.DOTALL
)
_PARTS = {"elif": ("if",), "else": ("if", "for"), "endif": ("if",), "endfor": ("for",)}
_RPR = f"{{{W}}}rPr"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Complain = Callable[..., None]
"""Takes a problem's code, and the values of its sentence by name."""


def place_block_tags(root: etree._Element, complain: Complain) -> None:
    """Give each block tag of a part its own place, and complain of what cannot be placed."""
    for text in root.iter(T):
        if text.text and "{%" in text.text:
            # As docxtpl knows it, and without the dash, which would join the next paragraph to
            # the one that goes: {% p if x -%} -> {%p if x %}
            text.text = _SPELLED.sub(r"{%\1 \2 %}", text.text)
    taken: dict[etree._Element, BlockTag] = {}
    shared: set[etree._Element] = set()
    for tag in list_block_tags(root):
        if tag.letter not in PLACES:
            continue
        owner = tag.owner
        if owner is None:
            complain("template-tag-outside-table", tag=show(tag.said), paragraph=near(tag.text))
        elif owner in taken:
            shared.add(owner)
            _complain_beside(complain, taken[owner], tag.said)
        else:
            taken[owner] = tag
    for owner, tag in taken.items():
        before, after = list_beside(owner, tag.text, tag.start, tag.end)
        inside = {"if": after, "for": after, "endif": before, "endfor": before}
        if owner in shared:
            continue
        if not before and not after:
            _free_marks(root, owner, tag.text)
        elif tag.letter == "p" and not inside.get(tag.word, [tag.said]):
            _part_paragraph(owner, tag, behind=bool(before))
        else:
            _complain_beside(complain, tag, (before or after)[0])
    _place_comments(root)
    for text in list(root.iter(T)):
        if text.text and ("{%-" in text.text or "-%}" in text.text):
            _place_dashes(root, text, complain)
    _pair(root, complain)


def _complain_beside(complain: Complain, tag: BlockTag, what: Value) -> None:
    what = what if isinstance(what, Words) else f"“{show(what)}”"
    complain("template-tag-beside", tag=show(tag.said), what=what, place=PLACES[tag.letter][1])


def _part_paragraph(paragraph: etree._Element, tag: BlockTag, *, behind: bool) -> None:
    """Give a tag a paragraph of its own, behind or before the one that it stands in."""
    own = etree.Element(P)
    etree.SubElement(etree.SubElement(own, R), T).text = tag.said
    parent = paragraph.getparent()
    assert parent is not None  # a paragraph is no part's root
    if behind:
        own.tail, paragraph.tail = paragraph.tail, None
    parent.insert(parent.index(paragraph) + behind, own)
    _cut(tag.text, tag.start, tag.end)


def _cut(text: etree._Element, start: int, end: int) -> None:
    """Take a tag out of its text, with the run that it leaves empty."""
    words = text.text or ""
    text.text = words[:start] + words[end:]
    text.set(_SPACE, "preserve")
    run = text.getparent()
    if text.text or run is None:
        return
    run.remove(text)
    holder = run.getparent()
    if run.tag == R and holder is not None and all(child.tag == _RPR for child in run):
        holder.remove(run)


def _free_marks(root: etree._Element, owner: etree._Element, text: etree._Element) -> None:
    """Move the ends of ranges out of what a tag takes along: their other ends stand elsewhere.

    A range that lies in it whole goes with it, and so does one whose comment stands in it.
    """
    for comment in owner.iter(f"{{{W}}}commentReference"):
        for mark in [mark for mark in root.iter(*MARKS) if "}comment" in str(mark.tag)]:
            holder = mark.getparent()
            if holder is not None and mark.get(f"{{{W}}}id") == comment.get(f"{{{W}}}id"):
                holder.remove(mark)
    ends: dict[tuple[str, str | None], list[etree._Element]] = {}
    for mark in owner.iter(*MARKS):
        kind = str(mark.tag).removesuffix("Start").removesuffix("End")
        ends.setdefault((kind, mark.get(f"{{{W}}}id")), []).append(mark)
    parent = owner.getparent()
    for marks in ends.values():
        holder = marks[0].getparent()
        if len(marks) > 1 or parent is None or holder is None:
            continue
        first = next(element for element in owner.iter() if element in (marks[0], text))
        holder.remove(marks[0])
        parent.insert(parent.index(owner) + (first is text), marks[0])


def _place_comments(root: etree._Element) -> None:
    """``{#p … #}`` beside something else: the comment alone goes."""
    for text in list(root.iter(T)):
        for match in reversed(list(_COMMENT.finditer(text.text or ""))):
            owner = next(text.iterancestors(PLACES[match[1]][0]), None)
            if owner is None or any(list_beside(owner, text, *match.span())):
                _cut(text, *match.span())


def _place_dashes(root: etree._Element, text: etree._Element, complain: Complain) -> None:
    """``{%-`` joins a tag to the words before it, ``-%}`` to those behind.

    docxtpl takes out all between the tag and the next ``w:t``, whatever that is. So beside words
    a dash says no more than that no blank is wanted, and otherwise nothing may stand between.
    """
    for match in reversed([*TAG.finditer(text.text or "")]):
        words, said = text.text or "", match.group()
        before, after = words[: match.start()], words[match.end() :]
        if said.startswith("{%-"):
            if before.strip():
                before, said = before.rstrip(), f"{{%{said[3:]}"
            elif _stands_between(root, text, backwards=True):
                complain("template-tag-dash", tag=show(said), paragraph=near(text))
        if said.startswith("{%") and said.endswith("-%}"):
            if after.strip():
                after, said = after.lstrip(), f"{said[:-3]}%}}"
            elif _stands_between(root, text, backwards=False):
                complain("template-tag-dash", tag=show(said), paragraph=near(text))
        text.text = before + said + after


def _stands_between(root: etree._Element, text: etree._Element, *, backwards: bool) -> bool:
    """Whether more than the end of a paragraph stands between a text and the next one."""
    elements = list(root.iter())
    if backwards:
        elements.reverse()
    behind = list(dropwhile(lambda element: element is not text, elements))[1:]
    between = list(takewhile(lambda element: element.tag != T, behind))
    if len(between) == len(behind):
        return False  # the first or last text of all: nothing is joined
    one, other = paragraph_of(text), paragraph_of(behind[len(between)])
    if one is None or other is None:
        return True
    if one is not other:
        beside = one.getprevious() if backwards else one.getnext()
        if beside is not other:
            return True
    tab = f"{{{W}}}tab"
    return any(element.tag == tab or name_content(element) is not None for element in between)


def _pair(root: etree._Element, complain: Complain) -> None:
    """Every block must end, and go on with else, in the place where it began."""
    #   {%p if a %} … [control … {%p endif %} …]   typed tags pair within the control that they
    #   [control … {%p for r in s %} …] {%p endfor %}   stand in: these two are crossed
    opened: list[BlockTag] = []
    left_open: list[BlockTag] = []
    for tag in list_block_tags(root):
        if tag.word in ENDS:
            opened.append(tag)
            continue
        frame = max((n + 1 for n, first in enumerate(opened) if first.letter == GAP), default=0)
        if tag.letter == GAP:
            if tag.word in ENDS.values():
                left_open += opened[frame:]
                del opened[max(frame - 1, 0) :]
            continue
        fitting = [first for first in opened[frame:] if first.word in _PARTS[tag.word]]
        others = [first for first in (*opened[:frame], *left_open)
                  if first.word in _PARTS[tag.word] and first.letter != GAP]  # fmt: skip
        if fitting:
            while opened[-1] is not fitting[-1]:
                _complain_unpaired(complain, opened.pop())
            if not _is_same_place(opened[-1], tag):
                _complain_crossed(complain, opened[-1], tag)
            if tag.word in ENDS.values():
                opened.pop()
        elif others:
            _complain_crossed(complain, others[-1], tag)
            for stack in (opened, left_open):
                stack[:] = [first for first in stack if first is not others[-1]]
        else:
            _complain_unpaired(complain, tag)
    for tag in (*opened, *left_open):
        _complain_unpaired(complain, tag)


def _complain_crossed(complain: Complain, one: BlockTag, other: BlockTag) -> None:
    complain("template-block-crossed", tag=show(one.said), other=show(other.said))


def _complain_unpaired(complain: Complain, tag: BlockTag) -> None:
    word = ENDS.get(tag.word) or f"{_PARTS[tag.word][0]} …"
    partner = f"{{%{tag.letter.strip(GAP)} {word} %}}"
    complain(
        "template-block-unpaired", tag=show(tag.said), partner=partner, paragraph=near(tag.text)
    )


def _is_same_place(one: BlockTag, other: BlockTag) -> bool:
    """Whether what stands between two tags can come and go and leave the rest whole.

    ``{%p``, ``{%tr`` and ``{%tc`` must be children of one text, table or row; tags in the words
    must be in one paragraph (or link), or in two paragraphs of one text.
    """
    if one.place is None or other.place is None:
        return True  # one of them is outside any table, as has been said
    if one.letter != other.letter:
        return False
    if one.place is other.place:
        return True
    if one.letter or one.place.tag != P or other.place.tag != P:
        return False
    return one.place.getparent() is other.place.getparent()
