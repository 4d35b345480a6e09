"""Do the published figures agree with their indicators and with each other?

Everything published is rounded, so figures that belong together may differ a little; what differs
by more was misread or mistyped (docs/decisions/0007-agreement-and-misread-digits.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from ita_docs.entries.case import Case, Entry, Placed
from ita_docs.entries.cells import HUNDRED
from ita_docs.framework import Framework, InstrumentRule
from ita_docs.model import Instrument
from ita_docs.problems import Digits, Problem, Value, Words
from ita_docs.schema import FIELD_WORDS
from ita_docs.thai import to_thai_digits
from ita_docs.validation.misread import Candidates, Figure, find_candidates


def compute_instruments(entry: Entry, framework: Framework) -> dict[Instrument, Decimal]:
    """The weighted scores, not rounded, of the instruments whose indicators are all there."""
    if not entry.computed:
        entry.computed = {
            rule.instrument: framework.weighted_score(rule.instrument, entry.scores)
            for rule in framework.instruments
            if all(indicator.number in entry.scores for indicator in rule.indicators)
        }
    return entry.computed


def find_disagreeing(entry: Entry, framework: Framework) -> tuple[Instrument, ...]:
    """The instruments whose published weighted score rounding alone cannot explain."""
    computed = compute_instruments(entry, framework)
    return tuple(
        instrument
        for instrument, published in published_instruments(entry).items()
        if instrument in computed
        and abs(published - computed[instrument]) > framework.tolerance(instrument)
    )


def published_instruments(entry: Entry) -> dict[Instrument, Decimal]:
    """The published weighted scores that were entered."""
    return {key: placed.value for key, placed in entry.instruments.items()}


def check_weighted_range(case: Case) -> Iterator[Problem]:
    """A weighted score is at most its weight in points; more is a score before the weight."""
    entry, framework = case.entry, case.framework
    for instrument, placed in entry.instruments.items():
        most = framework.instrument(instrument).weight * HUNDRED
        if placed.value > most:
            values = {
                "instrument": instrument.value,
                "published": Digits(f"{placed.value:f}"),
                "most": Digits(f"{framework.round(most):f}"),
            }
            yield Problem("weighted-score-too-high", placed.at, entry.office.name, values)


def check_instruments(case: Case) -> Iterator[Problem]:
    """Each published instrument against weight x mean of its indicators."""
    entry, framework = case.entry, case.framework
    computed = compute_instruments(entry, framework)
    for instrument in find_disagreeing(entry, framework):
        placed = entry.instruments[instrument]
        rule = framework.instrument(instrument)
        if placed.value > rule.weight * HUNDRED:
            continue  # reported as a score before the weight
        values = {
            "instrument": instrument.value,
            **_differing(placed.value, computed[instrument], framework),
            **_find_hint(entry, rule, framework),
        }
        yield Problem("instrument-disagrees", placed.at, entry.office.name, values)


def _find_hint(entry: Entry, rule: InstrumentRule, framework: Framework) -> dict[str, Value]:
    """The candidates for one instrument.

    Where the published total agrees with the published instruments it vouches for them, so that
    the indicators are suspected alone; the instrument's own figure only when nothing else is left.
    """
    tolerance = framework.tolerance(rule.instrument)
    indicators = _indicator_figures(entry, rule, framework)
    placed, most = entry.instruments[rule.instrument], rule.weight * HUNDRED
    vouched = (
        entry.total is not None
        and len(entry.instruments) == len(framework.instruments)
        and _total_adds_up(entry, framework, frozenset())
    )
    if vouched:
        candidates = find_candidates(indicators, -placed.value, tolerance)
        if candidates.found:
            return _hint(candidates)
    published = _published_figure(rule.instrument.value.lower(), placed, most, framework)
    return _hint(find_candidates([published, *indicators], Decimal(0), tolerance), vouched)


def check_total(case: Case) -> Iterator[Problem]:
    """The published total against the sum of the instruments, published where they are given.

    A wrong instrument alone is no fault of the total: it is enough that the total agrees when
    the instruments that disagree are taken as computed.
    """
    entry, framework = case.entry, case.framework
    if entry.total is None or total_agrees(entry, framework):
        return
    parts = _parts(entry, framework, frozenset())
    computed = sum((value for value, _ in parts.values()), Decimal(0))
    figures = [_published_figure("total", entry.total, HUNDRED, framework)]
    for rule in framework.instruments:
        if rule.instrument not in entry.instruments:
            figures += _indicator_figures(entry, rule, framework)
    fixed = sum(published_instruments(entry).values(), Decimal(0))
    bound = _bound(parts, framework)
    values = {
        **_differing(entry.total.value, computed, framework),
        **_hint(find_candidates(figures, fixed, bound, inclusive=False)),
    }
    yield Problem("total-disagrees", entry.total.at, entry.office.name, values)


def total_agrees(entry: Entry, framework: Framework) -> bool:
    """Whether the published total agrees; True where there is none or nothing to compare with."""
    disagreeing = frozenset(find_disagreeing(entry, framework))
    return _total_adds_up(entry, framework, frozenset()) or (
        _total_adds_up(entry, framework, disagreeing)
    )


def _total_adds_up(entry: Entry, framework: Framework, replaced: frozenset[Instrument]) -> bool:
    parts = _parts(entry, framework, replaced)
    if entry.total is None or len(parts) < len(framework.instruments):
        return True
    computed = sum((value for value, _ in parts.values()), Decimal(0))
    return abs(entry.total.value - computed) < _bound(parts, framework)


def _parts(
    entry: Entry, framework: Framework, replaced: frozenset[Instrument]
) -> dict[Instrument, tuple[Decimal, Decimal]]:
    """Each instrument's share of the total, with the most that rounding may have moved it."""
    half_unit = _half_unit(framework)
    parts = {}
    published = published_instruments(entry)
    for instrument, value in compute_instruments(entry, framework).items():
        parts[instrument] = (value, framework.instrument(instrument).weight * half_unit)
    for instrument, value in published.items():
        if instrument not in replaced:
            parts[instrument] = (value, half_unit)
    return parts


def _half_unit(framework: Framework) -> Decimal:
    return Decimal(5).scaleb(-framework.places - 1)


def _bound(parts: dict[Instrument, tuple[Decimal, Decimal]], framework: Framework) -> Decimal:
    return sum((moved for _, moved in parts.values()), _half_unit(framework))


def printed_total(entry: Entry, framework: Framework) -> Decimal | None:
    """The total that the document will say: as published, else computed and rounded once."""
    if entry.total is not None:
        return entry.total.value
    published = published_instruments(entry)
    if len(published) == len(framework.instruments):
        return framework.round(sum(published.values(), Decimal(0)))
    computed = compute_instruments(entry, framework)
    if len(computed) < len(framework.instruments):
        return None
    return framework.round(sum(computed.values(), Decimal(0)))


def _published_figure(
    name: str, placed: Placed[Decimal], most: Decimal, framework: Framework
) -> Figure:
    return Figure(FIELD_WORDS[name], placed.value, most, Fraction(-1), framework.places)


def _indicator_figures(entry: Entry, rule: InstrumentRule, framework: Framework) -> list[Figure]:
    share = Fraction(rule.weight) / len(rule.indicators)
    return [
        Figure(
            Words(
                f"ตัวชี้วัดที่ {to_thai_digits(str(indicator.number))}",
                f"indicator {indicator.number}",
            ),
            entry.scores[indicator.number],
            HUNDRED,
            share,
            framework.places,
        )
        for indicator in rule.indicators
    ]


def _differing(published: Decimal, computed: Decimal, framework: Framework) -> dict[str, Value]:
    rounded = framework.round(computed)
    return {
        "published": Digits(f"{published:f}"),
        "computed": Digits(f"{rounded:f}"),
        "difference": Digits(f"{abs(published - rounded):f}"),
    }


def _hint(candidates: Candidates, breaks_total: bool = False) -> dict[str, Value]:
    """The list of candidates, and the clause of the cure that introduces it."""
    thai, english = words = candidates.describe()
    if not candidates.found:
        hint = Words(
            "และไม่พบว่าการอ่านผิดเพียงหนึ่งหรือสองหลักจะทำให้ตัวเลขตรงกัน จึงควรตรวจทุกตัวเลข",
            "no misreading of one or two digits makes them agree, so check every figure",
        )
    elif candidates.alike:
        hint = Words(
            f"โดยเฉพาะเลขที่มักอ่านสลับกัน ซึ่งอาจเป็น {thai}",
            f"digits that look alike may have been misread: {english}",
        )
    else:
        hint = Words(
            f"ไม่พบเลขที่มักอ่านสลับกันซึ่งทำให้ตัวเลขตรงกัน แต่หากผิดไปหนึ่งหรือสองหลัก อาจเป็น {thai}",
            "no look-alike digits make them agree, but one or two wrong digits would: " + english,
        )
    if breaks_total and candidates.found:
        hint = Words(hint.th + " ซึ่งจะทำให้คะแนนรวมไม่ตรงแทน", hint.en + ", at the cost of the total")
    return {"candidates": words, "hint": hint}
