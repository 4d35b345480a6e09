"""Do the figures that will be printed agree with their indicators and with each other?

Everything published is rounded, so figures that belong together may differ a little; what differs
by more was misread or mistyped (docs/decisions/0007-agreement-and-misread-digits.md). What is
judged is what ``assessment.work_out`` says the page will print, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from ita_docs.assessment import list_shares, work_out
from ita_docs.framework import Framework, InstrumentRule
from ita_docs.model import FULL_SCORE, Entry, Figures, Instrument, Published
from ita_docs.problems import Digits, Location, Problem, Value, Words
from ita_docs.schema import SHEETS
from ita_docs.thai import to_thai_digits
from ita_docs.validation.case import Case
from ita_docs.validation.misread import Candidates, Suspect, find_candidates

_COLUMNS = SHEETS["scores"].columns
TOO_HIGH, INSTRUMENT, TOTAL = "weighted-score-too-high", "instrument-disagrees", "total-disagrees"


def check_weighted_range(case: Case) -> Iterator[Problem]:
    """A weighted score is at most its weight in points; more is a score before the weight."""
    entry, framework = case.entry, case.framework
    for instrument in entry.instruments:
        if _is_too_high(case, instrument):
            most = framework.instrument(instrument).weight * FULL_SCORE
            printed = case.figures.instruments[instrument].printed
            values = {
                "instrument": instrument.value,
                "published": Digits(f"{printed:f}"),
                "most": Digits(f"{framework.round(most):f}"),
            }
            yield Problem(TOO_HIGH, _find(entry, instrument), entry.office.name, values)


def check_instruments(case: Case) -> Iterator[Problem]:
    """Each published instrument against weight x mean of its indicators."""
    entry, framework = case.entry, case.framework
    for rule in framework.instruments:
        figure = case.figures.instruments[rule.instrument]
        if figure.agrees or figure.computed is None or _is_too_high(case, rule.instrument):
            continue  # a score before the weight is reported as that
        values = {
            "instrument": rule.instrument.value,
            **_differing(figure.printed, figure.computed, framework),
            **_find_hint(case, rule),
        }
        at = _find(entry, rule.instrument)
        yield Problem(INSTRUMENT, at, entry.office.name, values)


def check_total(case: Case) -> Iterator[Problem]:
    """The published total against the sum of the instruments that are printed.

    Where it would agree with the instruments once those that disagree are mended, the instruments
    explain it, and mending them is enough.
    """
    entry, framework, total = case.entry, case.framework, case.figures.total
    if entry.total is None or total.agrees or total.computed is None:
        return
    because: tuple[str, ...] = ()
    if _find_suspects(case) and _mend(case, instruments=True).total.agrees:
        because = _name_suspects(case)
        listed = ", ".join(_find_suspects(case))
        hints: dict[str, Value] = {
            "why": Words("เครื่องมือที่ไม่ตรงกับตัวชี้วัด", "what disagrees with its indicators"),
            "candidates": listed,
        }
    else:
        hints = _hint(_search_total(case))
    values = {**_differing(total.printed, total.computed, framework), **hints}
    yield Problem(TOTAL, entry.find_score("total"), entry.office.name, values, because)


# --- what explains what ---------------------------------------------------------------------------


def _find(entry: Entry, instrument: Instrument) -> Location:
    return entry.find_score(instrument.value.lower())


def _is_too_high(case: Case, instrument: Instrument) -> bool:
    figure = case.figures.instruments[instrument]
    weight = case.framework.instrument(instrument).weight
    return figure.published is not None and figure.printed > weight * FULL_SCORE


def _find_suspects(case: Case) -> tuple[Instrument, ...]:
    """The published instruments that are themselves at fault."""
    return tuple(
        instrument
        for instrument, figure in case.figures.instruments.items()
        if not figure.agrees or _is_too_high(case, instrument)
    )


def _name_suspects(case: Case) -> tuple[str, ...]:
    """The codes under which the suspects are reported."""
    codes = (TOO_HIGH if _is_too_high(case, i) else INSTRUMENT for i in _find_suspects(case))
    return tuple(dict.fromkeys(codes))


def _mend(case: Case, *, instruments: bool = False, total: bool = False) -> Figures:
    """The figures as they would be without the instruments at fault, or without the total."""
    published, suspects = case.entry.published, _find_suspects(case) if instruments else ()
    kept = {key: value for key, value in published.instruments.items() if key not in suspects}
    mended = Published(kept, None if total else published.total, published.level)
    return work_out(case.entry.scores, mended, case.framework)


def find_causes(case: Case, goes: Callable[[Figures], bool]) -> tuple[str, ...]:
    """The codes of the faults that another fault would go with; ``goes`` says whether it does."""
    instruments = _name_suspects(case)
    total = () if case.figures.total.agrees else (TOTAL,)
    because: tuple[str, ...] = ()
    if instruments and goes(_mend(case, instruments=True)):
        because += instruments
    if total and goes(_mend(case, total=True)):
        because += total
    if instruments and total and not because and goes(_mend(case, instruments=True, total=True)):
        because = instruments + total
    return because


# --- misread digits -------------------------------------------------------------------------------


def _find_hint(case: Case, rule: InstrumentRule) -> dict[str, Value]:
    """The candidates for one instrument.

    Where the published total agrees with the published instruments it vouches for them, so that
    the indicators are suspected alone; the instrument's own figure only when nothing else is left.
    """
    framework, total = case.framework, case.figures.total
    tolerance = framework.tolerance(rule.instrument)
    indicators = _list_indicators(case, rule)
    printed = case.figures.instruments[rule.instrument].printed
    all_published = len(case.entry.instruments) == len(framework.instruments)
    vouched = total.published is not None and all_published and total.agrees
    if vouched:
        candidates = find_candidates(indicators, -printed, tolerance)
        if candidates.found:
            return _hint(candidates)
    name, most = _COLUMNS[rule.instrument.value.lower()].words, rule.weight * FULL_SCORE
    published = Suspect(name, printed, most, Fraction(-1), framework.places)
    return _hint(find_candidates([published, *indicators], Decimal(0), tolerance), vouched)


def _search_total(case: Case) -> Candidates:
    """The candidates for a total that disagrees: its own digits, and those of its parts."""
    framework, total = case.framework, case.figures.total.printed
    suspects = [Suspect(_COLUMNS["total"].words, total, FULL_SCORE, Fraction(-1), framework.places)]
    bound, fixed = framework.half_unit, Decimal(0)
    for instrument, (share, moved) in list_shares(case.figures.instruments, framework).items():
        bound += moved
        if instrument in case.entry.instruments:
            fixed += share
        else:
            suspects += _list_indicators(case, framework.instrument(instrument))
    return find_candidates(suspects, fixed, bound, inclusive=False)


def _list_indicators(case: Case, rule: InstrumentRule) -> list[Suspect]:
    share = Fraction(rule.weight) / len(rule.indicators)
    return [
        Suspect(
            Words(
                f"ตัวชี้วัดที่ {to_thai_digits(str(indicator.number))}",
                f"indicator {indicator.number}",
            ),
            case.entry.scores[indicator.number],
            FULL_SCORE,
            share,
            case.framework.places,
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
    """The list of candidates, and which changes were tried."""
    if not candidates.found:
        return {
            "why": Words("หนึ่งหรือสองหลัก", "one digit or two"),
            "candidates": Words("ไม่พบ ควรตรวจทุกตัวเลข", "none found, so check every figure"),
        }
    why = (
        Words("เลขที่มักอ่านสลับกัน", "digits that look alike")
        if candidates.alike
        else Words("หนึ่งหรือสองหลักใดก็ได้", "any one digit or two")
    )
    if breaks_total:
        why = Words(f"{why.th} แต่คะแนนรวมจะไม่ตรงแทน", f"{why.en}, at the cost of the total")
    return {"why": why, "candidates": candidates.describe()}
