"""Earlier years and CPI values of one office: no year twice, no label twice."""

from __future__ import annotations

from collections.abc import Iterator

from ita_docs.entries.case import Case, Entry
from ita_docs.framework import Framework
from ita_docs.model import FiscalYear, HistoryEntry
from ita_docs.problems import Digits, Location, Problem, Value
from ita_docs.thai import match_key
from ita_docs.validation.figures import find_causes


def check_history(case: Case) -> Iterator[Problem]:
    """A year stands once; the result year's total comes from the sheet of scores alone."""
    entry, framework = case.entry, case.framework
    seen: dict[FiscalYear, Location] = {}
    for past, at in entry.history:
        values: dict[str, Value] = {"year": Digits(str(past.year))}
        code: str | None = None
        because: tuple[str, ...] = ()
        if past.year in seen:
            values["first"] = str(seen[past.year])
            code = "history-year-repeated"
        elif past.year == framework.year:
            code, because = _judge_result_year(case, past, values)
        elif past.year > framework.year:
            code = "history-year-later"
        seen.setdefault(past.year, at)
        if code is not None:
            yield Problem(code, at, entry.office.name, values, because)


def _judge_result_year(
    case: Case, past: HistoryEntry, values: dict[str, Value]
) -> tuple[str | None, tuple[str, ...]]:
    """The code, and the faults that explain it: a total mistyped among the scores differs from
    the one in the history because of that alone."""
    total, typed = case.figures.total, case.framework.round(past.total)
    if total.value is None:
        return None, ()  # the missing scores are reported
    values |= {"typed": Digits(f"{past.total:f}"), "total": Digits(f"{total.value:f}")}
    if typed == total.value:
        return "history-result-year-same", ()
    causes = find_causes(case, lambda figures: figures.total.value == typed)
    return "history-result-year-differs", causes


def earlier_years(entry: Entry, framework: Framework) -> tuple[HistoryEntry, ...]:
    """The entries before the result year, by year."""
    earlier = [past for past, _ in entry.history if past.year < framework.year]
    return tuple(sorted(earlier, key=lambda past: past.year))


def check_cpi(case: Case) -> Iterator[Problem]:
    """A label stands once: two bars of one name could not be told apart."""
    seen: dict[str, Location] = {}
    for item, at in case.entry.cpi:
        key = match_key(item.label)
        if key in seen:
            values = {"label": item.label, "first": str(seen[key])}
            yield Problem("cpi-label-repeated", at, case.entry.office.name, values)
        seen.setdefault(key, at)
