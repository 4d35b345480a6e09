"""Words of a chart that must fit: broken at spaces, turned, or set smaller."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ita_docs.pdf.charts.canvas import Canvas, centre_base, find_base, get_line_height, measure
from ita_docs.pdf.charts.known import NotDrawnError
from ita_docs.pdf.charts.styles import TextStyle

_LEAST = 0.7
"""Words that would have to be smaller than this part of their size are not set here."""
_TURN = -45.0


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of words that belong together, in one style; ``turn`` is in degrees clockwise."""

    lines: tuple[str, ...]
    style: TextStyle
    turn: float = 0.0

    @property
    def text_width(self) -> float:
        """The width of the longest line before it is turned, in points."""
        return max((measure(line, self.style) for line in self.lines), default=0.0)

    @property
    def text_height(self) -> float:
        """The height of all lines before they are turned, in points."""
        return get_line_height(self.style) * len(self.lines)

    @property
    def width(self) -> float:
        """How wide it is as it stands."""
        sine, cosine = _measure_turn(self.turn)
        return self.text_width * cosine + self.text_height * sine

    @property
    def height(self) -> float:
        """How high it is as it stands."""
        sine, cosine = _measure_turn(self.turn)
        return self.text_width * sine + self.text_height * cosine


def break_words(text: str, style: TextStyle, width: float) -> Block:
    """The words in lines not wider than that, broken at spaces; a longer word is a line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if line and measure(longer, style) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return Block(tuple(lines), style)


def fit_words(texts: Sequence[str], style: TextStyle, width: float) -> list[Block]:
    """Each text in lines not wider than that, all in one size, smaller where a word needs it.

    Thai is not broken within a word here: raises `NotDrawnError` where that would be needed.
    """
    words = [word for text in texts for word in text.split()]
    longest = max((measure(word, style) for word in words), default=0.0)
    if longest > width:
        part = width / longest
        if part < _LEAST:
            raise NotDrawnError(max(words, key=lambda word: measure(word, style)))
        style = replace(style, size=math.floor(style.size * part * 10) / 10)
    return [break_words(text, style, width) for text in texts]


def set_below(
    texts: Sequence[str], style: TextStyle, width: float, turn: float | None
) -> list[Block]:
    """Words below columns that are ``width`` apart: level, or as the axis says, or turned."""
    if turn:
        return [Block(tuple(text.split("\n")), style, turn) for text in texts]
    try:
        blocks = fit_words(texts, style, width)
    except NotDrawnError:
        if turn is not None:
            raise
    else:
        if turn is not None or not blocks or blocks[0].style == style:
            return blocks
    return [Block((" ".join(text.split()),), style, _TURN) for text in texts]


def draw_centred(canvas: Canvas, block: Block, middle: float, top: float) -> None:
    """The lines below each other around a middle, from ``top`` on."""
    for number, line in enumerate(block.lines):
        left = middle - measure(line, block.style) / 2
        base = find_base(top + number * get_line_height(block.style), block.style)
        canvas.words(left, base, line, block.style)


def draw_beside(canvas: Canvas, block: Block, edge: float, middle: float, *, left: bool) -> None:
    """The lines around a height, up to ``edge`` where they stand ``left`` of it, or from it on."""
    top = middle - block.text_height / 2
    for number, line in enumerate(block.lines):
        start = edge - measure(line, block.style) if left else edge
        base = find_base(top + number * get_line_height(block.style), block.style)
        canvas.words(start, base, line, block.style)


def draw_turned(canvas: Canvas, block: Block, middle: float, top: float) -> None:
    """Turned lines below a mark at ``middle``: rising ones end there, falling ones begin there."""
    sine, cosine = _measure_turn(block.turn)
    radians = math.radians(block.turn)
    for number, line in enumerate(block.lines):
        length = measure(line, block.style)
        shift = (number - (len(block.lines) - 1) / 2) * get_line_height(block.style)
        # The middle of the line's height goes through the mark.
        drop = centre_base(0.0, block.style) + shift
        x, y = middle - drop * math.sin(radians), top + block.text_height / 2 * cosine
        y += drop * math.cos(radians)
        if block.turn < 0:
            x, y = x - length * cosine, y + length * sine
        canvas.words(x, y, line, block.style, block.turn)


def draw_upwards(canvas: Canvas, block: Block, middle: float, left: float) -> None:
    """Lines that run upwards, beside each other from ``left`` on, around a height."""
    for number, line in enumerate(block.lines):
        base = find_base(left + number * get_line_height(block.style), block.style)
        canvas.words(base, middle + measure(line, block.style) / 2, line, block.style, -90)


def _measure_turn(turn: float) -> tuple[float, float]:
    radians = math.radians(turn)
    return abs(math.sin(radians)), abs(math.cos(radians))
