"""Words that must not be broken: joined in the engine's copy, and clean again in the copied text.

Thai has no spaces between words, so an engine breaks a line where its dictionary sees one word
end and the next begin, and it sees two words in หน่วยงาน:

    glossary   หน่วย-งาน
    document   …ภายในหน่วยงาน…
    copy       …ภายในหน่วย U+2060 งาน…
    drawn      …ภายใน / หน่วยงาน…         and not …ภายในหน่วย / งาน…
    copied     …ภายในหน่วยงาน…            without the joiner

A word that is wider than a narrow column is cut anywhere, a vowel parted from its letter. Where the
glossary has a bar a line may begin in such a cell:

    glossary   สพป.|
    without    ทีมบริหาร / ส / พป.พระนครศรีอ / ยุธยา เขต ๑
    with       ทีมบริหารสพป. / พระนคร / ศรีอยุธยา เขต ๑
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from lxml import etree

from ita_docs.pdf.package import W

WORD_JOINER = "\u2060"
"""Takes no room and forbids a line break."""
_LONG_WORD = re.compile("[!-~]{17,}")
_PIECE = 8
"""Letters of a long word between two places where a narrow column may break it."""
_JOINT, _BAR = "-", "|"
_MAY_BREAK = "\u200b"
_LONG = 9
"""Letters, without marks, that a narrow column may have no room for beside others."""
_MARKS = re.compile("[ัิ-ฺ็-๎]")
_SPACE, _HELD_SPACE = " ", "\u00a0"


# --- the glossary ---------------------------------------------------------------------------------


@cache
def load_unbroken_words(engine: str) -> dict[str, tuple[int, ...]]:
    """Read the glossary for an engine: each word, and before which letters (from 0) a joint is.

    A joint at the word's length, or at 0, joins it to what stands after or before it.
    """
    return {
        line.replace(_JOINT, ""): _find_ends(line, _JOINT)
        for line in _read_lines(engine)
        if _BAR not in line
    }


@cache
def _load_long_words(engine: str) -> dict[str, tuple[int, ...]]:
    """The words that may be too long for a column, and before which letters they may be broken."""
    return {
        line.replace(_BAR, ""): _find_ends(line, _BAR)
        for line in _read_lines(engine)
        if _BAR in line
    }


def _read_lines(engine: str) -> list[str]:
    text = (files("ita_docs.pdf") / "unbroken_words.txt").read_text(encoding="utf-8")
    lines, only = [], ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            only = line.strip("[]")
        elif line and not line.startswith("#") and only in ("", engine):
            lines.append(line)
    return lines


def _find_ends(line: str, sign: str) -> tuple[int, ...]:
    pieces = line.split(sign)
    return tuple(len("".join(pieces[: number + 1])) for number in range(len(pieces) - 1))


@cache
def _compile_words(engine: str) -> re.Pattern[str]:
    # The longest first: ผู้อำนวยการ is found before ผู้.
    words = sorted(load_unbroken_words(engine), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@lru_cache(maxsize=4096)
def find_joints(text: str, engine: str) -> frozenset[int]:
    """Before which letters (from 0) of the text no line may begin.

    A joint at the end of a word holds only where another letter stands: not before a space. One
    after a space holds the space's two sides together: เขต ๑.
    """
    words = load_unbroken_words(engine)
    return frozenset(
        place
        for found in _compile_words(engine).finditer(text)
        for joint in words[found.group()]
        if 0 < (place := found.start() + joint) < len(text) and not text[place].isspace()
    )


@lru_cache(maxsize=4096)
def find_breaks_of_long_words(text: str, engine: str) -> frozenset[int]:
    """Before which letters (from 0) a line may begin in a cell, since much follows without a space.

    ``text`` is the cell's paragraph.
    """
    return frozenset(
        place
        for word, ends in _load_long_words(engine).items()
        if word in text
        for found in re.finditer(re.escape(word), text)
        for place in (found.start() + end for end in ends)
        if _is_long(text[place:].split(_SPACE)[0]) or place < found.end()
    )


def _is_long(letters: str) -> bool:
    return len(_MARKS.sub("", letters)) >= _LONG


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
        breaks: frozenset[int] = frozenset()
        if next(paragraph.iterancestors(f"{W}tc"), None) is not None:
            breaks = find_breaks_of_long_words(text, engine)
        if not places and not breaks:
            continue
        signs = dict.fromkeys(breaks, _MAY_BREAK)
        for place in places:
            if engine == "libreoffice" and text[place - 1] == _SPACE:
                signs[place - 1] = signs.get(place - 1, "") + _HELD_SPACE
            else:
                signs[place] = signs.get(place, "") + WORD_JOINER
        start = 0
        for node in pieces:
            old = node.text or ""
            node.text = _put_in(signs, old, start)
            start += len(old)


def _put_in(signs: Mapping[int, str], text: str, start: int) -> str:
    """The text, which begins at ``start``, with each sign before its letter.

    A held space takes the place of the one that stands there.
    """
    pieces: list[str] = []
    done = 0
    for place in sorted(place for place in signs if start <= place < start + len(text)):
        at, sign = place - start, signs[place]
        pieces += (text[done:at], sign)
        done = at + sign.endswith(_HELD_SPACE)
    return "".join((*pieces, text[done:]))


def part_long_words(root: etree._Element) -> None:
    """Let words without a space that are long for a cell, such as addresses, go on in the next
    line of it: rdocx cuts them off at the cell's edge, where Word and LibreOffice break them."""
    #   https://example.go.th/%E0%B8%A3%E0%B8%B2…    a cell of 27 mm
    #   https://example.                             rdocx, which breaks after a slash or a hyphen
    #   %E0%B8%A3%E0%B8                              … and cuts what is too long even so
    for node in root.iterfind(f".//{W}tc//{W}t"):
        if node.text:
            node.text = _LONG_WORD.sub(_part, node.text)


def _part(word: re.Match[str]) -> str:
    return _MAY_BREAK.join(
        word[0][place : place + _PIECE] for place in range(0, len(word[0]), _PIECE)
    )


def add_joiner(font: bytes) -> bytes:
    """A font of which rdocx takes the joiner and the break, too: otherwise it looks for another
    font that has them.

    The glyph is that of the space; what shapes the text draws none for them.
    """
    from fontTools.ttLib import TTFont

    # Not with the time of saving: the same document is the same bytes, whenever it is made.
    loaded = TTFont(io.BytesIO(font), lazy=True, recalcTimestamp=False)
    for table in loaded["cmap"].tables:
        if table.isUnicode() and ord(_SPACE) in table.cmap:
            for sign in (WORD_JOINER, _MAY_BREAK):
                table.cmap[ord(sign)] = table.cmap[ord(_SPACE)]
    stream = io.BytesIO()
    loaded.save(stream, reorderTables=None)
    return stream.getvalue()
