"""How the words of a document and those copied from its PDF are made alike, to be compared.

An engine breaks lines, sets spaces wider and narrower, and draws a syllable by glyphs that are
copied in another order than they were typed. None of this is a difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ita_docs.pdf.document_text import GAP, PAGE_MARK, PAGES_MARK
from ita_docs.pdf.fonts import MOVED_GLYPHS

# Joiners and breaks that nobody sees, and glyphs that stand for no text.
_UNSEEN = dict.fromkeys(
    [0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF, *range(0xE000, 0xF700), *range(0xF71B, 0xF900)]
)
# U+0002 and U+FFFE are what PDFium gives for a hyphen at the end of a line.
_HYPHENS = dict.fromkeys([0x02, 0x2010, 0x2011, 0xFFFE], "-")
_FOLDED = {**_UNSEEN, **_HYPHENS, **MOVED_GLYPHS}
_WESTERN_DIGITS = {0x0E50 + digit: str(digit) for digit in range(10)}
_SHORT = 200
"""Letters of a text that may be said by others, too."""
_MARKS = re.compile("[ัิ-ฺ็-๎]{2,}")
# Where the engine may draw something of its own: fields, symbols, a hyphen where a word is broken.
_CUTS = re.compile(f"[{GAP}{PAGE_MARK}{PAGES_MARK}\n\u00ad\ue000-\uf6ff\uf71b-\uf8ff]+")


def fold_text(text: str) -> str:
    """The text as it is compared: without white space and hyphens, each syllable in one way.

    น้ำ may be copied as น + ้ + ำ, or in the order of its glyphs as น + ํ + ้ + า.
    """
    return "".join(split_words(text)) if len(text) > _SHORT else _fold_short(text)


@lru_cache(maxsize=4096)
def _fold_short(text: str) -> str:
    """Kept, since the next office's document says most of it again."""
    return "".join(split_words(text))


def split_words(text: str) -> list[str]:
    """The folded words of a text, parted where it has white space or hyphens."""
    plain = unicodedata.normalize("NFKC", text.translate(_FOLDED)).casefold()
    return sort_marks(plain.replace("-", " ")).split()


def sort_marks(text: str) -> str:
    """The marks above and below each letter in one order; the text stays as long as it is."""
    return _MARKS.sub(lambda marks: "".join(sorted(marks.group())), text)


def cut_at_gaps(texts: Sequence[str]) -> Iterator[str]:
    """The pieces of texts between the places where an engine may draw something of its own."""
    for text in texts:
        yield from _CUTS.split(text)


def fold_margin(text: str) -> str:
    """Like `fold_text`, but with hyphens, and with one kind of digits: "- ๓ -" as "-3-"."""
    plain = unicodedata.normalize("NFKC", text.translate(_FOLDED)).casefold()
    return sort_marks("".join(plain.translate(_WESTERN_DIGITS).split()))
