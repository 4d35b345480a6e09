"""Do the figures of a table belong to the headers over them? Arithmetic as a guard, not as a map.

A published instrument or total must come out of the indicators by the year's weights:

    most rows agree       the ten lie in the right instruments; the others are bad figures, carried
                          over as they stand and named
    most rows disagree    the headers are not those of these columns: asked

It cannot tell the order inside an instrument: that is the headers' word alone. A result that a
formula works out in the same sheet agrees with anything, so it proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ita_docs.assessment import work_out
from ita_docs.framework import Framework
from ita_docs.importing.lanes import read_level
from ita_docs.importing.mapping import Figure
from ita_docs.importing.numbers import Kind
from ita_docs.importing.questions import QuestionError
from ita_docs.importing.scales import Column, Scale, Scales
from ita_docs.importing.slips import Slips
from ita_docs.model import FULL_SCORE, Instrument, Published
from ita_docs.problems import Digits, Problem, Words


@dataclass(frozen=True, slots=True)
class Proved:
    """The figures of one lane with their readings settled, instruments on the weighted scale alone.

    ``set_aside`` are figures that stay out of the form, with a key of words.toml. ``proven`` are
    the units that a published figure proves.
    """

    figures: tuple[Figure, ...]
    set_aside: tuple[tuple[Figure, str], ...]
    proven: frozenset[int]
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
    return _Judged(figures, framework).prove(needed, year_told)


def _take_as_is(figures: Sequence[Figure]) -> Proved:
    kept = tuple(figure for figure in figures if figure.field in ("total", "level"))
    aside = tuple((figure, "no-rules") for figure in figures if figure not in kept)
    return Proved(kept, aside, frozenset(), ())


class _Judged(Scales, Slips):
    def prove(self, needed: bool, year_told: bool) -> Proved:
        self.refuse_uncalculated()
        self.refuse_misplaced()
        scales = self.find_scales()
        self._judge_totals(scales)
        self._judge_levels(year_told)
        self.refuse_shifted()
        self.refuse_gaps()
        if needed and not self.proven:
            first = self.figures[0]
            raise QuestionError("import-unproven", first.at, header=first.head.text[:60])
        self.refuse_fractions()
        for figure, computed in self.failed.values():
            self.problems.append(_describe(figure, computed, self.framework))
        kept: list[Figure] = []
        aside: list[tuple[Figure, str]] = []
        for figure in self.figures:
            scale = scales.get((figure.field, figure.head.places[-1]))
            if scale in (Scale.MEAN, Scale.SUM):
                aside.append((figure, "scale-mean" if scale is Scale.MEAN else "scale-sum"))
            elif scale is Scale.UNKNOWN:
                aside.append((figure, "scale-unknown"))
            else:
                kept.append(self._settle(figure))
        return Proved(
            tuple(kept), tuple(aside), frozenset(self.proven),
            tuple(self.problems),
        )  # fmt: skip

    def _settle(self, figure: Figure) -> Figure:
        """A decimal comma counts where the row is proven; elsewhere the text stays a text."""
        reading = figure.reading
        if reading.kind is not Kind.COMMA:
            return figure
        if figure.unit in self.proven and figure.unit not in self.failed:
            return replace(figure, reading=replace(reading, kind=Kind.NUMBER))
        return replace(figure, reading=replace(reading, kind=Kind.TEXT, number=None))

    def _judge_totals(self, scales: Mapping[Column, Scale]) -> None:
        """Each total against the indicators of its row, or else its weighted instruments."""
        agreeing: set[int] = set()
        tested: list[tuple[Figure, Decimal]] = []
        indicators = len(self.framework.indicators)
        for number, unit in self.units.items():
            figure = next((f for f in unit.get("total", ()) if f.reading.number is not None), None)
            scores = self.find_scores(number)
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
            total = work_out(scores, published, self.framework).total
            if total.computed is None:
                continue
            tested.append((figure, total.computed))
            if total.agrees:
                agreeing.add(figure.unit)
        if tested and len(agreeing) * 2 <= len(tested):
            raise self.refuse_mapping(tested[0][0], len(agreeing), len(tested))
        for figure, computed in tested:
            self.note(figure.unit, figure, computed, agrees=figure.unit in agreeing)

    def _span(self, scores: Mapping[int, Decimal]) -> tuple[Decimal, Decimal]:
        """The least and the greatest total that the missing scores, whatever they are, allow."""
        bounds = []
        for missing, bound in ((Decimal(0), -1), (FULL_SCORE, 1)):
            whole = {i.number: scores.get(i.number, missing) for i in self.framework.indicators}
            computed = work_out(whole, Published({}, None, None), self.framework).total.computed
            allowed = self.framework.half_unit * (len(self.framework.instruments) + 1)
            bounds.append((computed or Decimal(0)) + bound * allowed)
        return bounds[0], bounds[1]

    def _are_weighted(
        self,
        unit: Mapping[str, list[Figure]],
        scales: Mapping[Column, Scale],
    ) -> bool:
        return all(
            any(
                scales.get((figure.field, figure.head.places[-1])) is Scale.WEIGHTED
                for figure in unit.get(rule.instrument.value.lower(), ())
            )
            for rule in self.framework.instruments
        )

    def _instruments(self, unit: Mapping[str, list[Figure]]) -> dict[Instrument, Decimal]:
        found = {}
        for rule in self.framework.instruments:
            number = self.find_number(unit, rule.instrument.value.lower())
            if number is not None:
                found[rule.instrument] = number
        return found

    def _judge_levels(self, year_told: bool) -> None:
        """Levels of another year's scale say that the year is another one."""
        self._judge_levels_by_total()
        told = [f for f in self.figures if f.field == "level" and f.reading.kind is Kind.TEXT]
        foreign = [f for f in told if self.framework.find_level(read_level(f)) is None]
        if not told or len(foreign) * 2 <= len(told):
            return
        at, level = foreign[0].at, read_level(foreign[0])[:40]
        year = Digits(str(self.framework.year))
        if not year_told:
            raise QuestionError("import-level-odds", at, option="--year", level=level, year=year)
        values = {"level": level, "year": year}
        self.problems.append(Problem("import-level-foreign", at, values=values))

    def _judge_levels_by_total(self) -> None:
        """Levels that follow from the total alone, by a scale that is settled, must follow."""
        levels = self.framework.levels
        if not self.framework.settled or any(r.instruments_min is not None for r in levels):
            return
        tested: list[Figure] = []
        agreeing = 0
        for unit in self.units.values():
            total = self.find_number(unit, "total")
            figure = next((f for f in unit.get("level", ()) if f.reading.kind is Kind.TEXT), None)
            named = self.framework.find_level(read_level(figure)) if figure is not None else None
            if total is None or figure is None or named is None:
                continue
            tested.append(figure)
            rounded = self.framework.round(total)
            expected = next(rule for rule in levels if rounded >= rule.total_min)
            agreeing += expected.name == named.name
        if tested and agreeing * 2 <= len(tested):
            raise self.refuse_mapping(tested[0], agreeing, len(tested))


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
