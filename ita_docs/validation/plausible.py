"""Is what was typed likely, and is it all there? Slips that no sum of published figures shows."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ita_docs.assessment import work_out
from ita_docs.entries.cells import find_years_in_text
from ita_docs.entries.names import Entries
from ita_docs.model import FiscalYear, HistoryEntry, Published, TypedYears
from ita_docs.problems import Digits, Location, Problem, Value, Words
from ita_docs.schema import SHEETS
from ita_docs.thai import format_date, match_key
from ita_docs.validation.case import Case, Frameworks
from ita_docs.validation.figures import find_causes

_YEARS_AROUND = 15
"""Years beside those with rules that a title may be about; others in it are of a law, say."""


def check_scores_year(case: Case) -> Iterator[Problem]:
    """A year beside the scores: last year's, pasted into this year's form, are not this year's."""
    entry, result = case.entry, case.framework.year
    if entry.scores_years is None or result.be in entry.scores_years.years:
        return
    years, typed, at = entry.scores_years
    code = "scores-year-differs" if years else "scores-year-unread"
    values: dict[str, Value] = {"typed": typed, "year": Digits(str(result))}
    yield Problem(code, at, entry.office.name, values)


def check_titles(entries: Entries, frameworks: Frameworks) -> Iterator[Problem]:
    """A year in the title above a table or in the file's name that is no year of the workbook."""
    offices = entries.by_key.values()
    results = {entry.result_year.be for entry in offices if entry.result_year is not None}
    plans = {entry.plan_year.be for entry in offices if entry.plan_year is not None}
    if not results or not frameworks:
        return
    file = next(iter(offices)).at.file
    named = TypedYears(find_years_in_text(file), file, Location(file))
    likely = range(min(frameworks).be - _YEARS_AROUND, max(frameworks).be + _YEARS_AROUND)
    for years, typed, at in (*entries.titles, named):
        found = years.intersection(likely)
        if found and not found & (results | plans | {year + 1 for year in results}):
            values: dict[str, Value] = {
                "typed": typed,
                "found": Digits(", ".join(map(str, sorted(found)))),
                "years": Digits(", ".join(map(str, sorted(results)))),
            }
            yield Problem("title-year-differs", at, None, values)


def check_kinds(entries: Entries) -> Iterator[Problem]:
    """Schools whose document would speak of an area office, since no kind is said: told once."""
    school = match_key("โรงเรียน")
    unsaid = [
        entry
        for entry in entries.by_key.values()
        if not entry.kind_said and match_key(entry.office.name).startswith(school)
    ]
    if unsaid:
        yield Problem("office-kind-unsaid", unsaid[0].at, None, {"count": Digits(str(len(unsaid)))})


def check_plan_year(case: Case) -> Iterator[Problem]:
    """The plan commonly belongs to the year after the results: another one is noted."""
    entry, result = case.entry, case.framework.year
    if entry.plan_year is None or entry.plan_year.be == result.be + 1:
        return
    values = {"plan": Digits(str(entry.plan_year)), "result": Digits(str(result))}
    yield Problem("plan-year-not-next", entry.row.find("plan_year"), entry.office.name, values)


def check_fractions(case: Case) -> Iterator[Problem]:
    """Scores out of 1 where points out of 100 are meant: all of a kind, or single ones."""
    entry, office = case.entry, case.entry.office.name
    indicators = [
        (f"indicator_{number}", score, entry.find_score(f"indicator_{number}"))
        for number, score in sorted(entry.scores.items())
    ]
    whole = len(indicators) == len(case.framework.indicators)
    totals = [("total", past.value.total, past.row.find("total")) for past in entry.history]
    points = [("score", item.value.score, item.row.find("score")) for item in entry.cpi]
    yield from _judge_fractions(indicators, "scores", office, all_at_once=whole)
    yield from _judge_fractions(totals, "history", office)
    for past in entry.history:
        scores = [
            (f"indicator_{number}", score, past.row.find(f"indicator_{number}"))
            for number, score in past.value.scores.items()
        ]
        yield from _judge_fractions(scores, "history", office, all_at_once=len(scores) > 1)
    yield from _judge_fractions(points, "cpi", office)


def _judge_fractions(
    scores: Sequence[tuple[str, Decimal, Location]],
    key: str,
    office: str,
    *,
    all_at_once: bool = True,
) -> Iterator[Problem]:
    """What is said of the scores of one kind: field, value and cell of each."""
    low = [(name, value, at) for name, value, at in scores if 0 < value <= 1]
    all_low = bool(low) and all_at_once and max(value for _, value, _ in scores) <= 1
    code = "scores-look-like-fractions" if all_low else "score-unusually-low"
    for name, value, at in low[:1] if all_low else low:
        words = SHEETS[key].columns[name].words
        yield Problem(code, at, office, {"field": words, "typed": Digits(f"{value:f}")})


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
    at = entry.row.find("announced_on")
    yield Problem("date-far-from-plan", at, entry.office.name, values)


def check_history(case: Case) -> Iterator[Problem]:
    """A year stands once; the result year's total comes from the sheet of scores alone."""
    entry, framework = case.entry, case.framework
    seen: dict[FiscalYear, Location] = {}
    for kept in entry.history:
        past, at = kept.value, kept.row.find("year")
        values: dict[str, Value] = {"year": Digits(str(past.year))}
        code: str | None = None
        because: tuple[str, ...] = ()
        if past.year in seen:
            values["first"] = seen[past.year].within
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


def check_past_scores(case: Case) -> Iterator[Problem]:
    """The indicators of an earlier year: all ten, and they come to its total by its own rules."""
    #   ten scores that come to 83.15    total typed 83.15    nothing
    #                                                81.35    history-scores-disagree, at the total
    #   nine scores                      any                  history-scores-partial
    office = case.entry.office.name
    faulty = {problem.at for problem in case.entry.problems} if case.entry.history else set()
    for past in case.entry.history:
        year, scores = past.value.year, past.value.scores
        if year not in case.frameworks or max(scores.values(), default=0) <= 1:
            continue  # fractions are told of, and come to nothing
        framework = case.frameworks[year]
        values: dict[str, Value] = {"year": Digits(str(year))}
        if len(scores) < len(framework.indicators):
            missing = [one.number for one in framework.indicators if one.number not in scores]
            if faulty & {past.row.find(f"indicator_{number}") for number in missing}:
                continue  # there is something, and what is wrong with it is told
            values |= {"count": Digits(str(len(scores)))}
            yield Problem("history-scores-partial", past.row.find("year"), office, values)
            continue
        published = Published({}, total=past.value.total)
        total = work_out(scores, published, framework).total
        if not total.agrees and total.computed is not None:
            computed = framework.round(total.computed)
            values |= {
                "typed": Digits(f"{past.value.total:f}"),
                "computed": Digits(f"{computed:f}"),
            }
            yield Problem("history-scores-disagree", past.row.find("total"), office, values)


def check_cpi(case: Case) -> Iterator[Problem]:
    """A label stands once: two bars of one name could not be told apart."""
    seen: dict[str, Location] = {}
    for item in case.entry.cpi:
        key, at = match_key(item.value.label), item.row.find("label")
        if key in seen:
            values = {"label": item.value.label, "first": seen[key].within}
            yield Problem("cpi-label-repeated", at, case.entry.office.name, values)
        seen.setdefault(key, at)


def check_measures(case: Case) -> Iterator[Problem]:
    """Every weak indicator needs a measure; one that only the built-in draft gives is noted."""
    entry, framework = case.entry, case.framework
    yield from case.measures.problems
    for number, score in case.figures.scores.items():
        if score >= framework.target or number in case.measures.named:
            continue
        drafted = framework.find_measure(number, entry.office.kind)
        if drafted is None or drafted.draft:
            code = "measure-missing" if drafted is None else "measure-draft"
            yield Problem(
                code,
                entry.find_score(f"indicator_{number}"),
                entry.office.name,
                {"indicator": Digits(str(number))},
            )
