"""Numbers, colours and lines as a chart's XML writes them."""

from __future__ import annotations

import pytest
from lxml import etree

from ita_docs.pdf.charts.known import NotDrawnError
from ita_docs.pdf.charts.styles import (
    NO_FILL,
    Pen,
    format_number,
    read_fill,
    read_pen,
    read_style,
    read_theme,
)
from ita_docs.pdf.charts.styles import TextStyle as Style
from tests.fakes.charts import THAI, THEME

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def parse(xml: str) -> etree._Element:
    return etree.fromstring(f"<a:spPr {A}>{xml}</a:spPr>")


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (82.22, THAI, "๘๒.๒๒"),
        (0.125, "0.00", "0.13"),
        (85, "General", "85"),
        (85.5, "General", "85.5"),
        (100, "[$-D00041E]0", "๑๐๐"),
        (36, '0.00" คะแนน"', "36.00 คะแนน"),
        (36, '[$-D00041E]"ร้อยละ "0.0', "ร้อยละ ๓๖.๐"),
        (-4.5, '"ลด "0.0', "-ลด 4.5"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0.5, "0%", "50%"),
        (62.95, "[$-D07041E]0.0", "๖๓.๐"),
    ],
)
def test_numbers_are_written_as_their_format_says(number: float, code: str, text: str) -> None:
    assert format_number(number, code) == text


@pytest.mark.parametrize("code", ["0.00;-0.00", "[>80]0", "yyyy", "# ?/?", "0.00E+00", "0.0_)"])
def test_a_format_that_is_not_known_is_refused(code: str) -> None:
    with pytest.raises(NotDrawnError):
        format_number(1.5, code)


def test_theme_colours_are_read_and_the_unsaid_are_offices_own() -> None:
    theme = etree.fromstring(
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:themeElements><a:clrScheme name="x"><a:accent1><a:srgbClr val="010203"/></a:accent1>'
        '<a:dk1><a:sysClr val="windowText" lastClr="111111"/></a:dk1></a:clrScheme>'
        "</a:themeElements></a:theme>"
    )
    colours = read_theme(theme)
    assert colours["accent1"] == "010203"
    assert colours["dk1"] == "111111"
    assert colours["accent2"] == "ED7D31"


@pytest.mark.parametrize(
    ("xml", "colour"),
    [
        ("", None),
        ("<a:noFill/>", NO_FILL),
        ('<a:solidFill><a:srgbClr val="a1b2c3"/></a:solidFill>', "A1B2C3"),
        ('<a:solidFill><a:schemeClr val="accent2"/></a:solidFill>', "ED7D31"),
        # Word's grey of grid lines and of words: text 15 %, 65 %.
        (
            '<a:solidFill><a:schemeClr val="tx1"><a:lumMod val="15000"/><a:lumOff val="85000"/>'
            "</a:schemeClr></a:solidFill>",
            "D9D9D9",
        ),
        (
            '<a:solidFill><a:schemeClr val="bg1"><a:lumMod val="85000"/></a:schemeClr>'
            "</a:solidFill>",
            "D9D9D9",
        ),
        # "Blue, accent 1, lighter 60 %" as Word shows it.
        (
            '<a:solidFill><a:schemeClr val="accent1"><a:lumMod val="40000"/><a:lumOff val="60000"/>'
            "</a:schemeClr></a:solidFill>",
            "B4C7E7",
        ),
    ],
)
def test_an_area_has_the_colour_that_it_says(xml: str, colour: str | None) -> None:
    assert read_fill(parse(xml), THEME) == colour


@pytest.mark.parametrize("xml", ['<a:schemeClr val="phClr"/>', '<a:srgbClr val="red"/>'])
def test_a_colour_that_is_not_known_is_refused(xml: str) -> None:
    with pytest.raises(NotDrawnError):
        read_fill(parse(f"<a:solidFill>{xml}</a:solidFill>"), THEME)


def test_a_line_is_as_wide_and_dashed_as_it_says() -> None:
    usual = Pen("868686")
    dashed = '<a:ln w="12700"><a:solidFill><a:srgbClr val="7F7F7F"/></a:solidFill>{}</a:ln>'
    pen = read_pen(parse(dashed.format('<a:prstDash val="dash"/>')), THEME, usual)
    assert pen == Pen("7F7F7F", 1.0, (4, 3))
    assert read_pen(parse("<a:ln><a:noFill/></a:ln>"), THEME, usual) is None
    assert read_pen(parse(""), THEME, usual) == usual
    with pytest.raises(NotDrawnError):
        read_pen(parse(dashed.format('<a:prstDash val="wavy"/>')), THEME, usual)


def test_words_that_are_struck_or_underlined_are_refused() -> None:
    run = '<a:p><a:pPr><a:defRPr sz="1400" b="1" i="1" {}/></a:pPr></a:p>'
    assert read_style(parse(run.format('u="none"')), THEME, Style()) == Style(14, True, True)
    for attribute in ('u="sng"', 'strike="sngStrike"', 'baseline="30000"', 'cap="all"'):
        with pytest.raises(NotDrawnError):
            read_style(parse(run.format(attribute)), THEME, Style())
