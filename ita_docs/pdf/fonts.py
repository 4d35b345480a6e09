"""The typefaces of the PDF: the shipped ones and nothing of the host's own choosing.

A host that has no TH Sarabun replaces it with a face one and a half times as wide and says nothing.
So the engine sees a generated fontconfig file that knows the shipped fonts, LibreOffice's symbol
font (bullets) and DejaVu (signs that Thai faces lack), and no others.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

THAI_FAMILY = "TH Sarabun New"
DIGIT_FAMILY = "ITA Thai Digits"
SARABUN_PREFIX = "TH Sarabun"
"""Every family that begins so is drawn with `THAI_FAMILY`, whose letters are as wide."""

ALLOWED_FONTS = ("THSarabunNew", "ITAThaiDigits", "OpenSymbol", "DejaVu")
"""Beginnings of the PostScript names that may stand in a finished PDF."""

MOVED_GLYPHS = {
    0xF700 + place: chr(0x0E00 + letter)
    for place, letter in enumerate(
        bytes.fromhex("10 34353637 48494A4B4C 48494A4B4C 0D 31 4D 47 48494A4B4C 38393A")
    )
}
"""The letter of each glyph that a Thai face draws elsewhere than usual, by the code it has for
itself: a mark beside a tall consonant, a consonant above a vowel. U+F70A is ไม้เอก, lower."""

_SYMBOL_FOLDERS = (
    "/usr/share/fonts/truetype/libreoffice",
    "/usr/share/fonts/opensymbol",
    "/usr/share/libreoffice/fonts",
    "/opt/libreoffice/share/fonts/truetype",
)
_DEJAVU_FOLDERS = (
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/dejavu",
    "/usr/share/fonts/TTF",
    "/usr/share/fonts/dejavu-sans-fonts",
)


def get_fonts_folder() -> Path:
    """The folder of the shipped fonts."""
    return Path(str(files("ita_docs") / "fonts"))


def get_font_files() -> list[Path]:
    """The shipped font files, in the order of their names."""
    return sorted(get_fonts_folder().glob("*.ttf"))


def is_sarabun(family: str) -> bool:
    """Say whether the family is one of the TH Sarabun faces, whichever edition."""
    return family.casefold().startswith(SARABUN_PREFIX.casefold())


def is_shipped_family(family: str) -> bool:
    """Say whether text set in this family is drawn with a shipped font of the same widths."""
    return is_sarabun(family) or family.casefold() == DIGIT_FAMILY.casefold()


def write_fonts_conf(folder: Path, program_folder: Path | None = None) -> Path:
    """Write ``fonts.conf`` into ``folder`` and return its path; the cache stays in there too.

    ``program_folder`` is where LibreOffice's program lies; its own fonts are beside it.
    """
    conf = folder / "fonts.conf"
    conf.write_text(build_fonts_conf(folder / "cache", program_folder), encoding="utf-8")
    return conf


def build_fonts_conf(cache: Path, program_folder: Path | None = None) -> str:
    """The text of a fontconfig file that knows only the fonts this room answers for."""
    own = [program_folder.parent / "share" / "fonts" / "truetype"] if program_folder else []
    seen = [get_fonts_folder(), *own]
    # A folder that holds more than the wanted family is narrowed by the glob below.
    seen += [Path(folder) for folder in (*_SYMBOL_FOLDERS, *_DEJAVU_FOLDERS)]
    folders = [folder for folder in seen if folder.is_dir()]
    return "\n".join(
        [
            '<?xml version="1.0"?>',
            '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
            "<fontconfig>",
            *(f"  <dir>{escape(str(folder))}</dir>" for folder in folders),
            f"  <cachedir>{escape(str(cache))}</cachedir>",
            *_select_families((THAI_FAMILY, DIGIT_FAMILY, "OpenSymbol", "DejaVu Sans")),
            *_replace_family("contains", SARABUN_PREFIX, THAI_FAMILY),
            *_fall_back(THAI_FAMILY),
            "</fontconfig>",
        ]
    )


def _select_families(families: Iterable[str]) -> list[str]:
    """Hide every face of another family, whatever else lies in the folders."""
    patterns = [
        f'<pattern><patelt name="family"><string>{family}</string></patelt></pattern>'
        for family in families
    ]
    return [
        "  <selectfont>",
        "    <rejectfont><pattern></pattern></rejectfont>",
        *(f"    <acceptfont>{pattern}</acceptfont>" for pattern in patterns),
        "  </selectfont>",
    ]


def _replace_family(compare: str, asked: str, given: str) -> list[str]:
    return [
        '  <match target="pattern">',
        f'    <test qual="any" name="family" compare="{compare}"><string>{asked}</string></test>',
        f'    <edit name="family" mode="assign" binding="same"><string>{given}</string></edit>',
        "  </match>",
    ]


def _fall_back(family: str) -> list[str]:
    return [
        '  <match target="pattern">',
        f'    <edit name="family" mode="append" binding="weak"><string>{family}</string></edit>',
        "  </match>",
    ]
