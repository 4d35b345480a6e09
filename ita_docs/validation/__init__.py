"""From the cells of a workbook to the offices that may be built, with everything wrong at once.

Reading (``entries``) says what single cells say; the CHECKS judge what one office entered by the
rules of its year. An error refuses its office and no other; a fault in a row for every office, or
in the sheets themselves, refuses every office it reaches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from ita_docs.assessment import build_findings, work_out
from ita_docs.entries.names import Entries
from ita_docs.entries.sheets import read_entries
from ita_docs.model import (
    Entry,
    FiscalYear,
    HistoryEntry,
    OfficeResult,
    Published,
    Refusal,
    ScoreCells,
    TablesInOrder,
    Validated,
)
from ita_docs.plan import build_plan, resolve_measures
from ita_docs.problems import Digits, InputError, Problem, Severity
from ita_docs.thai import match_key
from ita_docs.validation import figures, levels, live, plausible
from ita_docs.validation.case import Case, Frameworks
from ita_docs.validation.followup import (
    DOCUMENT,
    AnnouncedPlan,
    Reported,
    is_of_followup,
    report_followup,
)

__all__ = ["CHECKS", "AnnouncedPlan", "Plans", "validate_workbook"]

Plans = Mapping[str, Sequence[AnnouncedPlan]]
"""The plans of earlier workbooks, by the match key of the office's name."""


CHECKS: list[Callable[[Case], Iterable[Problem]]] = [
    plausible.check_scores_year,
    plausible.check_plan_year,
    plausible.check_announced_on,
    plausible.check_fractions,
    figures.check_weighted_range,
    figures.check_instruments,
    figures.check_total,
    levels.check_level,
    plausible.check_history,
    plausible.check_past_scores,
    levels.check_past_levels,
    plausible.check_cpi,
    live.check_live_results,
    plausible.check_measures,
]
"""What is asked of every office whose year is known, in the order in which it is reported."""


NO_SCORES = ("sheet-missing", "header-row-missing", "table-empty", "header-missing")
"""Faults of the sheet of scores for which no office can have scores."""


def validate_workbook(
    book: TablesInOrder,
    frameworks: Frameworks,
    *,
    accept: frozenset[str] = frozenset(),
    plans: Plans | None = None,
    lowest: int | None = None,
    two_classes: bool | None = None,
    keep: Callable[[OfficeResult], OfficeResult] = lambda result: result,
) -> Validated:
    """The offices that may be built and every problem of the workbook, its own included.

    ``accept`` names codes whose errors do not refuse an office, where the problem table allows
    that; they are reported all the same. What was done is held against the ``plans`` of earlier
    workbooks, and against this one's, made with the ``lowest`` indicators where none is weak, and
    in ``two_classes`` or as the year says. ``keep`` says what stays of a result that is judged.
    FrameworkError when a year's own file is unsound.
    """
    entries = read_entries(book)
    _check_short_names(entries)
    of_followup = [problem for problem in book.problems if is_of_followup(problem)]
    of_all = [problem for problem in book.problems if problem not in of_followup]
    refused_by_book = _refused_by_book(of_all, entries, accept)
    withheld_by_book = _refused_by_book(of_followup, entries, accept)
    # Without the sheet of scores no office has any, which is one problem and the sheet's.
    without_scores = all(entry.scores_row is None for entry in entries.by_key.values()) and any(
        problem.code in NO_SCORES for problem in book.problems
    )
    results: list[OfficeResult] = []
    refused: list[Refusal] = []
    problems = [
        *book.problems,
        *entries.problems,
        *plausible.check_titles(entries, frameworks),
        *plausible.check_kinds(entries),
    ]
    # Each entry goes once it is judged, so that those of 60,000 offices and their results do not
    # stand in memory together.
    for key in list(entries.by_key):
        entry = entries.by_key.pop(key)
        if entry.scores_row is None and not without_scores:
            entry.report("office-without-scores", entry.at)
        case = _judge(entry, frameworks)
        if case is None:
            rows = (*entry.shared_rows, *entry.measure_rows)
            entry.problems += (problem for row in rows for problem in row.problems)
        problems += _leave_out_explained(entry.problems, accept)
        complete = None if case is None else _build_result(case)
        theirs = None if plans is None else plans.get(key, ())
        reported = _report_followup(entry, case, complete, theirs, (lowest, two_classes))
        problems += reported.problems
        blocked = key in refused_by_book or any(_refuses(p, accept) for p in entry.problems)
        if complete is None or blocked:
            office, year = entry.office, _find_plan_year(entry)
            refused.append(Refusal(office.name, year, entry.province, office.short_name))
        elif entry.followup_rows and (
            key in withheld_by_book or any(_refuses(p, accept) for p in reported.problems)
        ):
            results.append(keep(replace(complete, withheld=frozenset({DOCUMENT}))))
        else:
            undue = frozenset({DOCUMENT}) if reported.undue else frozenset()
            results.append(keep(replace(complete, followup=reported.followup, undue=undue)))
    return Validated(tuple(results), _without_repeats(problems), tuple(refused))


def _report_followup(
    entry: Entry,
    case: Case | None,
    result: OfficeResult | None,
    plans: Sequence[AnnouncedPlan] | None,
    choice: tuple[int | None, bool | None],
) -> Reported:
    """What the office reports of earlier measures, held against the plans that are at hand."""
    plan_year = _find_plan_year(entry)
    if case is None or plan_year is None:
        return Reported(problems=[p for row in entry.followup_rows for p in row.problems])
    known = list(plans or ())
    if result is not None and entry.followup_rows:
        try:
            lowest, two = choice
            findings = build_findings(result.figures, case.framework, lowest, two_classes=two)
            plan = build_plan(findings, result, case.framework)
            known.append(AnnouncedPlan(result.plan_year, plan))
        except InputError:
            pass  # a measure is missing, which is told of the measures
    asked = plans is not None
    return report_followup(entry, case.framework, case.frameworks, plan_year, known, asked=asked)


def _judge(entry: Entry, frameworks: Frameworks) -> Case | None:
    """Run the checks, adding what they find to the entry; None when the year has no rules."""
    if entry.result_year is None:
        return None
    if entry.result_year not in frameworks:
        years = sorted(frameworks)
        known = f"{years[0]}-{years[-1]}" if years else "-"
        values = {"year": Digits(str(entry.result_year)), "known": Digits(known)}
        entry.report("year-unknown", entry.row.find("result_year"), values)
        return None
    framework = frameworks[entry.result_year]
    case = Case(
        entry,
        framework,
        frameworks,
        resolve_measures(entry, framework),
        work_out(entry.scores, entry.published, framework),
    )
    for check in CHECKS:
        entry.problems.extend(check(case))
    return case


def _check_short_names(entries: Entries) -> None:
    """Outputs are filed by short name, so that two offices may not share one."""
    seen: dict[str, Entry] = {}
    for entry in entries.by_key.values():
        first = seen.setdefault(match_key(entry.office.short_name), entry)
        if first is not entry:
            values = {
                "short_name": entry.office.short_name,
                "other": first.office.name,
                "first": first.row.find("short_name").within,
            }
            entry.report("short-name-repeated", entry.row.find("short_name"), values)


def _find_plan_year(entry: Entry) -> FiscalYear | None:
    """The plan year entered, else the year after the results; None where neither could be read."""
    if entry.plan_year is None and entry.result_year is not None:
        return FiscalYear(entry.result_year.be + 1)
    return entry.plan_year


def _build_result(case: Case) -> OfficeResult | None:
    entry, framework = case.entry, case.framework
    if len(entry.scores) < len(framework.indicators):
        return None
    return OfficeResult(
        office=entry.office,
        result_year=framework.year,
        plan_year=entry.plan_year or FiscalYear(framework.year.be + 1),
        figures=case.figures,
        announced_on=entry.announced_on,
        signer=entry.signer,
        position=entry.position,
        history=_list_earlier_years(case),
        cpi=tuple(row.value for row in entry.cpi),
        measures=dict(sorted(case.measures.by_indicator.items())),
        at=entry.at,
        score_cells={} if entry.scores_row is None else ScoreCells(entry.scores_row),
        province=entry.province,
    )


def _list_earlier_years(case: Case) -> tuple[HistoryEntry, ...]:
    """The entries before the result year, by year, with what their indicators come to."""
    earlier = [
        _work_out_instruments(row.value, case.frameworks) if row.value.scores else row.value
        for row in case.entry.history
        if row.value.year < case.framework.year
    ]
    return tuple(sorted(earlier, key=lambda past: past.year))


def _work_out_instruments(past: HistoryEntry, frameworks: Frameworks) -> HistoryEntry:
    """The weighted points of an earlier year's instruments, where its rules are known."""
    if past.year not in frameworks:
        return past
    figures = work_out(past.scores, Published({}), frameworks[past.year])
    points = {key: one.value for key, one in figures.instruments.items() if one.value is not None}
    return replace(past, instruments=points)


# --- who is refused -------------------------------------------------------------------------------


def _refuses(problem: Problem, accept: frozenset[str]) -> bool:
    accepted = problem.kind.acceptable and problem.code in accept
    return problem.severity is Severity.ERROR and not accepted


def _leave_out_explained(problems: list[Problem], accept: frozenset[str]) -> list[Problem]:
    """One typing fault, one error: a fault that another explains is left out, but only while
    that other one refuses the office. Once it is accepted, what it explained stands by itself.

    IIT published as 20.00 where the indicators give 27.00; no total; level A (of 90.00)

        --accept                                  reported                          refused
        nothing                                   instrument-disagrees              yes
        instrument-disagrees                      that, and level-disagrees of 83   yes
        instrument-disagrees, level-disagrees     both                              no
        level-disagrees                           instrument-disagrees              yes
    """
    refusing = {problem.code for problem in problems if _refuses(problem, accept)}
    return [problem for problem in problems if not refusing.intersection(problem.because)]


def _refused_by_book(
    problems: Sequence[Problem], entries: Entries, accept: frozenset[str]
) -> frozenset[str]:
    """The keys of the offices that a fault of the sheets refuses: its row's office, else all."""
    errors = [problem for problem in problems if _refuses(problem, accept)]
    if any(problem.office is None for problem in errors):
        return frozenset(entries.by_key)
    return frozenset(match_key(problem.office or "") for problem in errors)


def _without_repeats(problems: list[Problem]) -> tuple[Problem, ...]:
    """Each problem once: a faulty row for every office is one problem, found once per office."""
    unique = {(p.code, p.at, p.office, tuple(sorted(p.values.items()))): p for p in problems}
    return tuple(unique.values())
