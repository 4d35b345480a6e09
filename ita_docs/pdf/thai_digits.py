"""Text copied from a PDF: page numbers drawn as ๐-๙ must be copied as ๐-๙."""

from __future__ import annotations

import re
from typing import Any

import pikepdf

from ita_docs.pdf.embedded_fonts import list_fonts
from ita_docs.pdf.fonts import DIGIT_FAMILY

_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CHAR = re.compile(rb"(<[0-9A-Fa-f]+>\s*)<003([0-9])>")
_RANGE = re.compile(rb"(<[0-9A-Fa-f]+>\s*<[0-9A-Fa-f]+>\s*)<003([0-9])>")


def map_digits_to_thai(pdf: pikepdf.Pdf) -> int:
    """Let the digit font's glyphs stand for Thai digits; returns how many fonts were changed."""
    name = DIGIT_FAMILY.replace(" ", "")
    changed = 0
    for font in list_fonts(pdf):
        if name in str(font.get("/BaseFont", "")) and "/ToUnicode" in font:
            _rewrite(font.ToUnicode)
            changed += 1
    return changed


def _rewrite(stream: Any) -> None:
    def rewrite_section(found: re.Match[bytes]) -> bytes:
        pattern = _CHAR if found[1] == b"bfchar" else _RANGE
        body = pattern.sub(rb"\1<0E5\2>", found[2])
        return b"begin" + found[1] + body + b"end" + found[1]

    stream.write(_SECTION.sub(rewrite_section, stream.read_bytes()))
