"""Styles by their index: the number format, whether it is a day, whether the font strikes out."""

from __future__ import annotations

import pytest

from ita_docs.ooxml.scanning import Element
from ita_docs.problems import InputError, Location
from ita_docs.workbook.styles import Styles, read_styles

AT = Location("a.xlsx", part="xl/styles.xml")
FONTS = "styleSheet/fonts/font"


def test_a_style_has_its_format_by_number_or_by_code_and_the_strike_of_its_font() -> None:
    styles = read_styles(
        [
            Element(FONTS, {}),
            Element(FONTS, {}),
            Element(f"{FONTS}/strike", {}),
            Element(FONTS, {}),
            Element(f"{FONTS}/strike", {"val": "0"}),
            Element("styleSheet/dxfs/dxf/font/strike", {}),
            Element("styleSheet/cellStyleXfs/xf", {"numFmtId": "10"}),
            Element("styleSheet/cellXfs/xf", {"numFmtId": "71", "fontId": "0"}),
            Element("styleSheet/cellXfs/xf", {"numFmtId": "170", "fontId": "1"}),
            Element("styleSheet/cellXfs/xf", {"numFmtId": "999", "fontId": "2"}),
            Element("styleSheet/numFmts/numFmt", {"numFmtId": "170", "formatCode": "[h]:mm"}),
        ],
        AT,
    )
    found = [(style.manner[1], style.is_day, style.struck) for style in map(styles.find, "0123")]
    assert found == [
        ("d/m/bbbb", True, False), ("[h]:mm", False, True), ("General", False, False),
        ("General", False, False),
    ]  # fmt: skip
    assert styles.find(b"1") == styles.find("1")
    assert styles.find(b"").manner[1] == "d/m/bbbb"


@pytest.mark.parametrize("index", ["", "0", "7", "999999", "x"])
def test_a_style_that_is_not_there_is_general(index: str) -> None:
    assert Styles().find(index) == ((False, "General", None, None), False, False)


@pytest.mark.parametrize(
    "element",
    [
        Element("styleSheet/numFmts/numFmt", {"numFmtId": "x", "formatCode": "0"}),
        Element("styleSheet/numFmts/numFmt", {"numFmtId": "1"}),
        Element("styleSheet/numFmts/numFmt", {"numFmtId": "1", "formatCode": "0" * 256}),
        Element("styleSheet/cellXfs/xf", {"fontId": "-"}),
    ],
)
def test_styles_that_no_program_writes_are_damaged(element: Element) -> None:
    with pytest.raises(InputError) as caught:
        read_styles([element], AT)
    assert caught.value.code == "file-damaged"
