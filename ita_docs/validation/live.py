"""Are the results that a form stores still those of its scores? They are shown, and never printed.

A form works its results out while it is being filled in. A script that writes scores into it, or a
program that saves it without calculating, leaves the results of other scores standing there.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ita_docs.assessment import work_out
from ita_docs.entries.cells import number_of_float, show_value
from ita_docs.framework import Framework
from ita_docs.model import Entry, Published
from ita_docs.problems import Problem, Value
from ita_docs.schema import SHEETS
from ita_docs.thai import match_key
from ita_docs.validation.case import Case


def check_live_results(case: Case) -> Iterator[Problem]:
    """The first stored result that is another one than the scores give; a blank says nothing."""
    entry, framework = case.entry, case.framework
    if not entry.live or len(entry.scores) < len(framework.indicators):
        return
    for name, computed in _work_out(entry, framework).items():
        cell = entry.live.get(name)
        if cell is None or cell.value is None or _is_same(cell.value, computed):
            continue
        values: dict[str, Value] = {
            "field": SHEETS["scores"].live[name].words,
            "stored": show_value(cell.value),
            "computed": str(computed),
        }
        yield Problem("form-result-stale", cell.at, entry.office.name, values)
        return


def _work_out(entry: Entry, framework: Framework) -> dict[str, Decimal | str]:
    """What a form of the year shows for the scores alone, the most telling first."""
    figures = work_out(entry.scores, Published({}), framework)
    return {
        "live_total": figures.total.printed,
        "live_level": figures.level.printed,
        **{f"live_{key.value.lower()}": item.printed for key, item in figures.instruments.items()},
        "live_weak": Decimal(sum(map(framework.is_weak, entry.scores.values()))),
    }


def _is_same(stored: object, computed: Decimal | str) -> bool:
    if isinstance(stored, str):
        return match_key(stored) in ("", match_key(str(computed)))
    if isinstance(stored, bool) or not isinstance(stored, (int, float)):
        return False
    number = number_of_float(stored) if isinstance(stored, float) else Decimal(stored)
    return number == computed
