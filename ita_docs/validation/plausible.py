"""Is what was typed likely at all? Slips that no sum contradicts where no figure was published."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ita_docs.entries.case import Case
from ita_docs.model import FiscalYear
from ita_docs.problems import Digits, Problem, Value, Words
from ita_docs.schema import FIELD_WORDS
from ita_docs.thai import format_date


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
                "field": FIELD_WORDS[f"indicator_{number}"],
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
