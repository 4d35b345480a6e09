"""The typefaces: the host's own choice is never seen, and the digit font shows Thai digits."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from ita_docs.pdf.fonts import (
    MOVED_GLYPHS,
    build_fonts_conf,
    get_font_files,
    get_fonts_folder,
    is_shipped_family,
    write_fonts_conf,
)
from ita_docs.pdf.glyph_text import load_letters
from tools.make_digit_font import SOURCE, build_digit_font


def draw(font: TTFont, char: str) -> list[object]:
    pen = RecordingPen()
    glyphs = font.getGlyphSet()
    glyphs[font.getBestCmap()[ord(char)]].draw(pen)
    return list(pen.value)


def test_the_digits_of_the_digit_font_are_drawn_as_thai_ones() -> None:
    shipped = TTFont(get_fonts_folder() / "ITAThaiDigits.ttf")
    sarabun = TTFont(SOURCE)
    for digit in range(10):
        thai = chr(0x0E50 + digit)
        assert draw(shipped, str(digit)) == draw(sarabun, thai)
        assert draw(sarabun, str(digit)) != draw(sarabun, thai)


def test_the_digit_font_keeps_metrics_and_licence_under_its_own_name() -> None:
    shipped, sarabun = TTFont(get_fonts_folder() / "ITAThaiDigits.ttf"), TTFont(SOURCE)
    assert shipped["name"].getDebugName(1) == "ITA Thai Digits"
    assert "General Public License" in shipped["name"].getDebugName(13)
    assert shipped["hhea"].ascent == sarabun["hhea"].ascent
    assert shipped["OS/2"].usWinDescent == sarabun["OS/2"].usWinDescent
    assert shipped["OS/2"].fsType == 0
    assert "Software Industry Promotion Agency" in shipped["name"].getDebugName(0)


def test_the_committed_digit_font_is_what_the_tool_makes(tmp_path: Path) -> None:
    made = tmp_path / "made.ttf"
    build_digit_font(SOURCE).save(made, reorderTables=True)
    assert made.read_bytes() == (get_fonts_folder() / "ITAThaiDigits.ttf").read_bytes()


def test_the_licence_travels_with_the_fonts() -> None:
    assert (get_fonts_folder() / "COPYING.GPL-2").is_file()
    assert "GNU GPL" in (get_fonts_folder() / "README.md").read_text(encoding="utf-8")
    assert len(get_font_files()) == 5


@pytest.mark.parametrize(
    ("family", "shipped"),
    [
        ("TH SarabunPSK", True),
        ("TH Sarabun New", True),
        ("th sarabunit๙", True),
        ("ITA Thai Digits", True),
        ("Sarabun", False),
        ("Angsana New", False),
    ],
)
def test_which_families_are_drawn_with_a_shipped_face(family: str, shipped: bool) -> None:
    assert is_shipped_family(family) is shipped


def test_folders_with_special_signs_are_written_so_that_xml_holds_them(tmp_path: Path) -> None:
    assert "R&amp;D" in build_fonts_conf(tmp_path / "R&D")


@pytest.mark.skipif(shutil.which("fc-match") is None, reason="not installed: fc-match")
@pytest.mark.parametrize(
    ("asked", "drawn"),
    [
        ("TH SarabunPSK", "TH Sarabun New"),
        ("TH SarabunPSK:bold", "TH Sarabun New"),
        ("TH Sarabun Chula", "TH Sarabun New"),
        ("ITA Thai Digits", "ITA Thai Digits"),
        ("Cordia New", "TH Sarabun New"),
        ("sans-serif", "TH Sarabun New"),
    ],
)
def test_what_the_engine_draws_with(tmp_path: Path, asked: str, drawn: str) -> None:
    environment = {"PATH": os.environ["PATH"], "FONTCONFIG_FILE": str(write_fonts_conf(tmp_path))}
    command = ["fc-match", "--format=%{family[0]}", asked]
    found = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert found.stdout == drawn


def test_the_letters_of_moved_glyphs_are_those_that_the_face_itself_puts_there() -> None:
    font = TTFont(SOURCE)
    letters = load_letters("THSarabunNew")
    names = font.getBestCmap()
    assert {code: letters[names[code]] for code in MOVED_GLYPHS} == MOVED_GLYPHS
