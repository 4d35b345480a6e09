"""Build ita_docs/fonts/ITAThaiDigits.ttf: the digits 0-9 drawn as ๐-๙.

A page number is a field, and LibreOffice and rdocx draw it in Arabic digits whatever the field
asks for. Set in this face it shows Thai ones. Derived from TH Sarabun New, therefore under the
GNU GPL 2 or later with the font exception, and under another name.

Run ``python tools/make_digit_font.py``; the same source font gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[1] / "ita_docs" / "fonts"
SOURCE = FONTS / "THSarabunNew-Regular.ttf"
TARGET = FONTS / "ITAThaiDigits.ttf"
FAMILY = "ITA Thai Digits"
THAI_ZERO = 0x0E50
# A page number stands between spaces and hyphens, which keep their own shapes.
UNCHANGED = " -"
COPYRIGHT = (
    "Digits of TH Sarabun New, Copyright (c) 2010-2011 Software Industry Promotion Agency "
    "(Public Organization), Thailand; renamed and cut down to the digits for ita_docs."
)
LICENCE = (
    "GNU General Public License, version 2 or later, with the font exception: "
    "a document that embeds this font is not thereby covered by the licence."
)


def build_digit_font(source: Path) -> TTFont:
    """Cut ``source`` down to its Thai digits and let the characters 0-9 show them."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += ["GPOS", "GSUB"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.glyph_names = False
    cutter = subset.Subsetter(options)
    wanted = [THAI_ZERO + digit for digit in range(10)] + [ord(char) for char in UNCHANGED]
    cutter.populate(unicodes=wanted)
    cutter.subset(font)

    for table in font["cmap"].tables:
        thai = {code: glyph for code, glyph in table.cmap.items() if code >= THAI_ZERO}
        for code, glyph in thai.items():
            table.cmap[ord("0") + code - THAI_ZERO] = glyph

    names = font["name"]
    names.names = []
    texts = {
        0: COPYRIGHT,
        1: FAMILY,
        2: "Regular",
        3: f"{FAMILY}: 1.0",
        4: FAMILY,
        5: "Version 1.0",
        6: FAMILY.replace(" ", ""),
        13: LICENCE,
        14: "https://www.gnu.org/licenses/old-licenses/gpl-2.0.html",
    }
    for name_id, text in texts.items():
        names.setName(text, name_id, 3, 1, 0x409)
    return font


def main(target: Path = TARGET) -> None:
    """Write the font file."""
    build_digit_font(SOURCE).save(target, reorderTables=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
