"""Drawings in the place of the engine's pictures: found by their dots, embedded once, or missed."""

from __future__ import annotations

import io

import pikepdf
import pytest

from ita_docs.pdf.charts.stamping import stamp_drawings
from ita_docs.pdf.embedded_fonts import list_fonts
from ita_docs.problems import ConversionError
from tests.fakes.charts import COLUMNS, LABELS, draw, make_page, make_placeholder, read_made

LABELLED = ("<c:cat>", LABELS + "<c:cat>")


def show(pdf: pikepdf.Pdf, **pictures: pikepdf.Stream) -> None:
    """Give the file a page that shows these pictures."""
    pdf.add_blank_page()
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(**pictures))


def test_a_picture_becomes_a_form_that_fills_its_place() -> None:
    drawing = draw(read_made(COLUMNS, LABELLED), 360, 180)
    with pikepdf.open(io.BytesIO(make_page(drawing))) as pdf:
        form = pdf.pages[0].Resources.XObject.Im0
        assert form.Subtype == "/Form"
        assert [float(n) for n in form.BBox] == [0, 0, 360, 180]
        assert float(form.Matrix[0]) * 360 == pytest.approx(1, abs=1e-5)
        assert float(form.Matrix[3]) * 180 == pytest.approx(1, abs=1e-5)
        assert not {"/Width", "/Height", "/ColorSpace", "/BitsPerComponent"} & set(form.keys())
        for instruction in pikepdf.parse_content_stream(form):
            assert str(instruction.operator) not in ("Do", "BI")


def test_the_faces_are_embedded_once_for_all_drawings_and_cut() -> None:
    drawings = [draw(read_made(COLUMNS, LABELLED)), draw(read_made(names=("ก", "ข", "ค")))]
    with pikepdf.open(io.BytesIO(make_page(*drawings))) as pdf:
        fonts = [font for font in list_fonts(pdf) if font.Subtype == "/CIDFontType2"]
        assert len(fonts) == 1
        assert str(fonts[0].BaseFont).endswith("+THSarabunNew")
        assert len(fonts[0].FontDescriptor.FontFile2.read_bytes()) < 20_000
        names = [set(page.Resources.XObject.Im0.Resources.Font.keys()) for page in pdf.pages]
        assert names == [{"/R"}, {"/R"}]


def test_a_picture_of_few_colours_is_known_too() -> None:
    drawing = draw(read_made())
    with pikepdf.new() as pdf:
        image = make_placeholder(pdf, 0)
        dots = image.read_bytes()
        image.ColorSpace = pikepdf.Array(
            [pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, 3, pikepdf.String(dots)]
        )
        image.BitsPerComponent = 2
        image.write(b"\x1b")  # 00 01 10 11
        show(pdf, Picture=image)
        stamp_drawings(pdf, [drawing], "fake")
        assert pdf.pages[0].Resources.XObject.Picture.Subtype == "/Form"


def test_a_chart_that_the_engine_has_lost_is_an_error() -> None:
    with pikepdf.new() as pdf:
        show(pdf, Picture=make_placeholder(pdf, 1))
        with pytest.raises(ConversionError) as caught:
            stamp_drawings(pdf, [draw(read_made()), draw(read_made())], "fake")
    assert caught.value.code == "pdf-drawn-incompletely"


def test_other_pictures_stay_as_they_are() -> None:
    with pikepdf.new() as pdf:
        other = make_placeholder(pdf, 0)
        other.write(b"twelve bytes")
        show(pdf, Other=other, Picture=make_placeholder(pdf, 0))
        stamp_drawings(pdf, [draw(read_made())], "fake")
        pictures = pdf.pages[0].Resources.XObject
        assert pictures.Other.Subtype == "/Image"
        assert pictures.Other.read_bytes() == b"twelve bytes"
        assert pictures.Picture.Subtype == "/Form"
