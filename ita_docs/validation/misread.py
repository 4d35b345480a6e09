"""Which misread digits would make published figures agree: hints for the eye, never applied.

Figures that ought to add up leave a residual, the sum of coefficient x value. A candidate is one
digit or two, anywhere in the figures, whose change brings the residual back within what rounding
allows. Digits that look alike are tried first; only when none of those explain the residual, any
digit for any other (docs/decisions/0007-agreement-and-misread-digits.md).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from math import lcm

from ita_docs.problems import Words
from ita_docs.thai import to_thai_digits

LOOK_ALIKE = ("89", "38", "69", "17", "56")
"""Pairs of Thai digits taken for each other in scans: ๘/๙, ๓/๘, ๖/๙, ๑/๗, ๕/๖ (domain note, §2)."""

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Suspect:
    """A figure that may have been misread: what it is called, its value and greatest value in
    points, its place count, and the coefficient with which it enters the residual."""

    words: Words
    value: Decimal
    most: Decimal
    coefficient: Fraction
    places: int

    @property
    def text(self) -> str:
        """The figure with all its places, in Arabic digits."""
        typed = len(f"{self.value:f}".partition(".")[2])
        return f"{self.value:.{max(typed, self.places)}f}"


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One digit read as another: the figure's index, the digit's place in its text, the digit."""

    figure: int
    place: int
    digit: str


Candidate = tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates in order, simplest first; ``alike`` tells whether their digits look alike."""

    figures: Sequence[Suspect]
    found: tuple[Candidate, ...]
    alike: bool

    def describe(self) -> Words:
        """The first candidates as text: ``ตัวชี้วัดที่ ๓: ๘๑.๘๒ → ๘๘.๘๒``; empty for none."""
        shown = self.found[:MOST_SHOWN]
        more = len(self.found) - len(shown)
        thai, english = (
            "; ".join(self._describe(candidate, language) for candidate in shown)
            for language in (0, 1)
        )
        if more:
            thai += f"; และอื่น ๆ อีก {to_thai_digits(str(more))} แบบ"
            english += f"; and {more} more"
        return Words(thai, english)

    def _describe(self, candidate: Candidate, language: int) -> str:
        parts = []
        for index in sorted({change.figure for change in candidate}):
            figure = self.figures[index]
            text = f"{figure.text} → {apply_changes(figure.text, index, candidate)}"
            parts.append(f"{figure.words[language]}: {text if language else to_thai_digits(text)}")
        return (" และ ", " and ")[language].join(parts)


def find_candidates(
    figures: Sequence[Suspect], fixed: Decimal, tolerance: Decimal, *, inclusive: bool = True
) -> Candidates:
    """The misreadings of one digit, else of two, that bring the residual within the tolerance.

    ``fixed`` is the part of the residual that is beyond doubt, in points. ``inclusive`` says
    whether a residual of just the tolerance agrees.
    """
    residual = sum((f.coefficient * Fraction(f.value) for f in figures), Fraction(fixed))
    steps = [f.coefficient / 10**f.places for f in figures]
    # Whole numbers from here on: as exact as fractions, and much faster.
    scale = lcm(*(part.denominator for part in (residual, Fraction(tolerance), *steps)))
    search = _Search(
        figures, int(residual * scale), int(Fraction(tolerance) * scale), inclusive, scale
    )
    alike = _alternatives(pair for text in LOOK_ALIKE for pair in permutations(text))
    found = search.singles(alike) or search.pairs(alike)
    if found:
        return Candidates(figures, found, alike=True)
    anything = _alternatives(permutations("0123456789", 2))
    return Candidates(figures, search.singles(anything) or search.pairs(anything), alike=False)


def _alternatives(pairs: Iterable[Sequence[str]]) -> dict[str, str]:
    table = dict.fromkeys("0123456789", "")
    for read, meant in pairs:
        table[read] += meant
    return table


@dataclass(frozen=True, slots=True)
class _Search:
    """Which changed digits bring the residual back within the tolerance.

    IIT is published as 25.24; indicator 1 was typed 97.27 for 91.27, so the mean is too high:

        residual  0.06 x (97.27 + 80.64 + 87.48 + 82.27 + 78.98) - 25.24  =  0.3584
        in steps  scale 10,000: residual 3584, tolerance 65 (whole numbers from here on)

        single    97.27        one digit   what it adds                        what is left
                  ^ 7 -> 1     -6 ones     0.06 x -6 x 1 x 10,000 = -3600      -16   agrees
                  ^ 9 -> 8     -1 ten      0.06 x -1 x 10 x 10,000 = -6000     -2416 no
        pair      the changes sorted by what they add; for each of them, those that would bring
                  what it leaves into -65 … 65 stand together and are found by bisection
    """

    figures: Sequence[Suspect]
    residual: int
    tolerance: int
    inclusive: bool
    scale: int

    def singles(self, alternatives: Mapping[str, str]) -> tuple[Candidate, ...]:
        return self._sort(
            (change,)
            for delta, change in self._changes(alternatives)
            if self._agrees(self.residual + delta)
        )

    def pairs(self, alternatives: Mapping[str, str]) -> tuple[Candidate, ...]:
        changes = sorted(self._changes(alternatives))
        deltas = [delta for delta, _ in changes]
        found: set[Candidate] = set()
        for delta, change in changes:
            # The second change has to bring what the first leaves back within the tolerance.
            middle = -self.residual - delta
            start = bisect_left(deltas, middle - self.tolerance)
            stop = bisect_right(deltas, middle + self.tolerance)
            for other_delta, other in changes[start:stop]:
                apart = (change.figure, change.place) != (other.figure, other.place)
                if apart and self._agrees(self.residual + delta + other_delta):
                    found.add((min(change, other), max(change, other)))
        return self._sort(found)

    def _changes(self, alternatives: Mapping[str, str]) -> list[tuple[int, Change]]:
        return [
            (step * (int(digit) - int(read)), Change(index, place, digit))
            for index, figure in enumerate(self.figures)
            for place, read, step in self._digits(figure)
            for digit in alternatives[read]
            if place or digit != "0"
        ]

    def _digits(self, figure: Suspect) -> Iterator[tuple[int, str, int]]:
        """Each digit up to the published places: where it stands, and what one more of it adds."""
        point = figure.text.find(".")
        for place, read in enumerate(figure.text[: point + 1 + figure.places]):
            power = point - place - (place < point)
            if read != ".":
                yield place, read, int(figure.coefficient * self.scale * Fraction(10) ** power)

    def _agrees(self, residual: int) -> bool:
        return abs(residual) < self.tolerance or (
            self.inclusive and abs(residual) == self.tolerance
        )

    def _sort(self, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
        possible = [candidate for candidate in found if self._is_possible(candidate)]
        return tuple(sorted(possible, key=lambda c: (len({x.figure for x in c}), c)))

    def _is_possible(self, candidate: Candidate) -> bool:
        return all(
            Decimal(apply_changes(self.figures[index].text, index, candidate))
            <= self.figures[index].most
            for index in {change.figure for change in candidate}
        )


def apply_changes(text: str, figure: int, candidate: Candidate) -> str:
    """The text of one figure as the candidate would have it."""
    characters = list(text)
    for change in candidate:
        if change.figure == figure:
            characters[change.place] = change.digit
    return "".join(characters)
