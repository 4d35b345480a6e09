"""The figures of all offices of a run together, a fiscal year each: counted and averaged from what
each office's document prints, never from the scores below it.

An office whose data has errors has no figures: it is left out of every count, and named.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ita_docs.framework import Framework
from ita_docs.model import (
    INDICATOR_NUMBERS,
    FiscalYear,
    Instrument,
    OfficeReport,
    OfficeStatus,
    RunReport,
)
from ita_docs.report.summary import measure_change
from ita_docs.thai import round_half_up

_PLACES = 2
_STEPS = (0, *range(50, 100, 5))
"""Where the bands of totals begin, in points; the last one holds 100 as well."""
_LEADING_VOWEL = re.compile("([เแโใไ])(.)")


@dataclass(frozen=True, slots=True)
class Spread:
    """How many offices have a figure, and its mean (two places, half up), least and greatest;
    None where none has it."""

    count: int
    mean: Decimal | None = None
    least: Decimal | None = None
    greatest: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """How many totals lie from ``least`` to just under ``below``; the last band holds 100."""

    least: int
    below: int
    count: int


@dataclass(frozen=True, slots=True)
class Change:
    """The offices whose history has last year's total: how many, the mean of both years and of
    the change, and how many rose, fell or stayed."""

    count: int
    last_mean: Decimal | None
    mean: Decimal | None
    change: Decimal | None
    risen: int
    fallen: int
    same: int


@dataclass(frozen=True, slots=True)
class ProvinceFigures:
    """One province ("" for offices of which nobody says it): its totals, how many of its offices
    have a weak indicator, the change from last year, and how many are left out."""

    province: str
    total: Spread
    weak: int
    change: Change
    left_out: int


@dataclass(frozen=True, slots=True)
class YearFigures:
    """All offices with results of one fiscal year.

    ``levels`` run as the year's scale does, then those of no scale. ``instruments`` are weighted
    points, ``instrument_scores`` the same on 0-100. ``weak`` are offices below the target by
    indicator, ``weak_offices`` those with any. ``provinces`` stand in the order of the alphabet.
    """

    year: FiscalYear
    total: Spread
    median: Decimal | None
    levels: Mapping[str, int]
    bands: tuple[Band, ...]
    instruments: Mapping[Instrument, Spread]
    instrument_scores: Mapping[Instrument, Spread]
    indicators: Mapping[int, Spread]
    weak: Mapping[int, int]
    weak_offices: int
    change: Change
    provinces: tuple[ProvinceFigures, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """The years of a run, the newest first, and the offices that are left out for their faults."""

    years: tuple[YearFigures, ...]
    left_out: tuple[OfficeReport, ...]


def measure_statistics(report: RunReport, frameworks: Mapping[FiscalYear, Framework]) -> Statistics:
    """The figures of the country, or of whatever offices the run read.

    Offices that are no longer in the inputs are neither counted nor left out.
    """
    gone = (OfficeStatus.DEPARTED, OfficeStatus.PRUNED)
    by_year: dict[FiscalYear, list[OfficeReport]] = defaultdict(list)
    left_out = []
    for office in report.offices:
        if office.status in gone:
            continue
        if office.result_year is None or office.total is None:
            left_out.append(office)
        else:
            by_year[office.result_year].append(office)
    missing = Counter(office.province for office in left_out)
    years = tuple(
        _measure_year(year, by_year[year], frameworks.get(year), missing)
        for year in sorted(by_year, reverse=True)
    )
    return Statistics(years, tuple(left_out))


def name_band(band: Band, words: Mapping[str, str]) -> str:
    """What people call a band: ``ต่ำกว่า 50``, ``50 ถึงต่ำกว่า 55``, ``95 ถึง 100``."""
    key = "band_first" if band.least == 0 else "band_last" if band.below == 100 else "band_of"
    return words[f"statistics.{key}"].format(least=band.least, below=band.below)


def list_instrument_rows(
    year: YearFigures, frameworks: Mapping[FiscalYear, Framework]
) -> list[tuple[str, str, Spread, int]]:
    """The instruments on 0-100 as a table prints them: code, name, figures; none counts as weak."""
    framework = frameworks.get(year.year)
    return [
        (str(item), framework.instrument(item).name if framework else "", spread, 0)
        for item, spread in year.instrument_scores.items()
    ]


def list_indicator_rows(
    year: YearFigures, frameworks: Mapping[FiscalYear, Framework]
) -> list[tuple[str, str, Spread, int]]:
    """The indicators as a table prints them: number, name, figures, offices below the target."""
    framework = frameworks.get(year.year)
    return [
        (
            str(number),
            framework.indicator(number).name if framework else "",
            spread,
            year.weak[number],
        )
        for number, spread in year.indicators.items()
    ]


def _measure_year(
    year: FiscalYear,
    offices: Sequence[OfficeReport],
    framework: Framework | None,
    missing: Mapping[str, int],
) -> YearFigures:
    totals = sorted(office.total for office in offices if office.total is not None)
    weak = Counter(number for office in offices for number in office.weak)
    by_province: dict[str, list[OfficeReport]] = defaultdict(list)
    for office in offices:
        by_province[office.province].append(office)
    return YearFigures(
        year=year,
        total=_spread(totals),
        median=_find_median(totals),
        levels=_count_levels(offices, framework),
        bands=_count_bands(totals),
        instruments={
            item: _spread(
                office.instruments[item] for office in offices if item in office.instruments
            )
            for item in Instrument
        },
        instrument_scores={
            item: _spread(
                office.instrument_scores[item]
                for office in offices
                if item in office.instrument_scores
            )
            for item in Instrument
        },
        indicators={
            number: _spread(office.scores[number] for office in offices if number in office.scores)
            for number in INDICATOR_NUMBERS
        },
        weak={number: weak[number] for number in INDICATOR_NUMBERS},
        weak_offices=sum(bool(office.weak) for office in offices),
        change=_measure_change(offices),
        provinces=tuple(
            _measure_province(province, by_province.get(province, []), missing.get(province, 0))
            for province in sorted({*by_province, *missing}, key=_order_province)
        ),
    )


def _measure_province(
    province: str, offices: Sequence[OfficeReport], left_out: int
) -> ProvinceFigures:
    return ProvinceFigures(
        province,
        _spread(office.total for office in offices if office.total is not None),
        sum(bool(office.weak) for office in offices),
        _measure_change(offices),
        left_out,
    )


def _spread(values: Iterable[Decimal]) -> Spread:
    found = list(values)
    if not found:
        return Spread(0)
    return Spread(len(found), _mean(found), min(found), max(found))


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    if not values:
        return None
    return round_half_up(sum(values, Decimal(0)) / len(values), _PLACES)


def _find_median(ascending: Sequence[Decimal]) -> Decimal | None:
    """The middle one, or the mean of the two in the middle."""
    count = len(ascending)
    return _mean(ascending[(count - 1) // 2 : count // 2 + 1])


def _count_levels(offices: Iterable[OfficeReport], framework: Framework | None) -> dict[str, int]:
    counts = Counter(office.level for office in offices if office.level)
    scale = [level.name for level in framework.levels] if framework else []
    return {level: counts[level] for level in dict.fromkeys((*scale, *sorted(counts)))}


def _count_bands(totals: Iterable[Decimal]) -> tuple[Band, ...]:
    counts = Counter(max(step for step in _STEPS if step <= max(total, 0)) for total in totals)
    ends = (*_STEPS[1:], 100)
    return tuple(
        Band(least, below, counts[least]) for least, below in zip(_STEPS, ends, strict=True)
    )


def _measure_change(offices: Iterable[OfficeReport]) -> Change:
    both = [
        (office.total, office.last_total, change)
        for office in offices
        if (change := measure_change(office)) is not None
    ]
    changes = [change for _, _, change in both]
    return Change(
        count=len(both),
        last_mean=_mean([last for _, last, _ in both if last is not None]),
        mean=_mean([total for total, _, _ in both if total is not None]),
        change=_mean(changes),
        risen=sum(change > 0 for change in changes),
        fallen=sum(change < 0 for change in changes),
        same=sum(change == 0 for change in changes),
    )


def _order_province(province: str) -> tuple[bool, str]:
    """As a Thai dictionary does: เชียงใหม่ stands among ช. Unknown ones come last."""
    return not province, _LEADING_VOWEL.sub(r"\2\1", province)
