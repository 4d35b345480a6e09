"""Justified Thai lines, spread between their letters as Thai is set, not at their few spaces.

rdocx stretches spaces alone. A Thai line has two or three of them, and they become holes:

    rdocx      สำนักงานเขตพื้นที่การศึกษา        เขต        ๑        ได้จัดทำ
    delivered  สำ นั ก ง า น เ ข ต พื้ น ที่ ก า ร ศึ ก ษ า  เ ข ต  ๑  ไ ด้ จั ด ทำ

What the spaces have too much is shared out between the letters of the line; a vowel or tone mark
stays with its letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_LEAST = 0.5
"""Points below which a line is as long as its words are."""
_MOST = 0.12
"""Of the size: letters farther apart are read as words of their own. The rest stays as it was."""
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_SARA_AM = re.compile("\u0e4d[\u0e48-\u0e4b]?$")
"""What stands before the sara aa of a ำ, which is drawn with two glyphs."""
_PLACE = re.compile(rb"(1 0 0 -1) ([-\d.]+) ([-\d.]+) Tm")
_SIZE = re.compile(rb"/\S+ ([\d.]+) Tf")


@dataclass(frozen=True, slots=True)
class Face:
    """What is known of a font: the letter of each glyph, and its width in thousandths."""

    letters: Mapping[int, str] = field(default_factory=dict)
    widths: Mapping[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class Word:
    """A word from BT to ET: what comes before its glyphs, and they themselves.

    ``glyphs`` are strings of one code in hexadecimal with their letter, and numbers between them:
    shifts to the left, in thousandths of the size, without a letter. ``starts_line`` says that it
    is the first word of a line.
    """

    begin: bytes = b""
    glyphs: list[tuple[bytes, str]] = field(default_factory=list)
    face: bytes = b""
    plain: bool = True
    starts_line: bool = False
    known: Face = field(default_factory=Face)

    @property
    def text(self) -> str:
        """The letters of the glyphs."""
        return "".join(letter for _, letter in self.glyphs)


def spread_lines(words: Sequence[Word]) -> None:
    """Give the room of the lines' wide spaces to the letters."""
    for line in _iter_lines(words):
        _spread(line)


def _iter_lines(words: Sequence[Word]) -> Iterator[list[Word]]:
    line: list[Word] = []
    for word in words:
        if word.starts_line and line:
            yield line
            line = []
        line.append(word)
    yield line


def _spread(line: list[Word]) -> None:
    while line and not line[-1].text.strip():
        line = line[:-1]
    if len(line) < 3 or not any(_has_space(word) for word in line):  # most lines of a table
        return
    places, size = [_PLACE.search(word.begin) for word in line], _read_size(line)
    if not size or len({place and place[3] for place in places}) > 1:
        return
    starts = [float(place[2]) for place in places if place]
    if len(starts) < len(line):
        return
    extras = [
        max(0.0, right - left - _measure(word) * size / 1000) if _ends_with_space(word) else 0.0
        for word, left, right in zip(line, starts, [*starts[1:], 0.0], strict=True)
    ]
    inside = [{at: word.glyphs[at] for at in _find_stretched(word.glyphs)} for word in line]
    extras = [
        extra + sum(-float(shift) for shift, _ in shifts.values()) * size / 1000
        for extra, shifts in zip(extras, inside, strict=True)
    ]
    groups = [_find_groups(word.glyphs) for word in line]
    counts = list(map(len, groups))
    if sum(extras) < _LEAST or sum(counts) < 2:
        return
    gap = min(sum(extras) / (sum(counts) - 1), _MOST * size)
    share, place = gap * (sum(counts) - 1) / sum(extras), starts[0]
    for number, word in enumerate(line):
        if number:
            taken = extras[number - 1] * share
            place += starts[number] - starts[number - 1] - taken + gap * counts[number - 1]
        word.begin = _PLACE.sub(rb"\1 %.3f \3 Tm" % place, word.begin)
        for at, (shift, _) in inside[number].items():
            word.glyphs[at] = (b"%.2f" % (float(shift) * (1 - share)), "")
        for at in reversed(groups[number][1:]):
            word.glyphs.insert(at, (b"%.2f" % (-gap / size * 1000), ""))


def _ends_with_space(word: Word) -> bool:
    return bool(word.glyphs) and word.glyphs[-1][1] == " "


def _measure(word: Word) -> float:
    """The width of a word in thousandths of the size, as it is drawn."""
    return sum(
        word.known.widths.get(int(code[1:-1], 16), 0.0) if code[:1] == b"<" else -float(code)
        for code, _ in word.glyphs
    )


def _has_space(word: Word) -> bool:
    return any(letter == " " for _, letter in word.glyphs)


def _find_stretched(glyphs: Sequence[tuple[bytes, str]]) -> list[int]:
    """The places of shifts that widen a space inside of a word: เขต ๑, which is held together."""
    return [
        place
        for place, (code, _) in enumerate(glyphs)
        if place and code.startswith(b"-") and glyphs[place - 1][1] == " "
    ]


def _read_size(line: Sequence[Word]) -> float:
    """The size of the line's letters in points; 0 where they have several."""
    sizes = {found and found[1] for found in (_SIZE.search(word.begin) for word in line)}
    size = sizes.pop() if len(sizes) == 1 else None
    return float(size) if size else 0.0


def _find_groups(glyphs: Sequence[tuple[bytes, str]]) -> list[int]:
    """The places of the glyphs that stand beside the one before, and not above or below it."""
    places, before = [], ""
    for place, (code, letter) in enumerate(glyphs):
        joined = _MARKS.match(letter) or (letter == "\u0e32" and _SARA_AM.search(before))
        if code.startswith(b"<") and not joined:
            places.append(place)
        before += letter
    return places
