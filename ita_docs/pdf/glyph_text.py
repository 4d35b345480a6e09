"""What is copied from a PDF of rdocx: the text of its glyphs, each word where it stands.

rdocx writes the text of a whole line beside the first word of the line, so that a search marks a
wrong place and a broken line is copied twice; and it says of a glyph what the syllable is in which
it met it first. Here every glyph of a shipped face gets its own letter again, by its name in the
embedded font, and the text beside the lines goes. What is copied is then what is drawn.

ำ is drawn with two glyphs and copied as two letters, and a mark at a word's end may lie over the
next word. Such words are given their text:

    glyphs   น ํ ้ า        letters "นํ้า"      beside it "น้ำ"
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import pikepdf

from ita_docs.pdf.embedded_fonts import list_fonts
from ita_docs.pdf.fonts import get_font_files

_DRAWN_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
"""Nikhahit, a tone mark where there is one, and sara aa."""
_ENDS_WITH_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]$")
_SHOWING = ("Tj", "TJ")
_PRIVATE = range(0xE000, 0xF900)
_REGULAR = "-Regular"
_PER_SECTION = 100
"""Most lines of one section of a character map (PDF 32000-1, 9.10.3)."""


def rewrite_glyph_text(pdf: pikepdf.Pdf) -> None:
    """Let every glyph stand for its letter, and every word for its glyphs, on every page."""
    letters = {
        font.objgen: _rewrite_letters(pdf, font)
        for font in list_fonts(pdf)
        if font.get("/Subtype") == "/Type0"
    }
    for page in pdf.pages:
        fonts = page.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
        names = {name: letters.get(font.objgen, {}) for name, font in fonts.items()}
        instructions = _write_words(pikepdf.parse_content_stream(page), names)
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def _rewrite_letters(pdf: pikepdf.Pdf, font: Any) -> Mapping[int, str]:
    """Write the letter of each glyph into a font's character map; the letters by glyph.

    A font that is not shipped, or has no names, keeps its map, and nothing is known of it.
    """
    from fontTools.ttLib import TTFont, TTLibError

    known = load_letters(str(font.BaseFont).lstrip("/").rpartition("+")[2])
    try:
        file = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
        with TTFont(io.BytesIO(file), lazy=True) as embedded:
            glyphs = list(enumerate(embedded.getGlyphOrder()))
    except (AttributeError, KeyError, IndexError, ValueError, TTLibError):
        return {}
    letters = {number: known[name] for number, name in glyphs if name in known}
    if letters:
        font.ToUnicode = pdf.make_stream(_build_cmap(letters))
    return letters


@cache
def load_letters(face: str) -> Mapping[str, str]:
    """The letter of each named glyph of a shipped face, given by its PostScript name."""
    from fontTools.ttLib import TTFont

    for file in get_font_files():
        if file.stem.removesuffix(_REGULAR) == face:
            with TTFont(file, lazy=True) as font:
                codes = sorted(font.getBestCmap().items(), reverse=True)
                # Where several codes share a glyph the lowest is its letter: "-", the soft hyphen.
                letters = {name: chr(code) for code, name in codes if code not in _PRIVATE}
                return _add_substitutes(font, letters)
    return {}


def _add_substitutes(font: Any, letters: dict[str, str]) -> dict[str, str]:
    """The letters too of glyphs that are only drawn in the place of others: ฤ and ๅ as one."""
    lookups = font["GSUB"].table.LookupList.Lookup if "GSUB" in font else ()
    for table in (table for lookup in lookups for table in lookup.SubTable):
        table = getattr(table, "ExtSubTable", table)
        for old, new in getattr(table, "mapping", {}).items():
            if isinstance(new, str) and old in letters:
                letters.setdefault(new, letters[old])
        for first, ligatures in getattr(table, "ligatures", {}).items():
            for ligature in ligatures:
                parts = [letters.get(part) for part in (first, *ligature.Component)]
                if None not in parts:
                    # The face joins ฤา too, which nobody writes: ฤๅ, the later one, is meant.
                    text, known = "".join(filter(None, parts)), letters.get(ligature.LigGlyph, "")
                    letters[ligature.LigGlyph] = max(text, known)
    return letters


def _build_cmap(letters: Mapping[int, str]) -> bytes:
    rows = [
        b"<%04X> <%s>" % (number, letter.encode("utf-16-be").hex().upper().encode("ascii"))
        for number, letter in sorted(letters.items())
    ]
    sections = (rows[start : start + _PER_SECTION] for start in range(0, len(rows), _PER_SECTION))
    return b"\n".join(
        [
            b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap",
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def",
            b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange",
            *(
                b"%d beginbfchar\n%s\nendbfchar" % (len(section), b"\n".join(section))
                for section in sections
            ),
            b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend",
        ]
    )


@dataclass(slots=True)
class _Word:
    """The instructions that draw a word, from BT to ET: its font and size, what its glyphs say."""

    drawing: list[Any]
    face: str = ""
    text: str = ""


def _write_words(
    instructions: Iterable[Any], letters_by_font: Mapping[str, Mapping[int, str]]
) -> list[Any]:
    """The page without the text beside its lines, and with that of the words that need it."""
    pieces = list(_part_into_words(instructions, letters_by_font))
    words = [piece for piece in pieces if isinstance(piece, _Word)]
    for word, following in pairwise([*words, _Word([])]):
        if _DRAWN_SARA_AM.search(word.text):
            _write_beside(word)
        elif following.text.isspace() and following.face == word.face:
            # A space is a word of its own to rdocx. By itself it is not copied after a mark, which
            # has no width (กตัญญู ปฏิบัติ); behind the word before it is.
            _append_glyphs(word, following)
        elif _ENDS_WITH_MARK.search(word.text):
            _write_beside(word)
    written: list[Any] = []
    for piece in pieces:
        written += piece.drawing if isinstance(piece, _Word) else [piece]
    return written


def _part_into_words(
    instructions: Iterable[Any], letters_by_font: Mapping[str, Mapping[int, str]]
) -> Iterator[Any]:
    """The words, and the other instructions but the marks with the text beside the lines."""
    marks: list[bool] = []
    letters: Mapping[int, str] = {}
    word: _Word | None = None
    for instruction in instructions:
        operands, operator = instruction.operands, str(instruction.operator)
        if operator in ("BDC", "BMC"):
            marks.append(operator == "BDC" and _has_text_beside(operands[1]))
            if marks[-1]:
                continue
        elif operator == "EMC" and marks and marks.pop():
            continue
        if operator == "BT":
            word = _Word([])
        if word is None:
            yield instruction
            continue
        if operator in _SHOWING:
            instruction = _drop_joiners(instruction, letters)
            operands = instruction.operands
        word.drawing.append(instruction)
        if operator == "Tf":
            word.face = f"{operands[0]} {operands[1]}"
            letters = letters_by_font.get(str(operands[0]), {})
        elif operator in _SHOWING:
            word.text += "".join(letters.get(code, "") for code in _iter_codes(operands))
        elif operator == "ET":
            yield word
            word = None


def _drop_joiners(instruction: Any, letters: Mapping[int, str]) -> Any:
    """The instruction without the joiners of words, each a space whose width is taken back.

    [(ส่) (space) 216 (เสริม)] TJ
    """
    strings = _list_strings(instruction.operands)
    kept: list[Any] = []
    taken_back = False
    for string, following in pairwise([*strings, None]):
        is_space = "".join(letters.get(code, "") for code in _iter_codes([string])) == " "
        if taken_back or (is_space and isinstance(following, (int, Decimal)) and following > 0):
            taken_back = not taken_back
            continue
        kept.append(string)
    if len(kept) == len(strings):
        return instruction
    return pikepdf.ContentStreamInstruction([pikepdf.Array(kept)], pikepdf.Operator("TJ"))


def _append_glyphs(word: _Word, following: _Word) -> None:
    """Draw the glyphs of the following word at the end of the word, and not by themselves."""
    glyphs = [
        operand
        for instruction in (*word.drawing, *following.drawing)
        if str(instruction.operator) in _SHOWING
        for operand in _list_strings(instruction.operands)
    ]
    places = [n for n, item in enumerate(word.drawing) if str(item.operator) in _SHOWING]
    if len(places) == 1:
        word.drawing[places[0]] = pikepdf.ContentStreamInstruction(
            [pikepdf.Array(glyphs)], pikepdf.Operator("TJ")
        )
        following.drawing.clear()


def _write_beside(word: _Word) -> None:
    """Write the word's text beside its glyphs.

    Without it a mark over the next word's first letter is copied as that word's: ญี่ปุ่น in two words.
    """
    text = _DRAWN_SARA_AM.sub("\\1\u0e33", word.text)
    beside = pikepdf.Dictionary(ActualText=pikepdf.String(text))
    begin = pikepdf.ContentStreamInstruction([pikepdf.Name.Span, beside], pikepdf.Operator("BDC"))
    end = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))
    word.drawing[:] = [begin, *word.drawing, end]


def _has_text_beside(properties: Any) -> bool:
    return isinstance(properties, pikepdf.Dictionary) and "/ActualText" in properties


def _iter_codes(operands: Iterable[Any]) -> Iterator[int]:
    """The codes of the glyphs, two bytes each, in the strings of an instruction."""
    for operand in _list_strings(operands):
        if isinstance(operand, pikepdf.String):
            data = bytes(operand)
            yield from (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))


def _list_strings(operands: Iterable[Any]) -> list[Any]:
    """The strings of a Tj or TJ, and the numbers between them."""
    strings: list[Any] = []
    for operand in operands:
        strings += list(operand) if isinstance(operand, pikepdf.Array) else [operand]
    return strings
