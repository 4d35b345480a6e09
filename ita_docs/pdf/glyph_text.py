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
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import pikepdf

from ita_docs.pdf.embedded_fonts import list_fonts
from ita_docs.pdf.fonts import get_font_files
from ita_docs.pdf.justification import Face, Word, spread_lines
from ita_docs.pdf.letter_map import build_letter_map

_DRAWN_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
"""Nikhahit, a tone mark where there is one, and sara aa."""
_ENDS_WITH_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]$")
_PRIVATE = range(0xE000, 0xF900)
_REGULAR = "-Regular"


def rewrite_glyph_text(pdf: pikepdf.Pdf) -> None:
    """Let every glyph stand for its letter, and every word for its glyphs, on every page."""
    faces = {
        font.objgen: _rewrite_letters(pdf, font)
        for font in list_fonts(pdf)
        if font.get("/Subtype") == "/Type0"
    }
    for page in pdf.pages:
        content = page.get("/Contents")
        fonts = page.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
        named = {name[1:].encode(): faces.get(font.objgen, Face()) for name, font in fonts.items()}
        if isinstance(content, pikepdf.Stream):
            content.write(rewrite_page(content.read_bytes(), named))


def _rewrite_letters(pdf: pikepdf.Pdf, font: Any) -> Face:
    """Write the letter of each glyph into a font's character map; the letters, and the widths.

    A font that is not shipped, or has no names, keeps its map, and nothing is known of it.
    """
    from fontTools.ttLib import TTFont, TTLibError

    known = load_letters(str(font.BaseFont).lstrip("/").rpartition("+")[2])
    try:
        file = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
        with TTFont(io.BytesIO(file), lazy=True) as embedded:
            glyphs = list(enumerate(embedded.getGlyphOrder()))
            widths, em = embedded["hmtx"].metrics, embedded["head"].unitsPerEm
    except (AttributeError, KeyError, IndexError, ValueError, TTLibError):
        return Face()
    letters = {number: known[name] for number, name in glyphs if name in known}
    if letters:
        font.ToUnicode = pdf.make_stream(build_letter_map(letters))
    return Face(letters, {number: widths[name][0] * 1000 / em for number, name in glyphs})


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


# --- a page ---------------------------------------------------------------------------------------

# A page is a row of instructions: operands and an operator. To know more of it than that would take
# ten times as long (pikepdf's own parser), and nearly all of it stays as it is.
_IN_STRING = rb"[^()\\]++|\\."
_STRING = rb"\((?:" + _IN_STRING + rb")*+\)"
for _ in range(3):  # brackets in pairs may stand in a string as they are: ((OIT))
    _STRING = rb"\((?:" + _IN_STRING + rb"|" + _STRING + rb")*+\)"
_HEX = rb"<[0-9A-Fa-f\s]*+>"
_OPERAND = rb"|".join(
    (
        rb"[-+.\d]++",
        rb"/[^\s<>\[\](){}/%]*+",
        rb"\[(?:[^()\[\]]++|" + _STRING + rb")*+\]",
        rb"<<(?:[^<>()]++|" + _STRING + rb"|" + _HEX + rb")*+>>",
        _STRING,
        _HEX,
        rb"(?:true|false|null)\b",
    )
)
_INSTRUCTION = re.compile(
    rb"((?:(?:" + _OPERAND + rb")\s*+)*+)([A-Za-z'\"][A-Za-z0-9*]*+)\s*+", re.DOTALL
)
_ITEM = re.compile(_STRING + rb"|" + _HEX + rb"|[-+.\d]+", re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n?|\n)|(.))", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_LEAST_SHIFT = 0.01
"""A thousandth of the size below which a shift between two glyphs is none."""


def rewrite_page(content: bytes, faces: Mapping[bytes, Face]) -> bytes:
    """The page without the text beside its lines, and with that of the words that need it.

    The text beside a line stands at its first word. Stretched lines are spread between their
    letters. A page that is no plain row of instructions stays as it is.
    """
    pieces: list[bytes | Word] = []
    marks: list[bool] = []
    nothing = Face()
    word: Word | None = None
    line_begins = False
    end = 0
    for found in _INSTRUCTION.finditer(content):
        if found.start() != end:
            return content
        end = found.end()
        operands, operator = found[1], found[2]
        if operator in (b"BDC", b"BMC"):
            marks.append(b"/ActualText" in operands)
            if marks[-1]:
                line_begins |= b"()" not in operands
                continue
        elif operator == b"EMC" and marks and marks.pop():
            continue
        if operator == b"BT":
            word, line_begins = Word(starts_line=line_begins), False
        elif word is None:
            pieces.append(found[0])
        elif operator == b"ET":
            pieces.append(word)
            word = None
        elif operator in (b"Tj", b"TJ"):
            _take_glyphs(word, operands)
        else:
            word.plain &= not word.glyphs
            word.begin += found[0]
            if operator == b"Tf":
                word.face = operands
                word.known = faces.get(operands.split(maxsplit=1)[0][1:], nothing)
    if end != len(content) or word is not None:
        return content
    spread_lines([piece for piece in pieces if isinstance(piece, Word)])
    return b"".join(_write_pieces(pieces))


def _take_glyphs(word: Word, operands: bytes) -> None:
    """Take the glyphs of a Tj or TJ into the word, without the joiners of words.

    A joiner is a space whose width is taken back:  [(ส่) (space) 216 (เสริม)] TJ
    """
    for item in _ITEM.findall(operands):
        if item[0] in b"(<":
            codes = _decode_string(item).hex().upper()
            for at in range(0, len(codes), 4):
                code = codes[at : at + 4]
                letter = word.known.letters.get(int(code, 16), "")
                word.glyphs.append((b"<%s>" % code.encode("ascii"), letter))
        elif (shift := float(item)) > 0 and word.glyphs and word.glyphs[-1][1] == " ":
            word.glyphs.pop()
        elif abs(shift) > _LEAST_SHIFT:
            word.glyphs.append((item, ""))


@lru_cache(maxsize=4096)
def _decode_string(literal: bytes) -> bytes:
    """The bytes of a string as it stands on the page (PDF 32000-1, 7.3.4)."""
    if literal[:1] == b"<":
        digits = b"".join(literal[1:-1].split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))

    def unescape(found: re.Match[bytes]) -> bytes:
        if found[1]:
            return bytes([int(found[1], 8) & 0xFF])
        return b"" if found[2] else _ESCAPED.get(found[3], found[3])

    return _ESCAPE.sub(unescape, literal[1:-1])


def _write_pieces(pieces: Sequence[bytes | Word]) -> Iterator[bytes]:
    """The pieces of the page; each word with what follows from the word after it."""
    words = [piece for piece in pieces if isinstance(piece, Word)]
    written: dict[int, bytes] = {}
    for word, following in pairwise([*words, Word()]):
        if id(word) in written:
            continue
        beside = b""
        if _DRAWN_SARA_AM.search(word.text):
            beside = _write_text(word)
        elif following.text.isspace() and following.face == word.face and following.plain:
            # A space is a word of its own to rdocx. By itself it is not copied after a mark, which
            # has no width (กตัญญู ปฏิบัติ); behind the word before it is.
            word.glyphs += following.glyphs
            written[id(following)] = b""
        elif _ENDS_WITH_MARK.search(word.text):
            # The mark lies over the next word's first letter: copied as that word's, if not said.
            beside = _write_text(word)
        drawn = b"BT\n%s%s TJ\nET\n" % (word.begin, _write_glyphs(word.glyphs))
        written[id(word)] = (
            b"/Span <</ActualText %s>> BDC\n%sEMC\n" % (beside, drawn) if beside else drawn
        )
    for piece in pieces:
        yield written[id(piece)] if isinstance(piece, Word) else piece


def _write_text(word: Word) -> bytes:
    text = _DRAWN_SARA_AM.sub("\\1\u0e33", word.text)
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().upper().encode("ascii")


def _write_glyphs(glyphs: Sequence[tuple[bytes, str]]) -> bytes:
    """The operand of a TJ: in hexadecimal, so that no string looks like an instruction."""
    return b"[%s]" % b" ".join(item for item, _ in glyphs).replace(b"> <", b"")
