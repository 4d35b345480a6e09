"""What a number format shows of a value, and how that stands to the value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ita_docs.ooxml.built_in_formats import BUILT_IN_FORMATS
from ita_docs.ooxml.format_sections import parse_format
from ita_docs.ooxml.number_formats import (
    DateParts,
    Look,
    find_date_parts,
    find_plain_places,
    show_number,
    show_text,
)


@pytest.mark.parametrize(
    ("value", "code", "text", "look"),
    [
        ("96.31", "General", "96.31", Look.SAME),
        ("96.31", "", "96.31", Look.SAME),
        ("96.31", '0.00" คะแนน"', "96.31 คะแนน", Look.SAME),
        ("96.31", "t0.00", "๙๖.๓๑", Look.SAME),
        ("96.31", "[$-D00041E]0.00", "๙๖.๓๑", Look.SAME),
        ("96.31", "[$-th-TH,D00]0.00", "๙๖.๓๑", Look.SAME),
        ("96.31", "[Red]0.00_)", "96.31", Look.SAME),
        ("84.995", "0.00", "85.00", Look.SAME),
        ("1.005", "0.00", "1.01", Look.SAME),
        ("1234567.891", "#,##0.00", "1,234,567.89", Look.SAME),
        ("0.5", "#.00", ".50", Look.SAME),
        ("85", "0.0##", "85.0", Look.SAME),
        ("-5", "0.00;(0.00)", "(5.00)", Look.SAME),
        ("-5", "0.00", "-5.00", Look.SAME),
        ("85", "[<1]0.00%;0.00", "85.00", Look.SAME),
        ("85", "# ?/?", "85", Look.SAME),
        ("9.999", "0.00E+00", "1.00E+01", Look.SAME),
        ("36", "@", "36", Look.SAME),
        ("36", '"นาย"@', "36", Look.SAME),
        ("0.9631", "0.00%", "96.31%", Look.PERCENT),
        ("0.5", "[<1]0.00%;0.00", "50.00%", Look.PERCENT),
        ("96310", "0.00,", "96.31", Look.OTHER),
        ("5", '"8"0', "85", Look.OTHER),
        ("62", '0"."00', "0.62", Look.OTHER),
        ("1234", "000-0000", "000-1234", Look.OTHER),
        ("2562", "0.00E+00", "2.56E+03", Look.OTHER),
        ("0", "0.00;-0.00;;@", "", Look.HIDDEN),
        ("85", ";;;", "", Look.HIDDEN),
        ("0", '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)', "-", Look.HIDDEN),
        ("85", '"ผ่าน"', "ผ่าน", Look.HIDDEN),
    ],
)
def test_a_number_is_shown_and_named(value: str, code: str, text: str, look: Look) -> None:
    shown = show_number(Decimal(value), code)
    assert (shown.text, shown.look) == (text, look)


@pytest.mark.parametrize(
    ("value", "code", "look"),
    [
        ("62.5", "# ?/?", Look.OTHER),
        ("85", "0*-", Look.SAME),
        ("85", BUILT_IN_FORMATS[7], Look.SAME),
        ("43845", "d/m/yyyy", Look.DATE),
        ("0.5", "[h]:mm", Look.DATE),
        ("85", "[DBNum1]0", Look.UNKNOWN),
        ("85", "0 kg", Look.UNKNOWN),
        ("85", '0"', Look.UNKNOWN),
        ("85", "0;0;0;0;0", Look.UNKNOWN),
        ("-5", "[<1]0;0.0", Look.UNKNOWN),
        ("85", "[>100]0", Look.UNKNOWN),
        ("85", "0@", Look.UNKNOWN),
        ("85", "0.0.0", Look.UNKNOWN),
        ("85", "0E+0E+0", Look.UNKNOWN),
    ],
)
def test_where_the_text_is_not_certain_there_is_none(value: str, code: str, look: Look) -> None:
    assert show_number(Decimal(value), code)[:2] == (None, look)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("General", "ก"), ("@", "ก"), ("0.00", "ก"), ('"นาย"@', "นายก"), ('0;0;0;"ก: "@', "ก: ก"),
        (";;;", ""), ("0;0;0;", ""), ("0;0;@_)", "ก "), ("0;0;0;0;0", None), ("0;0;0;0@", None),
    ],
)  # fmt: skip
def test_a_text_is_shown_by_the_section_for_texts(code: str, text: str | None) -> None:
    assert show_text("ก", code) == text


@pytest.mark.parametrize(
    ("code", "day", "month", "year", "buddhist"),
    [
        ("d/m/yyyy", True, True, True, False),
        ("[$-D07041E]d mmmm yyyy", True, True, True, True),
        ("[$-th-TH,107]d mmm yy;@", True, True, True, True),
        ("d/m/bbbb", True, True, True, True),
        ("[$-411]ggge.m.d", True, True, True, False),
        ("yyyy-mm-ddThh:mm", True, True, True, False),
        ("mmm-yy", False, True, True, False),
        ("d mmm", True, True, False, False),
        ("dddd", False, False, False, False),
        ("h:mm", False, False, False, False),
        ("mm:ss", False, False, False, False),
        ("[h]:mm", False, False, False, False),
        ("d m yyyy xx", False, False, False, False),
    ],
)
def test_the_parts_of_a_day_that_a_format_shows(
    code: str, day: bool, month: bool, year: bool, buddhist: bool
) -> None:
    assert find_date_parts(code) == DateParts(day, month, year, buddhist)
    assert find_date_parts("0.00") is None


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("General", 8), ("0", 0), ("0.00", 2), ("#,##0.0;-0.00", 1), ('0.00" คะแนน";;', None),
        ("0.00;-0.00;;@", None), ("#.##", None), ("0.00%", None), ("0.00,", None), ('"8"0', None),
        ("t0.00", 2), ("0 0", None), ("yyyy", None), ("[<1]0;0.00", None), ("0.00;@", 2),
    ],
)  # fmt: skip
def test_a_plain_format_shows_every_number_as_itself(code: str, places: int | None) -> None:
    assert find_plain_places(code) == places
    if places is not None:
        for value in ("0", "0.5", "85.31", "2562"):
            assert show_number(Decimal(value), code).look is Look.SAME


def test_the_table_of_built_in_formats_is_whole_and_sound() -> None:
    thai = (*range(59, 63), *range(67, 72), *range(72, 82))
    east_asian = (*range(27, 37), *range(50, 59))
    ordinary = (*range(5), *range(9, 23), *range(37, 41), *range(45, 50))
    assert set(BUILT_IN_FORMATS) >= {*thai, *east_asian, *ordinary}
    for code in BUILT_IN_FORMATS.values():
        assert all(section.sound for section in parse_format(code)), code
    for number in (*east_asian, *range(71, 82), *range(14, 23), 45, 46, 47):
        assert show_number(Decimal("85.31"), BUILT_IN_FORMATS[number]).look is Look.DATE, number
    for number in (67, 68, 9, 10):
        assert show_number(Decimal("0.85"), BUILT_IN_FORMATS[number]).look is Look.PERCENT, number
    for number in (59, 60, 61, 62):
        assert show_number(Decimal(85), BUILT_IN_FORMATS[number]).text in ("๘๕", "๘๕.๐๐")


def test_a_format_as_long_as_a_cell_may_have_takes_no_time() -> None:
    for piece in ("0", "[", '"', "#,", "\\0", "_0", "d", "E+", "(", "[<1]0;", "t", "?/"):
        code = (piece * 255)[:255]
        assert show_number(Decimal("85.31"), code).look in Look
        assert show_text("ก", code) is None or isinstance(show_text("ก", code), str)
        assert find_date_parts(code) is None or isinstance(find_date_parts(code), DateParts)
