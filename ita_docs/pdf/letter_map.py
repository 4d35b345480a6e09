"""What the glyphs of a font are copied as: a PDF's character map."""

from __future__ import annotations

from collections.abc import Mapping

_PER_SECTION = 100
"""Most lines of one section of a character map (PDF 32000-1, 9.10.3)."""


def build_letter_map(letters: Mapping[int, str]) -> bytes:
    """The ToUnicode map of a font whose codes are the numbers of its glyphs."""
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
