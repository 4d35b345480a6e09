"""The pages of a PDF, read and drawn."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from ita_docs import pdf
from ita_docs.pdf.page_text import read_page_texts
from ita_docs.problems import ConversionError


def make_pages(*sizes: tuple[int, int]) -> bytes:
    """Blank pages of these sizes in points, each with a black square at its foot."""
    document = pikepdf.new()
    for size in sizes:
        page = document.add_blank_page(page_size=size)
        page.Contents = document.make_stream(b"0 0 0 rg 0 0 10 10 re f")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_each_page_is_a_picture_of_its_own_size() -> None:
    pictures = pdf.draw_pages(make_pages((144, 72), (72, 144)), dots_per_inch=144)
    drawn = [Image.open(io.BytesIO(picture)) for picture in pictures]
    assert [(picture.format, picture.size) for picture in drawn] == [
        ("PNG", (288, 144)),
        ("PNG", (144, 288)),
    ]
    assert drawn[0].convert("L").getpixel((5, 140)) == 0
    assert drawn[0].convert("L").getpixel((5, 5)) == 255


def test_what_is_no_pdf_is_neither_drawn_nor_read() -> None:
    for read in (pdf.draw_pages, read_page_texts):
        with pytest.raises(ConversionError) as caught:
            read(b"no PDF")
        assert caught.value.code == "pdf-unreadable"
