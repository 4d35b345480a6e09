"""The nouns and the arithmetic of one fiscal year's rules; no year, weight or band stands here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from ita_docs.model import FiscalYear, Instrument, Measure, Office, OfficeKind
from ita_docs.sections import SHORT_NAME
from ita_docs.thai import match_key, round_half_up

_LEVEL_WORD = re.compile("^(?:ระดับ|level)")


class Scale(StrEnum):
    """How a year names its levels."""

    LETTERS = "letters"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """One indicator: its number 1-10, its Thai name, and the spellings accepted on input."""

    number: int
    name: str
    instrument: Instrument
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InstrumentRule:
    """One instrument: its Thai name, its weight (0-1) and its indicators in order."""

    instrument: Instrument
    name: str
    weight: Decimal
    indicators: tuple[IndicatorRule, ...]


@dataclass(frozen=True, slots=True)
class LevelRule:
    """One level: the least total, and the least score of every instrument (0-100) or None."""

    name: str
    total_min: Decimal
    instruments_min: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """Where a document of this plan year counts in the OIT checklist: its code and title.

    ``settled`` is False where ``reference`` says how far the code was only inferred.
    ``year_rule`` says of a report which year's measures it is about: those of this plan year
    (``current``) or of the one before (``previous``); empty for what reports on none.
    """

    code: str
    title: str
    settled: bool
    reference: str
    year_rule: str = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """The rules of one fiscal year, loaded and checked.

    ``levels`` run from best to worst. ``settled`` is False where it is not established that OBEC
    used this scale for its offices: then a level entered in the workbook wins (domain note, R 80).
    ``half_unit`` of the last published place is the most that rounding moves a figure.
    ``two_classes`` says that weak points are told in two classes, those to mend and those to
    improve, and ``lowest`` how many of the lowest indicators stand in the second.
    ``measures`` are the catalogue's by indicator, and ``school_measures`` those of a school, which
    has other groups and other people. ``documents`` says where the plan (``measures``) and the
    follow-up (``followup``) count.
    ``sha256`` is the hash of the TOML file, printed in the document's properties.
    """

    year: FiscalYear
    instruments: tuple[InstrumentRule, ...]
    scale: Scale
    levels: tuple[LevelRule, ...]
    settled: bool
    target: Decimal
    two_classes: bool
    lowest: int
    places: int
    measures: Mapping[int, Measure]
    references: tuple[str, ...]
    not_established: tuple[str, ...]
    sha256: str
    school_measures: Mapping[int, Measure] = field(default_factory=dict)
    documents: Mapping[str, ChecklistItem] = field(default_factory=dict)
    half_unit: Decimal = field(init=False, repr=False, compare=False)
    _rules: Mapping[Instrument, InstrumentRule] = field(init=False, repr=False, compare=False)
    _indicators: Mapping[int, IndicatorRule] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "half_unit", Decimal(5).scaleb(-self.places - 1))
        rules = {rule.instrument: rule for rule in self.instruments}
        object.__setattr__(self, "_rules", rules)
        numbered = {indicator.number: indicator for indicator in self.indicators}
        object.__setattr__(self, "_indicators", numbered)

    @property
    def indicators(self) -> tuple[IndicatorRule, ...]:
        """The ten indicators by number."""
        return tuple(indicator for rule in self.instruments for indicator in rule.indicators)

    def indicator(self, number: int) -> IndicatorRule:
        """The indicator of that number; KeyError for a number that the year does not have."""
        return self._indicators[number]

    def instrument(self, instrument: Instrument) -> InstrumentRule:
        """The rule of one instrument."""
        return self._rules[instrument]

    def find_indicator(self, name: str) -> IndicatorRule | None:
        """The indicator of that name or accepted spelling; None when there is none."""
        key = match_key(name)
        for indicator in self.indicators:
            if key in map(match_key, (indicator.name, *indicator.aliases)):
                return indicator
        return None

    def find_level(self, text: str) -> LevelRule | None:
        """The level of that name, with or without the word ระดับ; None when the scale has none."""
        key = match_key(text)
        keys = (key, _LEVEL_WORD.sub("", key))
        return next((level for level in self.levels if match_key(level.name) in keys), None)

    def round(self, value: Decimal) -> Decimal:
        """Half-up to the places in which the year's results are published."""
        return round_half_up(value, self.places)

    def instrument_score(self, instrument: Instrument, scores: Mapping[int, Decimal]) -> Decimal:
        """The mean of the instrument's indicators, points 0-100, not rounded."""
        numbers = [indicator.number for indicator in self.instrument(instrument).indicators]
        return sum((scores[number] for number in numbers), Decimal(0)) / len(numbers)

    def weighted_score(self, instrument: Instrument, scores: Mapping[int, Decimal]) -> Decimal:
        """Weight x mean of the instrument's indicators, not rounded."""
        rule = self.instrument(instrument)
        points = sum((scores[indicator.number] for indicator in rule.indicators), Decimal(0))
        # Multiplied first: 0.3 x 253 / 3 ends, 253 / 3 does not.
        return rule.weight * points / len(rule.indicators)

    def tolerance(self, instrument: Instrument) -> Decimal:
        """How far a published weighted score may lie from weight x mean by rounding alone.

        Half a unit of the last place for itself, and weight x half a unit for its indicators,
        which are published rounded too.
        """
        return self.half_unit * (1 + self.instrument(instrument).weight)

    def level(self, total: Decimal, instrument_scores: Mapping[Instrument, Decimal]) -> str:
        """The name of the level for a total and the three instrument scores (points 0-100).

        All are rounded before they are compared: the bands are written in published places.
        """
        rounded_total = self.round(total)
        least = min(self.round(instrument_scores[rule.instrument]) for rule in self.instruments)
        return next(
            level.name
            for level in self.levels
            if rounded_total >= level.total_min
            and (level.instruments_min is None or least >= level.instruments_min)
        )

    def is_weak(self, score: Decimal) -> bool:
        """Whether a score, once rounded, is less than the target."""
        return self.round(score) < self.target

    def find_measure(self, indicator: int, kind: OfficeKind) -> Measure | None:
        """The catalogue's measure for an indicator in the words of a kind of body, or None."""
        school = self.school_measures.get(indicator) if kind is OfficeKind.SCHOOL else None
        return school or self.measures.get(indicator)

    def measure(self, indicator: int, office: Office) -> Measure | None:
        """The catalogue's measure for an indicator with the office named in it, or None."""
        measure = self.find_measure(indicator, office.kind)
        if measure is None:
            return None

        def name_office(lines: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(line.replace(SHORT_NAME, office.short_name) for line in lines)

        return replace(
            measure,
            responsible=name_office(measure.responsible),
            steps=name_office(measure.steps),
            monitor=name_office(measure.monitor),
            time_frame=name_office(measure.time_frame),
            reporting=name_office(measure.reporting),
            method=name_office(measure.method),
            success=name_office(measure.success),
            budget=name_office(measure.budget),
        )
