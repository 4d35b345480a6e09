"""PDF files by hand: sound ones, and each unsound in one way."""

from __future__ import annotations

import io

import pikepdf

from ita_docs.pdf.fonts import get_fonts_folder

TEXT = b"BT /F1 16 Tf 72 700 Td (ITA) Tj ET"


def make_pdf(
    *,
    content: bytes = TEXT,
    pages: int = 1,
    font_name: str = "AAAAAA+THSarabunNew",
    embedded: bool = True,
    fonts: bool = True,
    tagged: bool = False,
    to_unicode: bytes | None = None,
) -> bytes:
    """A PDF with one TrueType font, as the engines write it."""
    pdf = pikepdf.new()
    name = pikepdf.Name(f"/{font_name}")
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor, FontName=name, Flags=4, ItalicAngle=0, StemV=80
    )
    descriptor.FontBBox = pikepdf.Array([0, 0, 1000, 1000])
    descriptor.Ascent, descriptor.Descent, descriptor.CapHeight = 800, -200, 700
    if embedded:
        file = (get_fonts_folder() / "ITAThaiDigits.ttf").read_bytes()
        descriptor.FontFile2 = pdf.make_stream(file)
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, BaseFont=name)
    font.FirstChar, font.LastChar = 48, 48
    font.Widths = pikepdf.Array([500])
    font.FontDescriptor = pdf.make_indirect(descriptor)
    if to_unicode is not None:
        font.ToUnicode = pdf.make_stream(to_unicode)
    resources = pikepdf.Dictionary()
    if fonts:
        resources.Font = pikepdf.Dictionary(F1=pdf.make_indirect(font))
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = resources
        page.Contents = pdf.make_stream(content)
    if tagged:
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        pdf.Root.StructTreeRoot = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot)
        )
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()
