"""The live results of a form: a year's rules as formulas that give what the program gives.

Excel counts in binary: 84.995 is stored as a little less, and a sum of scores that is exactly half
a hundredth may come out below it. So scores are counted in whole millionths, which binary holds
exactly, and rounded half-up once, at the end:

    IIT 30 % of five scores    N = SUMPRODUCT(ROUND(B2:F2*1000000,0))
    weighted = 0.30 x N / 5 / 1000000, in hundredths 3 x N / 500000
                               INT(3*N/500000+0.5)/100

Every factor comes from the framework, and every function is one that Excel 2010 has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from ita_docs.framework import Framework, InstrumentRule, LevelRule
from ita_docs.model import Instrument

MILLION = 1_000_000
"""Scores are read to six places (``entries.cells.number_of_float``): more are no score."""

_HUNDRED = Fraction(100)

AGREES = "ตรงกัน"
DISAGREES = "ไม่ตรง:"
DIFFERS = "ระดับต่างจากเกณฑ์"
NOT_NUMBERS = "กรอกเป็นตัวเลข 0-100"


@dataclass(frozen=True, slots=True)
class Places:
    """Where one office's figures stand: addresses of cells, and of a score range per instrument."""

    scores: str
    instruments: Mapping[Instrument, str]
    published: Mapping[Instrument, str]
    total: str
    level: str
    live_total: str


class LiveFormulas:
    """The formulas of one office by a year's rules. All are empty until ten sound scores stand."""

    def __init__(self, framework: Framework, places: Places) -> None:
        self._framework = framework
        self._places = places
        self._rules = framework.instruments
        self._shares = {
            rule.instrument: Fraction(rule.weight) / len(rule.indicators) for rule in self._rules
        }

    # --- from the ten scores alone

    def weighted(self, instrument: Instrument) -> str:
        """The weighted score of an instrument, rounded."""
        return self._once_sound(self._round_sum({instrument: self._shares[instrument]}))

    def mean(self, instrument: Instrument) -> str:
        """The instrument on 0-100, rounded."""
        return self._once_sound(self._mean(self._framework.instrument(instrument)))

    def total(self) -> str:
        """The total, rounded once."""
        return self._once_sound(self._round_sum(self._shares))

    def level(self) -> str:
        """The level of the total that the form works out."""
        total = self._places.live_total
        return f'=IF({total}="","",{self._level_of(total)})'

    def count_weak(self) -> str:
        """How many of the scores are below the target."""
        weak = f"{self._hundredths(self._places.scores)}<{self._target}"
        return self._once_sound(f"SUMPRODUCT(--({weak}))")

    # --- against what was published

    def agreement(self) -> str:
        """Whether the figures published agree with the scores and with each other, in words.

        As the program checks it: an instrument by its tolerance, then the total by the parts as
        published, then the level by the total that will be printed.
        """
        figures = [*self._places.published.values(), self._places.total]
        unsound = f"OR({','.join(map(self.is_no_figure, figures))})"
        blank = ",".join(cell + '=""' for cell in (*figures, self._places.level))
        named = "&".join(
            f'IF({self._instrument_disagrees(rule)}," {rule.instrument.value}","")'
            for rule in self._rules
        )
        answer = (
            f'IF(AND({blank}),"",IF({unsound},"{NOT_NUMBERS}",'
            f'IF({self._any_disagrees()},"{DISAGREES}"&{named},'
            f'IF({self._total_disagrees()},"{DISAGREES} คะแนนรวม",{self._judge_level()}))))'
        )
        return self._once_sound(answer)

    def instrument_agreement(self, instrument: Instrument) -> str:
        """The same for one instrument."""
        cell = self._places.published[instrument]
        wrong = self._instrument_disagrees(self._framework.instrument(instrument))
        return self._once_sound(self._judge_figure(cell, wrong))

    def total_agreement(self) -> str:
        """The same for the total; empty while an instrument disagrees, which may explain it."""
        answer = self._judge_figure(self._places.total, self._total_disagrees())
        return self._once_sound(f'IF({self._any_disagrees()},"",{answer})')

    def level_agreement(self) -> str:
        """The same for the level; empty while a figure that it follows from disagrees."""
        doubtful = f"OR({self._any_disagrees()},{self._total_disagrees()})"
        answer = f'IF({self._places.level}="","",{self._judge_level()})'
        return self._once_sound(f'IF({doubtful},"",{answer})')

    # --- one score

    def is_weak(self, cell: str) -> str:
        """A condition: the score, once rounded, is less than the target."""
        return f"IF(ISNUMBER({cell}),{self._hundredths(cell)}<{self._target},FALSE)"

    def is_no_figure(self, cell: str) -> str:
        """A condition: something stands there, and it is no number of 0-100 with six places."""
        return f"IF(ISNUMBER({cell}),OR({cell}<0,{cell}>100,{_strays(cell)}),LEN(TRIM({cell}))>0)"

    def change(self, cell: str, before: str) -> str:
        """This year's score less last year's, both rounded as published."""
        return (
            f"=IF(AND(ISNUMBER({cell}),ISNUMBER({before})),"
            f'({self._hundredths(cell)}-{self._hundredths(before)})/{self._unit},"")'
        )

    # --- the pieces

    @property
    def _target(self) -> str:
        return _plain(self._framework.target * self._unit)

    def _once_sound(self, answer: str) -> str:
        """The answer once ten numbers stand there, each a score; else an empty text."""
        cells = self._places.scores
        count = len(self._framework.indicators)
        faults = f"SUMPRODUCT(({cells}<0)+({cells}>100)+({_strays(cells)}))"
        return f'=IF(COUNT({cells})<{count},"",IF({faults}>0,"",{answer}))'

    @property
    def _unit(self) -> int:
        """How many units of the last place published make a point: 100."""
        return int(10**self._framework.places)

    def _hundredths(self, cell: str) -> str:
        """A figure in units of the last place published, rounded half-up."""
        return f"INT(ROUND({cell}*{MILLION},0)/{MILLION // self._unit}+0.5)"

    def _printed(self, cell: str) -> str:
        """A published figure as it is printed, in millionths."""
        return f"{MILLION // self._unit}*{self._hundredths(cell)}"

    def _sum(self, instrument: Instrument) -> str:
        """The instrument's scores added up, in millionths."""
        return f"SUMPRODUCT(ROUND({self._places.instruments[instrument]}*{MILLION},0))"

    def _round_sum(self, shares: Mapping[Instrument, Fraction]) -> str:
        """Each share times the sum of its scores, added up and rounded half-up once."""
        factors = {key: share * self._unit / MILLION for key, share in shares.items()}
        divisor = lcm(*(factor.denominator for factor in factors.values()))
        terms = "+".join(
            f"{int(factor * divisor)}*{self._sum(key)}" for key, factor in factors.items()
        )
        return f"INT(({terms})/{divisor}+0.5)/{self._unit}"

    def _mean(self, rule: InstrumentRule) -> str:
        return self._round_sum({rule.instrument: Fraction(1, len(rule.indicators))})

    def _level_of(self, total: str) -> str:
        """The levels from best to worst, the last without a condition."""
        least = f"MIN({','.join(self._mean(rule) for rule in self._rules)})"
        *asking, last = self._framework.levels
        answer = _quote(last.name)
        for level in reversed(asking):
            test = f"{total}>={_plain(level.total_min)}"
            if level.instruments_min is not None:
                test = f"AND({test},{least}>={_plain(level.instruments_min)})"
            answer = f"IF({test},{_quote(level.name)},{answer})"
        return answer

    def _judge_figure(self, cell: str, wrong: str) -> str:
        return (
            f'IF({cell}="","",IF({self.is_no_figure(cell)},"{NOT_NUMBERS}",'
            f'IF({wrong},"{DISAGREES[:-1]}","{AGREES}")))'
        )

    def _any_disagrees(self) -> str:
        return f"OR({','.join(map(self._instrument_disagrees, self._rules))})"

    def _instrument_disagrees(self, rule: InstrumentRule) -> str:
        """published more than the weight, or further from weight x mean than rounding explains."""
        cell = self._places.published[rule.instrument]
        share = self._shares[rule.instrument]
        tolerance = Fraction(self._framework.tolerance(rule.instrument)) * MILLION
        scale = lcm(share.denominator, tolerance.denominator)
        most = Fraction(rule.weight) * _HUNDRED * self._unit
        return (
            f"IF(ISNUMBER({cell}),OR({self._hundredths(cell)}>{_plain(most)},"
            f"ABS({scale}*{self._printed(cell)}-{int(share * scale)}*{self._sum(rule.instrument)})"
            f">{int(tolerance * scale)}),FALSE)"
        )

    def _total_disagrees(self) -> str:
        """The total against its parts, once the instruments agree (``assessment.list_shares``):

        as published where all were, else all as worked out from the indicators, unrounded.
        """
        half = Fraction(self._framework.half_unit) * MILLION
        moved = {rule.instrument: Fraction(rule.weight) * half for rule in self._rules}
        fractions = (half, *moved.values(), *self._shares.values())
        scale = lcm(*(fraction.denominator for fraction in fractions))
        cells = list(self._places.published.values())
        official = "+".join(self._printed(cell) for cell in cells)
        computed = "+".join(
            f"{int(share * scale)}*{self._sum(key)}" for key, share in self._shares.items()
        )
        exact = half + sum(moved.values(), Fraction(0))
        bounds = f"{int(half * (len(cells) + 1) * scale)},{int(exact * scale)}"
        total = self._places.total
        return (
            f"IF(ISNUMBER({total}),ABS({scale}*{self._printed(total)}-"
            f"IF({_count(cells)},{scale}*({official}),{computed}))>="
            f"IF({_count(cells)},{bounds}),FALSE)"
        )

    def _printed_total(self) -> str:
        """The total that the document will say: published, else of the published parts."""
        total, cells = self._places.total, list(self._places.published.values())
        added = "+".join(map(self._hundredths, cells))
        return (
            f"IF(ISNUMBER({total}),{self._hundredths(total)}/{self._unit},"
            f"IF({_count(cells)},({added})/{self._unit},{self._places.live_total}))"
        )

    def _judge_level(self) -> str:
        """The level typed against that of the printed total.

        Where it is not settled that the offices were graded on the scale, another level differs
        and no more, unless the total alone rules it out.
        """
        cell = self._places.level
        typed = f'TRIM(SUBSTITUTE({cell},"ระดับ",""))'
        printed = self._printed_total()
        wrong = f'"{DISAGREES} ระดับ"'
        if not self._framework.settled:
            wrong = f'IF({self._is_ruled_out(typed, printed)},{wrong},"{DIFFERS}")'
        right = f'OR({cell}="",{typed}={self._level_of(printed)})'
        return f'IF({right},"{AGREES}",{wrong})'

    def _is_ruled_out(self, typed: str, total: str) -> str:
        levels = self._framework.levels
        names = ",".join(_quote(level.name) for level in levels)
        floors = ",".join(_plain(level.total_min) for level in levels)
        ceilings = ",".join(_plain(_find_ceiling(levels, index)) for index in range(len(levels)))
        place = f"MATCH({typed},{{{names}}},0)"
        return (
            f"IF(ISNUMBER({place}),OR({total}<INDEX({{{floors}}},{place}),"
            f"{total}>=INDEX({{{ceilings}}},{place})),FALSE)"
        )


def _find_ceiling(levels: tuple[LevelRule, ...], index: int) -> Decimal:
    """The total from which a better level, which asks nothing of the instruments, takes over."""
    free = [level.total_min for level in levels[:index] if level.instruments_min is None]
    return min(free, default=Decimal(101))


def _count(cells: Sequence[str]) -> str:
    """Whether numbers stand in all these cells."""
    return "+".join(f"ISNUMBER({cell})" for cell in cells) + f"={len(cells)}"


def _strays(cells: str) -> str:
    """Whether a number has more than six places, but for the noise of a formula."""
    return f"ABS({cells}*{MILLION}-ROUND({cells}*{MILLION},0))>0.001"


def _plain(value: Decimal | Fraction) -> str:
    """A number as a formula writes it."""
    decimal = value if isinstance(value, Decimal) else Decimal(value.numerator) / value.denominator
    return f"{decimal.normalize():f}"


def _quote(text: str) -> str:
    """A text as a formula writes it."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
