"""What stands where on the pages of a PDF: its lines, its ink, its tags."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pikepdf
import pypdfium2
from PIL import Image

from ita_docs.pdf.page_text import read_page_texts
from ita_docs.pdf.structure import PageNumbers, get_role, list_kids, read_tags

POINTS_PER_CM = 72 / 2.54
MARGIN_CM = 2
"""Above, below and at the right of the text of both templates, portrait and landscape."""
_SCALE = 0.5
MARGIN = round(MARGIN_CM * POINTS_PER_CM * _SCALE)
"""The margin in dots of a picture."""
_LINE = 2
"""Dots: the line at the right of a table stands on the edge of the text."""
_AS_TYPED = {ord("\r"): "", 0x02: "-\n", 0xFFFE: "-\n"}
"""PDFium has a sign of its own for a hyphen at the end of a line."""
_INK = 200
"""Darker than this is ink; a chart's white ground is none."""


@dataclass(frozen=True, slots=True)
class Element:
    """A tagged element with content: its type and the pages (from 0) that it lies on."""

    role: str
    pages: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Pages:
    """A finished PDF."""

    data: bytes

    @cached_property
    def lines(self) -> list[list[str]]:
        """The lines of each page in the order in which they are drawn."""
        texts = (text.translate(_AS_TYPED) for text in read_page_texts(self.data))
        return [text.split("\n") for text in texts]

    @cached_property
    def pictures(self) -> list[Image.Image]:
        """A picture of each page, half a point a dot: white where there is ink."""
        pictures = []
        document = pypdfium2.PdfDocument(self.data)
        for page in document:
            picture = page.render(scale=_SCALE, grayscale=True).to_pil()
            pictures.append(picture.point(lambda shade: 255 if shade < _INK else 0))
            page.close()
        document.close()
        return pictures

    @cached_property
    def blank_below(self) -> list[float]:
        """How much of the height of the text is blank below the last ink of each page, 0 to 1."""
        shares = []
        for picture in self.pictures:
            text = picture.crop((0, MARGIN, picture.width, picture.height - MARGIN))
            ink = text.getbbox()
            shares.append(1 - (ink[3] / text.height if ink else 0))
        return shares

    @cached_property
    def beyond_edge(self) -> list[bool]:
        """Of each page, whether there is ink in the margin at its right."""
        return [
            picture.crop(
                (picture.width - MARGIN + _LINE, 0, picture.width, picture.height)
            ).getbbox()
            is not None
            for picture in self.pictures
        ]

    @cached_property
    def elements(self) -> list[Element]:
        """What the tags say, in order: the children of the document, lists taken apart."""
        with pikepdf.open(io.BytesIO(self.data)) as pdf:
            numbers = PageNumbers(pdf)
            found = []
            for element in _iter_blocks(pdf.Root.StructTreeRoot):
                pages = tuple(numbers.list_pages(element))
                rows = [kid for kid in list_kids(element) if get_role(kid) == "/TR"]
                if pages:
                    found.append(
                        Element(
                            _name_role(pdf, get_role(element)),
                            pages,
                            tuple(tuple(numbers.list_pages(row)) for row in rows),
                        )
                    )
            return found

    @cached_property
    def empty_figures(self) -> int:
        """How many figures have no content on any page."""
        with pikepdf.open(io.BytesIO(self.data)) as pdf:
            numbers = PageNumbers(pdf)
            figures = read_tags(pdf).figures
            return sum(not numbers.list_pages(figure) for figure in figures)

    def find_page(self, words: str) -> int:
        """The page (from 0) on which these words begin to stand, spaces aside; -1 for none."""
        wanted = "".join(words.split())
        for number, lines in enumerate(self.lines):
            if wanted in "".join("".join(lines).split()):
                return number
        return -1


def _iter_blocks(root: object) -> Iterator[pikepdf.Dictionary]:
    for kid in list_kids(root):
        if not isinstance(kid, pikepdf.Dictionary) or "/S" not in kid:
            continue
        if get_role(kid) in ("/Document", "/Sect", "/Part", "/Div", "/L", "/LI", "/LBody"):
            yield from _iter_blocks(kid)
        else:
            yield kid


def _name_role(pdf: pikepdf.Pdf, role: str) -> str:
    """The standard type of an element; LibreOffice names the style and maps it."""
    mapped = pdf.Root.StructTreeRoot.get("/RoleMap", pikepdf.Dictionary())
    for _ in range(5):
        if role not in mapped:
            break
        role = str(mapped[role])
    return role.lstrip("/")


def find_line_starts(lines: list[str]) -> tuple[str, set[int]]:
    """The words of a page without spaces, and before which of their letters a line begins."""
    words, starts = "", set()
    for line in lines:
        starts.add(len(words))
        words += "".join(line.split())
    return words, starts
