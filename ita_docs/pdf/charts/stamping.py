"""Drawings put into the engine's PDF, where it has drawn the pictures that stand for them.

    image XObject, 4 x 1 dots  ──>  Form XObject, its Matrix made so that it fills the unit square:
    on the page: 450 0 0 180 90 500 cm /Im4 Do      [1/450 0 0 1/180 0 0]

So the page and its tags stay as the engine made them. The faces are embedded once for all drawings
of a document, cut to what these show.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pikepdf

from ita_docs.pdf.charts.canvas import FACE_NAMES, Drawing
from ita_docs.pdf.charts.faces import get_face
from ita_docs.pdf.charts.placeholders import MARK, MARK_WIDTH
from ita_docs.pdf.letter_map import build_letter_map
from ita_docs.pdf.resources import iter_resources
from ita_docs.problems import ConversionError

_IMAGE_KEYS = (
    "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/SMask", "/Mask", "/Interpolate",
    "/Decode", "/Intent", "/ImageMask", "/Name",
)  # fmt: skip
_SYMBOLIC, _ITALIC, _FORCE_BOLD = 1 << 2, 1 << 6, 1 << 18
_STEM = {False: 80, True: 140}
"""Widths of upright strokes, thousandths of the size; viewers use them for other fonts only."""


def stamp_drawings(pdf: pikepdf.Pdf, drawings: Sequence[Drawing], engine: str) -> None:
    """Put each drawing in the place of its picture, wherever the pages show it.

    Raises `ConversionError` when the PDF lacks a picture: the engine has lost a chart.
    """
    if not drawings:
        return
    fonts = _embed_faces(pdf, drawings)
    stamped = set()
    for image in _list_images(pdf):
        number = _read_number(image)
        if number is not None and number < len(drawings):
            _stamp(image, drawings[number], fonts)
            stamped.add(number)
    if len(stamped) != len(drawings):
        lost = min(set(range(len(drawings))) - stamped)
        detail = " ".join(drawings[lost].lines[:1]) or "chart"
        raise ConversionError("pdf-drawn-incompletely", engine=engine, detail=detail)


def _list_images(pdf: pikepdf.Pdf) -> list[Any]:
    return [
        item
        for item in iter_resources(pdf)
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
    ]


def _read_number(image: Any) -> int | None:
    """The number that a placeholder says with its dots; None for any other picture."""
    if int(image.get("/Width", 0)) != MARK_WIDTH or int(image.get("/Height", 0)) != 1:
        return None
    dots = image.read_bytes()
    space = image.get("/ColorSpace")
    if isinstance(space, pikepdf.Array) and space[0] == "/Indexed":
        table = space[3].read_bytes() if isinstance(space[3], pikepdf.Stream) else bytes(space[3])
        dots = b"".join(
            table[3 * dot : 3 * dot + 3] for dot in _unpack(dots, int(image.BitsPerComponent))
        )
    if not dots.startswith(MARK):
        return None
    return int.from_bytes(dots[len(MARK) : len(MARK) + 3], "big")


def _unpack(dots: bytes, bits: int) -> list[int]:
    """The numbers of a row of dots that take so many bits each."""
    row = "".join(f"{byte:08b}" for byte in dots)
    return [int(row[at : at + bits], 2) for at in range(0, bits * MARK_WIDTH, bits)]


def _stamp(image: Any, drawing: Drawing, fonts: Any) -> None:
    """Turn a picture into a form that shows the drawing; what names the one names the other."""
    image.write(drawing.content)
    for key in _IMAGE_KEYS:
        if key in image:
            del image[key]
    image.Type = pikepdf.Name.XObject
    image.Subtype = pikepdf.Name.Form
    image["/BBox"] = pikepdf.Array([0, 0, round(drawing.width, 2), round(drawing.height, 2)])
    across, up = (Decimal(f"{1 / side:.10f}") for side in (drawing.width, drawing.height))
    image["/Matrix"] = pikepdf.Array([across, 0, 0, up, 0, 0])
    names = pikepdf.Dictionary()
    for face in drawing.glyphs:
        names[f"/{FACE_NAMES[face]}"] = fonts[face]
    image["/Resources"] = pikepdf.Dictionary(Font=names)


def _embed_faces(pdf: pikepdf.Pdf, drawings: Sequence[Drawing]) -> dict[tuple[bool, bool], Any]:
    letters: dict[tuple[bool, bool], dict[int, str]] = {}
    for drawing in drawings:
        for face, shown in drawing.glyphs.items():
            letters[face] = shown | letters.get(face, {})
    return {face: _embed(pdf, face, shown) for face, shown in sorted(letters.items())}


def _embed(pdf: pikepdf.Pdf, style: tuple[bool, bool], letters: dict[int, str]) -> Any:
    """One face, cut to these glyphs, as a composite font whose codes are the glyphs' numbers."""
    face = get_face(*style)
    measures = face.measures
    glyphs = sorted(letters)
    program = face.cut(frozenset(glyphs))
    digest = hashlib.sha256(b"%r" % glyphs).digest()
    # Six capital letters before the name say that the font is cut (PDF 32000-1, 9.6.4).
    name = "".join(chr(ord("A") + byte % 26) for byte in digest[:6]) + f"+{measures.name}"
    file = pdf.make_stream(program, Length1=len(program))
    flags = _SYMBOLIC | (_ITALIC if measures.italic else 0) | (_FORCE_BOLD if measures.bold else 0)
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name(f"/{name}"),
        Flags=flags,
        FontBBox=pikepdf.Array(measures.box),
        ItalicAngle=-12 if measures.italic else 0,
        Ascent=measures.ascent,
        Descent=measures.descent,
        CapHeight=measures.ascent,
        StemV=_STEM[measures.bold],
        FontFile2=file,
    )
    widths = [item for glyph in glyphs for item in (glyph, pikepdf.Array([face.get_width(glyph)]))]
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name(f"/{name}"),
        CIDSystemInfo=pikepdf.Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
        ),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=0,
        W=pikepdf.Array(widths),
        CIDToGIDMap=pikepdf.Name.Identity,
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=pikepdf.Name(f"/{name}"),
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=pikepdf.Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(build_letter_map(letters)),
        )
    )
