"""Words that must not be broken: joined in the engine's copy, and clean again in the copied text.

Thai has no spaces between words, so an engine breaks a line where its dictionary sees one word
end and the next begin, and it sees two words in หน่วยงาน:

    glossary   หน่วย-งาน
    document   …ภายในหน่วยงาน…
    copy       …ภายในหน่วย U+2060 งาน…
    drawn      …ภายใน / หน่วยงาน…         and not …ภายในหน่วย / งาน…
    copied     …ภายในหน่วยงาน…            without the joiner
"""

from __future__ import annotations

import io
import re
from functools import cache
from importlib.resources import files

from lxml import etree

from ita_docs.pdf.package import W

WORD_JOINER = "\u2060"
"""Takes no room and forbids a line break."""
_JOINT = "-"
_SPACE, _HELD_SPACE = " ", "\u00a0"


# --- the glossary ---------------------------------------------------------------------------------


@cache
def load_unbroken_words(engine: str) -> dict[str, tuple[int, ...]]:
    """Read the glossary for an engine: each word, and before which letters (from 0) a joint is.

    A joint at the word's length, or at 0, joins it to what stands after or before it.
    """
    text = (files("ita_docs.pdf") / "unbroken_words.txt").read_text(encoding="utf-8")
    words: dict[str, tuple[int, ...]] = {}
    only = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            only = line.strip("[]")
        elif line and not line.startswith("#") and only in ("", engine):
            pieces = line.split(_JOINT)
            ends = [len("".join(pieces[: number + 1])) for number in range(len(pieces) - 1)]
            words["".join(pieces)] = tuple(ends)
    return words


@cache
def _compile_words(engine: str) -> re.Pattern[str]:
    # The longest first: ผู้อำนวยการ is found before ผู้.
    words = sorted(load_unbroken_words(engine), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def find_joints(text: str, engine: str) -> set[int]:
    """Before which letters (from 0) of the text no line may begin.

    A joint at the end of a word holds only where another letter stands: not before a space. One
    after a space holds the space's two sides together: เขต ๑.
    """
    words = load_unbroken_words(engine)
    return {
        place
        for found in _compile_words(engine).finditer(text)
        for joint in words[found.group()]
        if 0 < (place := found.start() + joint) < len(text) and not text[place].isspace()
    }


# --- the copy -------------------------------------------------------------------------------------


def join_words(root: etree._Element, engine: str) -> None:
    """Put a joiner into every joint of the paragraphs' words, even across runs.

    LibreOffice breaks a line after a space whatever follows it, so a space that must hold becomes
    one that does.
    """
    for paragraph in root.iter(f"{W}p"):
        pieces = [node for node in paragraph.iter(f"{W}t") if node.text]
        text = "".join(node.text or "" for node in pieces)
        places = find_joints(text, engine)
        if not places:
            continue
        holding = {place - 1 for place in places if text[place - 1] == _SPACE}
        if engine != "libreoffice":
            holding = set()
        start = 0
        for node in pieces:
            old = node.text or ""
            node.text = "".join(
                _join(char, start + offset, places, holding) for offset, char in enumerate(old)
            )
            start += len(old)


def _join(char: str, place: int, places: set[int], holding: set[int]) -> str:
    if place in holding:
        return _HELD_SPACE
    joined = place in places and place - 1 not in holding
    return (WORD_JOINER if joined else "") + char


def add_joiner(font: bytes) -> bytes:
    """A font of which rdocx takes the joiner, too: otherwise it looks for another font that has it.

    The glyph is that of the space; what shapes the text draws none for it.
    """
    from fontTools.ttLib import TTFont

    # Not with the time of saving: the same document is the same bytes, whenever it is made.
    loaded = TTFont(io.BytesIO(font), lazy=True, recalcTimestamp=False)
    for table in loaded["cmap"].tables:
        if table.isUnicode() and ord(_SPACE) in table.cmap:
            table.cmap[ord(WORD_JOINER)] = table.cmap[ord(_SPACE)]
    stream = io.BytesIO()
    loaded.save(stream, reorderTables=None)
    return stream.getvalue()
