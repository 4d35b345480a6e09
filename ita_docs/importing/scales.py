"""On which scale an instrument's figure stands: the one on which most rows agree.

IIT 26.44 = 0.3 x mean      weighted: goes into the form
IIT 88.13 = mean            on 0-100: proves the row, and the form's cell stays blank
IIT 440.65 = sum of five    likewise
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from enum import Enum, auto

from ita_docs.importing.lanes import Lane
from ita_docs.importing.mapping import Figure
from ita_docs.importing.questions import QuestionError, list_names
from ita_docs.model import FULL_SCORE, Instrument

Column = tuple[str, tuple[int, int]]
"""An instrument's field and the place of the header that its figures stand under."""


class Scale(Enum):
    """On what scale an instrument's figure stands."""

    WEIGHTED = auto()
    MEAN = auto()
    SUM = auto()
    UNKNOWN = auto()


class Scales(Lane):
    """A lane that finds out its scales."""

    def find_scales(self) -> dict[Column, Scale]:
        """The scale of each column (or row) of an instrument's figures."""
        scales: dict[Column, Scale] = {}
        for rule in self.framework.instruments:
            name = rule.instrument.value.lower()
            columns: dict[tuple[int, int], list[Figure]] = defaultdict(list)
            for unit in self.units.values():
                for figure in unit.get(name, ()):
                    if figure.reading.number is not None:
                        columns[figure.head.places[-1]].append(figure)
                    else:
                        columns.setdefault(figure.head.places[-1], [])
            for place, figures in columns.items():
                scales[name, place] = self._find_scale(rule.instrument, figures)
            weighted = [place for place in columns if scales[name, place] is Scale.WEIGHTED]
            if len(weighted) > 1 and not self._are_equal(name, weighted):
                heads = [columns[place][0].head.text for place in weighted]
                raise QuestionError(
                    "import-columns-several", columns[weighted[0]][0].at, option="--column",
                    choices=tuple(heads), names=list_names(tuple(heads)),
                )  # fmt: skip
            for place in weighted[1:]:
                scales[name, place] = Scale.SUM  # said twice: the first goes into the form
        self._judge_alone(scales)
        return scales

    def _are_equal(self, name: str, places: list[tuple[int, int]]) -> bool:
        for unit in self.units.values():
            numbers = {f.reading.number for f in unit.get(name, ()) if f.head.places[-1] in places}
            if len(numbers) > 1:
                return False
        return True

    def _find_scale(self, instrument: Instrument, figures: list[Figure]) -> Scale:
        framework = self.framework
        members = [rule.number for rule in framework.instrument(instrument).indicators]
        agreeing: dict[Scale, set[int]] = defaultdict(set)
        computed: dict[int, Decimal] = {}
        for figure in figures:
            scores = self.find_scores(figure.unit)
            number = figure.reading.number
            if number is None or any(member not in scores for member in members):
                continue
            weighted = framework.weighted_score(instrument, scores)
            mean = framework.instrument_score(instrument, scores)
            computed[figure.unit] = weighted
            half = framework.half_unit
            if abs(number - weighted) <= framework.tolerance(instrument):
                agreeing[Scale.WEIGHTED].add(figure.unit)
            if abs(number - mean) <= 2 * half:
                agreeing[Scale.MEAN].add(figure.unit)
            if abs(number - mean * len(members)) <= half * (len(members) + 1):
                agreeing[Scale.SUM].add(figure.unit)
        tested = [figure for figure in figures if figure.unit in computed]
        if not tested:
            most = framework.instrument(instrument).weight * FULL_SCORE
            above = any((f.reading.number or 0) > most for f in figures)
            return Scale.MEAN if above else Scale.UNKNOWN
        best = max((Scale.WEIGHTED, Scale.MEAN, Scale.SUM), key=lambda s: len(agreeing[s]))
        if len(agreeing[best]) * 2 <= len(tested):
            raise self.refuse_mapping(tested[0], len(agreeing[best]), len(tested))
        for figure in tested:
            agrees = figure.unit in agreeing[best]
            self.note(figure.unit, figure, computed[figure.unit], agrees=agrees)
        return best

    def _judge_alone(self, scales: dict[Column, Scale]) -> None:
        """Instruments without indicators: their total says on which scale they stand."""
        unknown = [key for key, scale in scales.items() if scale in (Scale.UNKNOWN, Scale.MEAN)]
        rules = self.framework.instruments
        if len({name for name, _ in unknown}) < len(rules) or len(unknown) != len(rules):
            return
        sums: dict[Scale, int] = defaultdict(int)
        tested = 0
        for unit in self.units.values():
            parts = {
                r.instrument: self.find_number(unit, r.instrument.value.lower()) for r in rules
            }
            total = self.find_number(unit, "total")
            if total is None or None in parts.values():
                continue
            tested += 1
            numbers = {key: value for key, value in parts.items() if value is not None}
            half = self.framework.half_unit
            whole = sum(numbers.values(), Decimal(0))
            means = sum((r.weight * numbers[r.instrument] for r in rules), Decimal(0))
            sums[Scale.WEIGHTED] += abs(whole - total) <= half * (len(rules) + 1)
            sums[Scale.MEAN] += abs(means - total) <= 2 * half
        if not tested:
            return
        best = max((Scale.WEIGHTED, Scale.MEAN), key=lambda scale: sums[scale])
        if sums[best] * 2 <= tested:
            first = next(f for f in self.figures if f.field == "total")
            raise self.refuse_mapping(first, sums[best], tested)
        for key in unknown:
            scales[key] = best
        if best is Scale.WEIGHTED:
            self._name_impossible()

    def _name_impossible(self) -> None:
        """Weighted figures above their weight, in rows that nothing else judges."""
        for rule in self.framework.instruments:
            most = rule.weight * FULL_SCORE
            for number, unit in self.units.items():
                for figure in unit.get(rule.instrument.value.lower(), ()):
                    if figure.reading.number is not None and figure.reading.number > most:
                        self.failed.setdefault(number, (figure, most))
