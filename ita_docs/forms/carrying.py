"""From last year's results to what next year's form holds already (``ita-docs new --from``).

What stays true is carried: names, who signs, earlier totals, CPI values, the measures as they were
typed. What the new year brings stays blank: scores, the date, the figures as published.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ita_docs.assessment import build_findings
from ita_docs.forms.filled import Filled, LastYear, Values
from ita_docs.forms.look import load_words
from ita_docs.framework import Framework
from ita_docs.model import FiscalYear, Measure, OfficeKind, OfficeResult
from ita_docs.plan import build_plan
from ita_docs.problems import Digits, InputError
from ita_docs.schema import OFFICE_KINDS
from ita_docs.thai import match_key

# "ตุลาคม 2568 - กันยายน ๒๕๖๙": carried on it would be announced for the wrong year.
_A_YEAR = re.compile("[2๒][45๔๕][0-9๐-๙]{2}")


def carry_forward(
    results: Sequence[OfficeResult],
    frameworks: Mapping[FiscalYear, Framework],
    year: FiscalYear,
    source: str,
    refused: Sequence[str] = (),
) -> Filled:
    """What last year's results give to the form of a year.

    ``source`` is the file they came from, ``refused`` the offices whose data there had errors:
    of those the name alone is carried. Raises InputError (``last-year-not-before``) for results
    of that year or a later one.
    """
    for result in results:
        if result.result_year >= year:
            raise InputError(
                "last-year-not-before",
                result.at,
                last=Digits(str(result.result_year)),
                year=Digits(str(year)),
            )
    names = tuple(result.office.name for result in results) + tuple(refused)
    rows: dict[str, list[Values]] = {
        "offices": [_describe_office(result) for result in results],
        "history": [row for result in results for row in _list_history(result)],
        "cpi": [
            {"name": result.office.name, "label": item.label, "score": item.score}
            for result in results
            for item in result.cpi
        ],
        "measures": _list_measures(results, frameworks[year]),
        "followup": [
            row
            for result in results
            for row in _list_followup(result, frameworks[result.result_year], frameworks[year])
        ],
    }
    last_year = {
        match_key(result.office.name): LastYear(result.result_year, result.figures.scores)
        for result in results
    }
    carried = _say_what(rows, results, year, source, refused)
    return Filled(year, names, rows, last_year=last_year, carried=carried)


def _describe_office(result: OfficeResult) -> Values:
    office = result.office
    return {
        "name": office.name,
        "short_name": office.short_name,
        "signer": result.signer,
        "position": "\n".join(result.position),
    } | ({} if office.kind is OfficeKind.AREA else {"kind": OFFICE_KINDS[office.kind][0]})


def _list_history(result: OfficeResult) -> list[Values]:
    """The earlier years as they were entered, and behind them the year of the results."""
    figures = result.figures
    years = [
        *((past.year, past.total, past.level, past.scores) for past in result.history),
        (result.result_year, figures.total.printed, figures.level.printed, figures.scores),
    ]
    return [
        {"name": result.office.name, "year": year.be, "total": total, "level": level}
        | {f"indicator_{number}": score for number, score in scores.items()}
        for year, total, level, scores in years
    ]


def _list_measures(results: Sequence[OfficeResult], framework: Framework) -> list[Values]:
    """A row for each measure that an office typed; one that stood there for all stays one row."""
    typed = [
        (result.office.name, number, measure)
        for result in results
        for number, measure in sorted(result.measures.items())
    ]
    offices = Counter(_identify(measure) for _, _, measure in typed)
    rows: dict[object, Values] = {}
    for name, number, measure in typed:
        key = _identify(measure)
        owner = name if offices[key] == 1 else None
        rows.setdefault(key, {"name": owner, **_describe_measure(number, measure, framework)})
    return list(rows.values())


def _list_followup(result: OfficeResult, last: Framework, this: Framework) -> list[Values]:
    """A row for each measure as it was announced, for the report of what came of it."""
    findings = build_findings(result.figures, last)
    plan = build_plan(findings, result, last)
    return [
        {
            "name": result.office.name,
            "plan_year": result.plan_year.be,
            "indicator": _name_indicator(measure.indicator, this),
            "measure": step,
        }
        for measure in plan.measures
        for step in measure.steps
    ]


def _name_indicator(number: int, framework: Framework) -> str:
    return f"{number}. {framework.indicator(number).name}"


def _identify(measure: Measure) -> object:
    """The row a measure stood in and what it says: a confirmed draft names its office in it."""
    return measure.indicator, measure.at, measure.steps, measure.responsible, measure.monitor


def _describe_measure(number: int, measure: Measure, framework: Framework) -> Values:
    texts = {
        "responsible": measure.responsible,
        "steps": measure.steps,
        "method": measure.method,
        "monitor": measure.monitor,
        "time_frame": measure.time_frame,
        "success": measure.success,
        "budget": measure.budget,
        "reporting": measure.reporting,
    }
    joined = {name: "\n".join(lines) for name, lines in texts.items()}
    for name in ("time_frame", "success", "reporting"):
        if _A_YEAR.search(joined[name]):
            joined[name] = ""
    return {"indicator": _name_indicator(number, framework), **joined}


def _say_what(
    rows: dict[str, list[Values]],
    results: Sequence[OfficeResult],
    year: FiscalYear,
    source: str,
    refused: Sequence[str],
) -> list[str]:
    """What was carried and what was not, for the sheet วิธีกรอก."""
    words = load_words()["carried"]
    counts = {
        "source": source,
        "year": year,
        "years": ", ".join(sorted({str(result.result_year) for result in results})),
        "offices": len(rows["offices"]),
        "history": len(rows["history"]),
        "cpi": len(rows["cpi"]),
        "measures": len(rows["measures"]),
        "followup": len(rows["followup"]),
        "plans": ", ".join(sorted({str(result.plan_year) for result in results})),
        "refused": ", ".join(refused),
    }
    keys = ["source", "offices", "history"]
    keys += [key for key in ("cpi", "measures", "followup") if rows[key]]
    keys += ["refused"] if refused else []
    return [str(words[key]).format_map(counts) for key in (*keys, "left")]
