"""Is what was typed likely, and is it all there? Slips that no sum of published figures shows."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ita_docs.model import FiscalYear, HistoryEntry
from ita_docs.problems import Digits, Location, Problem, Value, Words
from ita_docs.schema import SHEETS
from ita_docs.thai import format_date, match_key
from ita_docs.validation.case import Case
from ita_docs.validation.figures import find_causes


def check_plan_year(case: Case) -> Iterator[Problem]:
    """The plan commonly belongs to the year after the results: another one is noted."""
    entry, result = case.entry, case.framework.year
    if entry.plan_year is None or entry.plan_year_at is None or entry.plan_year.be == result.be + 1:
        return
    values = {"plan": Digits(str(entry.plan_year)), "result": Digits(str(result))}
    yield Problem("plan-year-not-next", entry.plan_year_at, entry.office.name, values)


def check_fractions(case: Case) -> Iterator[Problem]:
    """Scores out of 1 where points out of 100 are meant: all of them, or single ones."""
    entry = case.entry
    if len(entry.scores) == len(case.framework.indicators) and max(entry.scores.values()) <= 1:
        first = min(entry.scores)
        values = {"typed": Digits(f"{entry.scores[first]:f}")}
        at = entry.score_cells[first]
        yield Problem("scores-look-like-fractions", at, entry.office.name, values)
        return
    for number, score in sorted(entry.scores.items()):
        if 0 < score <= 1:
            words: dict[str, Value] = {
                "field": SHEETS["scores"].columns[f"indicator_{number}"].words,
                "typed": Digits(f"{score:f}"),
            }
            at = entry.score_cells[number]
            yield Problem("score-unusually-low", at, entry.office.name, words)


def check_announced_on(case: Case) -> Iterator[Problem]:
    """An announcement is signed after its results are known and before its plan year ends.

    The results of a fiscal year come out in its last months, so that a date from 1 January of
    that year on is let pass.
    """
    entry, result = case.entry, case.framework.year
    if entry.announced_on is None:
        return
    plan = entry.plan_year or FiscalYear(result.be + 1)
    first, last = datetime.date(result.ce, 1, 1), datetime.date(plan.ce, 9, 30)
    if first <= entry.announced_on <= last:
        return
    values: dict[str, Value] = {
        "date": Words(format_date(entry.announced_on), entry.announced_on.isoformat()),
        "plan": Digits(str(plan)),
    }
    at = entry.announced_on_at or entry.at
    yield Problem("date-far-from-plan", at, entry.office.name, values)


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


def check_cpi(case: Case) -> Iterator[Problem]:
    """A label stands once: two bars of one name could not be told apart."""
    seen: dict[str, Location] = {}
    for item, at in case.entry.cpi:
        key = match_key(item.label)
        if key in seen:
            values = {"label": item.label, "first": str(seen[key])}
            yield Problem("cpi-label-repeated", at, case.entry.office.name, values)
        seen.setdefault(key, at)


def check_measures(case: Case) -> Iterator[Problem]:
    """Every weak indicator needs a measure; one that only the built-in draft gives is noted."""
    entry, framework = case.entry, case.framework
    yield from case.measures.problems
    for number, score in sorted(entry.scores.items()):
        if not framework.is_weak(score) or number in case.measures.named:
            continue
        drafted = framework.measures.get(number)
        if drafted is None or drafted.draft:
            code = "measure-missing" if drafted is None else "measure-draft"
            yield Problem(
                code,
                entry.score_cells[number],
                entry.office.name,
                {"indicator": Digits(str(number))},
            )
