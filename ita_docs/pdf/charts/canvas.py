"""What a chart is drawn on: areas, lines and words, as the instructions of a PDF page.

Places are in points from the upper left corner, as a chart is laid out; a PDF counts from below.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ita_docs.pdf.charts.faces import ASCENT, DESCENT, LINE, SetLine, set_line
from ita_docs.pdf.charts.styles import NO_FILL, Pen, TextStyle

Point = tuple[float, float]
FACE_NAMES = {
    (False, False): "R",
    (True, False): "B",
    (False, True): "I",
    (True, True): "BI",
}
"""What a drawing calls each face, by weight and slant."""

_SARA_AM = "\u0e33"
_WORD = re.compile(r" +|[^ ]+")
# Four curves make a circle when their handles are so long, in parts of the radius.
_HANDLE = 0.5523


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as it is drawn: size in points, instructions, and what was said.

    ``glyphs`` are those of each face, with the letters that they are copied as; ``lines`` are its
    lines of words in the order in which they are drawn.
    """

    width: float
    height: float
    content: bytes
    glyphs: dict[tuple[bool, bool], dict[int, str]]
    lines: tuple[str, ...]


class Canvas:
    """An empty area of that width and height, in points."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._pieces: list[str] = []
        self._glyphs: dict[tuple[bool, bool], dict[int, str]] = defaultdict(dict)
        self._lines: list[str] = []

    def finish(self) -> Drawing:
        """All that was drawn."""
        content = "\n".join(self._pieces).encode("ascii")
        glyphs = {face: dict(letters) for face, letters in self._glyphs.items()}
        return Drawing(self.width, self.height, content, glyphs, tuple(self._lines))

    def area(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        fill: str | None,
        pen: Pen | None,
    ) -> None:
        """A rectangle, filled, with a line around it, or both."""
        place = (left, self.height - top - height, width, height)
        self._paint(f"{_write(*place)} re", fill, pen)

    def shape(self, points: Sequence[Point], fill: str | None, pen: Pen | None) -> None:
        """An area between points, closed."""
        self._paint(f"{self._path(points)} h", fill, pen)

    def line(self, points: Sequence[Point], pen: Pen) -> None:
        """A line through points."""
        self._paint(self._path(points), None, pen)

    def circle(self, centre: Point, radius: float, fill: str | None, pen: Pen | None) -> None:
        """A disc."""
        self.slice(centre, radius, 0.0, 360.0, fill, pen)

    def slice(
        self,
        centre: Point,
        radius: float,
        start: float,
        end: float,
        fill: str | None,
        pen: Pen | None,
    ) -> None:
        """A piece of a pie; angles in degrees clockwise from the top."""
        whole = end - start >= 360
        steps = max(1, math.ceil((end - start) / 90))
        turn = math.radians((end - start) / steps)
        handle = radius * (_HANDLE if whole else 4 / 3 * math.tan(turn / 4))
        x, y = centre[0], self.height - centre[1]

        def at(angle: float, aside: float = 0.0) -> Point:
            sine, cosine = math.sin(angle), math.cos(angle)
            return x + radius * sine + aside * cosine, y + radius * cosine - aside * sine

        angle = math.radians(start)
        path = f"{_write(*at(angle))} m" if whole else f"{_write(x, y)} m {_write(*at(angle))} l"
        for _ in range(steps):
            path += (
                f" {_write(*at(angle, handle), *at(angle + turn, -handle), *at(angle + turn))} c"
            )
            angle += turn
        self._paint(f"{path} h", fill, pen)

    def words(self, left: float, base: float, text: str, style: TextStyle, turn: float = 0) -> None:
        """A line of words from ``left`` on the base line; ``turn`` in degrees clockwise."""
        if not text.strip():
            return
        self._lines.append(text)
        face = (style.bold, style.italic)
        radians = math.radians(turn)
        cosine, sine = math.cos(radians), math.sin(radians)
        self._pieces.append(
            f"BT {_colour(style.colour)} rg /{FACE_NAMES[face]} {_write(style.size)} Tf"
        )
        # A word with ำ, which is two glyphs, says itself what it is copied as. Its place is its
        # own, so that a search marks the word and not the line.
        words = _WORD.findall(text) if _SARA_AM in text else [text]
        for word in words:
            line = set_line(word, *face)
            self._glyphs[face].update((glyph.number, glyph.letter) for glyph in line.glyphs)
            matrix = _write(cosine, -sine, sine, cosine, places=5)
            shown = (
                f"{matrix} {_write(left, self.height - base)} Tm {_write_glyphs(line, style.size)}"
            )
            if _SARA_AM in word:
                said = word.encode("utf-16-be").hex().upper()
                shown = f"/Span <</ActualText <FEFF{said}>>> BDC {shown} EMC"
            self._pieces.append(shown)
            left += line.width * style.size * cosine
            base += line.width * style.size * sine
        self._pieces.append("ET")

    def _path(self, points: Sequence[Point]) -> str:
        places = [_write(x, self.height - y) for x, y in points]
        return " ".join([f"{places[0]} m", *(f"{place} l" for place in places[1:])])

    def _paint(self, path: str, fill: str | None, pen: Pen | None) -> None:
        filled = fill is not None and fill != NO_FILL
        if not filled and pen is None:
            return
        before = []
        if filled and fill is not None:
            before.append(f"{_colour(fill)} rg")
        if pen is not None:
            dashes = " ".join(_write(length * pen.width) for length in pen.dashes)
            before.append(f"{_colour(pen.colour)} RG {_write(pen.width)} w [{dashes}] 0 d")
        self._pieces.append(
            f"{' '.join(before)} {path} {'B' if filled and pen else 'f' if filled else 'S'}"
        )


def measure(text: str, style: TextStyle) -> float:
    """The width of one line of words in points."""
    return set_line(text, style.bold, style.italic).width * style.size if text else 0.0


def get_line_height(style: TextStyle) -> float:
    """The height of a line of words in points, marks above and below included."""
    return LINE * style.size


def find_base(top: float, style: TextStyle) -> float:
    """The base line of a line of words whose upper edge is at ``top``."""
    return top + ASCENT * style.size


def centre_base(middle: float, style: TextStyle) -> float:
    """The base line of a line of words whose height has its middle there."""
    return middle + (ASCENT - DESCENT) / 2 * style.size


def _write(*numbers: float, places: int = 2) -> str:
    """Numbers as a PDF writes them; hundredths of a point are finer than any printer."""
    texts = [f"{number:.{places}f}".rstrip("0").rstrip(".") for number in numbers]
    return " ".join(texts) if "-0" not in texts else " ".join(texts).replace("-0 ", "0 ")


@lru_cache(maxsize=64)
def _colour(rgb: str) -> str:
    return _write(*(int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4)), places=4)


def _write_glyphs(line: SetLine, size: float) -> str:
    """The instruction that shows a line: glyph numbers, and shifts where a glyph stands aside.

    [<00210045> -120 <0031>] TJ   the third glyph 0.12 of the size further to the right
    """
    if all(glyph.right == glyph.up == 0 == glyph.advance - glyph.width for glyph in line.glyphs):
        return f"<{''.join(f'{glyph.number:04X}' for glyph in line.glyphs)}> Tj"
    pieces, pending, rise = ["["], 0, 0
    for glyph in line.glyphs:
        if glyph.up != rise:
            pieces.append(f"] TJ {_write(glyph.up * size / 1000)} Ts [")
            rise = glyph.up
        if shift := pending - glyph.right:
            pieces.append(str(shift))
        pieces.append(f"<{glyph.number:04X}>")
        pending = glyph.right + glyph.width - glyph.advance
    return "".join([*pieces, "] TJ", " 0 Ts" if rise else ""])
