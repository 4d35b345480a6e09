"""Do the figures of a table belong to the headers over them? Arithmetic as a guard, not as a map.

A published instrument or total must come out of the indicators by the year's weights:

    most rows agree       the ten lie in the right instruments; the others are bad figures, carried
                          over as they stand and named
    most rows disagree    the headers are not those of these columns: asked

It cannot tell the order inside an instrument: that is the headers' word alone. A result that a
formula works out in the same sheet agrees with anything, so it proves nothing.

An instrument's figure may stand on three scales; the one on which most rows agree is meant:

    IIT 26.44 = 0.3 x mean      weighted: goes into the form
    IIT 88.13 = mean            on 0-100: proves the row, and the form's cell stays blank
    IIT 440.65 = sum of five    likewise
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto

from ita_docs.assessment import work_out
from ita_docs.framework import Framework
from ita_docs.importing.labels import Role
from ita_docs.importing.mapping import Figure
from ita_docs.importing.numbers import Kind, read_figure
from ita_docs.importing.questions import QuestionError, list_names
from ita_docs.model import FULL_SCORE, Instrument, Published
from ita_docs.problems import Digits, Problem, Words

_MOST_SHIFTED = 1
"""Columns by which a shifted row is looked for, to either side."""


class Scale(Enum):
    """On what scale an instrument's figure stands."""

    WEIGHTED = auto()
    MEAN = auto()
    SUM = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Proved:
    """The figures of one lane with their readings settled, instruments on the weighted scale alone.

    ``set_aside`` are figures that stay out of the form, with a key of words.toml. ``proven`` are
    the units that a published figure proves, ``tested`` how many it could have.
    """

    figures: tuple[Figure, ...]
    set_aside: tuple[tuple[Figure, str], ...]
    proven: frozenset[int]
    tested: int
    problems: tuple[Problem, ...]


def prove(
    figures: Sequence[Figure], framework: Framework | None, *, needed: bool, year_told: bool
) -> Proved:
    """Judge the figures of one lane and year.

    ``needed`` where the headers alone are not certain (i1-i10): then a published figure must prove
    them. ``year_told`` where somebody named the year: then levels of another year's scale are only
    noted. Raises QuestionError. Without rules for the year totals and levels are taken as they are.
    """
    if framework is None:
        return _take_as_is(figures)
    return _Lane(figures, framework).prove(needed, year_told)


def _take_as_is(figures: Sequence[Figure]) -> Proved:
    kept = tuple(figure for figure in figures if figure.field in ("total", "level"))
    aside = tuple((figure, "no-rules") for figure in figures if figure not in kept)
    return Proved(kept, aside, frozenset(), 0, ())


class _Lane:
    def __init__(self, figures: Sequence[Figure], framework: Framework) -> None:
        self._framework = framework
        self._units: dict[int, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
        for figure in figures:
            self._units[figure.unit][figure.field].append(figure)
        self._all = tuple(figures)
        self._columns = {figure.place[1] for figure in figures if figure.field != "level"}
        self._problems: list[Problem] = []
        self._failed: dict[int, tuple[Figure, Decimal]] = {}
        self._proven: set[int] = set()
        self._tested: set[int] = set()

    def prove(self, needed: bool, year_told: bool) -> Proved:
        self._refuse_uncalculated()
        self._refuse_misplaced()
        scales = self._find_scales()
        self._judge_totals(scales)
        self._judge_levels(year_told)
        self._refuse_shifted()
        self._refuse_gaps()
        if needed and not self._proven:
            first = self._all[0]
            raise QuestionError("import-unproven", first.at, header=first.head.text[:60])
        self._refuse_fractions()
        for figure, computed in self._failed.values():
            self._problems.append(_describe(figure, computed, self._framework))
        kept: list[Figure] = []
        aside: list[tuple[Figure, str]] = []
        for figure in self._all:
            scale = scales.get((figure.field, figure.head.places[-1]))
            if scale in (Scale.MEAN, Scale.SUM):
                aside.append((figure, "scale-mean" if scale is Scale.MEAN else "scale-sum"))
            elif scale is Scale.UNKNOWN:
                aside.append((figure, "scale-unknown"))
            else:
                kept.append(self._settle(figure))
        return Proved(
            tuple(kept), tuple(aside), frozenset(self._proven), len(self._tested),
            tuple(self._problems),
        )  # fmt: skip

    # --- the numbers of a unit

    def _scores(self, unit: int) -> dict[int, Decimal]:
        found = {}
        for number in (indicator.number for indicator in self._framework.indicators):
            for figure in self._units[unit].get(f"indicator_{number}", ()):
                if figure.reading.number is not None:
                    found[number] = figure.reading.number
        return found

    def _has_comma(self, unit: int) -> bool:
        return any(
            figure.reading.kind is Kind.COMMA
            for figures in self._units[unit].values()
            for figure in figures
        )

    def _settle(self, figure: Figure) -> Figure:
        """A decimal comma counts where the row is proven; elsewhere the text stays a text."""
        reading = figure.reading
        if reading.kind is not Kind.COMMA:
            return figure
        if figure.unit in self._proven and figure.unit not in self._failed:
            return replace(figure, reading=replace(reading, kind=Kind.NUMBER))
        return replace(figure, reading=replace(reading, kind=Kind.TEXT, number=None))

    def _note(self, unit: int, figure: Figure, computed: Decimal, *, agrees: bool) -> None:
        self._tested.add(unit)
        if not agrees:
            self._failed.setdefault(unit, (figure, computed))
        elif not figure.reading.formula:
            self._proven.add(unit)

    # --- instruments

    def _find_scales(self) -> dict[tuple[str, tuple[int, int]], Scale]:
        """The scale of each column (or row) of an instrument's figures."""
        scales: dict[tuple[str, tuple[int, int]], Scale] = {}
        for rule in self._framework.instruments:
            name = rule.instrument.value.lower()
            columns: dict[tuple[int, int], list[Figure]] = defaultdict(list)
            for unit in self._units.values():
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
        for unit in self._units.values():
            numbers = {f.reading.number for f in unit.get(name, ()) if f.head.places[-1] in places}
            if len(numbers) > 1:
                return False
        return True

    def _find_scale(self, instrument: Instrument, figures: list[Figure]) -> Scale:
        framework = self._framework
        members = [rule.number for rule in framework.instrument(instrument).indicators]
        agreeing: dict[Scale, set[int]] = defaultdict(set)
        computed: dict[int, Decimal] = {}
        for figure in figures:
            scores = self._scores(figure.unit)
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
            raise self._refuse_mapping(tested[0], len(agreeing[best]), len(tested))
        for figure in tested:
            agrees = figure.unit in agreeing[best]
            if best is Scale.WEIGHTED:
                self._note(figure.unit, figure, computed[figure.unit], agrees=agrees)
            elif agrees:
                # All of an instrument's figures prove it; the total proves the row.
                self._tested.add(figure.unit)
            else:
                self._note(figure.unit, figure, computed[figure.unit], agrees=False)
        return best

    def _judge_alone(self, scales: dict[tuple[str, tuple[int, int]], Scale]) -> None:
        """Instruments without indicators: their total says on which scale they stand."""
        unknown = [key for key, scale in scales.items() if scale in (Scale.UNKNOWN, Scale.MEAN)]
        rules = self._framework.instruments
        if len({name for name, _ in unknown}) < len(rules) or len(unknown) != len(rules):
            return
        sums: dict[Scale, int] = defaultdict(int)
        tested = 0
        for unit in self._units.values():
            parts = {r.instrument: self._number(unit, r.instrument.value.lower()) for r in rules}
            total = self._number(unit, "total")
            if total is None or None in parts.values():
                continue
            tested += 1
            numbers = {key: value for key, value in parts.items() if value is not None}
            half = self._framework.half_unit
            whole = sum(numbers.values(), Decimal(0))
            means = sum((r.weight * numbers[r.instrument] for r in rules), Decimal(0))
            sums[Scale.WEIGHTED] += abs(whole - total) <= half * (len(rules) + 1)
            sums[Scale.MEAN] += abs(means - total) <= 2 * half
        if not tested:
            return
        best = max((Scale.WEIGHTED, Scale.MEAN), key=lambda scale: sums[scale])
        if sums[best] * 2 <= tested:
            first = next(f for f in self._all if f.field == "total")
            raise self._refuse_mapping(first, sums[best], tested)
        for key in unknown:
            scales[key] = best
        if best is Scale.WEIGHTED:
            self._name_impossible()

    def _name_impossible(self) -> None:
        """Weighted figures above their weight, in rows that nothing else judges."""
        for rule in self._framework.instruments:
            most = rule.weight * FULL_SCORE
            for number, unit in self._units.items():
                for figure in unit.get(rule.instrument.value.lower(), ()):
                    if figure.reading.number is not None and figure.reading.number > most:
                        self._failed.setdefault(number, (figure, most))

    def _number(self, unit: Mapping[str, Iterable[Figure]], name: str) -> Decimal | None:
        return next(
            (f.reading.number for f in unit.get(name, ()) if f.reading.number is not None), None
        )

    # --- totals and levels

    def _judge_totals(self, scales: Mapping[tuple[str, tuple[int, int]], Scale]) -> None:
        """Each total against the indicators of its row, or else its weighted instruments."""
        agreeing: set[int] = set()
        tested: list[tuple[Figure, Decimal]] = []
        indicators = len(self._framework.indicators)
        for number, unit in self._units.items():
            figure = next((f for f in unit.get("total", ()) if f.reading.number is not None), None)
            scores = self._scores(number)
            if figure is None or figure.reading.number is None:
                continue
            if 0 < len(scores) < indicators:
                low, high = self._span(scores)
                if not low <= figure.reading.number <= high:
                    tested.append((figure, low if figure.reading.number < low else high))
                continue
            if not scores and not self._are_weighted(unit, scales):
                continue
            published = Published(
                {} if scores else self._instruments(unit), figure.reading.number, None
            )
            total = work_out(scores, published, self._framework).total
            if total.computed is None:
                continue
            tested.append((figure, total.computed))
            if total.agrees:
                agreeing.add(figure.unit)
        if tested and len(agreeing) * 2 <= len(tested):
            raise self._refuse_mapping(tested[0][0], len(agreeing), len(tested))
        for figure, computed in tested:
            self._note(figure.unit, figure, computed, agrees=figure.unit in agreeing)

    def _span(self, scores: Mapping[int, Decimal]) -> tuple[Decimal, Decimal]:
        """The least and the greatest total that the missing scores, whatever they are, allow."""
        bounds = []
        for missing, bound in ((Decimal(0), -1), (FULL_SCORE, 1)):
            whole = {i.number: scores.get(i.number, missing) for i in self._framework.indicators}
            computed = work_out(whole, Published({}, None, None), self._framework).total.computed
            allowed = self._framework.half_unit * (len(self._framework.instruments) + 1)
            bounds.append((computed or Decimal(0)) + bound * allowed)
        return bounds[0], bounds[1]

    def _are_weighted(
        self,
        unit: Mapping[str, list[Figure]],
        scales: Mapping[tuple[str, tuple[int, int]], Scale],
    ) -> bool:
        return all(
            any(
                scales.get((figure.field, figure.head.places[-1])) is Scale.WEIGHTED
                for figure in unit.get(rule.instrument.value.lower(), ())
            )
            for rule in self._framework.instruments
        )

    def _instruments(self, unit: Mapping[str, list[Figure]]) -> dict[Instrument, Decimal]:
        found = {}
        for rule in self._framework.instruments:
            number = self._number(unit, rule.instrument.value.lower())
            if number is not None:
                found[rule.instrument] = number
        return found

    def _judge_levels(self, year_told: bool) -> None:
        """Levels of another year's scale say that the year is another one."""
        told = [f for f in self._all if f.field == "level" and f.reading.kind is Kind.TEXT]
        foreign = [f for f in told if self._framework.find_level(read_level(f)) is None]
        if not told or len(foreign) * 2 <= len(told):
            return
        at, level = foreign[0].at, read_level(foreign[0])[:40]
        year = Digits(str(self._framework.year))
        if not year_told:
            raise QuestionError("import-level-odds", at, option="--year", level=level, year=year)
        values = {"level": level, "year": year}
        self._problems.append(Problem("import-level-foreign", at, values=values))

    # --- what is never carried over

    def _refuse_uncalculated(self) -> None:
        """A formula without a result: the number is there, and this file does not hold it."""
        for figure in self._all:
            if figure.reading.kind is Kind.UNCALCULATED:
                raise QuestionError("import-uncalculated", figure.at)

    def _refuse_misplaced(self) -> None:
        """A number where levels stand, or a level where numbers do: the row's cells were moved."""
        for figure in self._all:
            reading = figure.reading
            if figure.field == "level":
                wrong = reading.number is not None
            else:
                wrong = reading.kind is Kind.TEXT and (
                    self._framework.find_level(read_level(figure)) is not None
                )
            if wrong:
                typed = reading.text or f"{reading.number:f}"
                raise QuestionError("import-row-shifted", figure.at, typed=typed[:40])

    def _refuse_shifted(self) -> None:
        """A row that disagrees, and agrees when read one column further: its cells were moved."""
        for unit, (figure, _) in self._failed.items():
            if figure.block.tall:
                continue
            if self._has_gap(unit):
                typed = f"{figure.reading.number or 0:f}"
                raise QuestionError("import-row-shifted", figure.at, typed=typed)
            for step in (-_MOST_SHIFTED, _MOST_SHIFTED):
                if self._agrees_shifted(unit, step):
                    raise QuestionError(
                        "import-row-shifted", figure.at,
                        typed=f"{figure.reading.number or 0:f}",
                    )  # fmt: skip

    def _has_gap(self, unit: int) -> bool:
        """Whether a cell under one of the headers of this row's figures is empty."""
        block = self._all[0].block
        row = next(iter(self._units[unit].values()))[0].place[0]
        return any(column not in block.grid.rows[row] for column in self._columns)

    def _refuse_gaps(self) -> None:
        """A row without the total that the other rows have: it may have slipped, or lack it.

        An empty cell does not say which; a dash does.
        """
        with_total = [u for u in self._units.values() if self._number(u, "total") is not None]
        if len(with_total) * 2 <= len(self._units) or len(with_total) == len(self._units):
            return
        for number, unit in self._units.items():
            if "total" not in unit and number not in self._proven and len(self._scores(number)):
                raise QuestionError("import-row-gap", next(iter(unit.values()))[0].at)

    def _agrees_shifted(self, unit: int, step: int) -> bool:
        """Whether a row adds up when every figure is taken from the column ``step`` further."""
        block = self._all[0].block
        row = next(iter(self._units[unit].values()))[0].place[0]
        moved: dict[str, Decimal] = {}
        for column, head in block.heads.items():
            if head.label.role is Role.INDICATOR and head.label.number is not None:
                name = f"indicator_{head.label.number}"
            elif head.label.role is Role.TOTAL:
                name = "total"
            else:
                continue
            cell = block.grid.rows[row].get(column + step)
            number = read_figure(cell).number if cell is not None else None
            if number is not None:
                moved.setdefault(name, number)
        scores = {
            indicator.number: moved[f"indicator_{indicator.number}"]
            for indicator in self._framework.indicators
            if f"indicator_{indicator.number}" in moved
        }
        if len(scores) < len(self._framework.indicators) or "total" not in moved:
            return False
        published = Published({}, moved["total"], None)
        return work_out(scores, published, self._framework).total.agrees

    def _refuse_fractions(self) -> None:
        """Values of 0-1 that no percent format explains: shares of one, or very low scores?"""
        for unit, fields in self._units.items():
            proven = unit in self._proven and unit not in self._failed
            if proven and not self._are_all_fractions(unit):
                continue
            for name, figures in fields.items():
                figure = next((f for f in figures if f.reading.is_fraction), None)
                if figure is not None and (name.startswith("indicator") or name == "total"):
                    raise QuestionError(
                        "import-fractions", figure.at, typed=f"{figure.reading.number:f}"
                    )

    def _are_all_fractions(self, unit: int) -> bool:
        """Whether the scores are shares of one throughout: then their total agrees all the same."""
        readings = [
            figure.reading
            for name, figures in self._units[unit].items()
            for figure in figures
            if name != "level" and figure.reading.number
        ]
        return len(readings) > 1 and all(reading.is_fraction for reading in readings)

    def _refuse_mapping(self, figure: Figure, agreeing: int, tested: int) -> QuestionError:
        return QuestionError(
            "import-mapping-wrong", figure.at, header=figure.head.text[:60],
            agreeing=Digits(str(agreeing)), tested=Digits(str(tested)),
        )  # fmt: skip


def read_level(figure: Figure) -> str:
    """A level as the form takes it: without the word before it, ``ระดับ ผ่านดี`` -> ``ผ่านดี``."""
    text = " ".join(figure.reading.text.split())
    return text.removeprefix("ระดับ").strip() or text


def _describe(figure: Figure, computed: Decimal, framework: Framework) -> Problem:
    number = figure.reading.number
    return Problem(
        "import-figure-disagrees",
        figure.at,
        None,
        {
            "figure": Words(figure.head.text[:40] or figure.field, figure.head.text[:40]),
            "published": Digits(f"{number:f}" if number is not None else "-"),
            "computed": Digits(f"{framework.round(computed):f}"),
        },
    )
