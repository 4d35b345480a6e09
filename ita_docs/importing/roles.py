"""What a header may make of its column or row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from ita_docs.model import Instrument


class Role(Enum):
    """What a header makes of its column or row."""

    INDICATOR = auto()
    INSTRUMENT = auto()
    TOTAL = auto()
    LEVEL = auto()
    SCORE = auto()
    """A score of whatever the other side names: the column คะแนน of a table down the page."""
    OFFICE = auto()
    PROVINCE = auto()
    YEAR = auto()
    NUMBERS = auto()
    """A column of indicator numbers or names: ตัวชี้วัดที่, ตัวชี้วัด, รายการ."""
    GROUP = auto()
    """A column of instruments: เครื่องมือ."""
    ORDER = auto()
    """A running number. It is never an indicator's."""
    ITEM = auto()
    """A question of a questionnaire or a part of an indicator: i12, e3, o27, 9.1."""
    ASIDE = auto()
    """Something else about the scores: weights, full marks, averages, differences, notes."""
    NUMBER = auto()
    """A bare number from 1 to 10; it means an indicator only under a header that says so."""
    UNKNOWN = auto()


class Said(Enum):
    """By what an indicator was known."""

    NAME = auto()
    NUMBER = auto()
    BOTH = auto()
    CODE = auto()
    """An instrument's code: EIT 6, or EIT 1 for its first."""
    LETTER = auto()
    """i1 to i10, which may be questions: only a published figure can tell."""


@dataclass(frozen=True, slots=True)
class Label:
    """``years`` are those that the header itself claims; ``rest`` what of it nobody understood.

    ``number`` is the indicator's, or within ``instrument`` for a code. ``odds`` is the number that
    the name has where a number stands beside another one's name. ``weak`` is a total that is as
    often a heading (คะแนน ITA).
    """

    role: Role
    number: int | None = None
    instrument: Instrument | None = None
    said: Said | None = None
    odds: int | None = None
    weak: bool = False
    years: frozenset[int] = frozenset()
    rest: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether it names a figure of the results."""
        return self.role in (Role.INDICATOR, Role.INSTRUMENT, Role.TOTAL, Role.LEVEL)
